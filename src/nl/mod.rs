//! Every Dutch sentence, number and date that a planner reads.

pub mod norms;
pub mod cli;
pub mod explain;
pub mod numbers;
