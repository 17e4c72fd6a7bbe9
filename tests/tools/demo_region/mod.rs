//! Makes the demo region: gemeenten, buurten and kernen of Twente with their people as facts, all places invented and labelled so.

mod dice;
mod facilities;
mod ground;
#[cfg(test)]
mod laws;
mod names;
mod network;
mod outline;
mod towns;
mod transit;

use std::sync::Arc;

use ground::Ground;
use names::{Names, Sources};
use towns::Towns;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, LayerSource, Role};
use zorgkring::domain::identity::Provenance;
use zorgkring::domain::place::Places;
use zorgkring::domain::settlement::Settlement;

/// De demoregio: the same to the bit at every call and on every platform. Metres RD, people of 1-1-2021.
///
/// Facts are the gemeenten, the buurten, the kernen with their built-up areas and their people, and the names of stations.
/// People are spread over the built-up squares of their kern by the people of the buurten. Every place is invented: such
/// layers say so in [`LayerSource::fictional`] and in their source.
#[must_use]
pub(crate) fn baseline() -> Baseline {
    let (names, sources) = (Names::read(), Sources::read());
    let invented = Provenance {
        source: Some(sources.fictief.clone()),
        source_date: Some(sources.fictief_datum.clone()),
        ..Provenance::default()
    };
    let ground = Ground::read();
    let towns = Towns::grow(&ground);
    let facts = towns::facts();
    let mut places = Places::default();
    places.extend(facilities::care_locations(&towns, &names, &invented));
    places.extend(facilities::amenities(&towns, &names, &invented));
    places.extend(transit::stops(&towns, &facts, &names, &invented));
    places.extend(facilities::sites(&towns, &names, &invented));
    places.extend(facilities::clusters(&towns, &names, &invented));
    let mut baseline = Baseline {
        places,
        demand: Arc::new(towns.demand()),
        neighborhoods: Arc::new(ground.neighborhoods()),
        municipalities: Arc::new(ground.municipalities),
        settlements: Arc::new(settlements(&towns, &sources)),
        ..Baseline::default()
    };
    baseline.layers = layers(&baseline, &sources);
    baseline
}

fn settlements(towns: &Towns, sources: &Sources) -> Vec<Settlement> {
    towns
        .all
        .iter()
        .enumerate()
        .map(|(idx, town)| Settlement {
            id: names::id_of("kern", idx),
            name: town.fact.name.clone(),
            municipality_code: Some(town.fact.municipality_code.clone()),
            people: town.fact.people(),
            point: town.fact.point(),
            outline: Some(towns.outline(idx)),
            provenance: Provenance {
                source: Some(sources.kern.clone()),
                source_date: Some(sources.datum.clone()),
                ..Provenance::default()
            },
        })
        .collect()
}

/// What is known of each layer, kinds in the order of the catalogue.
fn layers(baseline: &Baseline, sources: &Sources) -> Vec<LayerSource> {
    let invented = |role: Role, n_features: usize| LayerSource {
        role,
        file: sources.bestand.clone(),
        source: Some(sources.fictief.clone()),
        date: Some(sources.fictief_datum.clone()),
        licence: None,
        n_features,
        n_problems: 0,
        fictional: true,
        problems: Vec::new(),
    };
    let fact = |role: Role, (source, date): (&str, &str), n_features: usize| LayerSource {
        source: Some(source.to_owned()),
        date: Some(date.to_owned()),
        licence: Some(sources.licentie.clone()),
        fictional: false,
        ..invented(role, n_features)
    };
    let n_places = |role: Role| baseline.places_of(role).count();
    let kinds = AmenityKind::all().map(Role::Kind);
    let given = kinds.map(|role| (role, n_places(role))).filter(|(_, n)| *n > 0);
    let mut layers: Vec<LayerSource> = given.map(|(role, n)| invented(role, n)).collect();
    let date = sources.datum.as_str();
    layers.push(fact(Role::Demand, (&sources.vraag, date), baseline.demand.cells().len()));
    layers.push(fact(Role::Municipality, (&sources.gemeente, &sources.gemeente_datum), baseline.municipalities.len()));
    layers.push(fact(Role::Neighborhood, (&sources.buurt, &sources.buurt_datum), baseline.neighborhoods.len()));
    layers.push(fact(Role::Settlement, (&sources.kern, date), baseline.settlements.len()));
    layers.extend([Role::CandidateSite, Role::Cluster].map(|role| invented(role, n_places(role))));
    layers
}
