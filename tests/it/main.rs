//! The integration tests: one binary, one file a subject.

mod bad_input;
mod import_layers;
mod real_input;
