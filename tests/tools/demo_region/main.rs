//! Makes the demo region and puts it where the program finds it: `cargo run --release --example demo_region`.

#[path = "mod.rs"]
mod region;

use std::io::Write;
use std::path::Path;

use flate2::{Compression, GzBuilder};
use zorgkring::import::normenkader;
use zorgkring::project::Project;
use zorgkring::project::file::project_bytes;

/// When the region was drawn up: the same bytes at every run.
const MADE: &str = "2026-01-01T00:00:00Z";

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bytes = project_bytes(&Project::new(normenkader::standard()), &region::baseline(), MADE)?;
    let file = std::fs::File::create(root.join("assets/demo/regio.gpkg.gz"))?;
    let mut packed = GzBuilder::new().mtime(0).write(file, Compression::best());
    packed.write_all(&bytes)?;
    packed.finish().map(|_| ())
}
