//! Writing the files of the contract from the window.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::baseline::Baseline;
use crate::export::{ExportContents, Follower, OutputCrs, ProposalOptions};
use crate::gui::kit::job::Job;
use crate::import::Watch;
use crate::nl::window as nl;
use crate::session::Answer;

/// Writes a proposal into a folder and says which files it wrote; an error is a sentence for the user. The options lack
/// only the moment (`made`).
pub type ExportFn =
    Arc<dyn Fn(&Path, &Baseline, &Answer, ProposalOptions) -> Result<Vec<PathBuf>, String> + Send + Sync>;

/// What the export dialog is filled in with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportForm {
    /// Which files.
    pub contents: ExportContents,
    /// In which coordinates.
    pub crs: OutputCrs,
    /// The folder, as typed or chosen.
    pub folder: String,
    /// Is the dialog shown?
    pub is_open: bool,
}

impl ExportForm {
    /// Opens the dialog; a folder within the user's documents is proposed when there is none yet.
    pub fn open(&mut self) {
        self.is_open = true;
        if self.folder.is_empty() {
            let documents = directories::UserDirs::new()
                .map(|dirs| dirs.document_dir().unwrap_or_else(|| dirs.home_dir()).join(nl::PRODUCT));
            self.folder = documents.map(|folder| folder.display().to_string()).unwrap_or_default();
        }
    }

    /// Is anything chosen to write?
    pub fn has_contents(&self) -> bool {
        let ExportContents { zones, rings, near_misses, sites, stops, ledger, report, layers } = self.contents;
        [zones, rings, near_misses, sites, stops, ledger, report, layers].contains(&true)
    }
}

/// How an export ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportNews {
    /// Stopped by the user; nothing was written.
    Stopped,
    /// These files were written into the folder.
    Written(Vec<PathBuf>, PathBuf),
    /// A sentence.
    Failed(String),
}

/// Writes on a thread. Stopped before the next file, nothing is written.
pub fn start(
    ctx: &egui::Context,
    export: ExportFn,
    (baseline, answer): (Arc<Baseline>, Arc<Answer>),
    folder: PathBuf,
    options: ProposalOptions,
) -> Job<ExportNews> {
    Job::start(ctx, "zorgkring-export", move |progress| {
        let options = ProposalOptions { follower: Follower::new(progress.clone()), ..options };
        match export(&folder, &baseline, &answer, options) {
            Ok(files) => ExportNews::Written(files, folder),
            Err(_) if progress.cancelled() => ExportNews::Stopped,
            Err(why) => ExportNews::Failed(why),
        }
    })
}
