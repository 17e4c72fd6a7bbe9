//! What the window says in a room: presenting, rounds, plakbriefjes, stemmingen and besluiten.

use crate::domain::workshop::{Ballot, Workshop};
use crate::nl::{dates, numbers};

/// Name of a command.
pub const PRESENT: &str = "Presenteren";
/// Name of a command.
pub const ADD_BOOKMARK: &str = "Bladwijzer maken van wat nu te zien is";
/// Name of a command.
pub const WORKSHOP_PANEL: &str = "Werkatelier: rondes, briefjes, stemmen, besluiten";
/// Name of a command.
pub const ADD_NOTE: &str = "Plakbriefje op de kaart";
/// Name of a command.
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
/// Closes the panel.
pub const CLOSE_PANEL: &str = "Werkatelier sluiten";

/// To the bookmark before this one.
pub const PREVIOUS: &str = "Vorige";
/// To the next bookmark.
pub const NEXT: &str = "Volgende";
/// Leaves the presenter.
pub const STOP: &str = "Stoppen";
/// Toggle of the colors for a weak projector.
pub const HIGH_CONTRAST: &str = "Contrast";
/// Accessible name of that toggle.
pub const HIGH_CONTRAST_NAME: &str = "Hoog contrast bij presenteren";
/// On the button that puts a note on the map.
pub const NOTE_SHORT: &str = "Briefje";
/// Shows the ballot to the room, or not any more.
pub const SHOW_BALLOT: &str = "Stemming";
/// Above the large figure.
pub const AGED_75_IN_ZONES: &str = "75-plussers in een zone";
/// There is nothing to go through yet.
pub const NO_BOOKMARKS: &str = "Nog geen bladwijzers";
/// There is one window only.
pub const ONE_SCREEN: &str =
    "Hier kan geen tweede venster open. Gebruik Presenteren (F5) en laat het scherm van de laptop op de beamer zien.";

/// Below the large figure, which is about the whole region, whatever the map shows of it.
#[must_use]
pub fn zones_found(n: Option<usize>, share: &str) -> String {
    match n {
        None => "hele regio · zones niet bekend".to_owned(),
        Some(1) => format!("hele regio · {share} · 1 zone"),
        Some(n) => format!("hele regio · {share} · {} zones", numbers::whole(n as f64)),
    }
}

/// Which bookmark of how many.
#[must_use]
pub fn bookmark_of(nth: Option<usize>, n: usize) -> String {
    match (nth, n) {
        (_, 0) => NO_BOOKMARKS.to_owned(),
        (Some(nth), n) => format!("{nth} van {n}"),
        (None, 1) => "1 bladwijzer".to_owned(),
        (None, n) => format!("{n} bladwijzers"),
    }
}

/// Below the title: the round, the variant, and what is invented.
#[must_use]
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
#[must_use]
pub fn new_bookmark(nth: usize) -> String {
    format!("Bladwijzer {nth}")
}

/// What is left of a round, in whole seconds: `12:40`.
#[must_use]
pub fn time_left(seconds: f64) -> String {
    let minutes = (seconds / 60.0).floor();
    format!("{minutes:.0}:{:02.0}", seconds - 60.0 * minutes)
}

/// The round is over.
pub const TIME_IS_UP: &str = "Tijd is om";
/// Accessible name of the timer.
pub const TIMER: &str = "Klok van de ronde";
/// Starts the timer of a round.
pub const START_ROUND: &str = "Starten";
/// Lets the timer wait.
pub const PAUSE: &str = "Pauze";
/// Lets the timer go on.
pub const GO_ON: &str = "Verder";
/// Puts the timer away.
pub const STOP_TIMER: &str = "Klok weg";

/// Starts the timer of a round, for a screen reader.
#[must_use]
pub fn start_round(nth: usize) -> String {
    format!("Ronde {nth} starten")
}

/// Removes a round, for a screen reader.
#[must_use]
pub fn remove_round(nth: usize) -> String {
    format!("Ronde {nth} verwijderen")
}

/// Title of a round, for a screen reader.
#[must_use]
pub fn round_title(nth: usize) -> String {
    format!("Titel van ronde {nth}")
}

/// Length of a round, for a screen reader.
#[must_use]
pub fn round_minutes(nth: usize) -> String {
    format!("Minuten van ronde {nth}")
}

/// After a number of minutes.
pub const MINUTES: &str = "min";
/// What a new round is called.
#[must_use]
pub fn new_round(nth: usize) -> String {
    format!("Ronde {nth}")
}
/// Adds a round.
pub const ADD_ROUND: &str = "Ronde toevoegen";
/// Title of a werkatelier.
pub const WORKSHOP_TITLE: &str = "Titel van het werkatelier";
/// Day of a werkatelier.
pub const WORKSHOP_DATE: &str = "Datum (JJJJ-MM-DD)";
/// Begins a werkatelier.
pub const BEGIN_WORKSHOP: &str = "Nieuw werkatelier beginnen";
/// Unfolds the form for the next werkatelier.
pub const ANOTHER_WORKSHOP: &str = "Volgend werkatelier";
/// Choice of werkatelier.
pub const CHOOSE_WORKSHOP: &str = "Welk werkatelier";
/// There is no werkatelier yet.
pub const NO_WORKSHOP: &str =
    "Begin een werkatelier: wat de zaal daarna toevoegt, is de volgende keer terug te vinden.";
/// What a werkatelier without a title is called.
pub const NEW_WORKSHOP: &str = "Werkatelier";

/// A werkatelier with its day.
#[must_use]
pub fn workshop_name(workshop: &Workshop) -> String {
    format!("{} · {}", workshop.title, dates::shown(&workshop.date))
}

/// Title of the card.
pub const NOTE: &str = "Plakbriefje";
/// What stands on it.
pub const NOTE_TEXT: &str = "Tekst van het briefje";
/// Where it comes from.
pub const NOTE_TABLE: &str = "Tafel";
/// Puts it on the map or the list.
pub const STICK: &str = "Plakken";
/// To the parking list.
pub const PARK: &str = "Naar de parkeerlijst";
/// A new note on the parking list.
pub const NEW_PARKED: &str = "Briefje op de parkeerlijst";
/// Heading.
pub const PARKING_LIST: &str = "Parkeerlijst";
/// Heading.
pub const ON_THE_MAP: &str = "Op de kaart";
/// Gives a parked note its place.
pub const POINT_OUT: &str = "Plek aanwijzen";
/// While a place is to be pointed out.
pub const POINT_AT: &str = "Wijs de plek aan op de kaart";
/// How to leave that.
pub const POINT_AT_NOTHING: &str = "Escape: toch niet";
/// Shows it on the map.
pub const SHOW: &str = "Tonen";
/// Changes it.
pub const CHANGE: &str = "Wijzigen";
/// Removes it.
pub const REMOVE: &str = "Verwijderen";
/// Neither.
pub const CANCEL: &str = "Annuleren";
/// There are none.
pub const NO_NOTES: &str = "Nog geen briefjes. Nooit namen van mensen opschrijven.";

/// Several notes that lie together.
#[must_use]
pub fn notes(n: usize) -> String {
    format!("{} briefjes", numbers::whole(n as f64))
}

/// A button for one of a list, for a screen reader.
#[must_use]
pub fn of(what: &str, name: &str) -> String {
    format!("{what}: {name}")
}

/// Where and when something was made.
#[must_use]
pub fn made(table: &str, made: &str) -> String {
    let when = dates::shown(made);
    if table.is_empty() { when.into_owned() } else { format!("{table} · {when}") }
}

/// Choice of stemming.
pub const CHOOSE_BALLOT: &str = "Welke stemming";
/// Heading of the form.
pub const NEW_BALLOT: &str = "Nieuwe stemming";
/// What is asked.
pub const BALLOT_TITLE: &str = "Vraag van de stemming";
/// What a stemming without a question is called.
pub const BALLOT: &str = "Stemming";
/// How many dots.
pub const N_DOTS: &str = "stippen per persoon";
/// How many are kept.
pub const N_KEPT: &str = "blijven over";
/// One subject a line.
pub const STATEMENTS: &str = "Uitspraken, een per regel";
/// Fills in the policy's own.
pub const TEN_TASKS: &str = "De tien opgaven uit de woonzorgvisie";
/// Opens it.
pub const OPEN_BALLOT: &str = "Stemming openen";
/// Sorts by dots.
pub const BY_VOTES: &str = "Op volgorde van stippen";
/// What can be voted on.
pub const SUBJECT_KINDS: [&str; 4] = ["Uitspraken", "Zones", "Bijna-zones", "Kandidaatlocaties"];
/// Choice of what is voted on.
pub const SUBJECTS: &str = "Waarover";
/// There is none.
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
#[must_use]
pub fn first_subjects(n: usize, n_all: usize) -> String {
    format!("de eerste {n} van {n_all}")
}

/// How many dots there are, and what they decide.
#[must_use]
pub fn votes(ballot: &Ballot) -> String {
    let n = ballot.n_votes();
    let dots = if n == 1 { "1 stip".to_owned() } else { format!("{} stippen", numbers::whole(f64::from(n))) };
    let kept = match ballot.n_kept {
        1 => "de eerste blijft over".to_owned(),
        n => format!("de eerste {n} blijven over"),
    };
    format!("{dots} · {} per persoon · {kept}", ballot.n_dots)
}

/// A dot more, for a screen reader.
#[must_use]
pub fn more(subject: &str) -> String {
    format!("Stip erbij: {subject}")
}

/// A dot less, for a screen reader.
#[must_use]
pub fn fewer(subject: &str) -> String {
    format!("Stip eraf: {subject}")
}

/// What stands at the cut: how many lie above it now, which may be more or fewer than are to be kept.
#[must_use]
pub fn cut(n_above: usize, n_kept: u32) -> String {
    let kept = if n_above == 1 { "1 blijft over".to_owned() } else { format!("{n_above} blijven over") };
    if u32::try_from(n_above).is_ok_and(|n| n <= n_kept) { kept } else { format!("{kept} (gelijke stand)") }
}

/// Legend, and the name of a flag on the map.
pub const DECISION: &str = "Besluit";
/// What was decided.
pub const WHAT: &str = "Wat";
/// Who takes it up.
pub const WHO: &str = "Wie (rol)";
/// By when.
pub const WHEN: &str = "Wanneer";
/// Where.
pub const WHERE: &str = "Plek";
/// Writes it down.
pub const RECORD: &str = "Vastleggen";
/// A decision without a place.
pub const NO_PLACE: &str = "geen plek";
/// The place is known.
pub const PLACE_CHOSEN: &str = "plek gekozen";
/// Its mark on the map, until it is written down.
pub const PLACE_OF_DECISION: &str = "Gekozen plek van het besluit";
/// There are none.
pub const NO_DECISIONS: &str = "Nog geen besluiten.";

/// Name of the bookmark that is made.
pub const BOOKMARK_NAME: &str = "Naam van de bladwijzer";
/// Makes it.
pub const MAKE_BOOKMARK: &str = "Bladwijzer maken";
/// What bookmarks are for.
pub const BOOKMARKS_REMARK: &str = "Een bladwijzer houdt vast: het stuk kaart, de lagen en de variant. Bij het presenteren (F5) op de pijltjes en de cijfers.";
/// Earlier in the list.
pub const EARLIER: &str = "Eerder";
/// Later in the list.
pub const LATER: &str = "Later";

/// Since which werkatelier.
pub const SINCE: &str = "Sinds het begin van";
/// Nothing to compare with.
pub const NO_EARLIER: &str =
    "Hier komt te staan wat erbij kwam sinds het begin van een werkatelier. Begin er een op het tabblad Rondes.";
/// Nothing came.
pub const NOTHING_NEW: &str = "Er is niets bijgekomen.";
/// Headings of what came.
pub const NEWS: [&str; 4] = ["Ingrepen", "Schetsen", "Plakbriefjes", "Besluiten"];

/// What went.
#[must_use]
pub fn gone(n: usize) -> String {
    if n == 1 {
        "1 ding van toen is er niet meer.".to_owned()
    } else {
        format!("{n} dingen van toen zijn er niet meer.")
    }
}

/// A list of news with its number.
#[must_use]
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
