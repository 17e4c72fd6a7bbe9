//! Something to tell, until it is put away.

/// What is told until it is no longer so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// What is not saved cannot be kept either.
    NotKept,
    /// Another program has the project's file locked.
    FileInUse,
    /// Work of a former session is back, and not saved yet.
    BroughtBack,
}

/// Something to tell, until it is put away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// By what it is found again when it is no longer so.
    pub topic: Option<Topic>,
    /// What happened.
    pub text: String,
    /// The parts it consists of, shown on demand; none for a message of one sentence.
    pub details: Vec<String>,
    /// Are the details shown?
    pub is_open: bool,
    /// Did something go wrong?
    pub is_problem: bool,
    /// How often it was told in a row.
    pub n_times: usize,
    /// Does it still show in the corner of the map?
    pub in_corner: bool,
}
