//! What the user may want, and what the parts of the window see.

mod action;
mod command;
mod destination;
pub mod drawn_zones;
mod tabs;
pub mod variants;
mod view;

pub use action::{Action, FileAction, ProjectAction};
pub use command::Command;
pub use destination::{Destination, zone_at};
pub use tabs::{ListTab, RoomTab};
pub use view::View;
