//! The integration tests: one binary, one file a subject.

mod bad_input;
mod both_doors;
mod carried_columns;
mod cli;
mod deliveries;
mod deliveries_told;
#[path = "../tools/demo_region/mod.rs"]
mod demo_region;
mod dutch;
mod families;
mod file_wins;
mod files;
mod found_again;
mod golden;
#[cfg(feature = "gui")]
mod gui;
#[cfg(feature = "gui")]
mod gui_dragging;
#[cfg(feature = "gui")]
mod gui_file_dialog;
#[cfg(feature = "gui")]
mod gui_files;
#[cfg(feature = "gui")]
mod gui_leaving;
#[cfg(feature = "gui")]
mod gui_look;
#[cfg(feature = "gui")]
mod gui_map;
#[cfg(feature = "gui")]
mod gui_newcomer;
#[cfg(feature = "gui")]
mod gui_norms;
#[cfg(feature = "gui")]
mod gui_presenting;
#[cfg(feature = "gui")]
mod gui_projects;
#[cfg(feature = "gui")]
mod gui_recovered;
#[cfg(feature = "gui")]
mod gui_room;
#[cfg(feature = "gui")]
mod gui_search;
#[cfg(feature = "gui")]
mod gui_sketch;
#[cfg(feature = "gui")]
mod gui_twins;
#[cfg(feature = "gui")]
mod gui_typing;
#[cfg(feature = "gui")]
mod gui_unknown;
#[cfg(feature = "gui")]
mod gui_what_if;
#[cfg(feature = "gui")]
mod gui_whole_workshop;
#[cfg(feature = "gui")]
mod gui_workshop;
#[cfg(feature = "gui")]
mod gui_zones;
mod handing_over;
mod import_layers;
mod import_tables;
mod kept_problems;
mod larger_regions;
mod laws;
mod layer_use;
mod map_svg;
mod never_lost;
mod never_told;
mod plan_laws;
#[cfg(target_os = "linux")]
mod power_cut;
mod project_files;
mod reach_points;
mod real_input;
#[cfg(target_os = "linux")]
mod session_facts;
#[cfg(target_os = "linux")]
mod session_ops;
#[cfg(target_os = "linux")]
mod session_others;
mod shapes;
mod shared_file;
mod study_area_laws;
mod support;
mod tidy;
mod true_answers;
mod twins;
