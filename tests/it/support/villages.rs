//! The three villages in the window, and files that are let go over it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::DroppedFile;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::place::PlaceClass;
use zorgkring::gui::Start;
use zorgkring::import::{LayerArgument, Unwatched, read_layers};

use super::fixtures::three_villages;
use super::window::{Window, on_ground, opened_of, settle, start};

#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// The three villages, without the layers of some roles.
pub(crate) fn villages_without(left_out: &'static [&'static str]) -> Start {
    let load = move || {
        let layers: Vec<LayerArgument> = three_villages()
            .iter()
            .filter(|text| text.contains('=') && !left_out.iter().any(|role| text.starts_with(&format!("{role}="))))
            .map(|text| text.parse().expect("a layer"))
            .collect();
        let baseline = read_layers(&layers, Baseline::default(), &Unwatched).baseline;
        Ok(on_ground(baseline))
    };
    Start { load: Box::new(load), ..start() }
}

pub(crate) fn villages() -> Window {
    opened_of(villages_without(&[]))
}

/// A table of pharmacies in the middle village.
pub(crate) fn pharmacies(folder: &Path, name: &str, n: usize) -> PathBuf {
    let middle = |window: &Baseline| window.places[PlaceClass::Care][0].point;
    let layers: Vec<LayerArgument> =
        three_villages().iter().filter(|text| text.contains('=')).map(|text| text.parse().expect("a layer")).collect();
    let at = middle(&read_layers(&layers, Baseline::default(), &Unwatched).baseline);
    let rows: String =
        (0..n).map(|n| format!("Apotheek {n},{},{},-99997\n", at.x() + 20.0 * n as f64, at.y())).collect();
    let path = folder.join(name);
    std::fs::write(&path, format!("naam,x_rd,y_rd,oppervlakte\n{rows}")).expect("written");
    path
}

pub(crate) fn drop_file(window: &mut Window, path: &Path) {
    window.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
    settle(window);
}
