//! What is known of a project file, and what comes of saving into it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::stamp::FileStamp;
use crate::domain::baseline::Baseline;
use crate::geopackage::ChangedObject;
use crate::import::normenkader;
use crate::project::Project;

/// A project as its file held it at a moment: from there on it is seen what changed here and what changed there.
#[derive(Debug, Clone)]
pub struct Known {
    /// What the file looked like.
    pub stamp: FileStamp,
    /// The document in it.
    pub project: Arc<Project>,
    /// The ground in it.
    pub baseline: Arc<Baseline>,
    /// Tables of layers that another program changed before.
    pub(super) changed: BTreeSet<String>,
}

impl Known {
    /// Nothing: whatever either side has came from that side, and stays. What one side took away comes back.
    pub fn nothing() -> Self {
        let project = Arc::new(Project::new(normenkader::standard()));
        Self { stamp: FileStamp::UNKNOWN, project, baseline: Arc::default(), changed: BTreeSet::new() }
    }
}

/// What saving does with what is there.
#[derive(Debug, Clone, Copy)]
pub enum Over<'a> {
    /// Nothing may be there.
    Nothing,
    /// A project may be there, and becomes this one; what others put beside it stays.
    Anything,
    /// The file as it was opened or saved last. What others changed since stays; where both changed the same, nothing is
    /// saved and the fields are told.
    Known(&'a Known),
    /// The same, but where both changed the same, this side wins.
    KnownMine(&'a Known),
    /// The same, but where both changed the same, what stands in the file stays.
    KnownTheirs(&'a Known),
}

/// What came of saving.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The file as it is now.
    pub known: Known,
    /// How many objects another program changed in the file meanwhile; they stand in it and not here.
    pub n_others: usize,
    /// The first few of them that are still there.
    pub others: Vec<ChangedObject>,
}
