//! What several files of tests need.

#[cfg(feature = "gui")]
pub(crate) mod afternoon;
pub(crate) mod fixtures;
pub(crate) mod imports;
pub(crate) mod layers;
#[cfg(feature = "gui")]
pub(crate) mod newcomer;
pub(crate) mod program;
#[cfg(feature = "gui")]
pub(crate) mod room;
#[cfg(feature = "gui")]
pub(crate) mod villages;
#[cfg(feature = "gui")]
pub(crate) mod window;

use std::env;
use std::path::{Path, PathBuf};

/// A folder of the real data that `ZORGKRING_DATA` names. Where it names none, the test that asks says that it is skipped.
pub(crate) fn real_data(folder: &str) -> Option<PathBuf> {
    let Some(data) = env::var_os("ZORGKRING_DATA") else {
        eprintln!("overgeslagen: ZORGKRING_DATA noemt geen map met echte gegevens");
        return None;
    };
    let folder = Path::new(&data).join(folder);
    assert!(folder.is_dir(), "ZORGKRING_DATA names real data, but {} is not there", folder.display());
    Some(folder)
}
