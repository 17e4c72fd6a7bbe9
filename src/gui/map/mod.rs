//! The map: its layers, where it stands, and what lies under the pointer.

pub mod bake;
pub mod basemap;
pub mod camera;
pub mod circles;
pub mod clusters;
pub mod compared;
pub mod crowd;
pub mod decorations;
pub mod derived;
pub mod drawn_ground;
pub mod flight;
pub mod hover;
pub mod input;
pub mod labels;
pub mod legend;
mod map_view;
pub mod markers;
pub mod marks;
pub mod outline;
pub mod projection;
pub mod raster_layer;
pub mod sketches;
pub mod sprites;
pub mod tiles;

pub use input::MapInput;
pub use map_view::{Canvas, MapView, Painted};
