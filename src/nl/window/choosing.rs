//! Dutch of our own file dialog.

use std::io;
use std::path::Path;

use crate::nl::cli::io_error;

/// Why it is ours.
pub const NO_SYSTEM_DIALOG: &str = "Dit systeem heeft geen eigen bestandsvenster; kies of typ het hier.";
/// Something else is being chosen.
pub const STILL_CHOOSING: &str = "Er wordt al een bestand gekozen; rond dat eerst af.";
/// Goes to the folder that this one lies in.
pub const FOLDER_UP: &str = "Map hoger";
/// While a folder is being looked into.
pub const LOOKING: &str = "De map wordt gelezen …";
/// Of a folder with nothing to choose.
pub const NOTHING_HERE: &str = "Hier staat niets om te kiezen.";
/// Puts the dialog away.
pub const CANCEL: &str = "Annuleren";
/// Over the field for a file that is there.
pub const FILE: &str = "Bestand, of een pad";
/// Over the field for a file to write.
pub const NEW_FILE: &str = "Bestandsnaam, of een pad";
/// Over the field for a folder.
pub const FOLDER: &str = "Map, of een pad; leeg is de map hierboven";
/// Takes the file.
pub const OPEN: &str = "Openen";
/// Writes the file.
pub const SAVE: &str = "Bewaren";
/// Writes over a file.
pub const OVERWRITE: &str = "Overschrijven";
/// Takes the folder.
pub const CHOOSE: &str = "Deze map kiezen";
/// Nothing was typed.
pub const NOTHING_TYPED: &str = "Kies een bestand of typ een naam.";

/// A folder in a list.
#[must_use]
pub fn folder(name: &str) -> String {
    format!("{name}/")
}

/// A folder cannot be read.
#[must_use]
pub fn folder_not_read(error: &io::Error) -> String {
    format!("Deze map kan niet gelezen worden: {}.", io_error(error))
}

/// There is no such file.
#[must_use]
pub fn no_file(path: &Path) -> String {
    format!("{} is er niet.", path.display())
}

/// There is no such folder.
#[must_use]
pub fn no_folder(path: &Path) -> String {
    format!("De map {} is er niet; maak die eerst.", path.display())
}

/// A file, where a folder is wanted.
#[must_use]
pub fn no_folder_but_a_file(path: &Path) -> String {
    format!("{} is een bestand; kies een map.", path.display())
}

/// A file that would be written over.
#[must_use]
pub fn is_there(path: &Path) -> String {
    format!("{} is er al. Overschrijven, of een andere naam?", path.display())
}
