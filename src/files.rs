//! Files that appear whole or not at all, and what is never written over.

mod refusal;
mod sources;
mod staged;

pub use refusal::{Refusal, RefusalKind};
pub use sources::Sources;
pub(crate) use staged::{JOURNALS, beside, content_hash, end_of_links};
pub use staged::{StagedFiles, abandon, write_whole};
