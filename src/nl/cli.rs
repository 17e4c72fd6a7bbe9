//! Dutch of the command line: usage errors, what went wrong, and the summary of a proposal.

use std::fmt::Write;
use std::io;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::explain::{any_of, more_zones_unknown, zones_unknown};
use super::numbers::{count, counted, decimal, estimate, known_estimate, percentage, whole};
use crate::analysis::outcome::Outcome;
use crate::analysis::zones::CaringZone;
use crate::files::{Refusal, RefusalKind};
use crate::import::{CheckReport, ColumnUse, LayerArgumentError, TextEncoding};

pub const READING_BAR: &str = "Inlezen [{bar:40}] {percent}%  nog {eta}";
pub const NO_WINDOW: &str = "Er is geen beeldscherm om een venster op te openen; gebruik 'zorgkring voorstel' om zonder \
                             venster een voorstel te maken.";
pub const TITLE: &str = "Zorgkring";
pub const NO_RENDERER: &str =
    "Het venster kan hier niet getekend worden; probeer --renderer glow, of gebruik 'zorgkring voorstel'.";
pub const NO_THREADS: &str = "De computer start niet zo veel draden tegelijk; geef een lager getal bij --draden.";

/// A word that is no command.
pub fn unknown_command(word: &str) -> String {
    format!(
        "'{word}' is geen opdracht; kies uit voorstel, bereik, demo, controleer, importeer en exporteer, of zie 'zorgkring --help'."
    )
}

pub const NO_NETWORK: &str = "--afstand netwerk is er nog niet; laat --afstand weg om langs cirkels te meten.";
pub const NO_LAYERS: &str = "Geef met --laag ROL=BESTAND ten minste een laag op, of --demo voor de demoregio.";
pub const NO_KINDS: &str = "Geen van de lagen is een soort om de afstand naar te meten; geef er een met --laag, \
                            bijvoorbeeld --laag supermarkt=winkels.geojson.";
pub const NOTHING_READ: &str = "Er is niets bruikbaars gelezen; er is niets geschreven.";
pub const BAD_SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH is geen aantal seconden sinds 1970.";

/// A usage error of the argument parser in one sentence.
pub fn usage_error(error: &clap::Error) -> String {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(list)) => Some(list.join(", ")),
        Some(ContextValue::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let option = argument.split_whitespace().next().unwrap_or_default().trim_end_matches("...").to_owned();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let sentence = match error.kind() {
        ErrorKind::UnknownArgument => format!("De optie {argument} bestaat niet."),
        ErrorKind::InvalidValue if value.is_empty() => format!("Bij {argument} hoort een waarde."),
        ErrorKind::InvalidValue => {
            format!("'{value}' kan niet bij {option}; kies uit {}.", text(ContextKind::ValidValue).unwrap_or_default())
        }
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            format!("'{value}' kan niet bij {option}: {reason}.")
        }
        ErrorKind::MissingRequiredArgument => format!("Hier ontbreekt {argument}."),
        ErrorKind::ArgumentConflict => format!(
            "{argument} gaat niet samen met {}.",
            text(ContextKind::PriorArg).unwrap_or_else(|| "wat er al staat".to_owned())
        ),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("Bij {argument} hoort een ander aantal waarden.")
        }
        ErrorKind::NoEquals => format!("Tussen {argument} en de waarde hoort een =."),
        ErrorKind::InvalidSubcommand => unknown_command(&text(ContextKind::InvalidSubcommand).unwrap_or_default()),
        ErrorKind::InvalidUtf8 => "De opdracht bevat tekens die geen UTF-8 zijn.".to_owned(),
        _ => "De opdracht is niet te lezen.".to_owned(),
    };
    if sentence.ends_with("--help'.") { sentence } else { format!("{sentence} Zie 'zorgkring --help'.") }
}

/// Why a layer argument cannot be read; to stand after "kan niet bij --laag: ".
pub fn layer_argument_error(error: &LayerArgumentError) -> String {
    match error {
        LayerArgumentError::NoEqualsSign(_) => {
            "schrijf ROL=BESTAND, bijvoorbeeld supermarkt=winkels.geojson".to_owned()
        }
        LayerArgumentError::UnknownRole(role) => {
            let roles = crate::domain::baseline::Role::all();
            let names: Vec<_> = roles.iter().map(|role| role.name()).collect();
            format!("'{role}' is geen rol; kies uit {}", names.join(", "))
        }
        LayerArgumentError::NoFile(role) => format!("achter {role}= ontbreekt het bestand"),
    }
}

/// What an input or output error means.
pub fn io_error(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "bestaat niet".to_owned(),
        io::ErrorKind::PermissionDenied => "geen toestemming".to_owned(),
        io::ErrorKind::AlreadyExists => "er staat al iets anders met die naam".to_owned(),
        io::ErrorKind::NotADirectory => "een deel van het pad is geen map".to_owned(),
        io::ErrorKind::IsADirectory => "dit is een map".to_owned(),
        io::ErrorKind::StorageFull => "de schijf is vol".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "op deze schijf kan niet geschreven worden".to_owned(),
        io::ErrorKind::Unsupported => "dit is geen gewoon bestand maar een pijp of apparaat".to_owned(),
        io::ErrorKind::FileTooLarge => "het bestand is te groot".to_owned(),
        io::ErrorKind::InvalidData => "dit is geen tekst".to_owned(),
        io::ErrorKind::UnexpectedEof => "het bestand breekt af".to_owned(),
        io::ErrorKind::OutOfMemory => "er is te weinig geheugen".to_owned(),
        io::ErrorKind::QuotaExceeded => "de ruimte die u op de schijf heeft is op".to_owned(),
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => {
            "een ander programma houdt het bestand vast".to_owned()
        }
        io::ErrorKind::InvalidFilename => "de naam is te lang of heeft tekens die niet mogen".to_owned(),
        io::ErrorKind::TooManyLinks | io::ErrorKind::CrossesDevices => "de schijf staat dit niet toe".to_owned(),
        io::ErrorKind::StaleNetworkFileHandle
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::NotConnected
        | io::ErrorKind::TimedOut => "het netwerk of de netwerkschijf antwoordt niet".to_owned(),
        // What the system says of it is not in Dutch; its number is what a helpdesk asks for.
        _ => match error.raw_os_error() {
            Some(number) => format!("de schijf of het netwerk werkt niet mee, foutnummer {number}"),
            None => "de schijf of het netwerk werkt niet mee".to_owned(),
        },
    }
}

/// A file that stays as it is.
pub fn refused(refusal: &Refusal) -> String {
    format!("{}; er is niets geschreven.", why_refused(refusal))
}

/// Why a file stays as it is.
pub(super) fn why_refused(refusal: &Refusal) -> String {
    let why = match refusal.why {
        RefusalKind::Source => "is zelf invoer van deze opdracht (kies een andere naam)",
        RefusalKind::Project => "is een project van zorgkring (kies een andere naam)",
        RefusalKind::Foreign => {
            "is niet door zorgkring gemaakt, of sindsdien door een ander veranderd (kies een andere naam of haal het weg)"
        }
        RefusalKind::InUse => "staat open in een ander programma, zoals QGIS (sluit het daar eerst)",
        RefusalKind::Journal => {
            "is overgebleven van een database die niet is afgesloten (haal het weg of kies een andere naam)"
        }
        RefusalKind::Special => "is geen gewoon bestand maar een apparaat of een pijp (kies een bestand)",
        RefusalKind::Folder => "is een map (kies een bestand)",
        RefusalKind::NotAFolder => "is geen map (kies een map)",
    };
    format!("{} {why}", refusal.path.display())
}

pub const STOPPED: &str = "Afgebroken; er is niets geschreven.";

/// A file or folder that cannot be written.
pub fn not_written(path: &Path, error: &io::Error) -> String {
    if let Some(refusal) = Refusal::of(error) {
        return refused(refusal);
    }
    format!("{} kan niet geschreven worden ({}); er is niets geschreven.", path.display(), io_error(error))
}

/// A file that cannot be read.
pub fn not_read(path: &Path, error: &io::Error) -> String {
    format!("{} kan niet gelezen worden ({}); er is niets geschreven.", path.display(), io_error(error))
}

/// The study area is larger than can be measured in such small cells; `that_fit_m` is the side of cells that it can be.
pub fn too_many_cells(cell_m: u16, that_fit_m: Option<f64>) -> String {
    let other = that_fit_m
        .map_or_else(|| "een grotere cel".to_owned(), |side_m| format!("een grotere cel (--cel {side_m:.0} kan)"));
    format!(
        "Het gebied is te groot voor cellen van {cell_m} m; kies met --cel {other}, of geef met --laag \
         studiegebied=BESTAND een kleiner gebied. Er is niets geschreven."
    )
}

pub fn more_problems(n: u64) -> String {
    format!("En nog {} meldingen.", whole(n as f64))
}

/// A file of points without a single point.
pub fn no_points(path: &Path) -> String {
    format!("{}: er is geen enkel punt gelezen; er is niets geschreven.", path.display())
}

pub fn reach_summary(n_points: u64, n_kinds: usize, output: &Path) -> String {
    format!(
        "{} {}, {n_kinds} {}, geschreven in {}.",
        whole(n_points as f64),
        if n_points == 1 { "punt" } else { "punten" },
        if n_kinds == 1 { "soort" } else { "soorten" },
        output.display()
    )
}

/// Which files were written, and where.
pub fn written(folder: &Path, files: &[std::path::PathBuf]) -> String {
    let names: Vec<_> = files.iter().filter_map(|f| f.file_name()).map(|name| name.to_string_lossy()).collect();
    format!("Geschreven in {}: {}.", folder.display(), names.join(", "))
}

pub fn map_written(path: &Path) -> String {
    format!("De kaart staat in {}.", path.display())
}

/// What a file is, for `controleer`.
pub fn checked(report: &CheckReport) -> String {
    let mut line = format!("{}:", report.file);
    let format = report.format.map(|format| format.name);
    let encoding = report.encoding.and_then(|encoding| match encoding {
        TextEncoding::Utf8 => None,
        TextEncoding::Utf16Le | TextEncoding::Utf16Be => Some("UTF-16"),
    });
    for word in format.into_iter().chain(encoding) {
        let _ = write!(line, " {word},");
    }
    let _ = write!(line, " {}", counted(report.n_features, "object", "objecten"));
    let kinds: Vec<_> = report.geometry_kinds.iter().map(|(kind, n)| format!("{} {kind}", whole(*n as f64))).collect();
    if !kinds.is_empty() {
        let _ = write!(line, " ({})", kinds.join(", "));
    }
    let crs = match (report.n_placed, report.n_from_degrees) {
        (0, _) => "geen op de kaart",
        (placed, degrees) if placed == degrees => "in graden (WGS84)",
        (placed, _) if placed == report.n_from_mercator => "in meters (Web Mercator)",
        (_, 0) if report.n_from_mercator > 0 => "in meters (deels RD New, deels Web Mercator)",
        (_, 0) => "in meters (RD New)",
        _ => "deels in graden, deels in meters",
    };
    let _ = write!(line, ", {crs}");
    if report.fictional {
        line.push_str(", fictief");
    }
    match report.problems.len() + report.n_more_problems {
        0 => line.push_str("; geen problemen."),
        n => {
            let _ = write!(line, "; {}.", counted(n, "melding", "meldingen"));
        }
    }
    line
}

/// At most so many column names are listed.
const MAX_COLUMNS_LISTED: usize = 12;

/// Which columns were used, for `controleer`; nothing when there are none.
pub fn columns(report: &CheckReport) -> Option<String> {
    let ColumnUse { used, carried, known, unknown } = &report.columns;
    if [used, carried, known, unknown].iter().all(|list| list.is_empty()) {
        return None;
    }
    let (read, other) = match report.role {
        Some(_) => (used.clone(), [known.as_slice(), unknown].concat()),
        None => ([used.as_slice(), known].concat(), unknown.clone()),
    };
    let read = if read.is_empty() { "geen".to_owned() } else { listed(&read) };
    let sentence = match report.role {
        Some(role) => {
            let along = if carried.is_empty() { String::new() } else { format!("; gaat mee: {}", listed(carried)) };
            format!("als {} gebruikt: {read}{along}; niet gebruikt: {}", role.name(), not_used(&other))
        }
        None => format!("bekende kolommen: {read}; andere: {}", not_used(&other)),
    };
    Some(format!("{}, {sentence}.", report.file))
}

fn listed(names: &[String]) -> String {
    let more = names.len().saturating_sub(MAX_COLUMNS_LISTED);
    let list = names.iter().take(MAX_COLUMNS_LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if more == 0 { list } else { format!("{list} en nog {}", whole(more as f64)) }
}

fn not_used(names: &[String]) -> String {
    match names {
        [] => "geen".to_owned(),
        names if names.len() <= MAX_COLUMNS_LISTED => names.join(", "),
        [first, ..] => format!("{} kolommen, bijvoorbeeld {first}", whole(names.len() as f64)),
    }
}

/// The summary of a proposal: the zones in a table, then the region in figures.
pub fn summary(outcome: &Outcome) -> String {
    let region = &outcome.region;
    let mut text = match outcome.n_zones_known() {
        None if outcome.zones.is_empty() => format!("{}\n", zones_unknown(&region.unread)),
        None => format!("{}{}\n", zones_table(&outcome.zones), more_zones_unknown(&region.unread)),
        Some(_) => zones_table(&outcome.zones),
    };
    let in_zone = match (region.people.aged_75_plus.value(), region.in_zones.aged_75_plus.value()) {
        (Some(all), Some(inside)) if all > 0.0 => format!("{} ({})", estimate(Some(inside)), percentage(inside / all)),
        (_, inside) => estimate(inside),
    };
    let lines = [
        ("Inwoners", known_estimate(&region.people.residents)),
        ("75-plussers", known_estimate(&region.people.aged_75_plus)),
        ("75-plussers in een zone", in_zone),
        ("Zones", count(outcome.n_zones_known())),
        ("Bijna-zones", count(outcome.n_near_misses_known())),
        ("Kandidaatlocaties", count(outcome.n_sites_known())),
    ];
    text.push('\n');
    for (name, value) in lines {
        let _ = writeln!(text, "{name:<24} {value}");
    }
    let mut unknown: Vec<String> = Vec::new();
    for check in outcome.zones.iter().flat_map(CaringZone::unknown) {
        let kinds = any_of(&check.kinds);
        if !unknown.contains(&kinds) {
            unknown.push(kinds);
        }
    }
    if !unknown.is_empty() {
        let _ = writeln!(text, "{:<24} {} (geen laag gelezen)", "Niet bekend", unknown.join(", "));
    }
    text
}

fn zones_table(zones: &[CaringZone]) -> String {
    if zones.is_empty() {
        return "Geen enkele zone is mogelijk onder deze normen.\n".to_owned();
    }
    let header = ["Zone", "Gemeente", "Hectare", "Inwoners", "75-plussers", "OV", "Score", "Ontbreekt"];
    let row = |zone: &CaringZone| {
        [
            zone.name.clone(),
            zone.municipalities.join(", "),
            decimal(zone.area_ha, 1),
            known_estimate(&zone.people.residents),
            known_estimate(&zone.people.aged_75_plus),
            zone.transit_class.name().to_owned(),
            zone.score.map_or_else(|| "onbekend".to_owned(), |score| decimal(score, 0)),
            whole(zone.missing().count() as f64),
        ]
    };
    let rows: Vec<[String; 8]> = std::iter::once(header.map(str::to_owned)).chain(zones.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let width = width(column);
            if column < 2 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_argument_that_is_wrong_is_explained() {
        let explained = |text: &str| {
            let error = text.parse::<crate::import::LayerArgument>().expect_err("a bad argument");
            layer_argument_error(&error)
        };
        assert_eq!(explained("kern="), "achter kern= ontbreekt het bestand");
        assert!(explained("kerk=k.geojson").starts_with("'kerk' is geen rol; kies uit zorg24, halte, "));
    }
}
