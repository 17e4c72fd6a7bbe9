//! The window as tests drive it: opened, waited for, clicked.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Event, Modifiers, PointerButton, Pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use zorgkring::domain::baseline::Baseline;
use zorgkring::export::{ProposalOptions, Results, write_proposal};
use zorgkring::gui::app::Features;
use zorgkring::gui::state::Selection;
use zorgkring::gui::{App, Loaded, Start};
use zorgkring::project::Project;
use zorgkring::session::Answer;
use zorgkring::{demo, import};

/// No answer takes longer than this, even in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) type Window = Harness<'static, Option<App>>;

pub(crate) fn start() -> Start {
    Start {
        title: "zorgkring".to_owned(),
        load: Box::new(|| {
            let project = Project::new(import::normenkader::standard());
            Ok(Loaded { baseline: demo::baseline(), project, notices: Vec::new(), known: None, is_saved: true })
        }),
        export: Arc::new(export),
        preferences: None,
        renderer: None,
        project: None,
        autosave: None,
    }
}

pub(crate) fn export(
    folder: &Path,
    baseline: &Baseline,
    answer: &Answer,
    options: ProposalOptions,
) -> Result<Vec<PathBuf>, String> {
    let options = ProposalOptions { made: "2026-01-01T00:00:00Z".to_owned(), ..options };
    let results = Results { baseline, project: &answer.project, outcome: &answer.outcome };
    write_proposal(folder, results, answer.hash(), &options).map_err(|error| error.to_string())
}

pub(crate) fn window(width: f32, height: f32) -> Window {
    window_of(start(), width, height)
}

pub(crate) fn window_of(start: Start, width: f32, height: f32) -> Window {
    let mut start = Some(start);
    Harness::builder().with_size(vec2(width, height)).with_max_steps(8).build_ui_state(
        move |ui, app: &mut Option<App>| {
            let app = app.get_or_insert_with(|| App::new(ui.ctx(), start.take().expect("one start")));
            app.ui(ui);
        },
        None,
    )
}

pub(crate) fn app(window: &Window) -> &App {
    window.state().as_ref().expect("made in the first frame")
}

/// What each part of the window remembers for itself, to change.
pub(crate) fn features(window: &mut Window) -> &mut Features {
    window.state_mut().as_mut().expect("made in the first frame").features_mut()
}

/// Frames until there is nothing left to wait for.
pub(crate) fn settle(window: &mut Window) {
    let since = Instant::now();
    window.run_steps(2);
    while app(window).is_busy() {
        assert!(since.elapsed() < PATIENCE, "no answer after {PATIENCE:?}");
        window.step();
        std::thread::yield_now();
    }
    window.run_steps(4);
}

pub(crate) fn opened() -> Window {
    let mut window = window(1440.0, 900.0);
    settle(&mut window);
    window
}

pub(crate) fn click(window: &mut Window, at: Pos2) {
    window.event(Event::PointerMoved(at));
    window.step();
    for pressed in [true, false] {
        let modifiers = Modifiers::NONE;
        window.event(Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers });
        window.step();
    }
    settle(window);
}

pub(crate) fn press(window: &mut Window, label: &str) {
    window.get_by_label(label).scroll_to_me();
    settle(window);
    // What is far away takes more frames to glide into sight.
    window.run_steps(12);
    window.get_by_label(label).click();
    settle(window);
}

/// Chooses a zone from the list.
pub(crate) fn choose(window: &mut Window, zone: &str) {
    let label = format!("{zone}, ≈");
    window.get_by_label_contains(&label).scroll_to_me();
    settle(window);
    window.get_by_label_contains(&label).click();
    settle(window);
}

pub(crate) fn select(window: &mut Window, selection: Selection) {
    window.state_mut().as_mut().expect("made in the first frame").state_mut().selection = selection;
    settle(window);
}

/// A picture of the window, where there is something to draw with.
pub(crate) fn picture(window: &mut Window, folder: &Path, name: &str) {
    match window.render() {
        Ok(image) => image.save(folder.join(format!("{name}.png"))).expect("a picture can be written"),
        Err(why) => eprintln!("no picture {name}: nothing here to draw with ({why})"),
    }
}
