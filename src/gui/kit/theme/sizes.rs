//! Sizes of the visual design.

/// Spacing goes in steps of this many points.
pub const STEP: f32 = 4.0;
/// Corner radius of cards and buttons, in points.
pub const RADIUS: u8 = 7;
/// Smallest height of what can be touched, in points.
pub const TOUCH: f32 = 34.0;
/// Size of a remark, in points.
pub const REMARK_SIZE: f32 = 12.0;
/// Size of text, in points.
pub const TEXT_SIZE: f32 = 14.0;
/// Size of a title or figure, in points.
pub const FIGURE_SIZE: f32 = 20.0;
/// Width of the left panel, in points.
pub const LEFT_WIDTH: f32 = 304.0;
/// Width of the right panel, in points.
pub const RIGHT_WIDTH: f32 = 360.0;
/// Outline of what is selected, in points.
pub const SELECTED_LINE: f32 = 4.0;
/// Diameter of a voorziening's marker, in points.
pub const AMENITY_SIZE: f32 = 20.0;

/// Titles of sketches on the map, in points.
pub const SKETCH_TITLE: f32 = 13.0;
