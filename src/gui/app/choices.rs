//! What the window does to have a file or folder chosen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::workspace::Workspace;
use crate::gui::dialogs::file::{self as file_dialog, Decided};
use crate::gui::kit::choosing::{Choice, Chosen, FileWish, OwnDialog, Purpose, ask_system, documents};
use crate::gui::kit::job::{BrokeOff, Job};
use crate::nl;
use crate::nl::window as words;

/// Extensions of what opens as a layer or a project.
const LAYER_FILES: &[&str] = &["geojson", "json", "csv", "txt", "tsv", "gpkg"];

/// What was chosen for what; nothing where it was not.
pub(super) type FileDecision = (Purpose, Option<Vec<PathBuf>>);

/// What is being chosen.
#[derive(Default)]
pub(super) struct Choices {
    system: Option<(FileWish, Job<Chosen>)>,
    own: Option<OwnDialog>,
    /// Our own dialog shows, also where the system has one.
    pub(super) only_own: bool,
    /// Where each sort of file was chosen last, by what they are called together.
    folders: BTreeMap<&'static str, PathBuf>,
}

impl Choices {
    /// Is the system asked?
    pub(super) fn is_busy(&self) -> bool {
        self.system.is_some()
    }

    /// Does our own dialog show?
    pub(super) fn asks(&self) -> bool {
        self.own.is_some()
    }

    /// Asks for a file or folder; one thing at a time. `project` is the project's own file.
    pub(super) fn choose(&mut self, workspace: &mut Workspace, project: Option<&Path>, purpose: Purpose) {
        if self.system.is_some() || self.own.is_some() {
            return workspace.state.tell(words::choosing::STILL_CHOOSING, false);
        }
        let mut wish = wish(workspace, project, purpose);
        wish.folder = self.folder_to_begin_in(project, &wish);
        self.ask(&workspace.ctx, wish);
    }

    fn ask(&mut self, ctx: &egui::Context, wish: FileWish) {
        if self.only_own {
            self.own = Some(OwnDialog::open(ctx, wish));
        } else {
            self.system = Some((wish.clone(), ask_system(ctx, wish)));
        }
    }

    /// A project is saved beside its own file; all else begins where its own sort was chosen last. Nothing that is written
    /// begins among what was only read.
    fn folder_to_begin_in(&self, project: Option<&Path>, wish: &FileWish) -> Option<PathBuf> {
        let of_project = project.and_then(Path::parent).map(Path::to_owned);
        let last = self.folders.get(wish.files.0).cloned();
        let known = if wish.purpose == Purpose::SaveProject { of_project.or(last) } else { last.or(of_project) };
        known.or_else(documents)
    }

    /// What the system's dialog brought, if it did. Never waits.
    pub(super) fn go_on(&mut self, ctx: &egui::Context) -> Option<FileDecision> {
        let chosen = self.system.as_ref()?.1.poll()?;
        let (wish, _) = self.system.take()?;
        match chosen {
            Ok(Chosen::Paths(paths)) => Some(self.decided(&wish, Some(paths))),
            Ok(Chosen::Cancelled) => Some(self.decided(&wish, None)),
            // Without a thread neither.
            Ok(Chosen::NoDialog) | Err(BrokeOff) => {
                self.only_own = true;
                self.ask(ctx, wish);
                None
            }
        }
    }

    /// Shows our own dialog while it is open, and says what it brought.
    pub(super) fn own_dialog(&mut self, ctx: &egui::Context) -> Option<FileDecision> {
        let decided = file_dialog::ui(ctx, self.own.as_mut()?)?;
        let OwnDialog { wish, .. } = self.own.take()?;
        ctx.request_repaint();
        Some(match decided {
            Decided::On(path) => self.decided(&wish, Some(vec![path])),
            Decided::Cancelled => self.decided(&wish, None),
        })
    }

    fn decided(&mut self, wish: &FileWish, paths: Option<Vec<PathBuf>>) -> FileDecision {
        if let Some(first) = paths.as_ref().and_then(|paths| paths.first()) {
            let folder = if wish.choice == Choice::Folder { Some(first.as_path()) } else { first.parent() };
            if let Some(folder) = folder {
                self.folders.insert(wish.files.0, folder.to_owned());
            }
        }
        (wish.purpose, paths)
    }
}

fn wish(workspace: &Workspace, project: Option<&Path>, purpose: Purpose) -> FileWish {
    let document = workspace.ready().map(|ready| &**ready.session.project());
    let projects = (nl::project::PROJECT_FILES, &["gpkg"][..]);
    let norms = (words::NORM_FILES, &["toml"][..]);
    let layers = (words::files::LAYER_FILES, LAYER_FILES);
    let (choice, title, files, name) = match purpose {
        Purpose::OpenProject => (Choice::File, nl::project::OPEN_PROJECT, projects, None),
        Purpose::SaveProject => {
            let name = document.map(|document| {
                let workshop = document.board.workshops.last().map(|workshop| workshop.title.as_str());
                nl::project::file_name(project, workshop)
            });
            (Choice::NewFile, nl::project::SAVE_PROJECT_AS, projects, name)
        }
        Purpose::Layers(_) => (Choice::Files, words::files::CHOOSE_LAYER_FILES, layers, None),
        Purpose::ExportFolder => (Choice::Folder, words::EXPORT_FOLDER, ("", &[][..]), None),
        Purpose::LoadNorms => (Choice::File, words::LOAD_NORMS, norms, None),
        Purpose::SaveNorms => {
            let name = document.map(|document| words::norm_file_name(&document.norms.name));
            (Choice::NewFile, words::SAVE_NORMS, norms, name)
        }
    };
    FileWish { purpose, choice, title, files, name: name.unwrap_or_default(), folder: None }
}
