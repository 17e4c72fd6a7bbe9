//! Which document the window shows.

use std::sync::Arc;

use uuid::Uuid;

use crate::project::Project;

/// The document, or something instead of it that is never saved or exported.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ShownDocument<'a> {
    /// The document as it is.
    Document,
    /// The document as it would become by what is being dragged.
    Draft(&'a Arc<Project>),
    /// The document with another variant in place of the one that is worked on.
    Variant(Option<Uuid>),
}
