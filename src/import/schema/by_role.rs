//! What becomes of the records of each role, and what is made when a file, or all files, are read.

use std::sync::Arc;

use super::super::problems::Problems;
use super::super::record::{Record, Row};
use super::super::shape::valid_area;
use super::area_people::{self, AreaFile};
use super::gathered::Gathered;
use super::ids::{Claim, Settling};
use super::layer::{FeatureKey, LayerInProgress};
use super::of_row::area_of;
use super::people_once::Asked;
use super::place::known_role;
use super::squares::Inhabited;
use super::{areas, people, places, postcodes, settlements, stops};
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::demand::Demand;
use crate::domain::place::{Place, PlaceClass};
use crate::domain::problem::ProblemKind;

impl Gathered {
    /// Adds one record to the layer it belongs to.
    pub(crate) fn add(&mut self, record: &Record, layer: &mut LayerInProgress, problems: &mut Problems) {
        let mut row = Row { record, problems };
        if layer.is_of_another_kind(&row) {
            return;
        }
        layer.note(&row);
        let used = match layer.role {
            Role::Kind(AmenityKind::STOP | AmenityKind::STATION) => {
                let quay = stops::quay(&mut row, layer.role, &layer.fields, &mut layer.carrying);
                layer.quays.extend(quay);
                return;
            }
            Role::Pc4 => postcodes::postcode_area(&mut row).map(|area| layer.areas.push(area)),
            Role::Kind(_) | Role::CandidateSite | Role::Cluster => places::place(&mut row, layer, self),
            Role::Demand => people::demand(&mut row, !layer.is_delivery()).map(|people| {
                for cell in &people.cells {
                    layer.trace(
                        record.number,
                        FeatureKey::Square { row: cell.row, col: cell.col, is_of_area: people.is_of_area },
                    );
                }
                layer.people.push(people);
            }),
            Role::Municipality | Role::District | Role::Neighborhood => areas::area(&mut row, layer, self),
            Role::StudyArea => area_of(&mut row).map(|area| {
                layer.trace(record.number, FeatureKey::StudyArea);
                self.study_area.extend(area.0);
            }),
            Role::Settlement => settlements::settlement(&mut row, layer, self),
        };
        layer.n_used += usize::from(used.is_some());
    }

    /// Closes a layer: what can only be made of all its records together.
    pub(crate) fn close(&mut self, layer: &mut LayerInProgress, problems: &mut Problems) {
        self.close_places(layer, problems);
        self.settle_people(layer, problems);
    }

    /// The same for all but people, for a layer that is looked at alone.
    pub(crate) fn close_places(&mut self, layer: &mut LayerInProgress, problems: &mut Problems) {
        if !layer.quays.is_empty() {
            let quays = std::mem::take(&mut layer.quays);
            let merged = stops::merged(quays, layer.role, layer.is_delivery(), problems);
            let (stops, claims): (Vec<Place>, Vec<Claim>) = merged.into_iter().unzip();
            layer.n_used += stops.len();
            layer.claims.extend(claims);
            self.drop_replaced_trains(&stops);
            self.baseline.places.extend(stops);
        }
        self.settle(layer, problems);
        layer.tell_other_kinds(problems);
        layer.carrying.tell(problems);
        let names = self.carried_names.entry(known_role(layer.role)).or_default();
        names.extend(layer.carrying.names().cloned());
    }

    /// Adds the people of a layer that no other file gave; those of wijken and buurten wait until all files are read.
    fn settle_people(&mut self, layer: &mut LayerInProgress, problems: &mut Problems) {
        let is_of_area = |people: &mut Inhabited| people.is_of_area;
        self.of_areas.extend(layer.people.extract_if(.., is_of_area).flat_map(|people| people.cells));
        let own = std::mem::take(&mut layer.people);
        let mut left_out = self.people.take(&layer.file, own, Asked::NotYet);
        let areas = std::mem::take(&mut layer.areas);
        area_people::take(&mut self.people, &self.baseline, (&layer.file, areas), problems, &mut left_out);
        for (by, n) in left_out {
            layer.n_used -= n;
            problems.about_file(ProblemKind::PeopleAlreadyGiven { n, by });
        }
        let gives_only_people = matches!(layer.role, Role::District | Role::Neighborhood) && layer.is_delivery();
        if gives_only_people && layer.n_used > 0 && layer.peopled.is_empty() {
            problems.about_file(ProblemKind::UsedForNothing(layer.role));
        }
        if !layer.peopled.is_empty() {
            let (role, file, places) = (layer.role, layer.file.clone(), std::mem::take(&mut layer.peopled));
            self.area_files.push(AreaFile { role, file, places });
        }
        if layer.role == Role::Cluster && layer.is_delivery() && layer.n_used > 0 {
            problems.about_file(ProblemKind::UsedForNothing(layer.role));
        }
    }

    /// A file of haltes with trains in it replaces the trains of the start as well, or they would stand twice.
    fn drop_replaced_trains(&mut self, brought: &[Place]) {
        let station = Role::Kind(AmenityKind::STATION);
        if brought.iter().all(|stop| Role::of(stop) != station) {
            return;
        }
        let gone = std::mem::take(&mut self.replaceable_trains);
        if !gone.is_empty() {
            self.baseline.places[PlaceClass::Stop].retain(|stop| !gone.contains(&stop.id));
            self.baseline.layers.retain(|layer| layer.role != station);
            self.in_use.retain(|id| !gone.contains(id));
        }
    }

    /// Gives the places of a layer their ids; what was there already is that place.
    fn settle(&mut self, layer: &mut LayerInProgress, problems: &mut Problems) {
        let claims = std::mem::take(&mut layer.claims);
        if claims.is_empty() {
            return;
        }
        let known = self.known.entry(known_role(layer.role)).or_default();
        let mut settling = Settling { claims: &claims, known, in_use: &mut self.in_use, precedence: layer.precedence };
        let base = &mut self.baseline;
        let settled = match layer.role.place_class() {
            Some(class) => settling.settle(&mut base.places[class], problems),
            None => settling.settle(Arc::make_mut(&mut base.settlements), problems),
        };
        layer.n_again += settled.n_again;
        layer.renewed = settled.renewed;
        for (claim, id) in claims.iter().zip(settled.ids) {
            claim.rows.iter().for_each(|row| layer.trace(*row, FeatureKey::Place { role: claim.role, id }));
        }
    }

    /// What was carried along before with a place or area that a delivery brings again stays where the delivery has no such
    /// column.
    fn keep_carried(&mut self) {
        let (before, names) = (&self.carried_before, &self.carried_names);
        if before.is_empty() {
            return;
        }
        self.baseline.change_carried(|role, id, carried| {
            let role = known_role(role);
            let brought = names.get(&role)?;
            let kept = carried.or(before.get(&(role, id.to_owned()))?, |name| !brought.contains(&name.folded));
            (kept != *carried).then_some(kept)
        });
    }

    /// The finished baseline, and what was found in files of wijken and buurten when their people were spread.
    pub(crate) fn finish(mut self) -> (Baseline, Vec<Problems>) {
        self.keep_carried();
        let mut found = Vec::new();
        if self.gives_people {
            let n_own = self.people.n_sources();
            area_people::take_all(&mut self.people, &self.baseline, &self.area_files, &mut found);
            self.baseline.demand = Arc::new(self.people.finish(n_own));
        } else if self.people.n_sources() > 0 || !self.of_areas.is_empty() {
            let own = self.people.finish(usize::MAX);
            self.baseline.demand = Arc::new(Demand::from_parts(own.cells().to_vec(), self.of_areas));
        }
        if let Some(checked) = valid_area(&self.study_area) {
            self.baseline.study_area = Some(checked.area);
        }
        (self.baseline, found)
    }
}
