//! Opening the window, with the renderer that works here.

use std::sync::{Arc, Mutex, PoisonError};

use super::app::App;
use super::kit::first_size::FIRST_SIZE;
use super::start::{NoWindow, Renderer, Start};
use super::state::Recent;
use crate::nl::window as nl;

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
            .with_inner_size(FIRST_SIZE)
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
