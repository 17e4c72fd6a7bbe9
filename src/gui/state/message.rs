//! Something to tell, until it is put away.

/// Something to tell, until it is put away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
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
