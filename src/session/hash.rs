//! The hash of all inputs of a result.

use std::fmt;

use crate::analysis::situation::Situation;
use crate::domain::amenity::AmenityKind;
use crate::domain::norm::NormSet;
use crate::domain::variant::Intervention;
use crate::project::Project;

/// Hash of everything a result follows from (BLAKE3, 256 bits).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InputHash([u8; 32]);

impl fmt::Display for InputHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take(16).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for InputHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl InputHash {
    /// Of a situation and the document.
    #[must_use]
    pub fn of(situation: &Situation, project: &Project) -> Self {
        let mut sink = Sink(blake3::Hasher::new());
        sink.situation(situation);
        sink.norms(&project.effective_norms());
        sink.number(f64::from(project.cell_m));
        Self(sink.0.finalize().into())
    }
}

/// Feeds values to the hasher with their lengths, so that no two different inputs give the same bytes.
struct Sink(blake3::Hasher);

impl Sink {
    fn number(&mut self, value: f64) {
        self.0.update(&(value + 0.0).to_le_bytes());
    }

    fn optional(&mut self, value: Option<f64>) {
        self.0.update(&[u8::from(value.is_some())]);
        self.number(value.unwrap_or(0.0));
    }

    fn count(&mut self, n: usize) {
        self.0.update(&(n as u64).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text.as_bytes());
    }

    fn area(&mut self, area: &geo::MultiPolygon<f64>) {
        self.count(area.0.len());
        for polygon in area {
            self.count(polygon.interiors().len());
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                self.count(ring.0.len());
                for vertex in &ring.0 {
                    self.number(vertex.x);
                    self.number(vertex.y);
                }
            }
        }
    }

    fn situation(&mut self, situation: &Situation) {
        for kind in AmenityKind::all() {
            let places = situation.places(kind);
            self.count(places.map_or(0, |places| places.len() + 1));
            for place in places.unwrap_or_default() {
                self.0.update(place.id.as_bytes());
                self.text(&place.name);
                self.number(place.point.x());
                self.number(place.point.y());
            }
        }
        self.count(situation.stops().len());
        for stop in situation.stops() {
            self.0.update(stop.id.as_bytes());
            self.count(stop.mode as usize);
            self.optional(stop.departures_workday.map(f64::from));
        }
        self.count(situation.demand.cells().len());
        for cell in situation.demand.cells() {
            self.0.update(&cell.col.to_le_bytes());
            self.0.update(&cell.row.to_le_bytes());
            self.optional(cell.people.residents);
            self.optional(cell.people.aged_65_plus);
            self.optional(cell.people.aged_75_plus);
        }
        self.count(situation.municipalities.len());
        for municipality in situation.municipalities.iter() {
            self.text(&municipality.code);
            self.text(&municipality.name);
            self.area(&municipality.outline.0);
        }
        self.count(situation.settlements.len());
        for settlement in situation.settlements.iter() {
            self.0.update(settlement.id.as_bytes());
            self.text(&settlement.name);
            self.number(settlement.point.x());
            self.number(settlement.point.y());
            if let Some(outline) = &settlement.outline {
                self.area(&outline.0);
            }
        }
        self.count(situation.sites.len());
        for site in situation.sites.iter() {
            self.0.update(site.id.as_bytes());
            self.text(&site.name);
            self.number(site.point.x());
            self.number(site.point.y());
            self.optional(site.n_homes.map(f64::from));
        }
        self.count(situation.zone_wishes.len());
        for wish in situation.zone_wishes.iter() {
            self.0.update(wish.subject().as_bytes());
            if let Intervention::PutZone { zone, replaces } = wish {
                self.text(&zone.name);
                self.count(zone.status as usize);
                self.area(&geo::MultiPolygon(vec![zone.outline.0.clone()]));
                replaces.iter().for_each(|id| {
                    self.0.update(id.as_bytes());
                });
            }
        }
        if let Some(area) = &situation.study_area {
            self.area(&area.0);
        }
    }

    fn norms(&mut self, norms: &NormSet) {
        self.number(norms.detour_factor);
        self.count(norms.norms.len());
        for norm in &norms.norms {
            self.count(norm.form as usize);
            self.count(norm.kinds.len());
            for kind in norm.kinds.iter() {
                self.text(kind.role());
            }
            self.number(norm.max.meters());
            self.count(usize::from(norm.required));
            self.number(norm.weight);
            self.text(&norm.source);
        }
        for norm in &norms.transit_norms {
            self.count(norm.form as usize);
            self.count(norm.min_class as usize);
            self.count(usize::from(norm.required));
        }
    }
}
