//! What the parts of the window are made of: theme, widgets, fields, keys, and the areas of the screen.

pub mod areas;
pub mod ballot;
pub mod buttons;
pub mod choosing;
pub mod dragging;
pub mod fields;
pub mod first_size;
pub mod form_choice;
pub mod job;
pub mod keys;
pub mod names;
pub mod presented_areas;
pub mod round_clock;
pub mod side_panels;
pub mod sketch_look;
pub mod small_space;
pub mod theme;
pub mod typed_field;
pub mod typed_first;
pub mod typing;
pub mod widgets;
