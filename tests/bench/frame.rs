//! CPU time per frame of the window on the demo region at 1920×1080, and on ten of them at 3840×2160; triangles included,
//! everything but the GPU.
#![expect(missing_docs, reason = "criterion's macros make functions without documentation")]

#[path = "../tools/crowded.rs"]
mod crowded;
#[path = "../tools/tiled.rs"]
mod tiled;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Event, Key, Modifiers, PointerButton, RawInput, Rect, Vec2, pos2, vec2};
use uuid::Uuid;
use zorgkring::crs::{Rd, RdPoint};
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::housing::HousingForm;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::sketch::{Sketch, SketchLook, SketchShape};
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::domain::workshop::{Decision, StickyNote};
use zorgkring::gui::kit::names::NameIndex;
use zorgkring::gui::state::{Layers, MapMove};
use zorgkring::gui::{App, Loaded, Start};
use zorgkring::project::{BoardEdit, BoardItem, Edit, PlanEdit, Project};
use zorgkring::session::RasterWish;
use zorgkring::{demo, import};

struct Window {
    ctx: egui::Context,
    app: App,
    time: f64,
    size: Vec2,
}

/// Screens.
const FULL_HD: Vec2 = vec2(1_920.0, 1_080.0);
const ULTRA_HD: Vec2 = vec2(3_840.0, 2_160.0);

impl Window {
    fn open(size: Vec2, baseline: fn() -> Baseline) -> Self {
        Self::open_with(size, baseline, |_| Project::new(import::normenkader::standard()))
    }

    fn open_with(size: Vec2, baseline: fn() -> Baseline, project: fn(&Baseline) -> Project) -> Self {
        let ctx = egui::Context::default();
        let load = move || {
            let baseline = baseline();
            let project = project(&baseline);
            Ok(Loaded { baseline, project, problems: Vec::new(), known: None, is_saved: true })
        };
        let start = Start {
            title: String::new(),
            load: Box::new(load),
            export: Arc::new(|_, _, _, _| Ok(Vec::new())),
            preferences: None,
            renderer: None,
            project: None,
            autosave: None,
        };
        let mut app = App::new(&ctx, start);
        app.state_mut().layers = Layers::everything();
        app.state_mut().raster = RasterWish::Score(HousingForm::Clustered);
        app.state_mut().animate = false;
        let mut window = Self { ctx, app, time: 0.0, size };
        window.frame(Vec::new());
        while window.app.is_busy() {
            window.frame(Vec::new());
            std::thread::yield_now();
        }
        for _ in 0..4 {
            window.frame(Vec::new());
        }
        window
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        let screen = Rect::from_min_size(pos2(0.0, 0.0), self.size);
        let input = RawInput { screen_rect: Some(screen), time: Some(self.time), events, ..RawInput::default() };
        let app = &mut self.app;
        let output = self.ctx.run_ui(input, |ui| app.ui(ui));
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
    }
}

/// Pans to and fro by eight points a frame, with the mouse held down.
fn pan(c: &mut Criterion, name: &str, mut window: Window, map_move: MapMove) {
    window.app.state_mut().map_move = Some(map_move);
    // The flight to where it begins takes some frames.
    for _ in 0..30 {
        window.frame(Vec::new());
    }
    let start = (window.size / 2.0).to_pos2();
    let button = |pressed| Event::PointerButton {
        pos: start,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.frame(vec![Event::PointerMoved(start)]);
    window.frame(vec![button(true)]);
    let mut step = 0.0_f32;
    c.bench_function(name, |b| {
        b.iter(|| {
            step += 1.0;
            let along = 240.0 - ((step * 8.0) % 960.0 - 480.0).abs();
            window.frame(vec![Event::PointerMoved(start + vec2(along, along / 2.0))]);
        });
    });
}

/// Drags a place by a few metres a frame, all that the window does of it; the engine answers meanwhile.
fn drag(c: &mut Criterion, name: &str, mut window: Window) {
    let project = window.app.session().expect("opened").project().clone();
    let (variant, moved) = (
        project.plan.active.expect("a variant"),
        window.app.session().expect("opened").baseline().places[PlaceClass::Amenity][5].id,
    );
    let mut step = 0.0;
    c.bench_function(name, |b| {
        b.iter(|| {
            step = (step + 25.0) % 900.0;
            let mut draft = (*project).clone();
            let intervention = Intervention::MovePlace { id: moved, to: RdPoint::at(250_000.0 + step, 480_000.0) };
            Edit::Plan(PlanEdit::Intervene { variant, intervention }).apply(&mut draft);
            window.app.state_mut().draft.show(Arc::new(draft));
            window.frame(Vec::new());
        });
    });
}

fn ten_regions() -> Baseline {
    tiled::tiled(10)
}

/// The window with the map for a room.
fn presenting(mut window: Window) -> Window {
    let key =
        |pressed| Event::Key { key: Key::F5, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    window.frame(vec![key(true), key(false)]);
    assert!(window.app.features().presenter.is_on());
    window
}

/// A project with a variant of 120 interventions, 60 sketches, 80 plakbriefjes and 20 besluiten all over the region.
fn after_an_afternoon(baseline: &Baseline) -> Project {
    let mut project = Project::new(import::normenkader::standard());
    let beside = |nth: u32, east: f64| {
        let place =
            &baseline.places[PlaceClass::Amenity][nth as usize * 37 % baseline.places[PlaceClass::Amenity].len()];
        RdPoint::at(place.point.x() + east, place.point.y() - 90.0)
    };
    let intervention = |nth: u32| {
        let place =
            &baseline.places[PlaceClass::Amenity][nth as usize * 37 % baseline.places[PlaceClass::Amenity].len()];
        match nth % 3 {
            0 => {
                let id = Uuid::from_u128(u128::from(nth) + 1);
                Intervention::add(id, place.kind(), format!("nieuw {nth}"), beside(nth, 140.0), None)
            }
            1 => Intervention::MovePlace { id: place.id, to: beside(nth, 140.0) },
            _ => Intervention::ClosePlace { id: place.id },
        }
    };
    let variant = Variant {
        id: Uuid::from_u128(1),
        name: "Variant 1".to_owned(),
        note: String::new(),
        interventions: (0..120).map(intervention).collect(),
    };
    Edit::Plan(PlanEdit::New(variant)).apply(&mut project);
    let id = |kind: u128, nth: u32| Uuid::from_u128(kind * 10_000 + u128::from(nth));
    let made = || "2026-03-05T09:30:00Z".to_owned();
    let mut put = |item| Edit::Board(BoardEdit::put(item)).apply(&mut project);
    for nth in 0..60 {
        let round = (0..48).map(|turn| {
            let (sine, cosine) = (f64::from(turn) * std::f64::consts::TAU / 48.0).sin_cos();
            let middle = beside(nth, 600.0);
            geo::Coord { x: middle.x() + 500.0 * cosine, y: middle.y() + 400.0 * sine }
        });
        put(BoardItem::Sketch(Sketch {
            id: id(1, nth),
            shape: SketchShape::Area(Rd(geo::Polygon::new(round.collect(), Vec::new()))),
            look: SketchLook::default(),
            title: format!("Schets {nth}"),
            note: String::new(),
            round: None,
            table: String::new(),
            made: made(),
        }));
    }
    for nth in 0..80 {
        let text = format!("Oversteek {nth} is gevaarlijk");
        let (point, table) = (Some(beside(nth, -200.0)), String::new());
        put(BoardItem::Note(StickyNote { id: id(2, nth), text, point, round: None, table, made: made() }));
    }
    for nth in 0..20 {
        put(BoardItem::Decision(Decision {
            id: id(3, nth),
            what: format!("Besluit {nth}"),
            who: "gemeente".to_owned(),
            when: String::new(),
            point: Some(beside(nth, 300.0)),
            workshop: None,
            made: made(),
        }));
    }
    project
}

fn frames(c: &mut Criterion) {
    let mut window = Window::open(FULL_HD, demo::baseline);
    c.bench_function("frame at rest, the whole region, all layers", |b| b.iter(|| window.frame(Vec::new())));
    let enschede = MapMove::FlyTo(geo::Coord { x: 258_000.0, y: 471_000.0 });
    let region = MapMove::WholeRegion;
    let one = || Window::open(FULL_HD, demo::baseline);
    pan(c, "frame while panning, the whole region, all layers", one(), region);
    pan(c, "frame while panning, a town, all layers", one(), enschede);
    pan(c, "frame while panning, 3840×2160", Window::open(ULTRA_HD, demo::baseline), region);
    pan(c, "frame while panning, presenting", presenting(one()), region);
    let full = || Window::open_with(FULL_HD, demo::baseline, after_an_afternoon);
    pan(c, "frame while panning, 60 sketches, 120 interventions, notes", full(), region);
    pan(c, "frame while panning, 60 sketches, 120 interventions, notes, a town", full(), enschede);
    pan(c, "frame while panning, 60 sketches, 120 interventions, notes, presenting", presenting(full()), region);
    drag(c, "frame of a drag, 120 interventions", full());
    let crowded = || Window::open_with(FULL_HD, || crowded::crowded(20_000), after_an_afternoon);
    drag(c, "frame of a drag, 120 interventions, 20,000 places", crowded());
    pan(c, "frame while panning, 120 interventions, 20,000 places", crowded(), region);
    let ten = || Window::open(ULTRA_HD, ten_regions);
    pan(c, "frame while panning, 3840×2160, ten regions", ten(), region);
    pan(c, "frame while panning, 3840×2160, a town of ten regions", ten(), enschede);
}

/// What the search does on the window's thread, with the names of ten regions.
fn search(c: &mut Criterion) {
    let names: Vec<String> = (0..20_000).map(|idx| format!("Woonzorghuis {} te Plaats {}", idx, idx % 700)).collect();
    let texts = || names.iter().map(String::as_str);
    c.bench_function("index of 20,000 names", |b| b.iter(|| black_box(NameIndex::new(texts()))));
    let index = NameIndex::new(texts());
    c.bench_function("search among 20,000 names", |b| b.iter(|| black_box(index.find("plaats 61", 10))));
}

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = frames, search
}
criterion_main!(benches);
