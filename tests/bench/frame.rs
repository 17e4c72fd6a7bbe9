//! CPU time per frame of the window on the demo region at 1920×1080, triangles included, everything but the GPU.
#![expect(missing_docs, reason = "criterion's macros make functions without documentation")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Event, Modifiers, PointerButton, RawInput, Rect, pos2, vec2};
use zorgkring::domain::housing::HousingForm;
use zorgkring::gui::view_state::{Layers, MapMove};
use zorgkring::gui::{App, Loaded, Start};
use zorgkring::project::Project;
use zorgkring::session::RasterWish;
use zorgkring::{demo, import};

struct Window {
    ctx: egui::Context,
    app: App,
    time: f64,
}

impl Window {
    fn open() -> Self {
        let ctx = egui::Context::default();
        let load = || {
            let project = Project::new(import::normenkader::standard());
            Ok(Loaded { baseline: demo::baseline(), project, notices: Vec::new() })
        };
        let start = Start {
            title: String::new(),
            load: Box::new(load),
            export: Arc::new(|_, _, _, _| Ok(Vec::new())),
            renderer: None,
        };
        let mut app = App::new(&ctx, start);
        app.state_mut().layers = Layers::everything();
        app.state_mut().raster = RasterWish::Score(HousingForm::Clustered);
        let mut window = Self { ctx, app, time: 0.0 };
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
        let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(1920.0, 1080.0));
        let input = RawInput { screen_rect: Some(screen), time: Some(self.time), events, ..RawInput::default() };
        let app = &mut self.app;
        let output = self.ctx.run_ui(input, |ui| app.ui(ui));
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
    }
}

/// Pans to and fro by eight points a frame, with the mouse held down.
fn pan(c: &mut Criterion, name: &str, map_move: MapMove) {
    let mut window = Window::open();
    window.app.state_mut().map_move = Some(map_move);
    window.frame(Vec::new());
    let start = pos2(1_000.0, 560.0);
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

fn frames(c: &mut Criterion) {
    let mut window = Window::open();
    c.bench_function("frame at rest, the whole region, all layers", |b| b.iter(|| window.frame(Vec::new())));
    pan(c, "frame while panning, the whole region, all layers", MapMove::WholeRegion);
    let enschede = geo::Coord { x: 258_000.0, y: 471_000.0 };
    pan(c, "frame while panning, a town, all layers", MapMove::FlyTo(enschede));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = frames
}
criterion_main!(benches);
