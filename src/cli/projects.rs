//! What the commands do with project files.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::arguments::{ExportArguments, ExportFormat, ImportArguments, LayerArguments};
use super::finish::{Failure, Finish, say, tell_withheld, warn};
use super::moment::made;
use super::reading::{Loaded, OpenedProject, load, open_with, planned, sources};
use crate::domain::baseline::Role;
use crate::domain::problem::Severity;
use crate::export::{
    ExportContents, ProposalOptions, Results, RunDurations, Shareable, may_write_file, may_write_folder, write_csv,
    write_geopackage, write_map, write_proposal,
};
use crate::import::{Existing, normenkader, read_notes, read_sketches};
use crate::nl;
use crate::project::delivery::Delivery;
use crate::project::file::{self, Over, ProjectLock};
use crate::project::passing::Passing;
use crate::project::{BoardEdit, BoardItem, Project};
use crate::session::{InputHash, PlannedGround, outcome_now};

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
        let existing = if arguments.vervang { Existing::Replaced } else { Existing::AddedTo };
        let OpenedProject { project, before, loaded, known } = open_with(path, &arguments.layers, existing)?;
        (project, before, loaded, Some(known))
    } else {
        let loaded = load(&arguments.layers)?;
        (Project::new(normenkader::standard()), Arc::default(), loaded, None)
    };
    let roles: BTreeSet<Role> = arguments.layers.laag.iter().map(|layer| layer.role).collect();
    let delivery = Delivery::between(&before, &loaded.baseline, &roles, &project);
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
            warn(&nl::problems::problem(problem));
            if problem.severity() == Severity::Problem {
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
        ExportFormat::GeoPackage | ExportFormat::Svg => may_write_file(&arguments.uit, &sources),
        ExportFormat::Csv | ExportFormat::GeoJson => may_write_folder(&arguments.uit),
    };
    may_write.map_err(|error| nl::cli::not_written(&arguments.uit, &error))?;
    let OpenedProject { mut project, loaded, .. } = open_with(&arguments.project, &no_layers, Existing::AddedTo)?;
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
        problems: loaded.problems,
        sources,
        ..ProposalOptions::default()
    };
    let written = match arguments.formaat {
        ExportFormat::GeoPackage => {
            write_geopackage(to, results, hash, &options).map(|n_tables| nl::project::saved(to, n_tables))
        }
        ExportFormat::Svg => write_map(to, results, hash, &options).map(|()| nl::cli::map_written(to)),
        ExportFormat::Csv => write_csv(to, results, hash, &options).map(|files| nl::cli::written(to, &files)),
        ExportFormat::GeoJson => write_proposal(to, results, hash, &options).map(|files| nl::cli::written(to, &files)),
    };
    let sentence = written.map_err(|error| nl::cli::not_written(to, &error))?;
    tell_withheld(&Shareable::of(results));
    say(&format!("{sentence}\n"));
    Ok(loaded.finish)
}
