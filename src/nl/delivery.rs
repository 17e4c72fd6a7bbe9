//! Dutch of deliveries: what an import does to the layers, and what loses its subject by it.

use std::collections::BTreeMap;

use super::numbers::{known_estimate, whole};
use super::window::plan::intervention_at;
use crate::domain::baseline::Role;
use crate::project::LayersEdit;
use crate::project::delivery::{Delivery, LayerGone, Loss, PeopleChange, RoleChange};

/// So many are named of those that lose their subject.
const MOST_NAMED: usize = 3;

/// The four counts of a role, in one line.
pub fn role_change(change: &RoleChange) -> String {
    let count = |n: usize| whole(n as f64);
    let by = if change.n_moved == 0 { String::new() } else { format!(" (ten hoogste {} m)", whole(change.farthest_m)) };
    // Areas are read as the people in squares, of which there are many more.
    let unit = if matches!(change.role, Role::Demand | Role::Pc4) { " (vakken van 100 m)" } else { "" };
    format!(
        "{}: {} dezelfde, {} verplaatst{by}, {} nieuw, {} verdwenen{unit}.",
        change.role.name(),
        count(change.n_same),
        count(change.n_moved),
        count(change.n_new),
        count(change.n_gone)
    )
}

/// All that a delivery does to the layers, a line each.
pub fn changes(delivery: &Delivery) -> Vec<String> {
    let gone = |gone: &LayerGone| format!("laag {} ({}) vervalt hierdoor.", gone.role.name(), gone.file);
    let roles = delivery.roles.iter().map(role_change);
    roles
        .chain(delivery.roles.iter().filter_map(names))
        .chain(delivery.layers_gone.iter().map(gone))
        .chain(delivery.people.map(|people| people_change(&people)))
        .collect()
}

/// Which places come and go, where others of their layer stay: the first few.
fn names(change: &RoleChange) -> Option<String> {
    if change.n_same + change.n_moved == 0 {
        return None;
    }
    let named = |what: &str, names: &[String], n: usize| {
        let more = if n > names.len() { " en andere" } else { "" };
        (!names.is_empty()).then(|| format!("{what} {}{more}", names.join(", ")))
    };
    let new = named("nieuw:", &change.names_new, change.n_new);
    let gone = named("verdwenen:", &change.names_gone, change.n_gone);
    let parts: Vec<String> = new.into_iter().chain(gone).collect();
    (!parts.is_empty()).then(|| format!("{}, {}.", change.role.name(), parts.join("; ")))
}

/// How many people there were and are: of each age that is known and is another number now, of residents at least.
fn people_change(change: &PeopleChange) -> String {
    let PeopleChange { before, after, touches_what_was } = change;
    let ages = [
        ("inwoners", before.residents, after.residents),
        ("65-plussers", before.aged_65_plus, after.aged_65_plus),
        ("75-plussers", before.aged_75_plus, after.aged_75_plus),
    ];
    let told = ages.map(|(who, before, after)| (who, known_estimate(&before), known_estimate(&after)));
    let mut lines: Vec<String> = (told.iter().filter(|(_, before, after)| before != after))
        .map(|(who, before, after)| format!("{who}: {before} → {after}"))
        .collect();
    if lines.is_empty() {
        let [(who, before, after), ..] = &told;
        let elsewhere = if *touches_what_was { ", niet overal evenveel als eerst" } else { "" };
        lines.push(format!("{who}: {before} → {after}{elsewhere}"));
    }
    // The region in figures counts only who lives inside it.
    format!("{}, in de hele laag.", lines.join("; "))
}

/// Name of a step that took over what another program did.
pub const OF_ANOTHER_PROGRAM: &str = "wijzigingen van een ander programma";

/// What an edit of the layers did.
pub fn layers_edit(edit: &LayersEdit) -> String {
    let (roles, what) = match edit {
        LayersEdit::Read(roles) => (roles, "gelezen"),
        LayersEdit::Removed(roles) => (roles, "verwijderd"),
        LayersEdit::TakenOver => return OF_ANOTHER_PROGRAM.to_owned(),
    };
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    let layer = if names.len() == 1 { "laag" } else { "lagen" };
    format!("{layer} {} {what}", names.join(", "))
}

/// What loses its subject, a sentence per variant, vote and kind.
pub fn losses(delivery: &Delivery) -> Vec<String> {
    let mut groups: BTreeMap<(usize, &str), Vec<String>> = BTreeMap::new();
    for loss in &delivery.losses {
        let (key, name) = match loss {
            Loss::Intervention { variant, what, place } => ((0, variant.as_str()), intervention_at(what, place)),
            Loss::Zone { variant, zone } => ((1, variant.as_str()), zone.clone()),
            Loss::Vote { ballot, subject } => ((2, ballot.as_str()), subject.clone()),
            Loss::Note(text) => ((3, ""), text.clone()),
            Loss::Decision(what) => ((4, ""), what.clone()),
        };
        groups.entry(key).or_default().push(name);
    }
    groups.into_iter().map(|((kind, of), names)| group(kind, of, &names)).collect()
}

fn group(kind: usize, of: &str, names: &[String]) -> String {
    let n = whole(names.len() as f64);
    let one = names.len() == 1;
    let named = named(names);
    match kind {
        0 if one => format!("Variant {of}: 1 ingreep verwijst naar een plaats die er niet meer is ({named})."),
        0 => format!("Variant {of}: {n} ingrepen verwijzen naar een plaats die er niet meer is ({named})."),
        1 if one => format!("Variant {of}: 1 zone rust op een 24-uurszorglocatie die er niet meer is ({named})."),
        1 => format!("Variant {of}: {n} zones rusten op een 24-uurszorglocatie die er niet meer is ({named})."),
        2 if one => format!("Stemming {of}: 1 onderwerp is er niet meer ({named})."),
        2 => format!("Stemming {of}: {n} onderwerpen zijn er niet meer ({named})."),
        3 if one => format!("1 notitie hoort bij een plaats die er niet meer is ({named})."),
        3 => format!("{n} notities horen bij een plaats die er niet meer is ({named})."),
        _ if one => format!("1 besluit hoort bij een plaats die er niet meer is ({named})."),
        _ => format!("{n} besluiten horen bij een plaats die er niet meer is ({named})."),
    }
}

fn named(names: &[String]) -> String {
    let mut named = names.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join("; ");
    if names.len() > MOST_NAMED {
        named.push_str("; …");
    }
    named
}

/// After these: what becomes of them. Only an intervention can be tied to another place.
pub fn losses_stay(delivery: &Delivery) -> String {
    let is_intervention = |loss: &Loss| matches!(loss, Loss::Intervention { .. });
    let tied = "Een ingreep blijft bewaard als “zonder onderwerp” en kan aan een andere plaats gekoppeld worden.";
    match (delivery.losses.iter().any(is_intervention), delivery.losses.iter().all(is_intervention)) {
        (true, true) => tied.to_owned(),
        (true, false) => format!("{tied} De rest blijft staan zoals het is."),
        _ => "Dit blijft staan zoals het is.".to_owned(),
    }
}

/// Heading of the question before a delivery is taken over.
pub const WHAT_CHANGES: &str = "Dit verandert er aan de lagen";
pub const DELIVER: &str = "Doorvoeren";
pub const SEND_BACK: &str = "Niet doen";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::amenity::AmenityKind;

    #[test]
    fn only_an_intervention_can_be_tied_to_another_place_and_the_sentence_says_no_more() {
        let note = Loss::Note("Bankje".to_owned());
        let closed = Loss::Intervention {
            variant: "A".to_owned(),
            what: crate::domain::variant::Intervention::ClosePlace { id: uuid::Uuid::nil() },
            place: "Huize A".to_owned(),
        };
        let told = |losses: Vec<Loss>| losses_stay(&Delivery { losses, ..Delivery::default() });
        assert_eq!(told(vec![note.clone()]), "Dit blijft staan zoals het is.");
        assert!(told(vec![closed.clone()]).ends_with("gekoppeld worden."));
        assert!(told(vec![note, closed]).ends_with("gekoppeld worden. De rest blijft staan zoals het is."));
    }

    #[test]
    fn a_role_has_its_four_counts_and_says_how_far_at_most() {
        let role = Role::Kind(AmenityKind::CARE);
        let names_gone = ["Jumbo", "Plus"].map(str::to_owned).to_vec();
        let (n_same, n_moved, farthest_m, n_new, n_gone) = (1_200, 2, 12.4, 0, 3);
        let moved = RoleChange { role, n_same, n_moved, farthest_m, n_new, n_gone, names_new: Vec::new(), names_gone };
        assert_eq!(names(&moved).as_deref(), Some("zorg24, verdwenen: Jumbo, Plus en andere."));
        assert_eq!(names(&RoleChange { n_same: 0, n_moved: 0, ..moved.clone() }), None, "all of it is new");
        assert_eq!(
            role_change(&moved),
            "zorg24: 1.200 dezelfde, 2 verplaatst (ten hoogste 12 m), 0 nieuw, 3 verdwenen."
        );
        let same = RoleChange { n_moved: 0, n_gone: 0, ..moved };
        assert_eq!(role_change(&same), "zorg24: 1.200 dezelfde, 0 verplaatst, 0 nieuw, 0 verdwenen.");
    }
}
