//! Where the figures in the window come from.

use super::first_words;
use crate::analysis::siting::SERVICE_DISTANCE_M;
use crate::domain::baseline::{Baseline, LayerSource, Role};
use crate::nl::{dates, numbers};

pub const HOMES_SOURCE: &str = "Zoals de kandidatenlaag opgeeft";
pub const SCORE_SOURCE: &str = "0–100: gewogen gemiddelde over de normen; vol tot de halve norm, nul vanaf tweemaal de \
     norm (aanname)";
/// The same, with over how many of the weighed norms it is: of the others no layer was read.
pub fn score_source(n_known: usize, n: usize) -> String {
    if n_known == n {
        return SCORE_SOURCE.to_owned();
    }
    let (known, all) = (numbers::whole(n_known as f64), numbers::whole(n as f64));
    format!("Over {known} van de {all} normen; van de andere is geen laag gelezen. {SCORE_SOURCE}")
}

pub const TRANSIT_SOURCE: &str = "A–F uit haltecategorie en hemelsbrede afstand: ÖV-Güteklassen (ARE) met de uitbreiding \
     OeVGK18 voor landelijk gebied";
/// Where the numbers of people come from: every layer that gave some.
pub fn people_source(baseline: &Baseline) -> String {
    let demand = &baseline.demand;
    let mut roles: Vec<Role> = Vec::new();
    if !demand.own().is_empty() {
        roles.extend([Role::Demand, Role::Pc4]);
    }
    if !demand.of_areas().is_empty() {
        roles.extend([Role::Neighborhood, Role::District]);
    }
    let mut layers: Vec<&LayerSource> = roles.iter().filter_map(|role| baseline.layer(*role)).collect();
    if layers.is_empty() {
        // Of a project of an older version it is not known which layer gave them.
        let any =
            [Role::Neighborhood, Role::District, Role::Settlement].into_iter().find_map(|role| baseline.layer(role));
        layers.extend(any);
    }
    if layers.is_empty() {
        return "Inwoners: niet bekend".to_owned();
    }
    let origins: Vec<String> = layers.into_iter().map(origin).collect();
    format!("Inwoners: {}, over vlakken geschat", origins.join(" en "))
}

/// Who published a layer, or of which file it is, and of when it is.
fn origin(layer: &LayerSource) -> String {
    let date = layer.date.as_ref().map(|date| format!(" {}", dates::shown(date))).unwrap_or_default();
    match layer.source.as_deref() {
        Some(source) => format!("{}{date}", first_words(source)),
        None => format!("bestand “{}”{date}, bron niet vermeld", layer.file),
    }
}

/// Where the computed figures come from.
pub fn computed_source(norm_set: &str) -> String {
    format!("Zones berekend met normenkader “{norm_set}”")
}

pub fn serves_source(baseline: &Baseline) -> String {
    format!("Binnen {} lopen. {}", numbers::meters(SERVICE_DISTANCE_M), people_source(baseline))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::RdPoint;
    use crate::domain::demand::{Demand, DemandCell, PeopleCounts};
    use std::sync::Arc;

    #[test]
    fn the_source_of_people_is_that_of_the_layers_that_gave_them() {
        let layer = |role: Role, source: Option<&str>| LayerSource {
            role,
            file: format!("{}.csv", role.name()),
            source: source.map(str::to_owned),
            date: Some("2024".to_owned()),
            licence: None,
            n_features: 1,
            n_problems: 0,
            fictional: false,
            problems: Vec::new(),
        };
        let cell = |x: f64| DemandCell::at(RdPoint::at(x, 470_050.0), PeopleCounts::ZERO);
        let layers =
            vec![layer(Role::Settlement, Some("Kadaster")), layer(Role::Neighborhood, Some("CBS, kerncijfers"))];
        let demand = Arc::new(Demand::from_parts(Vec::new(), vec![cell(250_050.0)]));
        let mut baseline = Baseline { layers, demand, ..Baseline::default() };
        assert_eq!(people_source(&baseline), "Inwoners: CBS 2024, over vlakken geschat");
        baseline.layers.push(layer(Role::Demand, None));
        baseline.demand = Arc::new(Demand::from_parts(vec![cell(251_050.0)], vec![cell(250_050.0)]));
        let both = "Inwoners: bestand “vraag.csv” 2024, bron niet vermeld en CBS 2024, over vlakken geschat";
        assert_eq!(people_source(&baseline), both);
        assert_eq!(people_source(&Baseline::default()), "Inwoners: niet bekend");
    }
}
