//! What each command does, but for those that write a project or hand it over.

use super::arguments::{CheckArguments, DemoArguments, MeasureArguments, ProposalArguments, ReachArguments};
use super::finish::{Failure, Finish, say, tell, tell_each, tell_withheld, warn};
use super::moment::made;
use super::progress::ReadingBar;
use super::reading::{OpenedProject, load, norms, open_with, planned, sources};
use crate::analysis::outcome::{finest_study_grid, study_bounds, study_grid};
use crate::analysis::situation::Situation;
use crate::analysis::walk::Walk;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::twins::Apart;
use crate::export::reach_table::{ReachError, ReachTable, write_reach_table};
use crate::export::{
    ProposalOptions, Results, RunDurations, Shareable, may_write_file, may_write_folder, withheld_layers, write_layers,
    write_proposal,
};
use crate::import::{Existing, check_file, check_layer, normenkader};
use crate::project::Project;
use crate::session::{InputHash, PlannedGround, outcome_now};
use crate::{demo as demo_region, nl};

/// The name of the demo region's GeoPackage.
const DEMO_GEOPACKAGE: &str = "demo.gpkg";

/// `voorstel`.
pub(super) fn proposal(arguments: &ProposalArguments) -> Result<Finish, Failure> {
    measurable(&arguments.measure)?;
    let made = made(arguments.output.gemaakt)?;
    let uit = arguments.uit.as_path();
    may_write_folder(uit).map_err(|error| nl::cli::not_written(uit, &error))?;
    let (mut project, loaded) = match &arguments.project {
        Some(path) => {
            let OpenedProject { project, loaded, .. } = open_with(path, &arguments.layers, Existing::AddedTo)?;
            (project, loaded.of_use()?)
        }
        None => {
            let project = Project::new(normenkader::standard());
            if let Some(name) = &arguments.variant {
                return Err(nl::project::no_such_variant(name, &[]).into());
            }
            (project, load(&arguments.layers)?.of_use()?)
        }
    };
    if arguments.normen.is_some() {
        project.norms = norms(arguments.normen.as_deref(), None)?;
    }
    project.norms.detour_factor = arguments.measure.omloopfactor.unwrap_or(project.norms.detour_factor);
    project.profile = arguments.doelgroep.unwrap_or(project.profile);
    project.scenario = arguments.scenario.unwrap_or(project.scenario);
    project.cell_m = arguments.measure.cel.unwrap_or(project.cell_m);
    let PlannedGround { records, situation, .. } =
        planned(&mut project, &loaded.baseline, arguments.variant.as_deref())?;
    if study_bounds(&situation).is_some() && study_grid(&situation, project.cell_m).is_none() {
        let that_fits = finest_study_grid(&situation, project.cell_m);
        return Err(nl::cli::too_many_cells(project.cell_m, that_fits.map(|grid| grid.cell_m())).into());
    }
    let (outcome, stages) = outcome_now(&situation, &project);
    let options = ProposalOptions {
        crs: arguments.output.crs,
        // A run with a fixed moment must give the same bytes again, so nothing that the clock measures is written.
        durations: (!made.is_fixed).then_some(RunDurations { reading: loaded.reading, stages }),
        made: made.text,
        problems: loaded.problems,
        sources: sources(&arguments.layers, arguments.project.iter().chain(&arguments.normen)),
        ..ProposalOptions::default()
    };
    let hash = InputHash::of(&situation, &project);
    let results = Results { baseline: &records, project: &project, outcome: &outcome };
    let files = write_proposal(uit, results, hash, &options).map_err(|error| nl::cli::not_written(uit, &error))?;
    let shareable = Shareable::of(results);
    say(&nl::cli::summary(shareable.results().outcome));
    say(&format!("\n{}\n", nl::cli::written(uit, &files)));
    tell_withheld(&shareable);
    Ok(loaded.finish)
}

/// `bereik`.
pub(super) fn reach(arguments: &ReachArguments) -> Result<Finish, Failure> {
    measurable(&arguments.measure)?;
    let walk = Walk::of(&norms(None, arguments.measure.omloopfactor)?);
    let uit = arguments.uit.as_path();
    may_write_file(uit, &sources(&arguments.layers, [&arguments.punten]))
        .map_err(|error| nl::cli::not_written(uit, &error))?;
    let loaded = load(&arguments.layers)?.of_use()?;
    let withheld = withheld_layers(&loaded.baseline);
    let kinds_of = |role: &Role| if let Role::Kind(kind) = role { Some(*kind) } else { None };
    let kinds: Vec<AmenityKind> = withheld.iter().filter_map(kinds_of).collect();
    let PlannedGround { situation, .. } = PlannedGround::once(&loaded.baseline, &Apart::new(), &[]);
    let table = ReachTable::new(&situation, walk).without_ids_of(&kinds);
    if table.n_kinds() == 0 {
        return Err(nl::cli::NO_KINDS.into());
    }
    let bar = ReadingBar::of_file(&arguments.punten);
    let written = write_reach_table(&arguments.punten, &arguments.uit, &table, &bar);
    drop(bar);
    match written {
        Ok(read) => {
            if !kinds.is_empty() {
                warn(&nl::project::withheld(&withheld));
            }
            let finish = tell_each(&read.problems, read.n_more_problems, nl::problems::problem_of_point);
            say(&format!("{}\n", nl::cli::reach_summary(read.n_points, table.n_kinds(), &arguments.uit)));
            Ok(finish.max(loaded.finish))
        }
        Err(ReachError::NoPoints(read)) => {
            tell_each(&read.problems, read.n_more_problems, nl::problems::problem_of_point);
            Err(nl::cli::no_points(&arguments.punten).into())
        }
        Err(ReachError::Write(error)) => Err(nl::cli::not_written(&arguments.uit, &error).into()),
    }
}

/// `demo`.
pub(super) fn demo(arguments: &DemoArguments) -> Result<Finish, Failure> {
    let made = made(arguments.output.gemaakt)?;
    let baseline = demo_region::baseline();
    let hash = InputHash::of(&Situation::from_baseline(&baseline), &Project::new(normenkader::standard()));
    let files = write_layers(&arguments.uit, DEMO_GEOPACKAGE, &baseline, hash, &made.text, arguments.output.crs)
        .map_err(|error| nl::cli::not_written(&arguments.uit, &error))?;
    say(&format!("{}\n", nl::cli::written(&arguments.uit, &files)));
    Ok(Finish::Fine)
}

/// `controleer`.
pub(super) fn check(arguments: &CheckArguments) -> Result<Finish, Failure> {
    let files = arguments.bestanden.iter().map(|path| check_file(path, &ReadingBar::of_file(path)));
    let layers = arguments.laag.iter().map(|layer| check_layer(layer, &ReadingBar::of_file(&layer.path)));
    let mut finish = Finish::Fine;
    let mut n_features = 0;
    for report in files.chain(layers) {
        say(&format!("{}\n", nl::cli::checked(&report)));
        if let Some(columns) = nl::cli::columns(&report) {
            say(&format!("{columns}\n"));
        }
        finish = finish.max(tell(&report.problems, report.n_more_problems));
        n_features += report.n_features;
    }
    if n_features == 0 { Err(Failure(Vec::new())) } else { Ok(finish) }
}

fn measurable(arguments: &MeasureArguments) -> Result<(), Failure> {
    let by_network = arguments.afstand.as_deref() == Some("netwerk") || arguments.straten.is_some();
    if by_network { Err(nl::cli::NO_NETWORK.into()) } else { Ok(()) }
}
