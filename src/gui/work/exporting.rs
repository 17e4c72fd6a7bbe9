//! Writing the files of the contract from the window: on a thread, with news when it is done.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use crate::domain::baseline::Baseline;
use crate::export::{ExportContents, Follower, OutputCrs, ProposalOptions};
use crate::gui::state::tasks::{Progress, Task, TaskKind};
use crate::import::Watch;
use crate::nl::window as nl;
use crate::session::Answer;

/// Writes a proposal into a folder and says which files it wrote; an error is a sentence for the user. The options lack
/// only the moment (`made`).
pub type ExportFn =
    Arc<dyn Fn(&Path, &Baseline, &Answer, ProposalOptions) -> Result<Vec<PathBuf>, String> + Send + Sync>;

/// What the export dialog is filled in with.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl Default for ExportForm {
    fn default() -> Self {
        Self { contents: ExportContents::default(), crs: OutputCrs::Wgs84, folder: String::new(), is_open: false }
    }
}

impl ExportForm {
    /// Opens the dialog; a folder within the user's documents is proposed when there is none yet.
    pub fn open(&mut self) {
        self.is_open = true;
        if self.folder.is_empty() {
            let documents = directories::UserDirs::new()
                .map(|dirs| dirs.document_dir().unwrap_or_else(|| dirs.home_dir()).join(nl::files::EXPORT_FOLDER_NAME));
            self.folder = documents.map(|folder| folder.display().to_string()).unwrap_or_default();
        }
    }

    /// Is anything chosen to write?
    #[must_use]
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

/// An export that runs.
pub struct Exporting {
    news: Receiver<ExportNews>,
    progress: Arc<Progress>,
}

impl Exporting {
    /// Starts one.
    #[must_use]
    pub fn start(
        ctx: &egui::Context,
        export: ExportFn,
        baseline: Arc<Baseline>,
        answer: Arc<Answer>,
        folder: PathBuf,
        options: ProposalOptions,
    ) -> Self {
        let (send, news) = channel();
        let progress = Progress::begin();
        let (ctx, watch) = (ctx.clone(), progress.clone());
        let work = move || {
            let options = ProposalOptions { follower: Follower::new(watch.clone()), ..options };
            let ended = match export(&folder, &baseline, &answer, options) {
                Ok(files) => ExportNews::Written(files, folder),
                Err(_) if watch.cancelled() => ExportNews::Stopped,
                Err(why) => ExportNews::Failed(why),
            };
            // Nobody listens any more when the window was closed meanwhile.
            let _window_closed = send.send(ended);
            ctx.request_repaint();
        };
        // Without a thread nothing is sent, which is told as a failure.
        let _not_started = std::thread::Builder::new().name("zorgkring-export".to_owned()).spawn(work);
        Self { news, progress }
    }

    /// How it ended, if it did.
    #[must_use]
    pub fn poll(&self) -> Option<ExportNews> {
        match self.news.try_recv() {
            Ok(news) => Some(news),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(ExportNews::Failed(nl::LOAD_PANICKED.to_owned())),
        }
    }

    /// The task that it is.
    #[must_use]
    pub fn task(&self) -> Task {
        Task { kind: TaskKind::Exporting, name: nl::files::WRITING.to_owned(), share: self.progress.share() }
    }

    /// Stops it before the next file; nothing is written then.
    pub fn stop(&self) {
        self.progress.cancel();
    }
}
