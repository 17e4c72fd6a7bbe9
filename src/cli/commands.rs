//! What each command does.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::arguments::{
    CheckArguments, DemoArguments, LayerArguments, MeasureArguments, ProposalArguments, ReachArguments, WindowArguments,
};
use super::progress::ReadingBar;
use super::projects;
use super::{Failure, Finish, say, warn};
use crate::analysis::outcome::{finest_study_grid, study_bounds, study_grid};
use crate::analysis::situation::Situation;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::norm::NormSet;
use crate::domain::problem::{Problem, Severity};
use crate::domain::twins::Apart;
use crate::export::reach_table::{ReachError, ReachTable, write_reach_table};
use crate::export::{
    ProposalOptions, Results, RunDurations, Shareable, may_write_file, may_write_folder, withheld_layers, write_layers,
    write_proposal,
};
use crate::files::Sources;
use crate::import::{Imported, check_file, check_layer, normenkader, read_layers, read_text_file};
use crate::project::Project;
use crate::session::{InputHash, PlannedGround, outcome_now};
use crate::{demo as demo_region, nl};

/// The name of the demo region's GeoPackage.
const DEMO_GEOPACKAGE: &str = "demo.gpkg";

/// Opens the window.
pub(super) fn window(arguments: &WindowArguments) -> Result<Finish, Failure> {
    if let Some(path) = &arguments.project {
        not_a_command(path)?;
    }
    #[cfg(feature = "gui")]
    return super::window::open(arguments);
    #[cfg(not(feature = "gui"))]
    Err(nl::cli::NO_WINDOW.into())
}

/// A word that looks like no file is a command that does not exist.
fn not_a_command(path: &Path) -> Result<(), Failure> {
    let looks_like_file = path.extension().is_some() || path.components().count() > 1 || path.exists();
    if looks_like_file { Ok(()) } else { Err(nl::cli::unknown_command(&path.to_string_lossy()).into()) }
}

/// `voorstel`.
pub(super) fn proposal(arguments: &ProposalArguments) -> Result<Finish, Failure> {
    measurable(&arguments.measure)?;
    let made = made(arguments.output.gemaakt)?;
    let uit = arguments.uit.as_path();
    may_write_folder(uit).map_err(|error| nl::cli::not_written(uit, &error))?;
    let (mut project, loaded) = match &arguments.project {
        Some(path) => {
            let projects::OpenedProject { project, loaded, .. } = projects::open_with(path, &arguments.layers)?;
            (project, loaded)
        }
        None => {
            let project = Project::new(normenkader::standard());
            if let Some(name) = &arguments.variant {
                return Err(nl::project::no_such_variant(name, &[]).into());
            }
            (project, load(&arguments.layers)?)
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
        projects::planned(&mut project, &loaded.baseline, arguments.variant.as_deref())?;
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
        problems: loaded.sentences,
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

/// What a call reads.
pub(super) fn sources<'a>(layers: &LayerArguments, others: impl IntoIterator<Item = &'a PathBuf>) -> Sources {
    Sources::new(layers.laag.iter().map(|layer| layer.path.clone()).chain(others.into_iter().cloned()))
}

/// Says what stays at home.
pub(super) fn tell_withheld(shareable: &Shareable<'_>) {
    if !shareable.withheld().is_empty() {
        warn(&nl::project::withheld(shareable.withheld()));
    }
    if shareable.n_sketches_left_out() > 0 {
        warn(&nl::project::sketches_left_out(shareable.n_sketches_left_out()));
    }
}

/// `bereik`.
pub(super) fn reach(arguments: &ReachArguments) -> Result<Finish, Failure> {
    measurable(&arguments.measure)?;
    let detour_factor = norms(None, arguments.measure.omloopfactor)?.detour_factor;
    let uit = arguments.uit.as_path();
    may_write_file(uit, &sources(&arguments.layers, [&arguments.punten]))
        .map_err(|error| nl::cli::not_written(uit, &error))?;
    let loaded = load(&arguments.layers)?;
    let withheld = withheld_layers(&loaded.baseline);
    let kinds_of = |role: &Role| if let Role::Kind(kind) = role { Some(*kind) } else { None };
    let kinds: Vec<AmenityKind> = withheld.iter().filter_map(kinds_of).collect();
    let PlannedGround { situation, .. } = PlannedGround::once(&loaded.baseline, &Apart::new(), &[]);
    let table = ReachTable::new(&situation, detour_factor).without_ids_of(&kinds);
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
            Ok(if finish == Finish::Fine { loaded.finish } else { finish })
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
        if tell(&report.problems, report.n_more_problems) == Finish::WithProblems {
            finish = Finish::WithProblems;
        }
        n_features += report.n_features;
    }
    if n_features == 0 { Err(Failure(Vec::new())) } else { Ok(finish) }
}

/// Says every problem, and whether there was one that is more than a notice.
pub(super) fn tell(problems: &[Problem], n_more: usize) -> Finish {
    tell_each(problems, n_more, nl::problems::problem)
}

fn tell_each(problems: &[Problem], n_more: usize, sentence: fn(&Problem) -> String) -> Finish {
    problems.iter().for_each(|problem| warn(&sentence(problem)));
    if n_more > 0 {
        warn(&nl::cli::more_problems(n_more as u64));
    }
    let is_severe = |problem: &Problem| problem.severity == Severity::Problem;
    if n_more > 0 || problems.iter().any(is_severe) { Finish::WithProblems } else { Finish::Fine }
}

/// What the layers of the command line gave.
pub(super) struct Loaded {
    pub(super) baseline: Baseline,
    pub(super) sentences: Vec<String>,
    pub(super) finish: Finish,
    pub(super) reading: Duration,
    /// Not one feature of the files was of use.
    pub(super) is_useless: bool,
}

/// Reads the layers of the command line, and tells every problem; a failure when nothing was of use.
fn load(arguments: &LayerArguments) -> Result<Loaded, Failure> {
    let loaded = load_any(arguments)?;
    if loaded.is_useless { Err(nl::cli::NOTHING_READ.into()) } else { Ok(loaded) }
}

/// The same, but what is of no use is no failure.
pub(super) fn load_any(arguments: &LayerArguments) -> Result<Loaded, Failure> {
    if !arguments.demo && arguments.laag.is_empty() {
        return Err(nl::cli::NO_LAYERS.into());
    }
    let started = Instant::now();
    let start = if arguments.demo { demo_region::baseline() } else { Baseline::default() };
    if arguments.laag.is_empty() {
        let (sentences, finish, reading) = (Vec::new(), Finish::Fine, started.elapsed());
        return Ok(Loaded { baseline: start, sentences, finish, reading, is_useless: false });
    }
    Ok(told(read_layers(&arguments.laag, start, &ReadingBar::new(0)), started))
}

/// Tells every problem of what was read.
pub(super) fn told(mut imported: Imported, started: Instant) -> Loaded {
    let finish = tell(&imported.problems, imported.n_more_problems);
    let is_useless = imported.n_features_read == 0;
    imported.keep_problems(nl::problems::problem);
    let mut sentences: Vec<String> = imported.problems.iter().map(nl::problems::problem).collect();
    if imported.n_more_problems > 0 {
        sentences.push(nl::cli::more_problems(imported.n_more_problems as u64));
    }
    Loaded { baseline: imported.baseline, sentences, finish, reading: started.elapsed(), is_useless }
}

fn measurable(arguments: &MeasureArguments) -> Result<(), Failure> {
    let by_network = arguments.afstand.as_deref() == Some("netwerk") || arguments.straten.is_some();
    if by_network { Err(nl::cli::NO_NETWORK.into()) } else { Ok(()) }
}

fn norms(path: Option<&Path>, detour_factor: Option<f64>) -> Result<NormSet, Failure> {
    let mut norms = match path {
        None => normenkader::standard(),
        Some(path) => {
            let text = read_text_file(path, normenkader::MAX_BYTES).map_err(|error| nl::cli::not_read(path, &error))?;
            normenkader::read(&text).map_err(|error| nl::norms::norm_set_error(&error, &path.display().to_string()))?
        }
    };
    norms.detour_factor = detour_factor.unwrap_or(norms.detour_factor);
    Ok(norms)
}

/// `gemaakt`, and whether somebody fixed it.
pub(super) struct Made {
    pub(super) text: String,
    pub(super) is_fixed: bool,
}

/// The moment given, that of the environment, or now.
pub(super) fn made(given: Option<jiff::Timestamp>) -> Result<Made, Failure> {
    let from_environment = || match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => {
            let moment = seconds.trim().parse().ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
            moment.map(Some).ok_or_else(|| Failure::from(nl::cli::BAD_SOURCE_DATE_EPOCH))
        }
        Err(_) => Ok(None),
    };
    let fixed = match given {
        Some(moment) => Some(moment),
        None => from_environment()?,
    };
    let moment = fixed.unwrap_or_else(jiff::Timestamp::now);
    Ok(Made { text: moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), is_fixed: fixed.is_some() })
}
