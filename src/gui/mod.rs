//! The window: the only part that knows egui, eframe and walkers.

pub mod app;
pub mod choosing;
pub mod command;
pub mod dragging;
pub mod drawn_zones;
pub mod exporting;
pub mod first_size;
pub mod job;
pub mod map;
pub mod map_layers;
pub mod norm_sets;
pub mod opening;
pub mod panels;
pub mod preferences;
pub mod presenter;
pub mod recent;
pub mod room;
pub mod run;
pub mod search;
pub mod sketching;
pub mod start;
pub mod tasks;
pub mod theme;
pub mod typed_field;
pub mod typed_first;
pub mod typed_place;
pub mod view_state;
pub mod what_if;
pub mod widgets;

pub use app::App;
pub use exporting::ExportFn;
pub use run::run;
pub use start::{LoadFn, Loaded, NoWindow, Renderer, Start};
