//! The project file: a GeoPackage in RD New with layers, sketches and variants as QGIS shows them, and the rest in
//! `zorgkring_*` tables beside them.

mod board;
mod document;
mod error;
mod families;
mod in_place;
mod known;
#[cfg(test)]
mod laws;
mod layers;
mod lost;
mod names;
mod open;
mod plan;
mod row_places;
mod rows;
mod save;
mod shapes;
mod sketches;
mod sources;
mod stamp;
mod style;
mod upgrade;
mod whole;

pub use document::FORMAT_VERSION;
pub use error::{ProjectFileError, SaveError};
pub use known::{Known, Over, Saved};
pub use open::{Opened, is_project, open, read_bytes};
pub use save::save;
pub use stamp::{FileStamp, ProjectLock};
pub(crate) use style::{of_role as style_of_role, of_sketches as style_of_sketches};
pub use whole::{document_bytes, project_bytes};
