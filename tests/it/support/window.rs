//! The window as tests drive it: opened, waited for, clicked.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use zorgkring::analysis::outcome::Outcome;
use zorgkring::domain::baseline::Baseline;
use zorgkring::export::{ProposalOptions, Results, write_proposal};
use zorgkring::gui::app::Features;
use zorgkring::gui::state::{Selection, ViewState};
use zorgkring::gui::wish::Command;
use zorgkring::gui::{App, Loaded, Start};
use zorgkring::project::{Board, Edit, Project};
use zorgkring::session::{Answer, Session};
use zorgkring::{demo, import};

/// No answer takes longer than this, even in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) type Window = Harness<'static, Option<App>>;

pub(crate) fn start() -> Start {
    Start {
        title: "zorgkring".to_owned(),
        load: Box::new(|| Ok(on_ground(demo::baseline()))),
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

/// The program of the window, to do what only a system dialog or a person at another program would.
pub(crate) fn app_mut(window: &mut Window) -> &mut App {
    window.state_mut().as_mut().expect("made in the first frame")
}

/// What the window remembers, to change.
pub(crate) fn state(window: &mut Window) -> &mut ViewState {
    app_mut(window).state_mut()
}

/// What each part of the window remembers for itself, to change.
pub(crate) fn features(window: &mut Window) -> &mut Features {
    app_mut(window).features_mut()
}

pub(crate) fn session(window: &Window) -> &Session {
    app(window).session().expect("the layers are read")
}

pub(crate) fn outcome(window: &Window) -> Arc<Outcome> {
    session(window).answer().expect("an answer").outcome.clone()
}

pub(crate) fn document(window: &Window) -> Arc<Project> {
    session(window).project().clone()
}

pub(crate) fn board(window: &Window) -> Board {
    session(window).project().board.clone()
}

/// What part of RD the map shows.
pub(crate) fn bounds(window: &Window) -> geo::Rect<f64> {
    app(window).state().shown_bounds.expect("the map was drawn")
}

/// The middle of the map, on the screen.
pub(crate) fn middle(window: &Window) -> Pos2 {
    window.get_by_label("Kaart").rect().center()
}

/// Changes the document, as a panel would.
pub(crate) fn edit(window: &mut Window, edit: Edit) {
    app_mut(window).edit(edit);
    settle(window);
}

/// Saves the project as a file, or opens it, as if the file was chosen.
pub(crate) fn file(window: &mut Window, command: Command, path: &Path) {
    app_mut(window).file(command, path.to_owned());
    settle(window);
}

pub(crate) fn key(window: &mut Window, key: Key) {
    keys(window, Modifiers::NONE, key);
}

pub(crate) fn keys(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

pub(crate) fn type_into(window: &mut Window, label: &str, text: &str) {
    type_in(window, Role::TextInput, label, text);
}

pub(crate) fn type_lines(window: &mut Window, label: &str, text: &str) {
    type_in(window, Role::MultilineTextInput, label, text);
}

fn type_in(window: &mut Window, role: Role, label: &str, text: &str) {
    window.get_by_role_and_label(role, label).focus();
    settle(window);
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

/// The left button pressed or let go.
pub(crate) fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// Presses and moves, and does not let go.
pub(crate) fn pull(window: &mut Window, from: Pos2, to: Pos2) {
    let moves = [0.25, 0.5, 0.75, 1.0].map(|part| Event::PointerMoved(from + (to - from) * part));
    for event in [Event::PointerMoved(from), button(from, true)].into_iter().chain(moves) {
        window.event(event);
        window.step();
    }
    settle(window);
}

/// Presses, moves and lets go.
pub(crate) fn drag(window: &mut Window, from: Pos2, by: Vec2) {
    let moves = [from + by / 2.0, from + by].map(Event::PointerMoved);
    let pressed = [Event::PointerMoved(from), button(from, true)];
    for event in pressed.into_iter().chain(moves).chain([button(from + by, false)]) {
        window.event(event);
        window.step();
    }
    settle(window);
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
    opened_of(start())
}

pub(crate) fn opened_of(start: Start) -> Window {
    let mut window = window_of(start, 1440.0, 900.0);
    settle(&mut window);
    window
}

/// A project on a ground that nobody worked on yet, as the program has it at the start.
pub(crate) fn on_ground(baseline: Baseline) -> Loaded {
    let project = Project::new(import::normenkader::standard());
    Loaded { baseline, project, problems: Vec::new(), known: None, is_saved: true }
}

pub(crate) fn click(window: &mut Window, at: Pos2) {
    for event in [Event::PointerMoved(at), button(at, true), button(at, false)] {
        window.event(event);
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
    state(window).selection = selection;
    settle(window);
}
