//! The window: the only part that knows egui, eframe and walkers. Each module uses only those above it.

pub mod background;

pub mod shapes;

pub mod state;

pub mod wish;

pub mod kit;

pub mod map;

pub mod work;

pub mod start;

pub mod tools;

pub mod left;

pub mod right;

pub mod bars;

pub mod lists;

pub mod search;

pub mod dialogs;

pub mod room;

pub mod presenter;

pub mod app;

mod run;

pub use app::App;
pub use run::run;
pub use start::{LoadFn, Loaded, NoWindow, Renderer, Start};
pub use work::exporting::ExportFn;
