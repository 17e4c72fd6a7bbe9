//! The integration tests: one binary, one file a subject.

mod bad_input;
mod real_input;
