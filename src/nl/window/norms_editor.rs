//! The editor of the normenkader in Dutch: what can be done, what differs, and what went wrong.

use std::io;
use std::path::Path;

use super::kinds;
use crate::domain::housing::HousingForm;
use crate::domain::norm::{Norm, TransitNorm};
use crate::domain::transit::TransitClass;
use crate::nl::cli::io_error;
use crate::nl::numbers;

pub const EDIT_NORMS: &str = "Normenkader bewerken";
pub const SAVE_NORMS: &str = "Normenkader opslaan als TOML …";
pub const SAVE_NORMS_SHORT: &str = "Opslaan als TOML …";
pub const LOAD_NORMS: &str = "Normenkader laden …";
pub const LOAD_NORMS_SHORT: &str = "Laden …";
/// Heading of the editor, and the name of the choice.
pub const NORM_SET: &str = "Normenkader";
/// Accessible name of the button that closes the editor.
pub const CLOSE_NORMS: &str = "Normenkader sluiten";
/// Heading of the normenkaders that come with the program.
pub const BUILT_IN_SETS: &str = "Van zorgkring";
pub const OWN_SETS: &str = "Van uzelf";
pub const COPY_SET: &str = "Kopie maken …";
pub const ALL_BACK: &str = "Alles terug naar standaard";
pub const SET_NAME: &str = "Naam van het normenkader";
pub const NAME: &str = "naam";
pub const NORM_FILES: &str = "Normenkader (TOML)";
pub const CHANGED: &str = "gewijzigd";
pub const BACK: &str = "terug";
/// The mark of a norm that the standard does not have.
pub const NOT_IN_STANDARD: &str = "staat niet in de standaard";
/// Columns of the table.
pub const NORM_COLUMNS: [&str; 6] = ["soort", "hoogstens lopen", "verplicht", "gewicht", "bron", "zekerheid"];
pub const NO_TRANSIT_NORM: &str = "geen OV-norm";
pub const WEIGHT: &str = "gewicht";
pub const NORMS_REMARK: &str = "Loopafstanden gelden tot en met de norm. Verplicht: zonder dit geen ring. Het gewicht telt in de \
     score, ook van wat verplicht is. Wie een afstand wijzigt, maakt er een eigen keuze van: vul dan zelf de bron in.";
pub const NAME_IS_EMPTY: &str = "Geef het normenkader een naam van ten minste één letter.";
pub const NORM_FILE_BROKE_OFF: &str =
    "Het bestand kon niet worden verwerkt: er trad een fout op in het programma zelf.";

/// A name that the program's own normenkaders have.
pub fn name_is_ours(name: &str) -> String {
    format!("'{name}' is de naam van een normenkader van zorgkring zelf; kies een andere naam.")
}

/// What was changed cannot go under a name of ours.
pub fn name_before_saving(name: &str) -> String {
    format!("Dit is niet meer '{name}' zoals zorgkring het meegeeft; geef het eerst een eigen naam en sla het dan op.")
}

pub fn copy_of(name: &str) -> String {
    format!("Kopie van {name}")
}

/// Name of a normenkader of ours that was changed.
pub fn changed_set(name: &str) -> String {
    format!("{name} (gewijzigd)")
}

/// The normenkader in use and how many of its norms differ from the standard.
pub fn set_and_changes(name: &str, n_changed: usize) -> String {
    match n_changed {
        0 => name.to_owned(),
        n => format!("{name} · {n} gewijzigd"),
    }
}

/// How many norms differ from the standard.
pub fn differs_from(standard: &str, n_changed: usize) -> String {
    match n_changed {
        0 => format!("Gelijk aan {standard}."),
        1 => format!("1 punt anders dan {standard}; dat is gemerkt met een stip."),
        n => format!("{n} punten anders dan {standard}; die zijn gemerkt met een stip."),
    }
}

/// A file name for a normenkader.
pub fn norm_file_name(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    if words.is_empty() { "normenkader.toml".to_owned() } else { format!("{}.toml", words.join("-")) }
}

/// The normenkader stands in a file.
pub fn norms_saved(name: &str, path: &Path) -> String {
    format!("Normenkader '{name}' opgeslagen in {}.", path.display())
}

/// The normenkader came from a file.
pub fn norms_loaded(name: &str, path: &Path) -> String {
    format!("Normenkader '{name}' geladen uit {}.", path.display())
}

pub fn norms_not_saved(path: &Path, error: &io::Error) -> String {
    format!("{} kan niet geschreven worden ({}); het normenkader is niet opgeslagen.", path.display(), io_error(error))
}

pub fn norms_not_read(path: &Path, error: &io::Error) -> String {
    let why = io_error(error);
    format!("{} kan niet gelezen worden ({why}); het normenkader is niet gewijzigd.", path.display())
}

pub fn norms_too_large(path: &Path) -> String {
    format!("{} is te groot voor een normenkader; kies een TOML-bestand met normen.", path.display())
}

/// What the standard says where a norm differs from it.
pub fn differences(norm: &Norm, standard: &Norm) -> String {
    let mut parts = Vec::new();
    if norm.max != standard.max {
        parts.push(numbers::meters(standard.max.meters()));
    }
    if norm.required != standard.required {
        parts.push(required(standard.required).to_owned());
    }
    if !same(norm.weight, standard.weight) {
        parts.push(format!("{WEIGHT} {}", weight(standard.weight)));
    }
    if parts.is_empty() && (&norm.source, norm.certainty) != (&standard.source, standard.certainty) {
        parts.push("andere bron".to_owned());
    }
    standard_is(&parts.join(", "))
}

/// What the standard says of an OV-norm that differs from it.
pub fn transit_differences(standard: Option<&TransitNorm>) -> String {
    standard_is(&standard.map_or_else(
        || NO_TRANSIT_NORM.to_owned(),
        |norm| format!("{}, {}", transit_class(norm.min_class), required(norm.required)),
    ))
}

pub fn standard_is(what: &str) -> String {
    format!("standaard {what}")
}

/// Accessible name of the link that puts something back.
pub fn put_back(what: &str) -> String {
    format!("{what} terug naar standaard")
}

/// The name of a norm within sentences.
pub fn norm_name(norm: &Norm) -> String {
    format!("norm {} ({})", kinds(&norm.kinds), norm.form.name())
}

/// Accessible name of the field for a distance.
pub fn norm_field(norm: &Norm) -> String {
    format!("{} in meters, getypt", norm_name(norm))
}

/// Accessible name of the field for the omloopfactor.
pub const DETOUR_FIELD: &str = "omloopfactor, getypt";

/// Accessible name of the field for a weight.
pub fn weight_field(norm: &Norm) -> String {
    format!("gewicht van {}", norm_name(norm))
}

/// Accessible name of the field for a source.
pub fn source_field(norm: &Norm) -> String {
    format!("bron van {}", norm_name(norm))
}

/// Accessible name of the choice of certainty.
pub fn certainty_field(norm: &Norm) -> String {
    format!("zekerheid van {}", norm_name(norm))
}

/// Name of the OV-norm of a woonvorm.
pub fn transit_norm_name(form: HousingForm) -> String {
    format!("OV-norm ({})", form.name())
}

/// Accessible name of the box that makes an OV-norm required.
pub fn transit_required_of(form: HousingForm) -> String {
    format!("{} verplicht", transit_norm_name(form))
}

/// Accessible names of the field for the source of an OV-norm and of the choice of its certainty.
pub fn transit_source_fields(form: HousingForm) -> [String; 2] {
    let name = transit_norm_name(form);
    [format!("bron van {name}"), format!("zekerheid van {name}")]
}

pub fn transit_class(class: TransitClass) -> String {
    format!("OV-klasse {} of beter", class.letter())
}

/// A weight: whole where it is whole.
pub fn weight(value: f64) -> String {
    let n_decimals = if same(value, value.round()) { 0 } else { 2 };
    numbers::decimal(value, n_decimals)
}

/// What was typed is no distance, or one out of range.
pub fn no_distance(typed: &str, least_m: f64, most_m: f64) -> String {
    format!("'{typed}' kan niet; geef een loopafstand van {} tot {}.", numbers::whole(least_m), numbers::meters(most_m))
}

/// What was typed is no omloopfactor, or one out of range.
pub fn no_factor(typed: &str, least: f64, most: f64) -> String {
    format!(
        "'{typed}' kan niet; geef een omloopfactor van {} tot {}.",
        numbers::decimal(least, 1),
        numbers::decimal(most, 1)
    )
}

/// What was typed is no weight, or one out of range.
pub fn no_weight(typed: &str, most: f64) -> String {
    format!("'{typed}' kan niet; geef een gewicht van 0 tot {}.", numbers::whole(most))
}

/// What an edit of the normenkader did.
pub(super) fn required(required: bool) -> &'static str {
    if required { "verplicht" } else { "niet verplicht" }
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::normenkader::standard;

    #[test]
    fn what_differs_names_what_the_standard_says() {
        let norms = standard();
        let mut norm = norms.norms[1].clone();
        norm.required = false;
        norm.weight = 12.5;
        assert_eq!(differences(&norm, &norms.norms[1]), "standaard verplicht, gewicht 52");
        assert_eq!(weight(12.5), "12,50");
    }

    #[test]
    fn a_file_is_named_after_its_normenkader() {
        assert_eq!(norm_file_name("Normen Borne / 2025"), "normen-borne-2025.toml");
        assert_eq!(norm_file_name("…"), "normenkader.toml");
    }
}
