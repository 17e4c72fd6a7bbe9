//! Layers that come to a project that may have them already.

use std::collections::BTreeSet;

use super::argument::LayerArgument;
use super::read_layers::{Imported, read_layers_beside};
use super::watch::Watch;
use crate::domain::baseline::{Baseline, Role};

/// What becomes of a layer that is there already when a file of its role is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays; the same places are as the file has them, others come beside them.
    AddedTo,
    /// What is not in the file goes.
    Replaced,
}

/// Reads layers for a project. No layer is given up for files of which nothing is of use: what is there stays as it was.
pub fn read_delivery(
    layers: &[LayerArgument],
    existing: impl Fn(Role) -> Existing,
    start: Baseline,
    watch: &dyn Watch,
) -> Imported {
    let roles: BTreeSet<Role> = layers.iter().map(|layer| layer.role).collect();
    let beside: BTreeSet<Role> = roles.into_iter().filter(|role| existing(*role) == Existing::AddedTo).collect();
    let mut imported = read_layers_beside(layers, &beside, start.clone(), watch);
    // A file of `pc4` takes the place of `vraag` too, so each layer is looked at.
    let loses_any = start.layers.iter().any(|layer| imported.baseline.layer(layer.role).is_none());
    let is_of_use = |layer: &&LayerArgument| imported.is_read(layer.role);
    let of_use: Vec<LayerArgument> = layers.iter().filter(is_of_use).cloned().collect();
    if loses_any && of_use.len() < layers.len() && !watch.cancelled() {
        let again = read_layers_beside(&of_use, &beside, start, watch);
        // What was wrong is that of the first reading, which has it of all files.
        imported.baseline = again.baseline;
        for (role, read) in again.roles {
            imported.roles.entry(role).or_default().n_features = read.n_features;
        }
    }
    imported
}
