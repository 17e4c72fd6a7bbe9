//! The integration tests: one binary, one file a subject.

#[cfg(feature = "gui")]
mod gui;
