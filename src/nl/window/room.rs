//! What the window says in a room: presenting, rounds, plakbriefjes, stemmingen and besluiten.

use crate::domain::workshop::{Ballot, Workshop};
use crate::nl::{dates, numbers};

pub const PRESENT: &str = "Presenteren";
pub const ADD_BOOKMARK: &str = "Bladwijzer maken van wat nu te zien is";
pub const WORKSHOP_PANEL: &str = "Werkatelier: rondes, briefjes, stemmen, besluiten";
pub const ADD_NOTE: &str = "Plakbriefje op de kaart";
pub const SECOND_SCREEN: &str = "Tweede venster voor de beamer";
/// On the button of the panel, and its accessible name.
pub const WORKSHOP: &str = "Werkatelier";

/// The keys while presenting, and what they do.
pub const PRESENTER_KEYS: [[&str; 2]; 2] = [
    ["← →, Page Up, Page Down", "Bij presenteren: vorige en volgende bladwijzer"],
    ["1 tot en met 9", "Bij presenteren: naar die bladwijzer"],
];

/// The tabs of the panel.
pub const TABS: [&str; 6] = ["Rondes", "Briefjes", "Stemmen", "Besluiten", "Bladwijzers", "Wat is nieuw"];
pub const CLOSE_PANEL: &str = "Werkatelier sluiten";

pub const HIGH_CONTRAST: &str = "Contrast";
pub const HIGH_CONTRAST_NAME: &str = "Hoog contrast bij presenteren";
pub const NOTE_SHORT: &str = "Briefje";
pub const NO_BOOKMARKS: &str = "Nog geen bladwijzers";
pub const ONE_SCREEN: &str =
    "Hier kan geen tweede venster open. Gebruik Presenteren (F5) en laat het scherm van de laptop op de beamer zien.";

/// Below the large figure, which is about the whole region, whatever the map shows of it.
pub fn zones_found(n: Option<usize>, share: &str) -> String {
    match n {
        None => "hele regio · zones niet bekend".to_owned(),
        Some(1) => format!("hele regio · {share} · 1 zone"),
        Some(n) => format!("hele regio · {share} · {} zones", numbers::whole(n as f64)),
    }
}

pub fn bookmark_of(nth: Option<usize>, n: usize) -> String {
    match (nth, n) {
        (_, 0) => NO_BOOKMARKS.to_owned(),
        (Some(nth), n) => format!("{nth} van {n}"),
        (None, 1) => "1 bladwijzer".to_owned(),
        (None, n) => format!("{n} bladwijzers"),
    }
}

/// Below the title: the round, the variant, and what is invented.
pub fn subtitle(round: Option<(usize, usize, &str)>, variant: Option<&str>, fictional: bool) -> String {
    let mut parts = Vec::new();
    if let Some((nth, n, title)) = round {
        parts.push(format!("ronde {nth} van {n}"));
        // A round that got no title of its own is told by its number.
        if !title.is_empty() && title != new_round(nth) {
            parts.push(title.to_owned());
        }
    }
    parts.push(match variant {
        None => "nulsituatie".to_owned(),
        Some(name) if name.to_lowercase().starts_with("variant") => name.to_owned(),
        Some(name) => format!("variant {name}"),
    });
    if fictional {
        parts.push("fictieve locaties".to_owned());
    }
    parts.join(" · ")
}

/// A name for what shows now.
pub fn new_bookmark(nth: usize) -> String {
    format!("Bladwijzer {nth}")
}

/// What is left of a round, in whole seconds: `12:40`.
pub fn time_left(seconds: f64) -> String {
    let minutes = (seconds / 60.0).floor();
    format!("{minutes:.0}:{:02.0}", seconds - 60.0 * minutes)
}

pub const TIME_IS_UP: &str = "Tijd is om";
pub const TIMER: &str = "Klok van de ronde";
pub const START_ROUND: &str = "Starten";
pub const PAUSE: &str = "Pauze";
pub const GO_ON: &str = "Verder";
pub const STOP_TIMER: &str = "Klok weg";

/// Starts the timer of a round, for a screen reader.
pub fn start_round(nth: usize) -> String {
    format!("Ronde {nth} starten")
}

/// Removes a round, for a screen reader.
pub fn remove_round(nth: usize) -> String {
    format!("Ronde {nth} verwijderen")
}

/// Title of a round, for a screen reader.
pub fn round_title(nth: usize) -> String {
    format!("Titel van ronde {nth}")
}

/// Length of a round, for a screen reader.
pub fn round_minutes(nth: usize) -> String {
    format!("Minuten van ronde {nth}")
}

pub const MINUTES: &str = "min";
/// What a new round is called.
pub fn new_round(nth: usize) -> String {
    format!("Ronde {nth}")
}
pub const ADD_ROUND: &str = "Ronde toevoegen";
pub const WORKSHOP_TITLE: &str = "Titel van het werkatelier";
pub const WORKSHOP_DATE: &str = "Datum (JJJJ-MM-DD)";
pub const BEGIN_WORKSHOP: &str = "Nieuw werkatelier beginnen";
pub const ANOTHER_WORKSHOP: &str = "Volgend werkatelier";
pub const CHOOSE_WORKSHOP: &str = "Welk werkatelier";
pub const NO_WORKSHOP: &str =
    "Begin een werkatelier: wat de zaal daarna toevoegt, is de volgende keer terug te vinden.";

pub fn workshop_name(workshop: &Workshop) -> String {
    format!("{} · {}", workshop.title, dates::shown(&workshop.date))
}

pub const NOTE: &str = "Plakbriefje";
pub const NOTE_TEXT: &str = "Tekst van het briefje";
pub const NOTE_TABLE: &str = "Tafel";
pub const STICK: &str = "Plakken";
pub const PARK: &str = "Naar de parkeerlijst";
pub const NEW_PARKED: &str = "Briefje op de parkeerlijst";
pub const PARKING_LIST: &str = "Parkeerlijst";
pub const ON_THE_MAP: &str = "Op de kaart";
pub const POINT_OUT: &str = "Plek aanwijzen";
pub const POINT_AT: &str = "Wijs de plek aan op de kaart";
pub const POINT_AT_NOTHING: &str = "Escape: toch niet";
pub const SHOW: &str = "Tonen";
pub const CHANGE: &str = "Wijzigen";
pub const NO_NOTES: &str = "Nog geen briefjes. Nooit namen van mensen opschrijven.";

pub fn notes(n: usize) -> String {
    format!("{} briefjes", numbers::whole(n as f64))
}

/// A button for one of a list, for a screen reader.
pub fn of(what: &str, name: &str) -> String {
    format!("{what}: {name}")
}

/// Where and when something was made.
pub fn made(table: &str, made: &str) -> String {
    let when = dates::shown(made);
    if table.is_empty() { when.into_owned() } else { format!("{table} · {when}") }
}

pub const CHOOSE_BALLOT: &str = "Welke stemming";
pub const NEW_BALLOT: &str = "Nieuwe stemming";
pub const BALLOT_TITLE: &str = "Vraag van de stemming";
pub const BALLOT: &str = "Stemming";
pub const N_DOTS: &str = "stippen per persoon";
pub const N_KEPT: &str = "blijven over";
pub const STATEMENTS: &str = "Uitspraken, een per regel";
pub const TEN_TASKS: &str = "De tien opgaven uit de woonzorgvisie";
pub const OPEN_BALLOT: &str = "Stemming openen";
pub const BY_VOTES: &str = "Op volgorde van stippen";
/// What can be voted on.
pub const SUBJECT_KINDS: [&str; 4] = ["Uitspraken", "Zones", "Bijna-zones", "Kandidaatlocaties"];
pub const SUBJECTS: &str = "Waarover";
pub const NO_BALLOT: &str = "Nog geen stemming.";

/// The ten opgaven as Twente ranked them in a werkatelier; the first four were kept. Source: Regionale woonzorgvisie Twente,
/// §4.4.
pub const OPGAVEN: [&str; 10] = [
    "Bevorderen eigen kracht en sociale netwerk",
    "Ontwikkeling woonleefconcepten",
    "Zorgen voor spreiding en goed aarden in de wijk",
    "Zorgzame gemeenschappen creëren",
    "Voldoende ambulante begeleiding in de thuissituatie",
    "Structurele (domeinoverstijgende) samenwerking voor en met inwoners",
    "Inzet op ruimtelijk ontwerp van de woonomgeving",
    "Beter faciliteren van burger- of ouderinitiatieven",
    "Ook in kleine dorpen zo veel mogelijk zelfstandig kunnen blijven wonen",
    "Ondersteunen mantelzorg en vrijwilligers",
];

/// Only the first of a long list are voted on.
pub fn first_subjects(n: usize, n_all: usize) -> String {
    format!("de eerste {n} van {n_all}")
}

/// How many dots there are, and what they decide.
pub fn votes(ballot: &Ballot) -> String {
    let n = ballot.n_votes();
    let dots = numbers::counted(n as usize, "stip", "stippen");
    let kept = match ballot.n_kept {
        1 => "de eerste blijft over".to_owned(),
        n => format!("de eerste {n} blijven over"),
    };
    format!("{dots} · {} per persoon · {kept}", ballot.n_dots)
}

/// A dot more, for a screen reader.
pub fn more(subject: &str) -> String {
    format!("Stip erbij: {subject}")
}

/// A dot less, for a screen reader.
pub fn fewer(subject: &str) -> String {
    format!("Stip eraf: {subject}")
}

/// What stands at the cut: how many lie above it now, which may be more or fewer than are to be kept.
pub fn cut(n_above: usize, n_kept: u32) -> String {
    let kept = if n_above == 1 { "1 blijft over".to_owned() } else { format!("{n_above} blijven over") };
    if u32::try_from(n_above).is_ok_and(|n| n <= n_kept) { kept } else { format!("{kept} (gelijke stand)") }
}

pub const DECISION: &str = "Besluit";
pub const WHAT: &str = "Wat";
pub const WHO: &str = "Wie (rol)";
pub const WHEN: &str = "Wanneer";
pub const RECORD: &str = "Vastleggen";
pub const NO_PLACE: &str = "geen plek";
pub const PLACE_CHOSEN: &str = "plek gekozen";
pub const PLACE_OF_DECISION: &str = "Gekozen plek van het besluit";
pub const NO_DECISIONS: &str = "Nog geen besluiten.";

pub const BOOKMARK_NAME: &str = "Naam van de bladwijzer";
pub const MAKE_BOOKMARK: &str = "Bladwijzer maken";
pub const BOOKMARKS_REMARK: &str = "Een bladwijzer houdt vast: het stuk kaart, de lagen en de variant. Bij het presenteren (F5) op de pijltjes en de cijfers.";
pub const EARLIER: &str = "Eerder";
pub const LATER: &str = "Later";

pub const SINCE: &str = "Sinds het begin van";
pub const NO_EARLIER: &str =
    "Hier komt te staan wat erbij kwam sinds het begin van een werkatelier. Begin er een op het tabblad Rondes.";
pub const NOTHING_NEW: &str = "Er is niets bijgekomen.";
/// Headings of what came.
pub const NEWS: [&str; 4] = ["Ingrepen", "Schetsen", "Plakbriefjes", "Besluiten"];

pub fn gone(n: usize) -> String {
    if n == 1 {
        "1 ding van toen is er niet meer.".to_owned()
    } else {
        format!("{n} dingen van toen zijn er niet meer.")
    }
}

/// A list of news with its number.
pub fn news_heading(name: &str, n: usize) -> String {
    format!("{name} ({n} nieuw)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::workshop::BallotSubject;
    use uuid::Uuid;

    #[test]
    fn a_vote_tells_only_what_the_dots_tell() {
        let votes_of = |n_votes| {
            let subjects = vec![BallotSubject { text: String::new(), of: None, n_votes }];
            let (title, made) = (String::new(), String::new());
            votes(&Ballot { id: Uuid::nil(), title, n_dots: 3, n_kept: 4, subjects, workshop: None, made })
        };
        assert_eq!(votes_of(0), "0 stippen · 3 per persoon · de eerste 4 blijven over");
        assert_eq!(votes_of(7), "7 stippen · 3 per persoon · de eerste 4 blijven over");
        assert_eq!(votes_of(1), "1 stip · 3 per persoon · de eerste 4 blijven over");
        let cuts = [(1, 4), (2, 4), (5, 4)].map(|(n_above, n_kept)| cut(n_above, n_kept));
        assert_eq!(cuts, ["1 blijft over", "2 blijven over", "5 blijven over (gelijke stand)"]);
    }

    #[test]
    fn time_is_written_in_minutes_and_seconds() {
        assert_eq!(time_left(760.0), "12:40");
        assert_eq!(time_left(5.0), "0:05");
        assert_eq!(time_left(0.0), "0:00");
    }

    #[test]
    fn the_line_below_the_title_tells_round_variant_and_what_is_invented() {
        let line = subtitle(Some((2, 3, "kaart")), Some("Nieuw dorpshuis"), true);
        assert_eq!(line, "ronde 2 van 3 · kaart · variant Nieuw dorpshuis · fictieve locaties");
        assert_eq!(subtitle(None, None, false), "nulsituatie");
        let unnamed = subtitle(Some((3, 3, "Ronde 3")), Some("Variant 1"), false);
        assert_eq!(unnamed, "ronde 3 van 3 · Variant 1", "nothing twice");
    }
}
