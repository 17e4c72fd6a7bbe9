//! Opens the window on the layers of the command line.

use std::sync::Arc;

use super::arguments::{LayerArguments, WindowArguments};
use super::finish::{Failure, Finish};
use super::moment::made;
use super::reading::{OpenedProject, load, open_with, sources};
use crate::export::{ProposalOptions, Results, write_proposal};
use crate::gui::state::Preferences;
use crate::gui::{ExportFn, LoadFn, Loaded, NoWindow, Renderer, Start, run};
use crate::import::{Existing, normenkader};
use crate::nl;
use crate::project::Project;

/// Opens the window and waits until it is closed; without layers it shows the demo region.
pub(super) fn open(arguments: &WindowArguments) -> Result<Finish, Failure> {
    let file = arguments.project.clone();
    let layers = LayerArguments {
        demo: arguments.layers.demo || (file.is_none() && arguments.layers.laag.is_empty()),
        laag: arguments.layers.laag.clone(),
    };
    let project = file.clone();
    let read_now = move || -> Result<Loaded, Failure> {
        let is_saved = file.is_none() || layers.laag.is_empty();
        let (project, loaded, known) = match file {
            Some(path) => {
                let OpenedProject { project, loaded, known, .. } = open_with(&path, &layers, Existing::AddedTo)?;
                (project, loaded.of_use()?, Some(known))
            }
            // An empty region is no failure here: the window says what is missing and how to add it.
            None => (Project::new(normenkader::standard()), load(&layers)?, None),
        };
        Ok(Loaded { baseline: loaded.baseline, project, problems: loaded.problems, known, is_saved })
    };
    let load: LoadFn = Box::new(|| read_now().map_err(|Failure(sentences)| sentences.join(" ")));
    let read = sources(&arguments.layers, &arguments.project);
    let export: ExportFn = Arc::new(move |folder, baseline, answer, options| {
        let made = made(None).map_err(|Failure(sentences)| sentences.join(" "))?;
        let options = ProposalOptions {
            // As `voorstel` does: a fixed moment asks for the same bytes again.
            durations: options.durations.filter(|_| !made.is_fixed),
            made: made.text,
            sources: read.clone(),
            ..options
        };
        let results = Results { baseline, project: &answer.project, outcome: &answer.outcome };
        write_proposal(folder, results, answer.hash(), &options).map_err(|error| nl::cli::not_written(folder, &error))
    });
    let renderer =
        arguments.renderer.as_deref().map(|name| if name == "glow" { Renderer::Glow } else { Renderer::Wgpu });
    let start = Start {
        title: nl::cli::TITLE.to_owned(),
        load,
        export,
        preferences: Preferences::file(),
        renderer,
        project,
        autosave: Preferences::autosave_folder(),
    };
    match run(start) {
        Ok(()) => Ok(Finish::Fine),
        Err(NoWindow::NoDisplay) => Err(nl::cli::NO_WINDOW.into()),
        Err(NoWindow::NoRenderer(_)) => Err(nl::cli::NO_RENDERER.into()),
    }
}
