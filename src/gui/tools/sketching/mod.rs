//! The sketching tool at work: how it follows the pointer, what it paints, and its bar.

pub mod bar;
pub mod following;
pub mod painting;
