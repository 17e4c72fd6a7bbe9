//! Every Dutch sentence, number and date that a planner reads.
#![expect(missing_docs, reason = "a sentence is its own documentation")]

pub mod cli;
pub mod conflicts;
pub mod dates;
pub mod delivery;
pub mod explain;
pub mod fields;
pub mod help;
pub mod map;
pub mod norms;
pub mod numbers;
pub mod problems;
pub mod project;
pub mod report;
pub mod twins;
pub mod typed;
pub mod window;
