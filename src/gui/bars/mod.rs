//! The bars above and below, and their menus.

pub mod basemap_choice;
mod display_menu;
mod main_menu;
mod open_menu;
mod search_button;
pub mod status_bar;
mod tasks;
mod tools_menu;
pub mod top_bar;
mod variant_menu;
