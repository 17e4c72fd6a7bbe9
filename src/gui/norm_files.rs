//! A normenkader to and from a file of the user's: dialog, reading and writing on a thread, news when it is done.

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
    /// No file was chosen.
    Cancelled,
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
    /// Writes a normenkader; without a path the user is asked for it.
    #[must_use]
    pub fn save(ctx: &egui::Context, norms: NormSet, path: Option<PathBuf>) -> Self {
        Self::start(ctx, move || {
            let ask = || dialog().set_title(nl::SAVE_NORMS).set_file_name(nl::norm_file_name(&norms.name)).save_file();
            let Some(path) = path.or_else(|| ask().map(with_extension)) else { return NormFileNews::Cancelled };
            match write_norm_set(&path, &norms) {
                Ok(()) => NormFileNews::Saved(Box::new(norms), path),
                Err(error) => NormFileNews::Failed(nl::norms_not_saved(&path, &error)),
            }
        })
    }

    /// Reads a normenkader; without a path the user is asked for it.
    #[must_use]
    pub fn load(ctx: &egui::Context, path: Option<PathBuf>) -> Self {
        Self::start(ctx, move || {
            let ask = || dialog().set_title(nl::LOAD_NORMS).pick_file();
            let Some(path) = path.or_else(ask) else { return NormFileNews::Cancelled };
            match read(&path) {
                Ok(norms) => NormFileNews::Loaded(Box::new(norms), path),
                Err(why) => NormFileNews::Failed(why),
            }
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

fn dialog() -> rfd::FileDialog {
    rfd::FileDialog::new().add_filter(nl::NORM_FILES, &["toml"])
}

/// Where the dialog does not add the extension we do, unless that would replace a file nobody was asked about.
fn with_extension(path: PathBuf) -> PathBuf {
    let named = path.with_extension("toml");
    if path.extension().is_none() && !named.exists() { named } else { path }
}

fn read(path: &Path) -> Result<NormSet, String> {
    let text = read_text_file(path, normenkader::MAX_BYTES).map_err(|error| match error.kind() {
        std::io::ErrorKind::FileTooLarge => nl::norms_too_large(path),
        _ => nl::norms_not_read(path, &error),
    })?;
    normenkader::read(&text).map_err(|error| norm_set_error(&error, &path.display().to_string()))
}
