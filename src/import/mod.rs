//! Bytes to domain values, with every problem found on the way. The modules stand in reading order: each uses only those above
//! it.

mod bytes;

mod numerals;

mod codes;

mod formula;

mod watch;

mod crs_definition;

mod crs_name;

mod problems;

mod columns;

mod raw_geometry;

mod shape;

mod wkt;

mod record;

mod placing;

mod intake;

mod formats;

mod reading;

mod points;

mod board;

mod without_roles;

mod schema;

mod region;

mod twins;

mod argument;

mod check;

mod role_guess;

mod preview;

mod read_layers;

mod delivery;

mod project_tables;

mod norm_syntax;

pub mod normenkader;

pub use argument::{LayerArgument, LayerArgumentError};
pub use board::{ReadBoard, read_board, read_notes, read_sketches};
pub use bytes::{TextEncoding, open_file, read_text_file};
pub use check::{CheckReport, check_bytes, check_file, check_layer};
pub use columns::ColumnUse;
pub use delivery::{Existing, read_delivery};
pub(crate) use formats::geopackage::blob_problem;
pub(crate) use formula::neutral;
pub use intake::Format;
pub use points::{MeasuringPoint, ReadPoints, read_points};
pub use preview::{PREVIEW_ROWS, Preview, preview_file};
pub use problems::MAX_PROBLEMS_PER_FILE;
pub(crate) use project_tables::{ReadTable, read_project_tables};
pub use read_layers::{Imported, RoleRead, read_layers, read_layers_beside, read_stream, without_layer};
pub(crate) use schema::FeatureKey;
pub(crate) use shape::repaired_area;
pub use watch::{Unwatched, Watch};
pub use without_roles::without_roles;
pub(crate) use wkt::text_from_area;
