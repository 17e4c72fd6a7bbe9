//! Writing the files of the contract from the window: dialog and writing on a thread, news when it is done.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use crate::domain::baseline::Baseline;
use crate::nl::window as nl;
use crate::session::Answer;

/// Writes a proposal into a folder and says which files it wrote; an error is a sentence for the user.
pub type ExportFn = Arc<dyn Fn(&Path, &Baseline, &Answer) -> Result<Vec<PathBuf>, String> + Send + Sync>;

/// How an export ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportNews {
    /// No folder was chosen.
    Cancelled,
    /// So many files stand in the folder.
    Written(usize, PathBuf),
    /// A sentence.
    Failed(String),
}

/// An export that runs.
pub struct Exporting {
    news: Receiver<ExportNews>,
}

impl Exporting {
    /// Starts one; without a folder the user is asked for it.
    #[must_use]
    pub fn start(
        ctx: &egui::Context,
        export: ExportFn,
        baseline: Arc<Baseline>,
        answer: Arc<Answer>,
        folder: Option<PathBuf>,
    ) -> Self {
        let (send, news) = channel();
        let ctx = ctx.clone();
        let work = move || {
            let chosen = folder.or_else(|| rfd::FileDialog::new().set_title(nl::EXPORT_FOLDER).pick_folder());
            let ended = match chosen {
                None => ExportNews::Cancelled,
                Some(folder) => match export(&folder, &baseline, &answer) {
                    Ok(files) => ExportNews::Written(files.len(), folder),
                    Err(why) => ExportNews::Failed(why),
                },
            };
            // Nobody listens any more when the window was closed meanwhile.
            let _window_closed = send.send(ended);
            ctx.request_repaint();
        };
        // Without a thread nothing is sent, which is told as a failure.
        let _not_started = std::thread::Builder::new().name("zorgkring-export".to_owned()).spawn(work);
        Self { news }
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
}
