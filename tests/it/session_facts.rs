//! What a project says, thing by thing, and what two sides together make of it: the dumb oracle of the session.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::place::PlaceClass;
use zorgkring::domain::variant::Intervention;
use zorgkring::project::Project;

/// Something that a project says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fact {
    Detour,
    Note(Uuid),
    Shop(Uuid),
    Pharmacy(Uuid),
    Square(i32, i32),
    /// A place that stands elsewhere in a variant.
    Move(Uuid, Uuid),
    /// The layer of pharmacies stays at home.
    PharmaciesAtHome,
    /// There is a layer of this role.
    Layer(&'static str),
}

impl Fact {
    /// The layer that it is part of.
    fn layer(&self) -> Option<&'static str> {
        match self {
            Self::Shop(_) => Some("supermarkt"),
            Self::Pharmacy(_) => Some("apotheek"),
            Self::Square(..) => Some("vraag"),
            Self::Layer(role) => Some(role),
            Self::Detour | Self::Note(_) | Self::Move(..) | Self::PharmaciesAtHome => None,
        }
    }
}

/// Everything that it says, each thing by its fields.
pub(crate) type Facts = BTreeMap<Fact, Vec<String>>;

/// What a document on its ground says.
pub(crate) fn facts(project: &Project, baseline: &Baseline) -> Facts {
    let mut facts = Facts::from([(Fact::Detour, vec![project.norms.detour_factor.to_string()])]);
    facts.extend(project.board.notes.iter().map(|note| (Fact::Note(note.id), vec![note.text.clone()])));
    for variant in &project.plan.variants {
        for intervention in &variant.interventions {
            if let Intervention::MovePlace { id, to } = intervention {
                facts.insert(Fact::Move(variant.id, *id), vec![format!("{to:?}")]);
            }
        }
    }
    for place in &baseline.places[PlaceClass::Amenity] {
        let is_shop = place.kind().map(AmenityKind::role) == Some("supermarkt");
        let fact = if is_shop { Fact::Shop(place.id) } else { Fact::Pharmacy(place.id) };
        facts.insert(fact, vec![place.name.clone(), format!("{:?}", place.point)]);
    }
    for cell in baseline.demand.cells() {
        facts.insert(Fact::Square(cell.row, cell.col), vec![format!("{:?}", cell.people.residents)]);
    }
    let of_layers: BTreeSet<&str> = facts.keys().filter_map(Fact::layer).collect();
    for role in ["supermarkt", "apotheek", "vraag"] {
        if of_layers.contains(role) || baseline.layers.iter().any(|layer| layer.role.name() == role) {
            facts.insert(Fact::Layer(role), Vec::new());
        }
    }
    let stays = baseline.layers.iter().any(|layer| layer.role.name() == "apotheek" && !layer.may_be_shared());
    facts.extend(stays.then(|| (Fact::PharmaciesAtHome, Vec::new())));
    facts
}

/// What two sides made of the same beginning, this side winning where both changed the same; and whether they did.
pub(crate) fn merged(base: &Facts, ours: &Facts, theirs: &Facts) -> (Facts, bool) {
    let keys: BTreeSet<&Fact> = base.keys().chain(ours.keys()).chain(theirs.keys()).collect();
    let (mut merged, mut clashes) = (Facts::new(), false);
    // A layer that one side takes away and the other changes is there whole or not at all.
    let deserted: BTreeSet<&str> = base
        .keys()
        .filter_map(|fact| if let Fact::Layer(role) = fact { Some(*role) } else { None })
        .filter(|role| {
            let of_role = |facts: &Facts| -> Facts {
                facts
                    .iter()
                    .filter(|(fact, _)| fact.layer() == Some(*role))
                    .map(|(a, b)| (a.clone(), b.clone()))
                    .collect()
            };
            let (was, here, there) = (of_role(base), of_role(ours), of_role(theirs));
            here.is_empty() != there.is_empty() && was != here && was != there
        })
        .collect();
    for key in keys {
        if key.layer().is_some_and(|role| deserted.contains(role)) {
            clashes = true;
            merged.extend(ours.get(key).map(|fields| (key.clone(), fields.clone())));
            continue;
        }
        let (was, here, there) = (base.get(key), ours.get(key), theirs.get(key));
        let becomes = match (was, here, there) {
            _ if here == was => there.cloned(),
            _ if there == was || here == there => here.cloned(),
            (Some(was), Some(here), Some(there)) => {
                let mut field = |((was, here), there): ((&String, &String), &String)| {
                    clashes |= here != was && there != was && here != there;
                    if here == was { there.clone() } else { here.clone() }
                };
                Some(was.iter().zip(here).zip(there).map(&mut field).collect())
            }
            _ => {
                clashes = true;
                here.cloned()
            }
        };
        merged.extend(becomes.map(|fields| (key.clone(), fields)));
    }
    (merged, clashes)
}
