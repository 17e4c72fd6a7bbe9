//! Dutch of our own file dialog.

use std::io;
use std::path::Path;

use crate::nl::cli::io_error;

pub const NO_SYSTEM_DIALOG: &str = "Dit systeem heeft geen eigen bestandsvenster; kies of typ het hier.";
pub const STILL_CHOOSING: &str = "Er wordt al een bestand gekozen; rond dat eerst af.";
pub const FOLDER_UP: &str = "Map hoger";
pub const LOOKING: &str = "De map wordt gelezen …";
pub const NOTHING_HERE: &str = "Hier staat niets om te kiezen.";
pub const FILE: &str = "Bestand, of een pad";
pub const NEW_FILE: &str = "Bestandsnaam, of een pad";
pub const FOLDER: &str = "Map, of een pad; leeg is de map hierboven";
pub const OPEN: &str = "Openen";
pub const SAVE: &str = "Bewaren";
pub const OVERWRITE: &str = "Overschrijven";
pub const CHOOSE: &str = "Deze map kiezen";
pub const NOTHING_TYPED: &str = "Kies een bestand of typ een naam.";

pub fn folder_not_read(error: &io::Error) -> String {
    format!("Deze map kan niet gelezen worden: {}.", io_error(error))
}

pub fn no_file(path: &Path) -> String {
    format!("{} is er niet.", path.display())
}

pub fn no_folder(path: &Path) -> String {
    format!("De map {} is er niet; maak die eerst.", path.display())
}

/// A file, where a folder is wanted.
pub fn no_folder_but_a_file(path: &Path) -> String {
    format!("{} is een bestand; kies een map.", path.display())
}

/// A file that would be written over.
pub fn is_there(path: &Path) -> String {
    format!("{} is er al. Overschrijven, of een andere naam?", path.display())
}
