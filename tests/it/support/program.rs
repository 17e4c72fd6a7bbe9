//! The program as a test calls it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::fixtures::three_villages;

/// Runs the program without a display and without a clock of the environment.
pub(crate) fn zorgkring(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zorgkring"))
        .args(arguments)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("the program starts")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Imports the three villages into a project.
pub(crate) fn villages(folder: &Path) -> PathBuf {
    let path = folder.join("plan.gpkg");
    let text = path.to_string_lossy().into_owned();
    let layers = three_villages();
    let arguments = ["importeer", &text, "--gemaakt", "2026-03-01T14:32:05Z"];
    let output = zorgkring(&[&arguments[..], &layers.iter().map(String::as_str).collect::<Vec<_>>()].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(stdout(&output).ends_with("(5 lagen).\n"), "{output:?}");
    path
}
