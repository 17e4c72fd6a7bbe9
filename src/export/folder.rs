//! A folder of files: made when it is not there, filled whole or not at all, and without what an earlier run left.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::results::ResultLayer;
use super::target::{OwnFiles, Stale, may_write_folder};
use crate::domain::baseline::Role;
use crate::files::Sources;

/// Makes the folder, writes, and publishes; a folder that was made for nothing goes again.
pub(super) fn in_folder(
    folder: &Path,
    sources: &Sources,
    write: impl FnOnce(&mut OwnFiles<'_>) -> io::Result<()>,
) -> io::Result<Vec<PathBuf>> {
    may_write_folder(folder)?;
    let is_new = !folder.exists();
    fs::create_dir_all(folder)?;
    let mut files = OwnFiles::new(sources);
    let published = match write(&mut files) {
        Ok(()) => files.publish(),
        Err(error) => {
            drop(files);
            Err(error)
        }
    };
    if published.is_err() && is_new {
        // Only an empty folder can be removed; the first error is the one to tell.
        let _ = fs::remove_dir(folder);
    }
    published
}

/// What stands on the board, which is there or is not, whatever the input.
const BOARD_TABLES: [&str; 2] = ["besluiten", "stemmingen"];

/// The name of the ledger in a folder.
pub(super) const LEDGER: &str = "opgave.csv";

/// Lets go of what earlier proposals left in a folder, but for the report; `with_layers` when this run writes the layers as well.
pub(super) fn remove_stale_collections(files: &mut OwnFiles<'_>, folder: &Path, hash: &str, with_layers: bool) {
    for layer in ResultLayer::ALL {
        let stale = match layer {
            ResultLayer::Sketches | ResultLayer::Notes => Stale::Always,
            _ => Stale::OfOtherInput,
        };
        files.remove_stale(&folder.join(format!("{}.geojson", layer.name())), stale, hash);
    }
    for table in BOARD_TABLES {
        files.remove_stale(&folder.join(format!("{table}.csv")), Stale::Always, hash);
    }
    files.remove_stale(&folder.join(LEDGER), Stale::OfOtherInput, hash);
    if with_layers {
        for role in Role::all() {
            files.remove_stale(&folder.join(format!("{}.geojson", role.name())), Stale::OfProject, hash);
        }
    }
}

/// Lets go of the tables that earlier exports left in a folder.
pub(super) fn remove_stale_tables(files: &mut OwnFiles<'_>, folder: &Path) {
    let of_results = ResultLayer::ALL.into_iter().map(ResultLayer::name);
    let of_ground = Role::all().into_iter().map(Role::name);
    for name in of_results.chain(BOARD_TABLES).chain(of_ground) {
        files.remove_stale(&folder.join(format!("{name}.csv")), Stale::Always, "");
    }
}
