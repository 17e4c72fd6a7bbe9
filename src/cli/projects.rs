//! What the commands do with project files.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::arguments::{ExportArguments, ExportFormat, ImportArguments, LayerArguments};
use super::commands::{Loaded, load_any, made, sources, tell, tell_withheld, told};
use super::progress::ReadingBar;
use super::{Failure, Finish, say, warn};
use crate::domain::baseline::{Baseline, Role};
use crate::domain::problem::Severity;
use crate::export::{
    ExportContents, ProposalOptions, Results, RunDurations, Shareable, may_write_file, may_write_folder, write_csv,
    write_geopackage, write_proposal,
};
use crate::import::{Existing, normenkader, read_delivery, read_notes, read_sketches};
use crate::nl;
use crate::project::delivery::Delivery;
use crate::project::file::{self, Known, Opened, Over, ProjectLock};
use crate::project::passing::Passing;
use crate::project::{BoardEdit, BoardItem, Project};
use crate::session::{InputHash, PlannedGround, outcome_now};

/// A project that was opened, with the layers that were read beside its own.
pub(super) struct OpenedProject {
    pub(super) project: Project,
    pub(super) loaded: Loaded,
    /// The project as its file has it.
    pub(super) known: Known,
}

/// Opens a project and reads layers beside its own: the same places are as the files have them.
pub(super) fn open_with(path: &Path, layers: &LayerArguments) -> Result<OpenedProject, Failure> {
    if layers.demo {
        return Err(nl::project::PROJECT_OR_DEMO.into());
    }
    let started = Instant::now();
    let opened = file::open(path, &ReadingBar::new(0)).map_err(|error| nl::project::not_opened(path, &error))?;
    let known = opened.known();
    let Opened { project, baseline, problems, .. } = opened;
    let finish = tell(&problems, 0);
    let mut sentences: Vec<String> = problems.iter().map(nl::problems::problem).collect();
    let baseline = Arc::unwrap_or_clone(baseline);
    if layers.laag.is_empty() {
        let loaded = Loaded { baseline, sentences, finish, reading: started.elapsed(), is_useless: false };
        return Ok(OpenedProject { project, loaded, known });
    }
    let imported = read_delivery(&layers.laag, Existing::AddedTo, baseline, &ReadingBar::new(0));
    let loaded = told(imported, started);
    if loaded.is_useless {
        return Err(nl::cli::NOTHING_READ.into());
    }
    sentences.extend(loaded.sentences);
    let finish = if finish == Finish::Fine { loaded.finish } else { finish };
    Ok(OpenedProject { project, loaded: Loaded { sentences, finish, ..loaded }, known })
}

/// The ground as a variant would have it, which is then the one that shows; without a name the ground as it is.
pub(super) fn planned(
    project: &mut Project,
    baseline: &Baseline,
    variant: Option<&str>,
) -> Result<PlannedGround, Failure> {
    let Some(name) = variant else {
        project.plan.active = None;
        return Ok(PlannedGround::once(baseline, &project.apart, &[]));
    };
    let Some(variant) = project.plan.variant_named(name).cloned() else {
        let names: Vec<&str> = project.plan.variants.iter().map(|variant| variant.name.as_str()).collect();
        return Err(nl::project::no_such_variant(name, &names).into());
    };
    project.plan.active = Some(variant.id);
    Ok(PlannedGround::once(baseline, &project.apart, &variant.interventions))
}

/// `importeer`.
pub(super) fn import(arguments: &ImportArguments) -> Result<Finish, Failure> {
    let path = arguments.project.as_path();
    let not_saved = |error| Failure::from(nl::project::not_saved(path, &error));
    let made = made(arguments.gemaakt)?;
    let _lock = ProjectLock::take(path).map_err(not_saved)?;
    let (mut project, before, mut loaded, known) = if path.exists() {
        if arguments.layers.laag.is_empty() && !arguments.layers.demo && !arguments.has_board() {
            return Err(nl::cli::NO_LAYERS.into());
        }
        let no_layers = LayerArguments { demo: arguments.layers.demo, laag: Vec::new() };
        let OpenedProject { project, loaded, known } = open_with(path, &no_layers)?;
        let before = loaded.baseline.clone();
        (project, before, deliver(arguments, loaded), Some(known))
    } else {
        let loaded = load_any(&arguments.layers)?;
        (Project::new(normenkader::standard()), Baseline::default(), loaded, None)
    };
    let delivery = delivery(arguments, &project, (&before, &loaded.baseline));
    let passing = Passing::of(&before, &loaded.baseline, &project.apart);
    project.follow_layers(&before, &loaded.baseline, &passing);
    let n_put = put_on_board(arguments, &mut project, &mut loaded);
    if loaded.is_useless && n_put == 0 {
        return Err(nl::cli::NOTHING_READ.into());
    }
    let (project, baseline) = (Arc::new(project), Arc::new(loaded.baseline));
    let over = known.as_ref().map_or(Over::Nothing, Over::Known);
    let saved = file::save(path, (&project, &baseline), &made.text, over).map_err(not_saved)?;
    // What is not done is not told.
    let loses = tell_delivery(&delivery);
    say(&format!("{}\n", nl::project::saved(path, baseline.layers.len())));
    if saved.n_others > 0 {
        warn(&nl::conflicts::others_changed(path, saved.n_others, &saved.others));
    }
    Ok(if loses { Finish::WithProblems } else { loaded.finish })
}

/// Reads the layers of the call on top of those of the project.
fn deliver(arguments: &ImportArguments, opened: Loaded) -> Loaded {
    let layers = &arguments.layers.laag;
    if layers.is_empty() {
        return opened;
    }
    let started = Instant::now();
    let existing = if arguments.vervang { Existing::Replaced } else { Existing::AddedTo };
    let imported = read_delivery(layers, existing, opened.baseline, &ReadingBar::new(0));
    let loaded = told(imported, started);
    let finish = if opened.finish == Finish::Fine { loaded.finish } else { opened.finish };
    Loaded { finish, reading: opened.reading + loaded.reading, ..loaded }
}

/// What the layers of the call do to those of the project.
fn delivery(arguments: &ImportArguments, project: &Project, (before, after): (&Baseline, &Baseline)) -> Delivery {
    let roles: BTreeSet<Role> = arguments.layers.laag.iter().map(|layer| layer.role).collect();
    Delivery::between(before, after, &roles, project)
}

/// Says per role what stays, moves, comes and goes, and what loses its subject; true when something does.
fn tell_delivery(delivery: &Delivery) -> bool {
    nl::delivery::changes(delivery).iter().for_each(|line| say(&format!("{line}\n")));
    let losses = nl::delivery::losses(delivery);
    if !losses.is_empty() {
        losses.iter().for_each(|sentence| warn(sentence));
        warn(&nl::delivery::losses_stay(delivery));
    }
    !losses.is_empty()
}

/// Puts sketches and notes on the board: what has the id of one that is there takes its place. Returns how many.
fn put_on_board(arguments: &ImportArguments, project: &mut Project, loaded: &mut Loaded) -> usize {
    let sketches = arguments.schetsen.iter().map(|path| read_sketches(path));
    let notes = arguments.notities.iter().map(|path| read_notes(path));
    let mut n_put = 0;
    for read in sketches.chain(notes) {
        let sketches = read.sketches.into_iter().map(BoardItem::Sketch);
        let put: Vec<BoardItem> = sketches.chain(read.notes.into_iter().map(BoardItem::Note)).collect();
        n_put += put.len();
        BoardEdit { remove: Vec::new(), put }.apply(&mut project.board);
        for problem in &read.problems {
            let sentence = nl::problems::problem(problem);
            warn(&sentence);
            loaded.sentences.push(sentence);
            if problem.severity == Severity::Problem {
                loaded.finish = Finish::WithProblems;
            }
        }
    }
    n_put
}

/// `exporteer`.
pub(super) fn export(arguments: &ExportArguments) -> Result<Finish, Failure> {
    let made = made(arguments.output.gemaakt)?;
    let no_layers = LayerArguments { demo: false, laag: Vec::new() };
    let sources = sources(&no_layers, [&arguments.project]);
    let may_write = match arguments.formaat {
        ExportFormat::GeoPackage => may_write_file(&arguments.uit, &sources),
        ExportFormat::Csv | ExportFormat::GeoJson => may_write_folder(&arguments.uit),
    };
    may_write.map_err(|error| nl::cli::not_written(&arguments.uit, &error))?;
    let OpenedProject { mut project, loaded, .. } = open_with(&arguments.project, &no_layers)?;
    let PlannedGround { records, situation, .. } =
        planned(&mut project, &loaded.baseline, arguments.variant.as_deref())?;
    let hash = InputHash::of(&situation, &project);
    let to = arguments.uit.as_path();
    let (outcome, stages) = outcome_now(&situation, &project);
    let results = Results { baseline: &records, project: &project, outcome: &outcome };
    let options = ProposalOptions {
        contents: ExportContents { layers: true, ..ExportContents::default() },
        crs: arguments.output.crs,
        durations: (!made.is_fixed).then_some(RunDurations { reading: loaded.reading, stages }),
        made: made.text,
        problems: loaded.sentences,
        sources,
        ..ProposalOptions::default()
    };
    let written = match arguments.formaat {
        ExportFormat::GeoPackage => {
            write_geopackage(to, results, hash, &options).map(|n_tables| nl::project::saved(to, n_tables))
        }
        ExportFormat::Csv => write_csv(to, results, hash, &options).map(|files| nl::cli::written(to, &files)),
        ExportFormat::GeoJson => write_proposal(to, results, hash, &options).map(|files| nl::cli::written(to, &files)),
    };
    let sentence = written.map_err(|error| nl::cli::not_written(to, &error))?;
    tell_withheld(&Shareable::of(results));
    say(&format!("{sentence}\n"));
    Ok(loaded.finish)
}
