//! What the window does to have a file or folder chosen, and with what was chosen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::project_work::MayReplace;
use super::{App, Phase};
use crate::gui::dialogs::file as file_dialog;
use crate::gui::dialogs::file::Decided;
use crate::gui::kit::choosing::{Choice, Chosen, OwnDialog, Purpose, Shelf, SystemDialog, Wish, documents};
use crate::gui::wish::Command;
use crate::nl::{self, window as words};

/// Extensions of what opens as a layer or a project.
const LAYER_FILES: &[&str] = &["geojson", "json", "csv", "txt", "tsv", "gpkg"];

/// What is being chosen.
#[derive(Default)]
pub(super) struct Choices {
    system: Option<SystemDialog>,
    own: Option<OwnDialog>,
    /// The system was found to have no dialog.
    only_own: bool,
    /// Where each sort of thing was chosen last.
    folders: BTreeMap<Shelf, PathBuf>,
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
}

impl App {
    /// Lets files be chosen in our own dialog alone, as where the system has none.
    pub fn use_own_file_dialog(&mut self) {
        self.choices.only_own = true;
    }

    /// Asks for a file or folder; one thing at a time.
    pub(super) fn choose(&mut self, ctx: &egui::Context, purpose: Purpose) {
        if self.choices.system.is_some() || self.choices.own.is_some() {
            return self.state.tell(words::choosing::STILL_CHOOSING, false);
        }
        let wish = self.wish(purpose);
        if self.choices.only_own {
            self.choices.own = Some(OwnDialog::open(ctx, wish));
        } else {
            self.choices.system = Some(SystemDialog::show(ctx, wish));
        }
    }

    fn wish(&self, purpose: Purpose) -> Wish {
        let projects = (nl::project::PROJECT_FILES, &["gpkg"][..]);
        let norms = (words::NORM_FILES, &["toml"][..]);
        let layers = (words::files::LAYER_FILES, LAYER_FILES);
        let folder = ("", &[][..]);
        let (choice, title, files, name) = match purpose {
            Purpose::OpenProject => (Choice::File, nl::project::OPEN_PROJECT, projects, String::new()),
            Purpose::SaveProject => {
                (Choice::NewFile, nl::project::SAVE_PROJECT_AS, projects, self.proposed_project_name())
            }
            Purpose::Layers(_) => (Choice::Files, words::files::CHOOSE_LAYER_FILES, layers, String::new()),
            Purpose::ExportFolder => (Choice::Folder, words::EXPORT_FOLDER, folder, String::new()),
            Purpose::LoadNorms => (Choice::File, words::LOAD_NORMS, norms, String::new()),
            Purpose::SaveNorms => {
                let project = self.session().map(|session| session.project().clone());
                let name = project.map(|project| words::norm_file_name(&project.norms.name)).unwrap_or_default();
                (Choice::NewFile, words::SAVE_NORMS, norms, name)
            }
        };
        Wish { purpose, choice, title, files, name, folder: self.folder_to_begin_in(purpose) }
    }

    /// A project is saved beside its own file; all else begins where its own sort was chosen last. Nothing that is written
    /// begins among what was only read.
    fn folder_to_begin_in(&self, purpose: Purpose) -> Option<PathBuf> {
        let of_project = self.projects.path().and_then(Path::parent).map(Path::to_owned);
        let last = self.choices.folders.get(&purpose.shelf()).cloned();
        let known = if purpose == Purpose::SaveProject { of_project.or(last) } else { last.or(of_project) };
        known.or_else(documents)
    }

    /// Goes on with what the system's dialog brought. Never waits.
    pub(super) fn go_on_with_choices(&mut self, ctx: &egui::Context) {
        let Some(chosen) = self.choices.system.as_ref().and_then(SystemDialog::poll) else { return };
        let Some(asked) = self.choices.system.take() else { return };
        let wish = asked.wish().clone();
        match chosen {
            Chosen::Paths(paths) => self.take_choice(ctx, &wish, Some(paths)),
            Chosen::Cancelled => self.take_choice(ctx, &wish, None),
            Chosen::NoDialog => {
                self.choices.only_own = true;
                self.choices.own = Some(OwnDialog::open(ctx, wish));
            }
        }
    }

    /// Shows our own dialog while it is open.
    pub(super) fn own_dialog(&mut self, ctx: &egui::Context) {
        let Some(dialog) = &mut self.choices.own else { return };
        let Some(decided) = file_dialog::ui(ctx, dialog) else { return };
        let wish = dialog.wish.clone();
        self.choices.own = None;
        let paths = match decided {
            Decided::On(path) => Some(vec![path]),
            Decided::Cancelled => None,
        };
        self.take_choice(ctx, &wish, paths);
        ctx.request_repaint();
    }

    fn take_choice(&mut self, ctx: &egui::Context, wish: &Wish, paths: Option<Vec<PathBuf>>) {
        let Some(paths) = paths else { return self.projects.cancel() };
        let Some(first) = paths.first().cloned() else { return };
        let folder = if wish.choice == Choice::Folder { Some(first.as_path()) } else { first.parent() };
        if let Some(folder) = folder {
            self.choices.folders.insert(wish.purpose.shelf(), folder.to_owned());
        }
        match wish.purpose {
            Purpose::OpenProject => self.open_project(ctx, first),
            Purpose::SaveProject => self.save_project(ctx, first, MayReplace::Anything),
            Purpose::Layers(wanted) => self.files.opening.add_wanted(paths, wanted),
            Purpose::ExportFolder => self.features.export.folder = first.display().to_string(),
            Purpose::LoadNorms => self.start_norm_file(ctx, Command::LoadNorms, Some(first)),
            Purpose::SaveNorms => self.start_norm_file(ctx, Command::SaveNorms, Some(first)),
        }
    }

    /// The name that is proposed for the project's file.
    fn proposed_project_name(&self) -> String {
        let Phase::Ready(ready) = &self.phase else { return String::new() };
        let workshop = ready.session.project().board.workshops.last().map(|workshop| workshop.title.as_str());
        nl::project::file_name(self.projects.path(), workshop)
    }
}
