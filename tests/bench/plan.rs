//! How long a variant takes: a place dragged among many interventions, undo, and before and after; up to the answer.

#![expect(missing_docs, reason = "criterion's macros make undocumented functions")]

#[path = "../tools/crowded.rs"]
mod crowded;
#[path = "../tools/tiled.rs"]
mod tiled;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use geo::{Coord, Rect};
use uuid::Uuid;
use zorgkring::crs::{Rd, RdPoint};
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::sketch::{Sketch, SketchLook, SketchShape};
use zorgkring::domain::variant::{Intervention, PlannedZone, Variant, ZoneStatus};
use zorgkring::import::{Unwatched, normenkader};
use zorgkring::project::autosave::{Autosave, Snapshot};
use zorgkring::project::file::{Over, open, save};
use zorgkring::project::{BoardEdit, BoardItem, Edit, PlanEdit, Project};
use zorgkring::session::{Answer, RasterWish, Session};

const N_INTERVENTIONS: usize = 120;
const N_VARIANTS: u128 = 5;
const N_SKETCHES: u128 = 60;

/// When everything is saved.
const MADE: &str = "2026-03-01T14:32:05Z";

/// Places added, moved and closed all over the region, and a dozen zones drawn.
fn interventions(baseline: &Baseline) -> Vec<Intervention> {
    let nth = |n: usize| &baseline.places[PlaceClass::Amenity][(n * 37) % baseline.places[PlaceClass::Amenity].len()];
    let one = |n: usize| {
        let place = nth(n);
        let beside = RdPoint::at(place.point.x() + 140.0, place.point.y() - 90.0);
        match n % 10 {
            0 => {
                let corner = Coord { x: beside.x(), y: beside.y() };
                let outline = Rect::new(corner, corner + Coord { x: 1_200.0, y: 900.0 }).to_polygon();
                let id = Uuid::from_u128(n as u128 + 1_000);
                let zone =
                    PlannedZone { id, name: format!("zone {n}"), outline: Rd(outline), status: ZoneStatus::Sketched };
                Intervention::PutZone { zone, replaces: Vec::new() }
            }
            1..=4 => {
                Intervention::add(Uuid::from_u128(n as u128 + 1), place.kind(), format!("nieuw {n}"), beside, None)
            }
            5..=7 => Intervention::MovePlace { id: place.id, to: beside },
            _ => Intervention::ClosePlace { id: place.id },
        }
    };
    (0..N_INTERVENTIONS).map(one).collect()
}

fn project(baseline: &Baseline) -> Project {
    let mut project = Project::new(normenkader::standard());
    for n in 1..=N_VARIANTS {
        let variant = Variant {
            id: Uuid::from_u128(n),
            name: format!("Variant {n}"),
            note: String::new(),
            interventions: interventions(baseline),
        };
        Edit::Plan(PlanEdit::New(variant)).apply(&mut project);
    }
    for n in 0..N_SKETCHES {
        let corner = Coord { x: 240_000.0 + 300.0 * n as f64, y: 475_000.0 };
        let area = Rect::new(corner, corner + Coord { x: 200.0, y: 400.0 }).to_polygon();
        let sketch = Sketch {
            id: Uuid::from_u128(10_000 + n),
            shape: SketchShape::Area(Rd(area)),
            look: SketchLook::default(),
            title: format!("schets {n}"),
            note: String::new(),
            round: None,
            table: String::new(),
            made: String::new(),
        };
        Edit::Board(BoardEdit::put(BoardItem::Sketch(sketch))).apply(&mut project);
    }
    project
}

/// A session with its project, and word of each answer.
struct Bench {
    session: Session,
    news: Receiver<()>,
}

impl Bench {
    fn new(baseline: Baseline) -> Self {
        let (send, news) = channel();
        let project = project(&baseline);
        let wake = move || {
            let _nobody_waits = send.send(());
        };
        let mut bench = Self { session: Session::new(Arc::new(baseline), project, wake), news };
        bench.answer(&bench.session.project().clone(), None);
        bench
    }

    /// Asks and waits for the answer.
    fn answer(&mut self, project: &Arc<Project>, against: Option<Uuid>) {
        self.session.request(project, RasterWish::Nothing, against);
        loop {
            self.session.poll();
            let is_tried = |answer: &Answer| answer.tried.as_ref().map(|tried| &*tried.of) == self.session.trial();
            if self.session.answer().is_some_and(|answer| Arc::ptr_eq(&answer.project, project) && is_tried(answer)) {
                return;
            }
            self.news.recv().expect("the engine lives");
        }
    }
}

fn variants(c: &mut Criterion) {
    for (name, n_places, n_times) in [("demo", 0, 1), ("demo with 20,000 places", 20_000, 1), ("demo ten times", 0, 10)]
    {
        let baseline = if n_times > 1 { tiled::tiled(n_times) } else { crowded::crowded(n_places) };
        let moved = baseline.places[PlaceClass::Amenity][5].id;
        let mut bench = Bench::new(baseline);
        let mut step = 0.0;
        let mut group = c.benchmark_group(name);
        group.bench_function("a place dragged among 120 interventions", |b| {
            b.iter(|| {
                step = (step + 25.0) % 900.0;
                let mut draft = (**bench.session.project()).clone();
                let to = RdPoint::at(250_000.0 + step, 480_000.0);
                let variant = draft.plan.active.expect("a variant");
                let intervention = Intervention::MovePlace { id: moved, to };
                Edit::Plan(PlanEdit::Intervene { variant, intervention }).apply(&mut draft);
                bench.answer(&Arc::new(draft), None);
            });
        });
        let (after, mut before) = (bench.session.project().clone(), (**bench.session.project()).clone());
        before.plan.active = None;
        let before = Arc::new(before);
        bench.answer(&after, None);
        bench.answer(&before, after.plan.active);
        group.bench_function("before and after", |b| {
            b.iter(|| {
                bench.answer(&before, after.plan.active);
                bench.answer(&after, None);
            });
        });
        let variant = after.plan.active.expect("a variant");
        group.bench_function("an intervention and its undo", |b| {
            b.iter(|| {
                let intervention = Intervention::ClosePlace { id: moved };
                bench.session.edit(Edit::Plan(PlanEdit::Intervene { variant, intervention }));
                bench.answer(&bench.session.project().clone(), None);
                bench.session.undo();
                bench.answer(&bench.session.project().clone(), None);
            });
        });
        let drawn = |step: f64| {
            let corner = Coord { x: 257_000.0 + step, y: 470_500.0 };
            let outline = Rd(Rect::new(corner, corner + Coord { x: 1_200.0, y: 900.0 }).to_polygon());
            PlannedZone { id: Uuid::nil(), name: String::new(), outline, status: ZoneStatus::Sketched }
        };
        group.bench_function("an area measured as a zone while it is drawn", |b| {
            b.iter(|| {
                step = (step + 5.0) % 900.0;
                bench.session.try_zone(Some(drawn(step)));
                bench.answer(&after, None);
            });
        });
        let (project, baseline) = (bench.session.project().clone(), bench.session.baseline().clone());
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.gpkg");
        group.sample_size(10).bench_function("saved on disk", |b| {
            b.iter(|| {
                let _ = std::fs::remove_file(&path);
                save(&path, (&project, &baseline), MADE, Over::Nothing).expect("saved")
            });
        });
        let mut known = save(&path, (&project, &baseline), MADE, Over::Anything).expect("saved").known;
        let mut is_wide = false;
        group.sample_size(10).bench_function("one edit saved into the file", |b| {
            b.iter(|| {
                is_wide = !is_wide;
                let cell_m = if is_wide { 100 } else { 50 };
                let changed = Arc::new(Project { cell_m, ..(*project).clone() });
                known = save(&path, (&changed, &baseline), MADE, Over::Known(&known)).expect("saved").known;
            });
        });
        let autosave = Autosave::start(folder.path(), "bench").expect("a folder");
        autosave.stand_on(baseline.clone());
        let kept = |project: &Arc<Project>| {
            let made = MADE.to_owned();
            autosave.keep(Snapshot {
                project: project.clone(),
                baseline: baseline.clone(),
                made,
                file: None,
                stamp: None,
            });
            autosave.wait().expect("kept");
        };
        kept(&project);
        let others: Vec<Arc<Project>> =
            (0..2).map(|n| Arc::new(Project { cell_m: [50, 100][n], ..(*project).clone() })).collect();
        let mut nth = 0;
        group.bench_function("an edit kept on disk", |b| {
            b.iter(|| {
                nth += 1;
                kept(&others[nth % 2]);
            });
        });
        group.bench_function("opened from disk", |b| b.iter(|| open(&path, &Unwatched).expect("whole")));
        group.finish();
    }
}

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(4)).warm_up_time(Duration::from_secs(1));
    targets = variants
}
criterion_main!(benches);
