//! Dutch of project files: what is wrong with one, why it was not saved, and what was kept of a session.

use std::io;
use std::path::Path;

use super::cli::{io_error, why_refused};
use super::conflicts::conflicting;
use crate::domain::baseline::Role;
use crate::files::Refusal;
use crate::project::file::{ProjectFileError, SaveError};

/// Why a project file cannot be opened.
#[must_use]
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
#[must_use]
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

/// Saving waits for another program.
#[must_use]
pub fn saved_later(path: &Path, error: &SaveError) -> String {
    format!("{} Uw werk gaat door; bewaren wordt vanzelf opnieuw geprobeerd.", not_saved(path, error))
}

/// A project was saved.
#[must_use]
pub fn saved(path: &Path, n_layers: usize) -> String {
    let layers = if n_layers == 1 { "laag" } else { "lagen" };
    format!("Bewaard in {} ({n_layers} {layers}).", path.display())
}

/// There is no variant of that name.
#[must_use]
pub fn no_such_variant(name: &str, names: &[&str]) -> String {
    if names.is_empty() {
        format!("De variant '{name}' bestaat niet: dit project heeft geen varianten.")
    } else {
        format!("De variant '{name}' bestaat niet; kies uit {}.", names.join(", "))
    }
}

/// What stands instead of a name that stays at home.
pub const NOT_SHARED: &str = "niet gedeeld";

/// Layers that stay at home.
#[must_use]
pub fn withheld(roles: &[Role]) -> String {
    let names: Vec<_> = roles.iter().map(|role| role.name()).collect();
    format!(
        "Niet geëxporteerd, omdat de licentie 'niet delen' zegt: {}. Er is wel mee gerekend; namen, plaatsen en ids eruit \
         staan nergens.",
        names.join(", ")
    )
}

/// Sketches that were put on a place that stays at home.
#[must_use]
pub fn sketches_left_out(n: usize) -> String {
    let what = if n == 1 { "1 schets die vastzit".to_owned() } else { format!("{n} schetsen die vastzitten") };
    format!("Niet geëxporteerd: {what} aan een plek uit een laag die niet gedeeld wordt.")
}

/// What was found in layers that stay at home.
#[must_use]
pub fn problems_left_out(n: usize) -> String {
    let what = if n == 1 { "1 melding" } else { &format!("{n} meldingen") };
    format!("Weggelaten: {what} over bestanden met een laag die niet gedeeld wordt.")
}

/// Counts of people that are too small to be told.
#[must_use]
pub fn small_counts(n: usize) -> String {
    let what = if n == 1 { "1 aantal".to_owned() } else { format!("{} aantallen", super::numbers::whole(n as f64)) };
    format!("Weggelaten: {what} van minder dan 5 personen.")
}

/// The question at the start, after a session that did not end well: the moment as it shows, and the file it belongs to.
#[must_use]
pub fn recovery_question(time: &str, file: Option<&Path>) -> String {
    match file {
        Some(file) => format!("Er is werk van {time} aan {} dat niet is bewaard.", name_and_folder(file)),
        None => format!("Er is werk van {time} dat niet is bewaard, aan een project dat nog geen bestand had."),
    }
}

/// Below that question: what it does to what shows, which may be another project, in that file or in none.
#[must_use]
pub fn recovery_remark(is_other: bool, shown: Option<&Path>) -> String {
    let other = match (is_other, shown) {
        (false, _) => String::new(),
        (true, Some(shown)) => format!("Dat is een ander project dan wat nu open is, {}. ", name_and_folder(shown)),
        (true, None) => "Dat is een ander project dan wat nu in het venster staat. ".to_owned(),
    };
    format!("{other}Terughalen vervangt wat er nu in het venster staat.")
}

/// Before work that belongs to a file, or to none, is gone for good.
#[must_use]
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

/// `--demo` together with a project.
pub const PROJECT_OR_DEMO: &str = "Geef een project of --demo, niet allebei.";
/// The button that brings it back.
pub const RECOVER: &str = "Terughalen";
/// The button that throws it away.
pub const DISCARD: &str = "Weggooien";
/// The button that decides later.
pub const DECIDE_LATER: &str = "Later";
/// Name of a command.
pub const OPEN_PROJECT: &str = "Project openen";
/// Name of a command.
pub const SAVE_PROJECT: &str = "Project bewaren";
/// Name of a command.
pub const SAVE_PROJECT_AS: &str = "Project bewaren als";
/// Name of a command.
pub const NEW_PROJECT: &str = "Nieuw project";
/// Name of a command, and heading of its list.
pub const EARLIER_STATES: &str = "Eerdere toestanden";
/// In that list when there are none.
pub const NO_EARLIER_STATES: &str = "Nog geen eerdere toestanden: die komen er bij elke wijziging.";
/// A project without a file.
pub const UNTITLED: &str = "Naamloos project";
/// Name of a filter in the file dialog.
pub const PROJECT_FILES: &str = "Projecten (GeoPackage)";
/// While a project is read.
pub const OPENING: &str = "Project openen";
/// While a project is written.
pub const SAVING: &str = "Project bewaren";
/// The question before writing over what another program wrote.
pub const CHANGED_QUESTION: &str =
    "Een ander programma heeft dit bestand veranderd sinds het is geopend. Toch overschrijven?";
/// Below that question: what writing over does.
pub const OVERWRITE_REMARK: &str = "Overschrijven haalt weg wat dat programma erin zette.";
/// Below it where both can be put together.
pub const MERGE_REMARK: &str = "Samenvoegen houdt alles van beide; wat hier was weggehaald en daar nog staat, komt terug. Overschrijven haalt weg wat dat programma erin zette.";
/// The button that puts both together.
pub const MERGE: &str = "Samenvoegen";
/// Below the question which side wins.
pub const CONFLICTS_REMARK: &str = "Wat maar aan één kant is veranderd blijft in elk geval staan. Na “Neem wat daar staat” is uw kant van deze velden weg.";
/// The question before what another program did goes from the file, because it was undone here.
pub const OTHERS_UNDONE_QUESTION: &str = "Wijzigingen van een ander programma zijn hier ongedaan gemaakt. Na het bewaren staan ze ook niet meer in het bestand.";
/// Below that question.
pub const OTHERS_UNDONE_REMARK: &str = "Opnieuw (Ctrl+Y) haalt ze hier terug, zolang er daarna niets is veranderd.";
/// The button that saves all the same.
pub const SAVE_WITHOUT_OTHERS: &str = "Bewaren zonder die";
/// The button that lets this side win.
pub const KEEP_MINE: &str = "Houd wat hier staat";
/// The button that lets the other side win.
pub const TAKE_THEIRS: &str = "Neem wat daar staat";
/// The button that does so.
pub const OVERWRITE: &str = "Overschrijven";
/// The question before leaving unsaved work.
pub const UNSAVED_QUESTION: &str = "Er zijn wijzigingen die niet zijn bewaard.";
/// The button that leaves them.
pub const LEAVE_UNSAVED: &str = "Niet bewaren";
/// The button that saves them.
pub const SAVE: &str = "Bewaren";
/// The button that goes back.
pub const CANCEL: &str = "Annuleren";
/// Name of a command.
pub const REMOVE_LAYER: &str = "Laag verwijderen";
/// While it is removed.
pub const REMOVING_LAYER: &str = "Laag verwijderen";
/// Below the heading of the list of layers.
pub const WHICH_LAYER: &str = "Welke laag gaat eruit?";
/// When there is none.
pub const NO_LAYERS: &str = "Er zijn geen lagen.";
/// The button that removes.
pub const REMOVE: &str = "Verwijderen";
/// Puts a list away.
pub const CLOSE: &str = "Sluiten";
/// The button that saves under another name.
pub const SAVE_ELSEWHERE: &str = "Elders bewaren";
/// On the button with everything about files.
pub const FILE_MENU: &str = "Bestand";
/// Below the question before leaving unsaved work.
pub const UNSAVED_REMARK: &str = "Met Niet bewaren gaan ze verloren.";
/// The button that throws it away after all.
pub const DISCARD_FOR_GOOD: &str = "Voorgoed weggooien";
/// The button that leaves it.
pub const KEEP: &str = "Laten staan";
/// Below the list of earlier states.
pub const STATES_REMARK: &str = "Wat er nu staat blijft ook in deze lijst.";
/// An error of ours.
pub const BROKE_OFF: &str = "Het werk aan het project is door een fout afgebroken; er is niets veranderd.";
/// Something is still going on with a project.
pub const STILL_BUSY: &str = "Er wordt nog een project geopend of bewaard; probeer het daarna opnieuw.";
/// The work of a former session is back.
pub const BROUGHT_BACK: &str = "Het werk is teruggehaald. Het is nog niet bewaard.";

/// A project is open.
#[must_use]
pub fn opened(path: &Path) -> String {
    format!("Geopend: {}.", path.display())
}

/// A project that somebody else has open as well.
#[must_use]
pub fn open_elsewhere(path: &Path) -> String {
    format!("{} is al open in een ander venster van zorgkring. Bewaar het hier onder een andere naam.", path.display())
}

/// A state cannot be read.
#[must_use]
pub fn not_brought_back(error: &ProjectFileError) -> String {
    let named = not_opened(Path::new("De bewaarde toestand"), error);
    named.replace(" Het bestand is niet veranderd.", " Er is niets veranderd.")
}

/// Autosave does not work.
#[must_use]
pub fn autosave_trouble(error: &io::Error) -> String {
    format!("Automatisch bewaren lukt niet: {}; bewaar het project elders.", io_error(error))
}

/// Autosave works after it did not.
pub const AUTOSAVE_WORKS_AGAIN: &str = "Automatisch bewaren lukt weer.";
/// What was done is not lost when it cannot be saved.
pub const NOT_SAVED_REMARK: &str = "Er is niets verloren: het werk staat nog in dit venster.";
/// Answer.
pub const TRY_AGAIN: &str = "Nog eens proberen";

/// What was not saved cannot be thrown away.
#[must_use]
pub fn not_discarded(error: &io::Error) -> String {
    format!("Het oude werk kan niet worden weggegooid: {}.", io_error(error))
}

/// The heading of the window.
#[must_use]
pub fn title(file: Option<&Path>, is_unsaved: bool) -> String {
    let name = file.and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    let sign = if is_unsaved { "• " } else { "" };
    format!("{sign}{} – zorgkring", name.as_deref().unwrap_or(UNTITLED))
}

/// The question before a layer is removed.
#[must_use]
pub fn remove_layer_question(layer: &str) -> String {
    format!("De laag {layer} verwijderen? Met Ongedaan maken komt zij terug.")
}

/// A layer was removed.
#[must_use]
pub fn layer_removed(layer: &str) -> String {
    format!("De laag {layer} is verwijderd.")
}

/// An earlier state in its list: its moment, and the file it belongs to.
#[must_use]
pub fn state(moment: &str, file: Option<&Path>) -> String {
    match file.and_then(Path::file_name) {
        Some(name) => format!("{moment} · {}", name.to_string_lossy()),
        None => moment.to_owned(),
    }
}

/// An earlier state is back.
pub const EARLIER_STATE_BACK: &str = "De eerdere toestand staat er weer; met Ongedaan maken gaat u terug.";

/// The name that is proposed for a project's file: its own, or that of the newest werkatelier.
#[must_use]
pub fn file_name(file: Option<&Path>, workshop: Option<&str>) -> String {
    let name = file.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let plain =
        |title: &str| title.replace(|c: char| !(c.is_alphanumeric() || " -_".contains(c)), " ").trim().to_owned();
    let of_workshop = || workshop.map(plain).filter(|title| !title.is_empty());
    name.unwrap_or_else(|| format!("{}.gpkg", of_workshop().unwrap_or_else(|| "project".to_owned())))
}
