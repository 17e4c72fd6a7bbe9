//! What the cards of voorzieningen, haltes and kernen say, and what stands beside the charts.

use crate::analysis::region::MunicipalityFigures;
use crate::domain::housing::HousingForm;
use crate::domain::norm::Norm;
use crate::domain::transit::{Stop, StopCategory, TransitMode};
use crate::nl::numbers;

pub const PER_MUNICIPALITY: &str = "75-plussers in een zone, per gemeente";
pub const PER_RING: &str = "75-plussers per ring";
/// Above the chart of OV-klassen of the whole region.
pub const REGION_TRANSIT: &str = "OV-klasse van alle inwoners";
pub const COUNTS_FOR: &str = "Telt mee voor";
pub const COUNTS_FOR_NOTHING: &str = "Voor deze soort staat geen norm in het normenkader.";
pub const SETTLEMENT_WITHOUT_ZONE: &str = "In deze kern is met deze normen geen zone mogelijk.";
pub const ZONES_HERE: &str = "Zones hier";
pub const NEAR_MISSES_HERE: &str = "Bijna-zones hier";
pub const AGED_65: &str = "65-plussers";

/// A gemeente in the chart: name, share of its 75-plussers in a zone, and how many that are.
pub fn municipality_bar(figures: &MunicipalityFigures, source: &str) -> [String; 2] {
    let share = super::share(figures.in_zones.aged_75_plus.value(), figures.people.aged_75_plus.value());
    let people = numbers::estimate(figures.in_zones.aged_75_plus.value());
    let all = numbers::estimate(figures.people.aged_75_plus.value());
    [share, format!("{}: {people} van de {all} 75-plussers in een zone. {source}", figures.name)]
}

/// A norm that a kind counts for.
pub fn counts_for(norm: &Norm) -> String {
    let required = if norm.required { "verplicht" } else { "telt mee in de score" };
    format!("{}, {required}", numbers::meters(norm.max.meters()))
}

/// Name of a woonvorm, to begin a line.
pub fn form_line(form: HousingForm) -> String {
    super::sentence_case(form.name())
}

/// A halte or station in a line.
pub fn stop_line(stop: &Stop) -> String {
    let mode = if stop.mode == TransitMode::Train { "station" } else { "halte" };
    match (stop.departures_workday, stop.interval_min()) {
        (Some(n), Some(interval)) => format!(
            "{mode} · {} vertrekken op een werkdag (06–20 uur), per richting om de {} minuten",
            numbers::whole(f64::from(n)),
            numbers::whole(interval)
        ),
        (Some(_), None) => format!("{mode} · geen vertrekken op een werkdag"),
        (None, _) => format!("{mode} · dienstregeling onbekend"),
    }
}

/// The category of a stop and what it gives.
pub fn stop_category(category: Option<StopCategory>) -> String {
    category.map_or_else(
        || "Zonder dienstregeling is de OV-klasse rond deze halte onbekend.".to_owned(),
        |category| {
            let classes: Vec<String> = crate::domain::transit::RING_RADII_M
                .into_iter()
                .zip(category.classes())
                .filter_map(|(radius, class)| Some(format!("{} tot {}", class?.letter(), numbers::meters(radius))))
                .collect();
            format!("Haltecategorie {category:?}; OV-klasse {} (hemelsbreed)", classes.join(", "))
        },
    )
}
