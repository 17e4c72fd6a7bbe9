//! What varianten, ingrepen and what stands on the board are called in Dutch.

use crate::domain::amenity::AmenityKind;
use crate::domain::variant::{Intervention, ZoneStatus};
use crate::nl::numbers;
use crate::project::lost::LostPlace;
use crate::project::{BoardEdit, BoardItem, PlanEdit};

pub const WHAT_IF: &str = "Wat als";
pub const WHAT_IF_COMMAND: &str = "Wat als: locaties plaatsen en verplaatsen";
pub const BEFORE_AFTER_COMMAND: &str = "Voor of na: nulsituatie of variant";
pub const BEFORE_AFTER: &str = "Voor/na";
pub const NEW_VARIANT: &str = "Nieuwe variant";
pub const COPY_VARIANT: &str = "Kopie van deze variant";
pub const BASELINE: &str = "Nulsituatie";
pub const VARIANT: &str = "Variant";
pub const NEW_SITE: &str = "Nieuwe kandidaatlocatie";

/// The name of the n-th variant.
pub fn variant_name(n: u32) -> String {
    format!("Variant {n}")
}

pub fn copy_name(name: &str) -> String {
    format!("{name} (kopie)")
}

/// A location that was just added.
pub fn new_place(kind: AmenityKind) -> String {
    format!("Nieuw: {}", kind.label())
}

/// What an intervention does, in a few words.
pub fn intervention(intervention: &Intervention) -> String {
    match intervention {
        Intervention::AddPlace(place) => {
            format!("{} toegevoegd: {}", place.kind().map_or("kandidaatlocatie", AmenityKind::label), place.name)
        }
        Intervention::MovePlace { .. } => "locatie verplaatst".to_owned(),
        Intervention::ClosePlace { .. } => "locatie gesloten".to_owned(),
        Intervention::RenamePlace { name, .. } => format!("locatie heet {name}"),
        Intervention::SetCapacity { capacity: Some(n), .. } => {
            format!("capaciteit {}", numbers::whole(f64::from(*n)))
        }
        Intervention::SetCapacity { capacity: None, .. } => "capaciteit onbekend".to_owned(),
        Intervention::PutZone { zone, replaces } => match (zone.status, replaces.len()) {
            (ZoneStatus::Accepted, _) => format!("zone geaccepteerd: {}", zone.name),
            (_, 0) => format!("zone getekend: {}", zone.name),
            (_, 1) => format!("zone hertekend: {}", zone.name),
            _ => format!("zones samengevoegd: {}", zone.name),
        },
        Intervention::RejectZone { name, .. } => format!("zone afgewezen: {name}"),
    }
}

/// What an edit of the variants did.
pub fn plan_edit(edit: &PlanEdit) -> String {
    match edit {
        PlanEdit::New(variant) => format!("variant {}", variant.name),
        PlanEdit::Rename { name, .. } => format!("variant heet {name}"),
        PlanEdit::SetNote { .. } => "notitie bij variant".to_owned(),
        PlanEdit::Reorder { .. } => "volgorde van varianten".to_owned(),
        PlanEdit::Remove(_) => "variant verwijderd".to_owned(),
        PlanEdit::Choose(Some(_)) => "andere variant".to_owned(),
        PlanEdit::Choose(None) => "nulsituatie".to_owned(),
        PlanEdit::Intervene { intervention: what, .. } => intervention(what),
        PlanEdit::TieTo { .. } => "ingreep gekoppeld".to_owned(),
        PlanEdit::TakeOut { .. } => "ingreep weggehaald".to_owned(),
    }
}

/// What an edit of the board did.
pub fn board_edit(edit: &BoardEdit) -> String {
    if let ([BoardItem::Bookmark(_), ..], 1..) = (&edit.put[..], edit.remove.len()) {
        return "volgorde van bladwijzers".to_owned();
    }
    match (&edit.put[..], edit.remove.len()) {
        ([], _) => "van het bord gehaald".to_owned(),
        ([item], 0 | 1) => board_item(item),
        ([item], _) => format!("samengevoegd: {}", board_item(item)),
        ([BoardItem::Sketch(_), ..], 0) => format!("{} schetsen", edit.put.len()),
        ([BoardItem::Note(_), ..], 0) => format!("{} briefjes", edit.put.len()),
        ([item, ..], 0) => board_item(item),
        ([item, ..], _) => format!("gesplitst: {}", board_item(item)),
    }
}

fn board_item(item: &BoardItem) -> String {
    let (what, name) = match item {
        BoardItem::Sketch(sketch) => ("schets", &sketch.title),
        BoardItem::Note(note) => ("notitie", &note.text),
        BoardItem::Workshop(workshop) => ("werkatelier", &workshop.title),
        BoardItem::Ballot(ballot) => ("stemming", &ballot.title),
        BoardItem::Decision(decision) => ("besluit", &decision.what),
        BoardItem::Bookmark(bookmark) => ("bladwijzer", &bookmark.name),
    };
    if name.is_empty() { what.to_owned() } else { format!("{what} {}", shortened(name)) }
}

/// Enough of a text to know it by.
fn shortened(text: &str) -> String {
    const MOST: usize = 28;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST).collect();
    format!("{}…", start.trim_end())
}

/// Before and after were asked for without a variant.
pub const NOTHING_TO_SWITCH: &str = "Er is nog geen variant om voor en na van te laten zien: verzet iets met Wat als.";
pub const VARIANT_BADGE: &str = "variant";
pub const SHOWS_BEFORE: &str = "vóór de ingrepen";
pub const VARIANT_NAME: &str = "Naam van de variant";
pub const VARIANT_NOTE: &str = "Notitie bij de variant";
pub const COMPARED_WITH: &str = "Vergeleken met";
pub const DIFFERENCE_ON_MAP: &str = "Verschil op de kaart";
pub const SWIPE: &str = "Schuif over de kaart";
pub const INTERVENTIONS: &str = "Ingrepen";
pub const NO_INTERVENTIONS: &str = "Nog geen ingrepen. Kies \u{201c}Wat als\u{201d} en plaats of versleep een locatie, of kies een locatie of zone op de kaart.";
pub const TAKE_OUT: &str = "Ingreep weghalen";
pub const MOVE_VARIANT_UP: &str = "Eerder in de lijst";
pub const MOVE_VARIANT_DOWN: &str = "Later in de lijst";
pub const COPY: &str = "Kopie";
pub const CLOSE_PLACE: &str = "Deze locatie sluiten";
pub const CLOSED: &str = "gesloten";
pub const OPEN_AGAIN: &str = "Weer openen";
pub fn closed_in(variant: &str) -> String {
    format!("Gesloten in “{variant}”.")
}
pub const ACCEPT_ZONE: &str = "Accepteren";
pub const REJECT_ZONE: &str = "Afwijzen";
pub const REDRAW_ZONE: &str = "Hertekenen";
pub const PROPOSE_AGAIN: &str = "Weer als voorstel";
pub const MERGE_ZONE: &str = "Samenvoegen met";
pub const PLACE_NAME: &str = "Naam van de locatie";
pub const PLACES_UNIT: &str = "plaatsen";
pub const DEPARTURES_UNIT: &str = "vertrekken per werkdag";
pub const ROW_AGED_75: &str = "75-plussers in een zone";
pub const ROW_SHARE: &str = "aandeel 75-plussers";
pub const ROW_ZONES: &str = "zones";
pub const ROW_NEAR_MISSES: &str = "bijna-zones";
pub const ROW_CLUSTERED: &str = "75-plussers in ring geclusterd";
pub const ROW_RESIDENTS: &str = "inwoners in een zone";
pub const ADDS: &str = "Klik voegt toe";
pub const ADDS_NOTHING: &str = "niets (alleen slepen)";
pub const TOOL_HINT: &str = "Sleep een locatie om haar te verplaatsen.";
pub const BEFORE: &str = "voor";
pub const AFTER: &str = "na";
pub const DIVIDER: &str = "Schuif tussen voor en na";
pub const LEGEND_GAINED: &str = "Erbij in een zone";
pub const LEGEND_LOST: &str = "Niet meer in een zone";
pub const LEGEND_REJECTED: &str = "Zone: afgewezen";
pub const LEGEND_PUT: &str = "Zone: geaccepteerd of getekend";
pub const LEGEND_CHANGED: &str = "Ingreep in deze variant";

/// What unfolds the interventions that are not listed at once.
pub fn earlier_interventions(n: usize) -> String {
    format!("{} eerdere", numbers::whole(n as f64))
}

pub fn from_to(from: &str, to: &str) -> String {
    format!("{BEFORE} {from} · {AFTER} {to}")
}

/// What an intervention does, with the name of what it is about.
pub fn intervention_at(what: &Intervention, name: &str) -> String {
    match what {
        Intervention::MovePlace { .. } => format!("verplaatst: {name}"),
        Intervention::ClosePlace { .. } => format!("gesloten: {name}"),
        Intervention::RenamePlace { name: new, .. } => format!("{name} heet {new}"),
        Intervention::SetCapacity { .. } => format!("{name}: {}", intervention(what)),
        _ => intervention(what),
    }
}

/// An intervention of which the place is no longer there.
pub fn without_subject(what: &Intervention, was: Option<&LostPlace>) -> String {
    format!("zonder onderwerp: {}", about_lost(what, was))
}

/// What an intervention does, with what its place was if that is remembered.
fn about_lost(what: &Intervention, was: Option<&LostPlace>) -> String {
    match was {
        Some(was) => {
            intervention_at(what, &format!("{} ({})", was.name, was.kind.map_or(super::SITE, AmenityKind::label)))
        }
        None => intervention(what),
    }
}

/// Ties such an intervention, by its number in the list, to the place that is selected.
pub fn tie_here(number: usize, what: &Intervention, was: Option<&LostPlace>) -> String {
    format!("Koppel hieraan: ingreep {number} – {}", about_lost(what, was))
}

/// Below such an intervention when no place is selected.
pub const SELECT_TO_TIE: &str = "Kies een locatie op de kaart om deze ingreep aan te koppelen.";

/// By how many people an estimate changed, as the rounded figures beside it differ: `+ 1.240`, `− 320`, `± 0`; `onbekend`
/// when one of them is not known.
pub fn changed_estimate(before: Option<f64>, after: Option<f64>) -> String {
    let rounded = |people: f64| (people / 10.0).round() * 10.0;
    let by = before.zip(after).map(|(before, after)| rounded(after) - rounded(before));
    by.map_or_else(|| "onbekend".to_owned(), signed)
}

/// A signed whole number: `+ 3`, `− 2`, `± 0`.
pub fn signed(number: f64) -> String {
    match number.round() {
        n if n > 0.0 => format!("+ {}", numbers::whole(n)),
        n if n < 0.0 => format!("− {}", numbers::whole(-n)),
        _ => "± 0".to_owned(),
    }
}

/// By how many percentage points a share (0–1) changed, as the rounded figures beside it differ: `+ 1,4 punt`.
pub fn changed_points(before: f64, after: f64) -> String {
    let rounded = |share: f64| (share * 1_000.0).round();
    match (rounded(after) - rounded(before)) / 10.0 {
        p if p > 0.0 => format!("+ {} punt", numbers::decimal(p, 1)),
        p if p < 0.0 => format!("− {} punt", numbers::decimal(-p, 1)),
        _ => "± 0".to_owned(),
    }
}

/// What a variant brings, in a sentence.
pub fn brings(before: Option<f64>, after: Option<f64>) -> String {
    format!("{} 75-plussers binnen een zone", changed_estimate(before, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_carry_their_sign_and_are_rounded_as_estimates_are() {
        assert_eq!(changed_estimate(Some(0.0), Some(1_243.7)), "+ 1.240");
        assert_eq!(changed_estimate(Some(318.0), Some(0.0)), "− 320");
        assert_eq!(changed_estimate(Some(33_666.0), Some(33_670.0)), "± 0");
        assert_eq!(changed_estimate(None, Some(1.0)), "onbekend");
        assert_eq!(signed(-2.0), "− 2");
        assert_eq!(changed_points(0.0, 0.0143), "+ 1,4 punt");
        assert_eq!(brings(Some(0.0), Some(1_240.0)), "+ 1.240 75-plussers binnen een zone");
        // What stands beside it adds up: 33.670 and 32.810, 58,5 and 55,8.
        assert_eq!(changed_estimate(Some(33_674.0), Some(32_806.0)), "− 860");
        assert_eq!(changed_points(0.5846, 0.5584), "− 2,7 punt");
    }
}
