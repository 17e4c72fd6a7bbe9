//! Every Dutch sentence, number and date that a planner reads.

pub mod norms;
pub mod numbers;
pub mod problems;
