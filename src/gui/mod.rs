//! The window: the only part that knows egui, eframe and walkers.

pub mod app;
pub mod choosing;
pub mod command;
pub mod dragging;
pub mod drawn_zones;
pub mod exporting;
pub mod first_size;
pub mod map;
pub mod map_layers;
pub mod norm_files;
pub mod norm_sets;
pub mod opening;
pub mod panels;
pub mod preferences;
pub mod presenter;
pub mod recent;
pub mod room;
pub mod search;
pub mod sketching;
pub mod tasks;
pub mod theme;
pub mod typed_field;
pub mod typed_first;
pub mod typed_place;
pub mod view_state;
pub mod what_if;
pub mod widgets;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

pub use app::App;
pub use exporting::ExportFn;

use self::recent::Recent;
use crate::domain::baseline::Baseline;
use crate::nl::window as nl;
use crate::project::Project;
use crate::project::file::Known;

/// What was read before there is anything to show.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The ground.
    pub baseline: Baseline,
    /// The document to start with; "terug naar standaard" goes back to its norms.
    pub project: Project,
    /// What is worth telling, for example problems that were found.
    pub notices: Vec<String>,
    /// The project as its file has it, when it was read from one.
    pub known: Option<Known>,
    /// Is all of it in that file, or is there nothing to lose?
    pub is_saved: bool,
}

/// Reads the layers, on a thread of its own; an error is a sentence for the user.
pub type LoadFn = Box<dyn FnOnce() -> Result<Loaded, String> + Send>;

/// Which way the window is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    /// Vulkan, Metal, DirectX 12, or OpenGL through wgpu.
    Wgpu,
    /// OpenGL.
    Glow,
}

/// What the window starts with.
pub struct Start {
    /// Title of the window.
    pub title: String,
    /// Reads the layers while the window already shows.
    pub load: LoadFn,
    /// Writes the files of the contract.
    pub export: ExportFn,
    /// Where the preferences are kept; without it they are those of the design and are not kept.
    pub preferences: Option<PathBuf>,
    /// One renderer only; without it wgpu first and glow when that fails.
    pub renderer: Option<Renderer>,
    /// The project's file, when that is what is read: it is saved there.
    pub project: Option<PathBuf>,
    /// The folder in which what was not saved is kept; without it nothing is.
    pub autosave: Option<PathBuf>,
}

/// Why there is no window.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoWindow {
    /// There is no display to open it on.
    #[error("there is no display")]
    NoDisplay,
    /// No renderer works here.
    #[error("no renderer works here: {0}")]
    NoRenderer(String),
}

/// Smallest size of the window, in points.
const MIN_SIZE: [f32; 2] = [800.0, 520.0];

/// Opens the window and returns when it is closed.
///
/// # Errors
/// [`NoWindow`] when there is no display, or no renderer that works on it.
pub fn run(start: Start) -> Result<(), NoWindow> {
    if !has_display() {
        return Err(NoWindow::NoDisplay);
    }
    let renderers = match start.renderer {
        Some(renderer) => vec![renderer],
        None => vec![Renderer::Wgpu, Renderer::Glow],
    };
    let title = start.title.clone();
    let waiting = Arc::new(Mutex::new(Some(start)));
    let mut why = String::new();
    for renderer in renderers {
        match open(&title, renderer, &waiting) {
            Ok(()) => return Ok(()),
            Err(eframe::Error::WinitEventLoop(_)) => return Err(NoWindow::NoDisplay),
            Err(error) => why = error.to_string(),
        }
        if waiting.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
            break;
        }
    }
    Err(NoWindow::NoRenderer(why))
}

fn open(title: &str, renderer: Renderer, waiting: &Arc<Mutex<Option<Start>>>) -> eframe::Result {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title(title)
            .with_app_id(nl::PRODUCT)
            .with_inner_size(first_size::FIRST_SIZE)
            .with_min_inner_size(MIN_SIZE),
        renderer: match renderer {
            Renderer::Wgpu => eframe::Renderer::Wgpu,
            Renderer::Glow => eframe::Renderer::Glow,
        },
        ..eframe::NativeOptions::default()
    };
    let waiting = waiting.clone();
    let create = move |cc: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, Box<dyn std::error::Error + Send + Sync>> {
        let start = waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let start = start.ok_or("the window was opened before")?;
        Ok(Box::new(App::new(&cc.egui_ctx, start).with_recent(Recent::of_user())))
    };
    eframe::run_native(nl::PRODUCT, options, Box::new(create))
}

/// Without X11 or Wayland there is nothing to open a window on; other systems always have a display.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let needs_server = cfg!(all(unix, not(target_os = "macos"), not(target_os = "android")));
    !needs_server || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET")
}
