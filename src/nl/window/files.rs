//! Dutch of opening and writing files, of messages, and of what is still missing.

use std::path::Path;

use super::sentence_case;
use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::domain::baseline::Role;
use crate::import::CheckReport;
use crate::nl::numbers;

pub const OPEN_LAYER: &str = "Laag openen";
pub const OPEN: &str = "Openen";
pub const RECENT_FILES: &str = "Onlangs geopend";
pub const NO_RECENT_FILES: &str = "Nog geen bestanden geopend";
pub const CHOOSE_LAYER_FILES: &str = "Kies bestanden om als laag te openen";
pub const LAYER_FILES: &str = "Lagen en projecten (GeoJSON, CSV, GeoPackage)";
pub const DROP_TO_OPEN: &str = "Laat los om als laag te openen";

pub const OPEN_AS_LAYER: &str = "Openen als laag";
pub const WHAT_IS_IT: &str = "Wat staat er in dit bestand?";
pub const CHOOSE_ROLE: &str = "Kies een rol …";
pub const AREAS_AND_PEOPLE: &str = "Gebieden en inwoners";
pub const HOMES: &str = "Wonen";
/// The button that adds beside what is there, and the one when nothing is there yet.
pub const ADD: &str = "Toevoegen";
pub const REPLACE: &str = "Vervangen";
pub const FIRST_ROWS: &str = "Eerste rijen";
pub const WHERE_IT_LIES: &str = "Ligging in het gebied";
/// Below a sketch of some of many.
pub fn drawn_of(n: usize, n_all: usize) -> String {
    format!("Getekend: {} van {}, verdeeld over het bestand", numbers::whole(n as f64), numbers::whole(n_all as f64))
}
pub const OUTSIDE_REGION: &str = "Geen van de plaatsen ligt in dit gebied.";
pub const SKETCH: &str = "Schets van de ligging";
pub const NO_PROBLEMS: &str = "Geen opmerkingen";
pub const GUESSED: &str = "Geraden uit naam en kolommen; kies een andere als dit niet klopt.";

/// Which of several files is asked about.
pub fn file_of(number: usize, n_files: usize) -> String {
    format!("Bestand {number} van {n_files}")
}

/// How many features are in a file, in what coordinates.
pub fn file_facts(report: &CheckReport) -> String {
    let crs = match (report.n_placed, report.n_from_degrees) {
        (0, _) => "geen bruikbare coördinaten",
        (placed, _) if placed == report.n_from_mercator => "Web Mercator (meters)",
        _ if report.n_from_mercator > 0 => "deels Web Mercator",
        (_, 0) => "RD New (meters)",
        (placed, degrees) if placed == degrees => "WGS84 (graden)",
        _ => "deels RD New, deels WGS84",
    };
    let objects = numbers::counted(report.n_features, "object", "objecten");
    let placed = if report.n_placed == report.n_features {
        String::new()
    } else {
        format!(", waarvan {} met een plaats", numbers::whole(report.n_placed as f64))
    };
    let fictional = if report.fictional { " · fictief" } else { "" };
    format!("{objects}{placed} · {crs}{fictional}")
}

pub fn remarks(n: usize) -> String {
    match n {
        0 => NO_PROBLEMS.to_owned(),
        n => numbers::counted(n, "opmerking", "opmerkingen"),
    }
}

/// What a layer of a role is called.
pub fn role(role: Role) -> String {
    match role {
        Role::Kind(kind) => sentence_case(kind.plural()),
        Role::Demand => "Inwoners (punten, vierkanten of vlakken)".to_owned(),
        Role::Municipality => "Gemeenten".to_owned(),
        Role::District => "Wijken".to_owned(),
        Role::Neighborhood => "Buurten".to_owned(),
        Role::Settlement => "Kernen".to_owned(),
        Role::Pc4 => "Inwoners per postcodegebied".to_owned(),
        Role::CandidateSite => "Kandidaatlocaties".to_owned(),
        Role::Cluster => "Geclusterde complexen".to_owned(),
        Role::StudyArea => "Studiegebied".to_owned(),
    }
}

/// Every role in groups, as a list to choose from.
pub fn role_groups() -> Vec<(&'static str, Vec<Role>)> {
    let of_group = |group| AmenityKind::all().filter(|kind| kind.group() == group).map(Role::Kind).collect();
    let mut all: Vec<(&str, Vec<Role>)> = KindGroup::all().map(|group| (group.label(), of_group(group))).collect();
    all.push((
        AREAS_AND_PEOPLE,
        vec![
            Role::Municipality,
            Role::District,
            Role::Neighborhood,
            Role::Settlement,
            Role::StudyArea,
            Role::Demand,
            Role::Pc4,
        ],
    ));
    all.push((HOMES, vec![Role::CandidateSite, Role::Cluster]));
    all
}

/// So many of a role, with a small letter.
fn counted(role: Role, n: usize) -> String {
    let number = numbers::whole(n as f64);
    let noun = match (role, n) {
        (Role::Kind(kind), 1) => kind.label(),
        (Role::Kind(kind), _) => kind.plural(),
        (Role::Municipality, 1) => "gemeente",
        (Role::Municipality, _) => "gemeenten",
        (Role::Settlement, 1) => "kern",
        (Role::Settlement, _) => "kernen",
        (_, 1) => "object",
        _ => "objecten",
    };
    format!("{number} {noun}")
}

/// What choosing a role does to what is there.
pub fn what_happens(chosen: Role, n_present: Option<usize>, can_join: bool) -> String {
    let people = "Inwoners uit een eerder bestand worden vervangen, zodat niemand dubbel telt.";
    match (chosen, n_present, can_join) {
        (Role::Demand | Role::Pc4, Some(_), false) => people.to_owned(),
        (_, None, _) => "Deze laag is er nog niet en komt erbij.".to_owned(),
        (Role::Demand | Role::Pc4, Some(n), true) => format!(
            "Er is al een laag met {}. Vervangen: alleen dit bestand telt. Toevoegen: dit bestand telt waar nog geen inwoners \
             gelezen zijn, zodat niemand dubbel telt.",
            counted(chosen, n)
        ),
        (_, Some(n), true) => format!(
            "Er is al een laag met {}. Vervangen: alleen dit bestand telt. Toevoegen: dit bestand komt \
             ernaast.",
            counted(chosen, n)
        ),
        (_, Some(n), false) => format!("De laag met {} wordt vervangen.", counted(chosen, n)),
    }
}

/// A layer was added or replaced.
pub fn layer_opened(chosen: Role, n: usize, n_remarks: usize, replaced: bool) -> String {
    let verb = if replaced { "vervangen" } else { "toegevoegd" };
    let remarks = if n_remarks == 0 { String::new() } else { format!(", {}", remarks(n_remarks)) };
    format!("Laag {} {verb}: {}{remarks}.", self::role(chosen), counted(chosen, n))
}

/// Sketches or notes of a file were put on the board.
pub fn board_opened(file: &str, n_sketches: usize, n_notes: usize, n_remarks: usize) -> String {
    let what = match (n_sketches, n_notes) {
        (1, _) => "1 schets".to_owned(),
        (0, 1) => "1 briefje".to_owned(),
        (0, n) => format!("{n} briefjes"),
        (n, _) => format!("{n} schetsen"),
    };
    let verb = if n_sketches + n_notes == 1 { "staat" } else { "staan" };
    let remarks = if n_remarks == 0 { String::new() } else { format!("; {}", remarks(n_remarks)) };
    format!("{what} uit {file} {verb} op de kaart{remarks}.")
}

/// Nothing of a file was of use.
pub fn nothing_usable(file: &str, chosen: Role) -> String {
    format!("In {file} staat niets bruikbaars voor {}; er is niets veranderd.", self::role(chosen))
}

/// A file cannot be read at all.
pub fn not_opened(file: &str) -> String {
    format!("{file} is niet geopend.")
}

pub const OPENING_STOPPED: &str = "Het openen is gestopt; er is niets veranderd.";

/// Looks at a file, as a task.
pub fn looking(file: &str) -> String {
    format!("{file} bekijken")
}
pub const READING: &str = "Lagen inlezen";
pub const COMPUTING_TASK: &str = "Berekenen";
/// Accessible name of the button that stops a task.
pub fn stop(task: &str) -> String {
    format!("{task} stoppen")
}
/// A task with how far it is.
pub fn task(name: &str, share: Option<f32>) -> String {
    share.map_or_else(|| format!("{name} …"), |share| format!("{name} {}", super::percent(share)))
}
pub const COMPUTING_STOPPED: &str = "berekening gestopt";
pub const COMPUTE_AGAIN: &str = "Opnieuw berekenen";

pub const SHOW_MESSAGES: &str = "Meldingen tonen of verbergen";
pub const MESSAGES: &str = "Meldingen";
pub const NO_MESSAGES: &str = "Geen meldingen";
pub const COPY_ALL: &str = "Alles kopiëren";
pub const REMOVE_ALL: &str = "Alles wissen";
pub const COPY: &str = "Kopiëren";
pub const REMOVE: &str = "Wissen";
pub const PROBLEM_SIGN: &str = "⚠";
pub const DONE_SIGN: &str = "✓";
pub fn messages(n: usize) -> String {
    match n {
        0 => NO_MESSAGES.to_owned(),
        n => numbers::counted(n, "melding", "meldingen"),
    }
}
/// Details beyond those that are shown.
pub fn more_details(n: usize) -> String {
    format!("En nog {}; met Kopiëren krijgt u ze allemaal.", numbers::whole(n as f64))
}
/// Shows or hides so many details.
pub fn details(n: usize, open: bool) -> String {
    let verb = if open { super::HIDE_DETAILS } else { super::SHOW_DETAILS };
    format!("{verb} ({})", numbers::whole(n as f64))
}

pub const WHAT_TO_EXPORT: &str = "Wat";
/// The files to choose from: name and file.
pub const EXPORT_FILES: [(&str, &str); 8] = [
    ("Zones", "zones.geojson"),
    ("Ringen per woonvorm", "ringen.geojson"),
    ("Bijna-zones", "bijna.geojson"),
    ("Kandidaatlocaties", "kandidaten.geojson"),
    ("Haltes met OV-categorie", "haltes.geojson"),
    ("Opgave per gemeente", "opgave.csv"),
    ("Rapport met normen, bronnen en opmerkingen", "rapport.json"),
    ("De ingelezen lagen", "een GeoJSON per laag"),
];
pub const COORDINATES: &str = "Coördinaten in GeoJSON";
pub const CRS_WGS84: &str = "WGS84 (graden)";
pub const CRS_RD: &str = "RD New (meters)";
pub const FOLDER: &str = "Map";
pub const CHOOSE_FOLDER: &str = "Map kiezen …";
/// Of which variant an export is.
pub fn exported_variant(name: Option<&str>) -> String {
    match name {
        Some(name) => format!("Van variant: {name}"),
        None => "Van de nulsituatie, zonder variant".to_owned(),
    }
}

/// What of the board goes along: sketches, notes, decisions and votes; nothing for an empty board.
pub fn exported_board(counts: [usize; 4]) -> Option<String> {
    const NAMES: [[&str; 2]; 4] =
        [["schets", "schetsen"], ["briefje", "briefjes"], ["besluit", "besluiten"], ["stemming", "stemmingen"]];
    let told = counts.into_iter().zip(NAMES).filter(|(n, _)| *n > 0);
    let told: Vec<String> = told.map(|(n, [one, more])| format!("{n} {}", if n == 1 { one } else { more })).collect();
    (!told.is_empty()).then(|| format!("Ook mee: {}.", told.join(", ")))
}

pub const REPLACES_FILES: &str =
    "De map wordt gemaakt als die er niet is. Bestanden met dezelfde naam worden vervangen.";
pub const NO_FOLDER: &str = "Kies of typ een map.";
pub const NOTHING_CHOSEN: &str = "Kies wat er geschreven wordt.";
/// While the answer does not belong to the document yet.
pub const WAIT_FOR_ANSWER: &str = "De berekening loopt nog; daarna kan er worden geëxporteerd.";
pub const EXPORT_STOPPED: &str = "Het exporteren is gestopt; er is niets geschreven.";

pub const NOTHING_HERE_YET: &str = "Nog niets te berekenen";
pub const PUT_CARD_AWAY: &str = "Kaartje sluiten";
/// How to add what is missing.
pub fn how_to_add() -> String {
    let menu = crate::nl::project::FILE_MENU;
    format!("Sleep een GeoJSON-, CSV- of GeoPackage-bestand naar het venster, of kies {OPEN_LAYER} in het menu {menu}.")
}
/// What is missing and why it matters.
pub fn missing(roles: &[Role]) -> (String, &'static str) {
    let names: Vec<String> = roles.iter().map(|role| self::role(*role).to_lowercase()).collect();
    let what = match roles {
        [Role::Demand] => "inwoners".to_owned(),
        _ => names.join(" of "),
    };
    let why = match roles {
        [Role::Kind(AmenityKind::CARE)] => "Zones ontstaan rond deze locaties.",
        [Role::Demand] => "Zonder inwoners blijft onbekend voor hoeveel mensen een zone is.",
        _ => "Een verplichte norm vraagt hierom; zonder deze laag ontstaan er geen zones.",
    };
    (format!("Nog geen {what}."), why)
}
/// Accessible name of the button that opens what is missing.
pub fn open_for(roles: &[Role]) -> String {
    let names: Vec<String> = roles.iter().map(|role| self::role(*role).to_lowercase()).collect();
    format!("Openen: {}", names.join(" of "))
}

pub fn open_path(path: &Path) -> String {
    format!("{OPEN}: {}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opened_layer_is_told_with_its_count() {
        let supermarket = AmenityKind::from_role("supermarkt").map(Role::Kind).expect("a kind");
        assert_eq!(
            layer_opened(supermarket, 1234, 3, false),
            "Laag Supermarkten toegevoegd: 1.234 supermarkten, 3 opmerkingen."
        );
        assert_eq!(layer_opened(supermarket, 1, 0, true), "Laag Supermarkten vervangen: 1 supermarkt.");
    }

    #[test]
    fn every_role_stands_in_exactly_one_group() {
        let mut listed: Vec<Role> = role_groups().into_iter().flat_map(|(_, roles)| roles).collect();
        listed.sort();
        let mut all = Role::all();
        all.sort();
        assert_eq!(listed, all);
    }

    #[test]
    fn what_is_missing_is_said_in_words() {
        assert_eq!(missing(&[Role::Kind(AmenityKind::CARE)]).0, "Nog geen 24-uurszorglocaties.");
    }
}
