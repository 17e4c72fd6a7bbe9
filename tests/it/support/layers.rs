//! Layers as tests write and read them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use zorgkring::domain::baseline::{Baseline, Role};
use zorgkring::import::{Imported, LayerArgument, Unwatched, read_layers, read_layers_beside};
use zorgkring::nl::problems::problem;

/// A folder that is gone at the end of the test.
pub(crate) struct Folder(pub(crate) tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).expect("a written file");
        path
    }
}

pub(crate) fn role(name: &str) -> Role {
    Role::from_name(name).expect("a role")
}

pub(crate) fn arguments(layers: &[(&str, &Path)]) -> Vec<LayerArgument> {
    let argument =
        |(name, path): &(&str, &Path)| LayerArgument { role: role(name), path: path.to_path_buf(), layer: None };
    layers.iter().map(argument).collect()
}

/// Replaces the roles that are given.
pub(crate) fn read(layers: &[(&str, &Path)], start: Baseline) -> Imported {
    read_layers(&arguments(layers), start, &Unwatched)
}

/// Adds to the roles that are given.
pub(crate) fn add(layers: &[(&str, &Path)], start: Baseline) -> Imported {
    let kept: BTreeSet<Role> = layers.iter().map(|(name, _)| role(name)).collect();
    read_layers_beside(&arguments(layers), &kept, start, &Unwatched)
}

pub(crate) fn sentences(imported: &Imported) -> Vec<String> {
    imported.problems.iter().map(problem).collect()
}

/// A square as WKT.
pub(crate) fn square(x: f64, y: f64, side: f64) -> String {
    let (e, n) = (x + side, y + side);
    format!("POLYGON(({x} {y}, {e} {y}, {e} {n}, {x} {n}, {x} {y}))")
}

/// A feature as GeoJSON.
pub(crate) fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}
