//! Opening layers: files wait to be looked at, are asked about one by one, and are then read together on a thread.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use geo::Coord;

use crate::crs::Rd;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::problem::Problem;
use crate::domain::twins::Apart;
use crate::gui::kit::job::{BrokeOff, Job, Progress};
use crate::gui::map::drawn_ground::DrawnGround;
use crate::gui::state::tasks::{Task, TaskKind};
use crate::import::{
    Existing, LayerArgument, Preview, ReadBoard, RoleRead, Watch, preview_file, read_board, read_delivery,
};
use crate::nl::{self, window as words};
use crate::project::delivery::Delivery;
use crate::project::file::is_project;
use crate::project::{Project, Standing};

/// Corners of one gemeente in the sketch at most.
const MAX_CORNERS: usize = 160;

/// Rings with some of their corners, in RD.
pub type CoarseRings = Rd<Vec<Vec<Coord<f64>>>>;

/// A file about which the user is asked.
#[derive(Debug, Clone)]
pub struct AskedFile {
    /// The file.
    pub path: PathBuf,
    /// What it looks like.
    pub preview: Preview,
    /// The outlines of the region, in RD, for the sketch.
    pub region: CoarseRings,
    /// The role as guessed or chosen.
    pub role: Option<Role>,
    /// Was the role guessed, and not chosen since?
    pub is_guess: bool,
    /// Are the problems listed?
    pub lists_problems: bool,
    /// The how-manieth file of those opened together, from 1.
    pub number: usize,
    /// How many are opened together.
    pub n_files: usize,
}

/// A file with its role.
#[derive(Debug, Clone, PartialEq)]
struct Accepted {
    layer: LayerArgument,
    /// Beside what is there, instead of in its place.
    beside: bool,
}

/// One role that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedLayer {
    /// The role.
    pub role: Role,
    /// The names of its files, between commas.
    pub files: String,
    /// How many features came in; `None` when nothing was of use and the layer is as it was.
    pub n_features: Option<usize>,
    /// Did it replace a layer?
    pub replaced: bool,
    /// What was found.
    pub problems: Vec<Problem>,
}

/// Layers that were read together.
pub struct OpenedLayers {
    /// The ground beside or in place of whose layers they are.
    pub on: Arc<Baseline>,
    /// What was asked for, to read it again where that ground is no longer the one that shows.
    accepted: Vec<Accepted>,
    /// What came of each role.
    pub layers: Vec<OpenedLayer>,
    /// The new ground, if there is one.
    pub ground: Option<Box<NewGround>>,
    /// What it does to what is there.
    pub delivery: Delivery,
    /// How long it took.
    pub took: Duration,
}

/// A new ground, prepared.
pub struct NewGround {
    /// The layers, and what is analysed.
    pub standing: Standing,
    /// What is drawn.
    pub drawn: DrawnGround,
}

impl NewGround {
    /// A ground for a document that says which records are places of their own; takes as long as indexing it.
    pub fn new(baseline: Arc<Baseline>, apart: &Apart) -> Self {
        Self { drawn: DrawnGround::new(&baseline), standing: Standing::on(baseline, apart) }
    }
}

/// How opening went on.
pub enum OpeningNews {
    /// A file cannot be read: its name and sentences that say why.
    NotOpened(String, Vec<String>),
    /// Read.
    Read(Box<OpenedLayers>),
    /// No layer but a project.
    IsProject(PathBuf),
    /// No layer but sketches or notes; the name of their file.
    IsBoard(String, Box<ReadBoard>),
    /// Stopped by the user.
    Stopped,
}

/// What a file turned out to be.
enum FileContent {
    Project,
    Board(Box<ReadBoard>),
    Layer(Box<Preview>, CoarseRings),
}

/// Everything that is being opened.
#[derive(Default)]
pub struct Opening {
    waiting: VecDeque<PathBuf>,
    wanted: Option<Role>,
    n_files: usize,
    n_asked: usize,
    looking: Option<(PathBuf, Job<FileContent>)>,
    /// The file about which the user is asked now.
    pub asked: Option<AskedFile>,
    accepted: Vec<Accepted>,
    reading: Option<Job<OpeningNews>>,
}

impl Opening {
    /// Files to open that are probably for a role.
    pub fn add_wanted(&mut self, files: impl IntoIterator<Item = PathBuf>, wanted: Option<Role>) {
        self.wanted = wanted;
        self.add(files);
    }

    /// Files to open, after those that wait already.
    pub fn add(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        if self.waiting.is_empty() && self.asked.is_none() && self.looking.is_none() {
            (self.n_files, self.n_asked) = (0, 0);
        }
        let before = self.waiting.len();
        self.waiting.extend(files);
        self.n_files += self.waiting.len() - before;
    }

    /// Does anything run on a thread?
    pub fn is_busy(&self) -> bool {
        let goes_on = !self.waiting.is_empty() || !self.accepted.is_empty();
        self.looking.is_some() || self.reading.is_some() || (goes_on && self.asked.is_none())
    }

    /// Opens the file that was asked about for a role.
    pub fn accept(&mut self, role: Role, beside: bool) {
        if let Some(asked) = self.asked.take() {
            let layer = LayerArgument { role, path: asked.path, layer: None };
            self.accepted.push(Accepted { layer, beside });
        }
    }

    /// What runs.
    pub fn tasks(&self) -> Vec<Task> {
        let looking = self.looking.as_ref().map(|(path, job)| {
            let name = words::files::looking(&file_name(path));
            job.task(TaskKind::Looking, name)
        });
        let reading = self.reading.as_ref().map(|job| job.task(TaskKind::Reading, words::files::READING.to_owned()));
        looking.into_iter().chain(reading).collect()
    }

    /// Reads the same again, on the ground that shows now: what was read is of another.
    pub fn read_again(&mut self, read: OpenedLayers) {
        self.accepted.splice(0..0, read.accepted);
    }

    /// What was answered was about another project; what still waits is asked about for the new one.
    pub fn on_new_project(&mut self) {
        if let Some(reading) = self.reading.take() {
            reading.stop();
        }
        self.accepted.clear();
        if let Some(asked) = self.asked.take() {
            self.waiting.push_front(asked.path);
            self.n_asked = self.n_asked.saturating_sub(1);
        }
    }

    /// Stops what runs and forgets what waits.
    pub fn stop(&mut self) {
        self.waiting.clear();
        self.accepted.clear();
        self.looking.iter().for_each(|(_, job)| job.stop());
        self.reading.iter().for_each(Job::stop);
    }

    /// Goes on: takes over what threads have found and starts the next. Never waits.
    pub fn go_on(&mut self, ctx: &egui::Context, baseline: &Arc<Baseline>, project: &Arc<Project>) -> Vec<OpeningNews> {
        let mut news = Vec::new();
        self.take_look(&mut news);
        self.take_read(&mut news);
        if self.looking.is_none() && self.asked.is_none() {
            if let Some(path) = self.waiting.pop_front() {
                self.looking = Some((path.clone(), look(ctx, path, baseline.clone())));
            } else if !self.accepted.is_empty() && self.reading.is_none() {
                let accepted = std::mem::take(&mut self.accepted);
                let (on, project) = (baseline.clone(), project.clone());
                let read = move |progress: &Arc<Progress>| read(accepted, &on, &project, &**progress);
                self.reading = Some(Job::start(ctx, "zorgkring-read", read));
            }
        }
        news
    }

    fn take_look(&mut self, news: &mut Vec<OpeningNews>) {
        let Some(found) = self.looking.as_ref().and_then(|(_, job)| job.poll()) else { return };
        let Some((path, job)) = self.looking.take() else { return };
        self.n_asked += 1;
        match found {
            _ if job.is_stopped() => news.push(OpeningNews::Stopped),
            Err(BrokeOff) => news.push(broke_off(file_name(&path))),
            Ok(FileContent::Project) => news.push(OpeningNews::IsProject(path)),
            Ok(FileContent::Board(read)) => news.push(OpeningNews::IsBoard(file_name(&path), read)),
            Ok(FileContent::Layer(preview, _)) if preview.report.n_placed == 0 => {
                let problems = nl::problems::all(&preview.report.problems);
                news.push(OpeningNews::NotOpened(file_name(&path), problems));
            }
            Ok(FileContent::Layer(preview, region)) => {
                let role = preview.guess.or(self.wanted);
                self.asked = Some(AskedFile {
                    path,
                    is_guess: role.is_some(),
                    role,
                    preview: *preview,
                    region,
                    lists_problems: false,
                    number: self.n_asked,
                    n_files: self.n_files,
                });
            }
        }
    }

    fn take_read(&mut self, news: &mut Vec<OpeningNews>) {
        let is_stopped = self.reading.as_ref().is_some_and(Job::is_stopped);
        let Some(found) = Job::take_ended(&mut self.reading) else { return };
        news.push(match found {
            Err(BrokeOff) => broke_off(words::files::READING.to_owned()),
            Ok(_) if is_stopped => OpeningNews::Stopped,
            Ok(found) => found,
        });
        self.wanted = None;
    }
}

/// Can a file of a role come beside what is there? Of people only that of the same kind, where nobody is given yet.
pub fn can_join(baseline: &Baseline, role: Role) -> bool {
    let other_people = match role {
        Role::Demand => baseline.layer(Role::Pc4).is_some(),
        Role::Pc4 => baseline.layer(Role::Demand).is_some(),
        _ => false,
    };
    baseline.layer(role).is_some() && !other_people
}

/// An error of ours.
fn broke_off(name: String) -> OpeningNews {
    OpeningNews::NotOpened(name, vec![words::LOAD_PANICKED.to_owned()])
}

fn file_name(path: &std::path::Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn look(ctx: &egui::Context, path: PathBuf, baseline: Arc<Baseline>) -> Job<FileContent> {
    Job::start(ctx, "zorgkring-look", move |progress| {
        if is_project(&path) {
            FileContent::Project
        } else if let Some(read) = read_board(&path) {
            FileContent::Board(Box::new(read))
        } else {
            FileContent::Layer(Box::new(preview_file(&path, &**progress)), region_outlines(&baseline))
        }
    })
}

fn region_outlines(baseline: &Baseline) -> CoarseRings {
    let areas =
        baseline.municipalities.iter().map(|area| &area.outline.0).chain(baseline.study_area.iter().map(|a| &a.0));
    let coarse = |ring: &geo::LineString<f64>| {
        let step = ring.0.len().div_ceil(MAX_CORNERS).max(1);
        ring.0.iter().copied().step_by(step).chain(ring.0.first().copied()).collect()
    };
    Rd(areas.flatten().map(|polygon| coarse(polygon.exterior())).collect())
}

fn read(accepted: Vec<Accepted>, start: &Arc<Baseline>, project: &Project, watch: &dyn Watch) -> OpeningNews {
    let begun = Instant::now();
    let mut layers: Vec<LayerArgument> = accepted.iter().map(|one| one.layer.clone()).collect();
    layers.sort_by_key(|layer| layer.role);
    // Of several files of one role, one that replaces replaces for all.
    let existing = |role: Role| {
        let is_beside = accepted.iter().filter(|one| one.layer.role == role).all(|one| one.beside);
        if is_beside && can_join(start, role) { Existing::AddedTo } else { Existing::Replaced }
    };
    let mut imported = read_delivery(&layers, existing, Baseline::clone(start), watch);
    if watch.cancelled() {
        return OpeningNews::Stopped;
    }
    imported.keep_problems();
    let read_layer = |(role, read): (&Role, &RoleRead)| {
        let files = layers.iter().filter(|layer| layer.role == *role).map(|layer| file_name(&layer.path));
        OpenedLayer {
            role: *role,
            files: files.collect::<Vec<_>>().join(", "),
            n_features: read.is_read.then_some(read.n_features),
            replaced: start.layer(*role).is_some() && existing(*role) == Existing::Replaced,
            problems: imported.told(Some(*role)),
        }
    };
    let read: Vec<OpenedLayer> = imported.roles.iter().map(read_layer).collect();
    let mut delivery = Delivery::default();
    let mut ground = None;
    if imported.roles.values().any(|read| read.is_read) {
        let roles = imported.roles.keys().copied().collect();
        delivery = Delivery::between(start, &imported.baseline, &roles, project);
        ground = Some(Box::new(NewGround::new(Arc::new(imported.baseline), &project.apart)));
    }
    let on = start.clone();
    OpeningNews::Read(Box::new(OpenedLayers { on, accepted, layers: read, ground, delivery, took: begun.elapsed() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::baseline::LayerSource;

    #[test]
    fn what_was_stopped_is_not_taken_over_though_it_was_read_to_the_end() {
        let ctx = egui::Context::default();
        let job = Job::start(&ctx, "test", |_| OpeningNews::IsProject(PathBuf::new()));
        let mut opening = Opening { reading: Some(job), ..Opening::default() };
        opening.stop();
        let mut news = Vec::new();
        while opening.reading.is_some() {
            opening.take_read(&mut news);
        }
        assert!(matches!(news[..], [OpeningNews::Stopped]), "{}", news.len());
    }

    #[test]
    fn more_of_the_same_can_be_added_and_other_people_cannot() {
        let layer = |role: Role| LayerSource { n_features: 1, ..LayerSource::new(role, "er.csv") };
        let with =
            |roles: &[Role]| Baseline { layers: roles.iter().copied().map(layer).collect(), ..Baseline::default() };
        assert!(can_join(&with(&[Role::Pc4]), Role::Pc4) && can_join(&with(&[Role::Demand]), Role::Demand));
        assert!(!can_join(&with(&[Role::Pc4]), Role::Demand) && !can_join(&with(&[Role::Demand]), Role::Pc4));
        assert!(!can_join(&with(&[Role::Demand, Role::Pc4]), Role::Pc4));
        assert!(!can_join(&with(&[]), Role::Municipality), "what is not there is added anyhow");
    }
}
