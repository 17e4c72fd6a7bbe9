//! Every Dutch sentence, number and date that a planner reads.

pub mod numbers;
pub mod problems;
