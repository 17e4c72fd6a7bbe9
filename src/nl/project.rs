//! Dutch of project files: what is wrong with one, why it was not saved, and what was kept of a session.

use std::io;
use std::path::Path;

use super::cli::{io_error, why_refused};
use super::conflicts::conflicting;
use crate::domain::baseline::Role;
use crate::files::Refusal;
use crate::project::file::{ProjectFileError, SaveError};

/// Why a project file cannot be opened.
pub fn not_opened(path: &Path, error: &ProjectFileError) -> String {
    use ProjectFileError as E;
    let why = match error {
        E::NotReadable(kind) => io_error(&io::Error::from(*kind)),
        E::NotAGeoPackage => "dit is geen GeoPackage".to_owned(),
        E::NotAProject => {
            "dit GeoPackage is geen project van zorgkring; open de lagen eruit met --laag ROL=BESTAND:LAAG".to_owned()
        }
        E::Newer { found, known } => format!(
            "het is gemaakt met een nieuwere versie van zorgkring (formaat {found}, deze versie leest tot en met \
             {known}); werk zorgkring bij"
        ),
        E::InUse => "een ander programma schrijft er nu in; sluit het daar en probeer opnieuw".to_owned(),
        E::DamagedDatabase => "het bestand is beschadigd; zet een kopie terug".to_owned(),
        E::TablesChanged => {
            "een ander programma heeft tabellen van het project zo veranderd dat ze niet te lezen zijn; maak dat daar \
             ongedaan of zet een kopie terug"
                .to_owned()
        }
        E::MissingTable { table } => format!("de tabel {table} ontbreekt; zet een kopie terug"),
        E::BadValue { table, row: 0, column } => format!("in de tabel {table} klopt {column} niet"),
        E::BadValue { table, row, column } => format!("in de tabel {table}, rij {row}, klopt {column} niet"),
        E::Cancelled => "het openen is afgebroken".to_owned(),
    };
    format!("{} kan niet geopend worden: {why}. Het bestand is niet veranderd.", path.display())
}

/// Why a project was not saved.
pub fn not_saved(path: &Path, error: &SaveError) -> String {
    let why = match error {
        SaveError::NotWritten(error) if error.kind() == io::ErrorKind::NotFound => {
            "de map is er niet; is de schijf of het netwerk nog verbonden?".to_owned()
        }
        SaveError::NotWritten(error) if error.kind() == io::ErrorKind::ReadOnlyFilesystem => {
            "de map of de schijf is alleen-lezen".to_owned()
        }
        SaveError::NotWritten(error) => match Refusal::of(error) {
            Some(refusal) => why_refused(refusal),
            None => io_error(error),
        },
        SaveError::ChangedSince => "een ander programma heeft het bestand sindsdien veranderd".to_owned(),
        SaveError::InUse => "een ander programma, zoals QGIS, schrijft er nu in; sluit het daar eerst".to_owned(),
        SaveError::OpenElsewhere => "het is al geopend in een ander venster van zorgkring".to_owned(),
        SaveError::NotAProject(_) => {
            "er staat al een ander bestand met die naam, dat geen leesbaar project is; kies een andere naam".to_owned()
        }
        SaveError::Conflicts(conflicts) => conflicting(conflicts),
        SaveError::OtherCrs { table, crs } => format!(
            "een ander programma heeft de laag {table} in {crs} gezet; zet die terug in RD (EPSG:28992) of bewaar \
             elders"
        ),
        SaveError::OutOfStep { table, object } => format!(
            "in de tabel {table} is \"{object}\" niet terug te vinden zoals het gelezen is; bewaar elders en open dit bestand \
             opnieuw"
        ),
        SaveError::Rule(rule) => match rule.strip_prefix("no such function: ") {
            Some(function) => format!(
                "een ander programma heeft er een regel in gezet die de functie {} nodig heeft; bewaar elders",
                function.split_whitespace().next().unwrap_or_default()
            ),
            None => "een regel die een ander programma erin heeft gezet laat dit niet toe; bewaar elders".to_owned(),
        },
        SaveError::NoLocks => "deze schijf kent geen sloten; kopieer het project naar een eigen schijf".to_owned(),
        SaveError::Damaged => "het bestand is beschadigd; zet een kopie terug of bewaar elders".to_owned(),
    };
    let end = if why.ends_with('?') { "" } else { "." };
    format!("{} is niet bewaard: {why}{end} Wat er stond is niet veranderd.", path.display())
}

pub fn saved_later(path: &Path, error: &SaveError) -> String {
    format!("{} Uw werk gaat door; bewaren wordt vanzelf opnieuw geprobeerd.", not_saved(path, error))
}

pub fn saved(path: &Path, n_layers: usize) -> String {
    let layers = if n_layers == 1 { "laag" } else { "lagen" };
    format!("Bewaard in {} ({n_layers} {layers}).", path.display())
}

/// There is no variant of that name.
pub fn no_such_variant(name: &str, names: &[&str]) -> String {
    if names.is_empty() {
        format!("De variant '{name}' bestaat niet: dit project heeft geen varianten.")
    } else {
        format!("De variant '{name}' bestaat niet; kies uit {}.", names.join(", "))
    }
}

pub const NOT_SHARED: &str = "niet gedeeld";

pub fn withheld(roles: &[Role]) -> String {
    let names: Vec<_> = roles.iter().map(|role| role.name()).collect();
    format!(
        "Niet geëxporteerd, omdat de licentie 'niet delen' zegt: {}. Er is wel mee gerekend; namen, plaatsen en ids eruit \
         staan nergens.",
        names.join(", ")
    )
}

/// Sketches that were put on a place that stays at home.
pub fn sketches_left_out(n: usize) -> String {
    let what = if n == 1 { "1 schets die vastzit".to_owned() } else { format!("{n} schetsen die vastzitten") };
    format!("Niet geëxporteerd: {what} aan een plek uit een laag die niet gedeeld wordt.")
}

/// What was found in layers that stay at home.
pub fn problems_left_out(n: usize) -> String {
    let what = if n == 1 { "1 melding" } else { &format!("{n} meldingen") };
    format!("Weggelaten: {what} over bestanden met een laag die niet gedeeld wordt.")
}

/// Counts of people that are too small to be told.
pub fn small_counts(n: usize) -> String {
    format!("Weggelaten: {} van minder dan 5 personen.", super::numbers::counted(n, "aantal", "aantallen"))
}

/// The question at the start, after a session that did not end well: the moment as it shows, and the file it belongs to.
pub fn recovery_question(time: &str, file: Option<&Path>) -> String {
    match file {
        Some(file) => format!("Er is werk van {time} aan {} dat niet is bewaard.", name_and_folder(file)),
        None => format!("Er is werk van {time} dat niet is bewaard, aan een project dat nog geen bestand had."),
    }
}

/// Below that question: what it does to what shows, which may be another project, in that file or in none.
pub fn recovery_remark(is_other: bool, shown: Option<&Path>) -> String {
    let other = match (is_other, shown) {
        (false, _) => String::new(),
        (true, Some(shown)) => format!("Dat is een ander project dan wat nu open is, {}. ", name_and_folder(shown)),
        (true, None) => "Dat is een ander project dan wat nu in het venster staat. ".to_owned(),
    };
    format!("{other}Terughalen vervangt wat er nu in het venster staat.")
}

/// Before work that belongs to a file, or to none, is gone for good.
pub fn discard_question(time: &str, file: Option<&Path>) -> String {
    let of = match file {
        Some(file) => format!("aan {}", name_and_folder(file)),
        None => "aan een project dat nog geen bestand had".to_owned(),
    };
    format!("Het werk van {time} {of} voorgoed weggooien? Het staat nergens anders.")
}

/// A file by its name, and where it lies.
fn name_and_folder(file: &Path) -> String {
    let name = file.file_name().map_or_else(|| file.to_string_lossy(), |name| name.to_string_lossy());
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => format!("{name} (in {})", folder.display()),
        None => name.into_owned(),
    }
}

pub const PROJECT_OR_DEMO: &str = "Geef een project of --demo, niet allebei.";
pub const RECOVER: &str = "Terughalen";
pub const DISCARD: &str = "Weggooien";
pub const DECIDE_LATER: &str = "Later";
pub const OPEN_PROJECT: &str = "Project openen";
pub const SAVE_PROJECT: &str = "Project bewaren";
pub const SAVE_PROJECT_AS: &str = "Project bewaren als";
pub const NEW_PROJECT: &str = "Nieuw project";
pub const EARLIER_STATES: &str = "Eerdere toestanden";
pub const NO_EARLIER_STATES: &str = "Nog geen eerdere toestanden: die komen er bij elke wijziging.";
pub const UNTITLED: &str = "Naamloos project";
pub const PROJECT_FILES: &str = "Projecten (GeoPackage)";
/// The question before writing over what another program wrote.
pub const CHANGED_QUESTION: &str =
    "Een ander programma heeft dit bestand veranderd sinds het is geopend. Toch overschrijven?";
pub const OVERWRITE_REMARK: &str = "Overschrijven haalt weg wat dat programma erin zette.";
pub const MERGE_REMARK: &str = "Samenvoegen houdt alles van beide; wat hier was weggehaald en daar nog staat, komt terug. Overschrijven haalt weg wat dat programma erin zette.";
pub const MERGE: &str = "Samenvoegen";
pub const CONFLICTS_REMARK: &str = "Wat maar aan één kant is veranderd blijft in elk geval staan. Na “Neem wat daar staat” is uw kant van deze velden weg.";
/// The question before what another program did goes from the file, because it was undone here.
pub const OTHERS_UNDONE_QUESTION: &str = "Wijzigingen van een ander programma zijn hier ongedaan gemaakt. Na het bewaren staan ze ook niet meer in het bestand.";
pub const OTHERS_UNDONE_REMARK: &str = "Opnieuw (Ctrl+Y) haalt ze hier terug, zolang er daarna niets is veranderd.";
pub const SAVE_WITHOUT_OTHERS: &str = "Bewaren zonder die";
pub const KEEP_MINE: &str = "Houd wat hier staat";
pub const TAKE_THEIRS: &str = "Neem wat daar staat";
pub const OVERWRITE: &str = "Overschrijven";
pub const UNSAVED_QUESTION: &str = "Er zijn wijzigingen die niet zijn bewaard.";
pub const LEAVE_UNSAVED: &str = "Niet bewaren";
pub const SAVE: &str = "Bewaren";
pub const REMOVE_LAYER: &str = "Laag verwijderen";
pub const WHICH_LAYER: &str = "Welke laag gaat eruit?";
pub const NO_LAYERS: &str = "Er zijn geen lagen.";
pub const SAVE_ELSEWHERE: &str = "Elders bewaren";
pub const FILE_MENU: &str = "Bestand";
pub const UNSAVED_REMARK: &str = "Met Niet bewaren gaan ze verloren.";
pub const DISCARD_FOR_GOOD: &str = "Voorgoed weggooien";
pub const KEEP: &str = "Laten staan";
pub const STATES_REMARK: &str = "Wat er nu staat blijft ook in deze lijst.";
pub const BROKE_OFF: &str = "Het werk aan het project is door een fout afgebroken; er is niets veranderd.";
pub const STILL_BUSY: &str = "Er wordt nog een project geopend of bewaard; probeer het daarna opnieuw.";
pub const BROUGHT_BACK: &str = "Het werk is teruggehaald. Het is nog niet bewaard.";

pub fn opened(path: &Path) -> String {
    format!("Geopend: {}.", path.display())
}

/// A project that somebody else has open as well.
pub fn open_elsewhere(path: &Path) -> String {
    format!("{} is al open in een ander venster van zorgkring. Bewaar het hier onder een andere naam.", path.display())
}

pub fn not_brought_back(error: &ProjectFileError) -> String {
    let named = not_opened(Path::new("De bewaarde toestand"), error);
    named.replace(" Het bestand is niet veranderd.", " Er is niets veranderd.")
}

pub fn autosave_trouble(error: &io::Error) -> String {
    format!("Automatisch bewaren lukt niet: {}; bewaar het project elders.", io_error(error))
}

pub const AUTOSAVE_WORKS_AGAIN: &str = "Automatisch bewaren lukt weer.";
/// What was done is not lost when it cannot be saved.
pub const NOT_SAVED_REMARK: &str = "Er is niets verloren: het werk staat nog in dit venster.";
pub const TRY_AGAIN: &str = "Nog eens proberen";

/// What was not saved cannot be thrown away.
pub fn not_discarded(error: &io::Error) -> String {
    format!("Het oude werk kan niet worden weggegooid: {}.", io_error(error))
}

pub fn title(file: Option<&Path>, is_unsaved: bool) -> String {
    let name = file.and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    let sign = if is_unsaved { "• " } else { "" };
    format!("{sign}{} – zorgkring", name.as_deref().unwrap_or(UNTITLED))
}

/// The question before a layer is removed.
pub fn remove_layer_question(layer: &str) -> String {
    format!("De laag {layer} verwijderen? Met Ongedaan maken komt zij terug.")
}

pub fn layer_removed(layer: &str) -> String {
    format!("De laag {layer} is verwijderd.")
}

/// An earlier state in its list: its moment, and the file it belongs to.
pub fn state(moment: &str, file: Option<&Path>) -> String {
    match file.and_then(Path::file_name) {
        Some(name) => format!("{moment} · {}", name.to_string_lossy()),
        None => moment.to_owned(),
    }
}

pub const EARLIER_STATE_BACK: &str = "De eerdere toestand staat er weer; met Ongedaan maken gaat u terug.";

/// The name that is proposed for a project's file: its own, or that of the newest werkatelier.
pub fn file_name(file: Option<&Path>, workshop: Option<&str>) -> String {
    let name = file.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let plain =
        |title: &str| title.replace(|c: char| !(c.is_alphanumeric() || " -_".contains(c)), " ").trim().to_owned();
    let of_workshop = || workshop.map(plain).filter(|title| !title.is_empty());
    name.unwrap_or_else(|| format!("{}.gpkg", of_workshop().unwrap_or_else(|| "project".to_owned())))
}
