//! What varianten, ingrepen and what stands on the board are called in Dutch.

use crate::domain::variant::{Intervention, ZoneStatus};
use crate::nl::numbers;
use crate::project::{BoardEdit, BoardItem, PlanEdit};

/// What an intervention does, in a few words.
#[must_use]
pub fn intervention(intervention: &Intervention) -> String {
    match intervention {
        Intervention::AddPlace(place) => format!("{} toegevoegd: {}", place.kind.label(), place.name),
        Intervention::MovePlace { .. } => "locatie verplaatst".to_owned(),
        Intervention::ClosePlace { .. } => "locatie gesloten".to_owned(),
        Intervention::RenamePlace { name, .. } => format!("locatie heet {name}"),
        Intervention::SetCapacity { capacity: Some(n), .. } => {
            format!("capaciteit {}", numbers::whole(f64::from(*n)))
        }
        Intervention::SetCapacity { capacity: None, .. } => "capaciteit onbekend".to_owned(),
        Intervention::AddSite { name, .. } => format!("kandidaatlocatie toegevoegd: {name}"),
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
#[must_use]
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
        PlanEdit::TakeOut { .. } => "ingreep weggehaald".to_owned(),
    }
}

/// What an edit of the board did.
#[must_use]
pub fn board_edit(edit: &BoardEdit) -> String {
    if let ([BoardItem::Bookmark(_), ..], 1..) = (&edit.put[..], edit.remove.len()) {
        return "volgorde van bladwijzers".to_owned();
    }
    match (&edit.put[..], edit.remove.len()) {
        ([], _) => "van het bord gehaald".to_owned(),
        ([item], 0 | 1) => board_item(item),
        ([item], _) => format!("samengevoegd: {}", board_item(item)),
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
