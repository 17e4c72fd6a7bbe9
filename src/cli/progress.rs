//! The progress bar on standard error, only where that is a terminal.

use std::io::{IsTerminal, stderr};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::import::Watch;
use crate::nl::cli::READING_BAR;

/// Bytes read so far, as a bar.
#[derive(Debug)]
pub(super) struct ReadingBar(ProgressBar);

impl ReadingBar {
    /// A bar of so many bytes; invisible when standard error is no terminal.
    pub(super) fn new(total_bytes: u64) -> Self {
        let target = if stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total_bytes), target);
        if let Ok(style) = ProgressStyle::with_template(READING_BAR) {
            bar.set_style(style.progress_chars("=> "));
        }
        Self(bar)
    }

    /// A bar for one file.
    pub(super) fn of_file(path: &Path) -> Self {
        Self::new(std::fs::metadata(path).map_or(0, |meta| meta.len()))
    }
}

impl Drop for ReadingBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Watch for ReadingBar {
    fn progress(&self, done_bytes: u64, total_bytes: u64) {
        self.0.set_length(total_bytes);
        self.0.set_position(done_bytes);
    }

    fn cancelled(&self) -> bool {
        false
    }
}
