//! Files that appear whole or not at all, and what is never written over.

mod refusal;
mod sources;
mod staged;

pub use refusal::{Refusal, RefusalKind};
pub use sources::Sources;
pub(crate) use staged::content_hash;
pub use staged::{StagedFiles, abandon};
