//! The rows of each list, from an answer or from a layer as it was read.

use geo::BoundingRect;
use rayon::prelude::*;

use super::table::{Cell, Column, Format, Row, Table};
use crate::analysis::outcome::Outcome;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::transit::TransitCoverage;
use crate::gui::state::{MapMove, Selection};
use crate::gui::wish::{Destination, View, zone_at};
use crate::nl::explain::needed;
use crate::nl::window as nl;

/// Zones, the most 75-plussers first.
pub(super) fn zones(view: &View<'_>, outcome: &Outcome) -> Table {
    let columns = vec![
        Column::new(nl::NAME, Format::Text, 200.0),
        Column::new(nl::COLUMN_MUNICIPALITIES, Format::Text, 120.0),
        Column::with_unit(nl::COLUMN_RESIDENTS, Format::Estimate, 80.0),
        Column::with_unit(nl::COLUMN_AGED_75, Format::Estimate, 90.0),
        Column::new(nl::COLUMN_AREA, Format::Whole, 104.0),
        Column::new(nl::TRANSIT_CLASS, Format::Text, 84.0),
        Column::with_unit(nl::COLUMN_SCORE, Format::Whole, 60.0),
        Column::with_unit(nl::COLUMN_MISSING, Format::Whole, 110.0),
    ];
    let rows = outcome.zones.iter().map(|zone| Row {
        cells: vec![
            Cell::text(zone.name.clone()),
            Cell::text(zone.municipalities.join(", ")),
            Cell::number(zone.people.residents.value()),
            Cell::number(zone.people.aged_75_plus.value()),
            Cell::number(Some(zone.area_ha)),
            match zone.transit_class {
                TransitCoverage::Unknown => Cell::Unknown,
                known => Cell::text(known.name()),
            },
            Cell::number(zone.score),
            Cell::Number(nl::n_missing(zone) as f64),
        ],
        destination: Destination::zone(zone),
        remark: nl::missing(zone),
    });
    Table::new(columns, rows.collect(), Some(view.is_fictional()))
}

/// Near misses, the most added 75-plussers first.
pub(super) fn near_misses(view: &View<'_>, outcome: &Outcome) -> Table {
    let columns = vec![
        Column::new(nl::COLUMN_SUBJECT, Format::Text, 220.0),
        Column::new(nl::COLUMN_NEEDED, Format::Text, 220.0),
        Column::new(nl::COLUMN_SEARCH_AREA, Format::Text, 140.0),
        Column::with_unit(nl::COLUMN_ADDED, Format::Estimate, 130.0),
    ];
    let rows = outcome.near_misses.iter().map(|near| Row {
        cells: vec![
            Cell::text(near.subject.name().to_string()),
            Cell::text(needed(near)),
            Cell::text(near.search_area_name.clone()),
            Cell::number(near.added.aged_75_plus.value()),
        ],
        destination: Destination::near_miss(near),
        remark: None,
    });
    Table::new(columns, rows.collect(), Some(view.is_fictional()))
}

/// Sites by rank.
pub(super) fn sites(view: &View<'_>, outcome: &Outcome) -> Table {
    let columns = vec![
        Column::new(nl::COLUMN_RANK, Format::Whole, 50.0),
        Column::new(nl::NAME, Format::Text, 200.0),
        Column::new(nl::KERN, Format::Text, 120.0),
        Column::new(nl::MUNICIPALITY, Format::Text, 120.0),
        Column::with_unit(nl::COLUMN_SCORE, Format::Whole, 60.0),
        Column::with_unit(nl::COLUMN_SERVES, Format::Estimate, 134.0),
        Column::new(nl::COLUMN_PROPOSED, Format::Text, 104.0),
    ];
    let rows = outcome.sites.iter().map(|site| Row {
        cells: vec![
            Cell::Number(f64::from(site.rank)),
            Cell::text(nl::site_name(site)),
            Cell::text(site.settlement.clone().unwrap_or_default()),
            Cell::text(site.municipality.clone().unwrap_or_default()),
            Cell::number(site.score),
            Cell::number(site.serves_75_plus.value()),
            Cell::text(nl::yes_no(site.proposed)),
        ],
        destination: Destination::site(site),
        remark: None,
    });
    Table::new(columns, rows.collect(), Some(view.is_fictional()))
}

/// Kernen as they were read.
pub(super) fn kernen(view: &View<'_>, outcome: Option<&Outcome>) -> Table {
    let columns = vec![
        Column::new(nl::NAME, Format::Text, 200.0),
        Column::new(nl::MUNICIPALITY, Format::Text, 160.0),
        Column::with_unit(nl::COLUMN_COUNTED, Format::Whole, 90.0),
        Column::new(nl::COLUMN_IN_ZONE, Format::Text, 110.0),
    ];
    let rows = view.baseline.settlements.par_iter().map(|kern| {
        let bounds = kern.outline.as_ref().and_then(|outline| outline.0.bounding_rect());
        let go = bounds.map_or(MapMove::FlyTo(kern.point.0.0), MapMove::Fit);
        let known = outcome.filter(|outcome| outcome.n_zones_known().is_some());
        let in_zone = known.map_or("", |outcome| nl::yes_no(zone_at(outcome, kern.point).is_some()));
        Row {
            cells: vec![
                Cell::text(kern.name.clone()),
                Cell::text(view.municipality_of(kern).map(str::to_owned).unwrap_or_default()),
                Cell::number(kern.people.residents.map(f64::round)),
                Cell::text(in_zone),
            ],
            destination: Destination::Subject(Selection::Settlement(kern.id), go),
            remark: None,
        }
    });
    Table::new(columns, rows.collect(), Some(view.is_fictional()))
}

/// The places of a kind, as they were read.
pub(super) fn layer(view: &View<'_>, kind: AmenityKind) -> Table {
    let columns = vec![
        Column::new(nl::NAME, Format::Text, 240.0),
        Column::new(nl::COLUMN_KIND, Format::Text, 140.0),
        Column::new(nl::KERN, Format::Text, 140.0),
        Column::new(nl::COLUMN_STATUS, Format::Text, 84.0),
        Column::new(nl::COLUMN_FICTIONAL, Format::Text, 76.0),
    ];
    let fictional = nl::yes_no(view.role_is_fictional(Role::Kind(kind)));
    let places: Vec<_> = view.baseline.places.of_kind(kind).collect();
    let rows = places.into_par_iter().map(|place| {
        let kern = view.situation.settlement_at(place.point).map(|kern| kern.name.clone());
        let destination = if kind == AmenityKind::CARE {
            Destination::Subject(Selection::Care(place.id), MapMove::FlyTo(place.point.0.0))
        } else {
            Destination::place(place.point)
        };
        Row {
            cells: vec![
                Cell::text(place.name.clone()),
                Cell::text(kind.label()),
                Cell::text(kern.unwrap_or_default()),
                Cell::text(nl::status_in_list(place.status, &place.provenance)),
                Cell::text(fictional),
            ],
            destination,
            remark: None,
        }
    });
    Table::new(columns, rows.collect(), None)
}
