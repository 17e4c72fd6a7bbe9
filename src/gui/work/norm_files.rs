//! A normenkader to and from a file of the user's: reading and writing on a thread, news when it is done.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use crate::domain::norm::NormSet;
use crate::export::write_norm_set;
use crate::import::{normenkader, read_text_file};
use crate::nl::norms::norm_set_error;
use crate::nl::window as nl;

/// How it ended.
#[derive(Debug, Clone, PartialEq)]
pub enum NormFileNews {
    /// It stands in the file.
    Saved(Box<NormSet>, PathBuf),
    /// It came from the file.
    Loaded(Box<NormSet>, PathBuf),
    /// A sentence.
    Failed(String),
}

/// A normenkader on its way.
pub struct NormFile {
    news: Receiver<NormFileNews>,
}

impl NormFile {
    /// Writes a normenkader.
    #[must_use]
    pub fn save(ctx: &egui::Context, norms: NormSet, path: PathBuf) -> Self {
        Self::start(ctx, move || match write_norm_set(&path, &norms) {
            Ok(()) => NormFileNews::Saved(Box::new(norms), path),
            Err(error) => NormFileNews::Failed(nl::norms_not_saved(&path, &error)),
        })
    }

    /// Reads a normenkader.
    #[must_use]
    pub fn load(ctx: &egui::Context, path: PathBuf) -> Self {
        Self::start(ctx, move || match read(&path) {
            Ok(norms) => NormFileNews::Loaded(Box::new(norms), path),
            Err(why) => NormFileNews::Failed(why),
        })
    }

    fn start(ctx: &egui::Context, work: impl FnOnce() -> NormFileNews + Send + 'static) -> Self {
        let (send, news) = channel();
        let ctx = ctx.clone();
        let work = move || {
            // Nobody listens any more when the window was closed meanwhile.
            let _window_closed = send.send(work());
            ctx.request_repaint();
        };
        // Without a thread nothing is sent, which is told as a failure.
        let _not_started = std::thread::Builder::new().name("zorgkring-normen".to_owned()).spawn(work);
        Self { news }
    }

    /// How it ended, if it did.
    #[must_use]
    pub fn poll(&self) -> Option<NormFileNews> {
        match self.news.try_recv() {
            Ok(news) => Some(news),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(NormFileNews::Failed(nl::NORM_FILE_BROKE_OFF.to_owned())),
        }
    }
}

fn read(path: &Path) -> Result<NormSet, String> {
    let text = read_text_file(path, normenkader::MAX_BYTES).map_err(|error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => nl::norms_too_large(path),
        _ => nl::norms_not_read(path, &error),
    })?;
    normenkader::read(&text).map_err(|error| norm_set_error(&error, &path.display().to_string()))
}
