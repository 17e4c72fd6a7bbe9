//! The built-in demo region: the ground of Twente with its people as facts, all places invented and labelled so.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::GzDecoder;

use crate::domain::baseline::Baseline;
use crate::project::file;

/// A project file like any other; `tests/tools/demo_region` makes it.
const REGION: &[u8] = include_bytes!("../assets/demo/regio.gpkg.gz");

static BASELINE: LazyLock<Baseline> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    GzDecoder::new(REGION).read_to_end(&mut bytes).expect("the region is ours and tested");
    let opened = file::read_bytes(&bytes, "demo").expect("the region is ours and tested");
    Baseline::clone(&opened.baseline)
});

/// De demoregio, in metres RD, with the people of 1-1-2021.
///
/// Facts are the gemeenten, the buurten, the kernen with their built-up areas and their people (CBS, Kadaster, GeoNames), and the
/// names of stations. People are spread over the built-up squares of their kern by the people of the buurten. Every place
/// is invented: such layers say so in [`crate::domain::baseline::LayerSource::fictional`] and in their source.
pub fn baseline() -> Baseline {
    BASELINE.clone()
}
