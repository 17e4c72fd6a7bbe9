//! The layers of a baseline as GeoJSON, one file a role, with the fields of the contract.

use std::io;

use serde::Serialize;

use super::geojson::{FeatureSink, is_small, published};
use super::geometry::{FileGeometry, OutputCrs};
use super::result_layers::add_stops;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::demand::PeopleCounts;
use crate::domain::housing::HousingForm;
use crate::domain::identity::{Provenance, Status, id_from_source};
use crate::domain::place::{PlaceClass, Sector};
use crate::import::text_from_area;

/// How counts of people are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// As they are: of invented people only.
    Exact,
    /// Without those that are too small to be published.
    Published,
}

impl Counts {
    fn of(self, counts: &PeopleCounts) -> [Option<f64>; 3] {
        let all = [counts.residents, counts.aged_65_plus, counts.aged_75_plus];
        match self {
            Self::Exact => all,
            Self::Published => all.map(published),
        }
    }
}

/// How many counts of people in the layers of these roles are too small to be published.
#[must_use]
pub(super) fn n_small(baseline: &Baseline, roles: &[Role]) -> usize {
    let squares = baseline.demand.cells().iter().map(|cell| &cell.people).filter(|_| roles.contains(&Role::Demand));
    let kernen = baseline.settlements.iter().map(|kern| &kern.people).filter(|_| roles.contains(&Role::Settlement));
    let of_all = squares.chain(kernen).flat_map(|p| [p.residents, p.aged_65_plus, p.aged_75_plus]);
    of_all.filter(|count| is_small(*count)).count()
}

/// The roles of which a baseline holds anything that may be shared, in the order of [`Role::all`].
#[must_use]
pub(super) fn roles_of(baseline: &Baseline) -> Vec<Role> {
    let may_go_out = |role: &Role| !is_withheld(baseline, *role);
    Role::all().into_iter().filter(|role| n_features(baseline, *role) > 0).filter(may_go_out).collect()
}

/// Is the layer of a role not to be shared? People per postcode are kept in the layer of people.
#[must_use]
pub(super) fn is_withheld(baseline: &Baseline, role: Role) -> bool {
    let kept_in = |of: Role| if of == Role::Pc4 { Role::Demand } else { of };
    let mut layers = baseline.layers.iter().filter(|layer| kept_in(layer.role) == role);
    layers.any(|layer| !layer.may_be_shared())
}

/// The roles that a baseline holds but that may not be shared, in the order of [`Role::all`].
#[must_use]
pub(super) fn withheld_roles(baseline: &Baseline) -> Vec<Role> {
    Role::all().into_iter().filter(|role| n_features(baseline, *role) > 0 && is_withheld(baseline, *role)).collect()
}

fn n_features(baseline: &Baseline, role: Role) -> usize {
    match role {
        Role::Kind(_) | Role::CandidateSite | Role::Cluster => baseline.places_of(role).count(),
        Role::Demand => baseline.demand.cells().len(),
        Role::Municipality => baseline.municipalities.len(),
        Role::District => baseline.districts.len(),
        Role::Neighborhood => baseline.neighborhoods.len(),
        Role::Settlement => baseline.settlements.len(),
        // People per postcode are kept as squares, in the layer of people.
        Role::Pc4 => 0,
        Role::StudyArea => usize::from(baseline.study_area.is_some()),
    }
}

/// Adds the features of one role to a file.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn add_layer(
    sink: &mut impl FeatureSink,
    baseline: &Baseline,
    (role, counts): (Role, Counts),
    crs: OutputCrs,
) -> io::Result<()> {
    let layer = LayerWriter { baseline, role, counts, crs };
    match role {
        Role::Kind(AmenityKind::CARE) => layer.care_locations(sink),
        Role::Kind(kind @ (AmenityKind::STOP | AmenityKind::STATION)) => {
            add_stops(sink, baseline.places.of_kind(kind), crs)
        }
        Role::Kind(kind) => layer.amenities(sink, kind),
        Role::Demand => layer.demand(sink),
        Role::Municipality => layer.areas(sink, baseline.municipalities.iter().map(|m| (&m.code, &m.name, &m.outline))),
        Role::District => layer.areas(sink, baseline.districts.iter().map(|d| (&d.code, &d.name, &d.outline))),
        Role::Neighborhood => layer.areas(sink, baseline.neighborhoods.iter().map(|n| (&n.code, &n.name, &n.outline))),
        Role::Settlement => layer.settlements(sink),
        Role::CandidateSite => layer.sites(sink),
        Role::Cluster => layer.clusters(sink),
        Role::StudyArea | Role::Pc4 => layer.study_area(sink),
    }
}

struct LayerWriter<'a> {
    baseline: &'a Baseline,
    role: Role,
    counts: Counts,
    crs: OutputCrs,
}

#[derive(Serialize)]
struct Source<'a> {
    bron: Option<&'a str>,
    bron_datum: Option<&'a str>,
}

impl<'a> From<&'a Provenance> for Source<'a> {
    fn from(provenance: &'a Provenance) -> Self {
        Self { bron: provenance.source.as_deref(), bron_datum: provenance.source_date.as_deref() }
    }
}

/// What tells of a place whether another record is the same one: its file where no source is named, and as what it is drawn.
/// Columns that a layer has as soon as one of its places has them.
#[derive(Serialize)]
struct Drawn<'a> {
    bestand: Option<&'a str>,
    vlak: Option<String>,
}

impl<'a> Drawn<'a> {
    fn of(provenance: &'a Provenance) -> Self {
        let vlak = provenance.footprint.as_ref().map(|area| text_from_area(area));
        Self { bestand: provenance.file.as_deref(), vlak }
    }
}

fn is_drawn(provenance: &Provenance) -> bool {
    provenance.file.is_some() || provenance.footprint.is_some()
}

#[derive(Serialize)]
struct CareProperties<'a> {
    id: &'a str,
    naam: &'a str,
    organisatie: Option<&'a str>,
    sector: Sector,
    plaatsen: Option<u32>,
    status: Status,
    #[serde(flatten)]
    source: Source<'a>,
    #[serde(flatten)]
    drawn: Option<Drawn<'a>>,
}

#[derive(Serialize)]
struct AmenityProperties<'a> {
    id: &'a str,
    soort: &'static str,
    naam: &'a str,
    status: Status,
    #[serde(flatten)]
    source: Source<'a>,
    #[serde(flatten)]
    drawn: Option<Drawn<'a>>,
}

#[derive(Serialize)]
struct DemandProperties<'a> {
    inwoners: Option<f64>,
    inwoners_65plus: Option<f64>,
    inwoners_75plus: Option<f64>,
    #[serde(flatten)]
    source: Source<'a>,
}

#[derive(Serialize)]
struct AreaProperties<'a> {
    code: &'a str,
    naam: &'a str,
    #[serde(flatten)]
    source: Source<'a>,
}

#[derive(Serialize)]
struct SettlementProperties<'a> {
    id: &'a str,
    naam: &'a str,
    gemeentecode: Option<&'a str>,
    inwoners: Option<f64>,
    inwoners_65plus: Option<f64>,
    inwoners_75plus: Option<f64>,
    #[serde(flatten)]
    source: Source<'a>,
}

#[derive(Serialize)]
struct SiteProperties<'a> {
    id: &'a str,
    naam: &'a str,
    woningen: Option<u32>,
    woonvormen: Vec<&'static str>,
    status: Status,
    #[serde(flatten)]
    source: Source<'a>,
}

#[derive(Serialize)]
struct ClusterProperties<'a> {
    id: &'a str,
    naam: &'a str,
    woningen: Option<u32>,
    status: Status,
    #[serde(flatten)]
    source: Source<'a>,
}

impl LayerWriter<'_> {
    /// Source of the layer as a whole, for features that have none of their own.
    fn layer_source(&self) -> Source<'_> {
        let layer = self.baseline.layer(self.role);
        Source {
            bron: layer.and_then(|layer| layer.source.as_deref()),
            bron_datum: layer.and_then(|layer| layer.date.as_deref()),
        }
    }

    fn care_locations(&self, sink: &mut impl FeatureSink) -> io::Result<()> {
        let places = || self.baseline.places_of(self.role).filter_map(|place| Some((place, place.care()?)));
        let are_drawn = places().any(|(place, _)| is_drawn(&place.provenance));
        for (place, care) in places() {
            let id = place.id.to_string();
            let properties = CareProperties {
                id: &id,
                naam: &place.name,
                organisatie: care.organization.as_deref(),
                sector: care.sector,
                plaatsen: care.n_places,
                status: place.status,
                source: (&place.provenance).into(),
                drawn: are_drawn.then(|| Drawn::of(&place.provenance)),
            };
            sink.add(&id, &properties, &FileGeometry::point(place.point, self.crs))?;
        }
        Ok(())
    }

    fn amenities(&self, sink: &mut impl FeatureSink, kind: AmenityKind) -> io::Result<()> {
        let of_kind = || self.baseline.places.of_kind(kind);
        let are_drawn = of_kind().any(|amenity| is_drawn(&amenity.provenance));
        for amenity in of_kind() {
            let id = amenity.id.to_string();
            let properties = AmenityProperties {
                id: &id,
                soort: kind.role(),
                naam: &amenity.name,
                status: amenity.status,
                source: (&amenity.provenance).into(),
                drawn: are_drawn.then(|| Drawn::of(&amenity.provenance)),
            };
            sink.add(&id, &properties, &FileGeometry::point(amenity.point, self.crs))?;
        }
        Ok(())
    }

    /// People at the middle of their square: a point falls in exactly that square again, in any CRS.
    fn demand(&self, sink: &mut impl FeatureSink) -> io::Result<()> {
        for cell in self.baseline.demand.cells() {
            let id = id_from_source("vraag", &format!("{}:{}", cell.col, cell.row)).to_string();
            let [inwoners, inwoners_65plus, inwoners_75plus] = self.counts.of(&cell.people);
            let properties =
                DemandProperties { inwoners, inwoners_65plus, inwoners_75plus, source: self.layer_source() };
            sink.add(&id, &properties, &FileGeometry::point(cell.center(), self.crs))?;
        }
        Ok(())
    }

    fn areas<'b>(
        &self,
        sink: &mut impl FeatureSink,
        areas: impl Iterator<Item = (&'b String, &'b String, &'b crate::crs::Rd<geo::MultiPolygon<f64>>)>,
    ) -> io::Result<()> {
        for (code, name, outline) in areas {
            let properties = AreaProperties { code, naam: name, source: self.layer_source() };
            sink.add(code, &properties, &FileGeometry::multi_polygon(outline, self.crs))?;
        }
        Ok(())
    }

    fn settlements(&self, sink: &mut impl FeatureSink) -> io::Result<()> {
        for settlement in self.baseline.settlements.iter() {
            let id = settlement.id.to_string();
            let [inwoners, inwoners_65plus, inwoners_75plus] = self.counts.of(&settlement.people);
            let properties = SettlementProperties {
                id: &id,
                naam: &settlement.name,
                gemeentecode: settlement.municipality_code.as_deref(),
                inwoners,
                inwoners_65plus,
                inwoners_75plus,
                source: (&settlement.provenance).into(),
            };
            let geometry = match &settlement.outline {
                Some(outline) => FileGeometry::multi_polygon(outline, self.crs),
                None => FileGeometry::point(settlement.point, self.crs),
            };
            sink.add(&id, &properties, &geometry)?;
        }
        Ok(())
    }

    fn sites(&self, sink: &mut impl FeatureSink) -> io::Result<()> {
        for site in &self.baseline.places[PlaceClass::Site] {
            let id = site.id.to_string();
            let properties = SiteProperties {
                id: &id,
                naam: &site.name,
                woningen: site.capacity(),
                woonvormen: site
                    .site()
                    .into_iter()
                    .flat_map(|site| &site.forms)
                    .copied()
                    .map(HousingForm::name)
                    .collect(),
                status: site.status,
                source: (&site.provenance).into(),
            };
            sink.add(&id, &properties, &FileGeometry::point(site.point, self.crs))?;
        }
        Ok(())
    }

    fn clusters(&self, sink: &mut impl FeatureSink) -> io::Result<()> {
        for cluster in &self.baseline.places[PlaceClass::Complex] {
            let id = cluster.id.to_string();
            let properties = ClusterProperties {
                id: &id,
                naam: &cluster.name,
                woningen: cluster.capacity(),
                status: cluster.status,
                source: (&cluster.provenance).into(),
            };
            sink.add(&id, &properties, &FileGeometry::point(cluster.point, self.crs))?;
        }
        Ok(())
    }

    fn study_area(&self, sink: &mut impl FeatureSink) -> io::Result<()> {
        if let Some(area) = &self.baseline.study_area {
            let id = id_from_source("studiegebied", "").to_string();
            sink.add(&id, &self.layer_source(), &FileGeometry::multi_polygon(area, self.crs))?;
        }
        Ok(())
    }
}
