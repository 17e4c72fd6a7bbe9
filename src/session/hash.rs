//! The hash of all inputs of a result.

use std::fmt;

use uuid::Uuid;

use crate::analysis::situation::{self, Situation};
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::demand::{DemandCell, PeopleCounts};
use crate::domain::municipality::Municipality;
use crate::domain::norm::{Norm, NormSet, TransitNorm};
use crate::domain::place::{Place, Site, What};
use crate::domain::settlement::Settlement;
use crate::domain::transit::Stop;
use crate::domain::variant::{Intervention, PlannedZone};
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

/// Feeds values to the hasher with their lengths, so that no two different inputs give the same bytes. Each value is taken
/// apart by name: a field that comes is hashed, or said not to count, before this compiles.
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

    fn id(&mut self, id: Uuid) {
        self.0.update(id.as_bytes());
    }

    fn point(&mut self, point: RdPoint) {
        self.number(point.x());
        self.number(point.y());
    }

    fn people(&mut self, PeopleCounts { residents, aged_65_plus, aged_75_plus }: &PeopleCounts) {
        [residents, aged_65_plus, aged_75_plus].into_iter().for_each(|count| self.optional(*count));
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

    fn optional_area(&mut self, area: Option<&geo::MultiPolygon<f64>>) {
        self.count(usize::from(area.is_some()));
        if let Some(area) = area {
            self.area(area);
        }
    }

    fn situation(&mut self, situation: &Situation) {
        for kind in AmenityKind::all() {
            let places = situation.places(kind);
            self.count(places.map_or(0, |places| places.len() + 1));
            if places.is_some() && !situation.is_read(kind) {
                self.text("not read");
            }
            for situation::Place { id, name, point } in places.unwrap_or_default() {
                self.id(*id);
                self.text(name);
                self.point(*point);
            }
        }
        self.count(situation.stops().len());
        situation.stops().iter().for_each(|stop| self.stop(stop));
        self.count(situation.demand.cells().len());
        for DemandCell { col, row, people } in situation.demand.cells() {
            self.0.update(&col.to_le_bytes());
            self.0.update(&row.to_le_bytes());
            self.people(people);
        }
        self.count(situation.municipalities.len());
        for Municipality { code, name, outline } in situation.municipalities.iter() {
            self.text(code);
            self.text(name);
            self.area(&outline.0);
        }
        self.count(situation.settlements.len());
        situation.settlements.iter().for_each(|settlement| self.settlement(settlement));
        self.count(situation.sites.len());
        situation.sites.iter().for_each(|site| self.site(site));
        self.count(situation.zone_wishes.len());
        situation.zone_wishes.iter().for_each(|wish| self.zone_wish(wish));
        self.optional_area(situation.study_area.as_deref().map(|area| &area.0));
    }

    fn stop(&mut self, place: &Place) {
        // Its name counts among the places of its kind; what exists alone is analysed.
        let Place { id, name: _, point, status: _, provenance: _, what } = place;
        let What::Stop(Stop { mode, departures_workday, accessibility: _ }) = what else { return };
        self.id(*id);
        self.count(*mode as usize);
        self.optional(departures_workday.map(f64::from));
        self.point(*point);
    }

    fn settlement(&mut self, settlement: &Settlement) {
        let Settlement { id, name, municipality_code, people, point, outline, provenance: _ } = settlement;
        self.id(*id);
        self.text(name);
        self.count(usize::from(municipality_code.is_some()));
        self.text(municipality_code.as_deref().unwrap_or_default());
        self.people(people);
        self.point(*point);
        self.optional_area(outline.as_ref().map(|outline| &outline.0));
    }

    fn site(&mut self, place: &Place) {
        let Place { id, name, point, status, provenance: _, what } = place;
        let What::Site(Site { n_homes, forms }) = what else { return };
        self.id(*id);
        self.text(name);
        self.optional(n_homes.map(f64::from));
        self.count(forms.len());
        forms.iter().for_each(|form| self.count(*form as usize));
        self.count(*status as usize);
        self.point(*point);
    }

    fn zone_wish(&mut self, wish: &Intervention) {
        self.id(wish.subject());
        self.count(usize::from(matches!(wish, Intervention::PutZone { .. })));
        if let Intervention::PutZone { zone, replaces } = wish {
            let PlannedZone { id: _, name, outline, status } = zone;
            self.text(name);
            self.count(*status as usize);
            self.area(&geo::MultiPolygon(vec![outline.0.clone()]));
            self.count(replaces.len());
            replaces.iter().for_each(|id| self.id(*id));
        }
    }

    fn norms(&mut self, NormSet { name, detour_factor, norms, transit_norms }: &NormSet) {
        self.text(name);
        self.number(*detour_factor);
        self.count(norms.len());
        for Norm { form, kinds, max, required, weight, source, certainty } in norms {
            self.count(*form as usize);
            self.count(kinds.len());
            kinds.iter().for_each(|kind| self.text(kind.role()));
            self.number(max.meters());
            self.count(usize::from(*required));
            self.number(*weight);
            self.text(source);
            self.count(*certainty as usize);
        }
        self.count(transit_norms.len());
        for TransitNorm { form, min_class, required, source, certainty } in transit_norms {
            self.count(*form as usize);
            self.count(*min_class as usize);
            self.count(usize::from(*required));
            self.text(source);
            self.count(*certainty as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::baseline::Baseline;
    use crate::domain::housing::HousingForm;
    use crate::domain::norm::Certainty;
    use crate::domain::transit::TransitClass;
    use crate::import::normenkader::standard;
    use crate::units::Meters;

    type Change = fn(&mut NormSet);

    const CHANGES: [(&str, Change); 15] = [
        ("name", |set| set.name.push('x')),
        ("omloopfactor", |set| set.detour_factor += 0.1),
        ("one norm less", |set| drop(set.norms.pop())),
        ("form", |set| set.norms.iter_mut().for_each(|norm| norm.form = HousingForm::StepFree)),
        ("kinds", |set| set.norms[0].kinds = [AmenityKind::STOP].into()),
        ("max", |set| set.norms[0].max = Meters::new(1.0).expect("a length")),
        ("required", |set| set.norms[0].required = !set.norms[0].required),
        ("weight", |set| set.norms[0].weight += 1.0),
        ("source", |set| set.norms[0].source = "ander".into()),
        ("certainty", |set| set.norms[0].certainty = other_than(set.norms[0].certainty)),
        ("one ov-norm less", |set| drop(set.transit_norms.pop())),
        ("ov class", |set| set.transit_norms[0].min_class = TransitClass::A),
        ("ov required", |set| set.transit_norms[0].required = !set.transit_norms[0].required),
        ("ov source", |set| set.transit_norms[0].source = "ander".into()),
        ("ov certainty", |set| set.transit_norms[0].certainty = other_than(set.transit_norms[0].certainty)),
    ];

    fn other_than(certainty: Certainty) -> Certainty {
        if certainty == Certainty::A { Certainty::B } else { Certainty::A }
    }

    #[test]
    fn whatever_is_changed_of_the_norms_alone_is_another_question() {
        let situation = Situation::from_baseline(&Baseline::default());
        let before = Project::new(standard());
        let hash = InputHash::of(&situation, &before);
        for (what, change) in CHANGES {
            let mut after = before.clone();
            change(&mut after.norms);
            assert_ne!(after, before, "{what}");
            assert_ne!(InputHash::of(&situation, &after), hash, "{what}");
        }
        assert_eq!(InputHash::of(&situation, &before.clone()), hash);
    }
}
