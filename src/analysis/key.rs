//! Keys of answers: a hash of everything that an answer rests on.
//!
//! Each type feeds its fields to the hash in one place, taken apart by name: a field that comes is hashed, or said not to
//! count, before this compiles. A part of a situation is hashed once, when it is made ([`WithKey`]).

use std::ops::Deref;
use std::sync::Arc;

use geo::{MultiPolygon, Polygon};
use uuid::Uuid;

use crate::crs::{Rd, RdPoint};
use crate::domain::coded_area::CodedArea;
use crate::domain::demand::{Demand, DemandCell, PeopleCounts};
use crate::domain::norm::{Norm, NormSet, TransitNorm};
use crate::domain::place::{Place, Site, What};
use crate::domain::settlement::Settlement;
use crate::domain::transit::Stop;
use crate::domain::variant::{Intervention, PlannedZone};
use crate::geometry::polygon::rings_of;
use crate::grid::Grid;

/// Hash of what an answer rests on (BLAKE3, 256 bits): the same key, the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of a value.
    pub(crate) fn of(value: &(impl Keyed + ?Sized)) -> Self {
        let mut hasher = KeyHasher::default();
        value.feed(&mut hasher);
        hasher.key()
    }

    /// Its bytes.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What can be part of a key.
pub(crate) trait Keyed {
    /// Feeds every field that an answer can rest on.
    fn feed(&self, hasher: &mut KeyHasher);
}

/// Feeds values to the hasher with their lengths, so that no two different inputs give the same bytes.
#[derive(Default)]
pub(crate) struct KeyHasher {
    hasher: blake3::Hasher,
    /// What waits to be hashed: many bytes at once take less time than a few.
    waiting: Vec<u8>,
}

/// How many bytes are hashed at once.
const AT_ONCE: usize = 1 << 14;

impl KeyHasher {
    /// The key of what was fed.
    pub(crate) fn key(mut self) -> Key {
        Key(self.hasher.update(&self.waiting).finalize().into())
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= AT_ONCE {
            self.hasher.update(&self.waiting);
            self.waiting.clear();
        }
    }

    /// The two zeros are one.
    pub(crate) fn number(&mut self, value: f64) {
        self.bytes(&(value + 0.0).to_le_bytes());
    }

    pub(crate) fn optional_number(&mut self, value: Option<f64>) {
        self.bytes(&[u8::from(value.is_some())]);
        self.number(value.unwrap_or(0.0));
    }

    pub(crate) fn count(&mut self, n: usize) {
        self.bytes(&(n as u64).to_le_bytes());
    }

    pub(crate) fn flag(&mut self, is_set: bool) {
        self.count(usize::from(is_set));
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes(text.as_bytes());
    }
}

/// A part of a situation with the key of what it holds.
#[derive(Debug)]
pub struct WithKey<T: ?Sized> {
    values: Arc<T>,
    key: Key,
}

impl<T: ?Sized> WithKey<T> {
    pub(super) fn new(values: Arc<T>) -> Self
    where
        T: Keyed,
    {
        Self { key: Key::of(&*values), values }
    }

    pub(super) fn key(&self) -> Key {
        self.key
    }
}

impl<T: ?Sized> Clone for WithKey<T> {
    fn clone(&self) -> Self {
        Self { values: self.values.clone(), key: self.key }
    }
}

impl<T: ?Sized> PartialEq for WithKey<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<T: ?Sized> Deref for WithKey<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.values
    }
}

impl<T: Keyed + ?Sized> Keyed for &T {
    fn feed(&self, hasher: &mut KeyHasher) {
        (**self).feed(hasher);
    }
}

impl<T: Keyed + ?Sized> Keyed for Arc<T> {
    fn feed(&self, hasher: &mut KeyHasher) {
        (**self).feed(hasher);
    }
}

impl Keyed for Key {
    fn feed(&self, hasher: &mut KeyHasher) {
        hasher.bytes(&self.0);
    }
}

impl Keyed for Uuid {
    fn feed(&self, hasher: &mut KeyHasher) {
        hasher.bytes(self.as_bytes());
    }
}

impl Keyed for RdPoint {
    fn feed(&self, hasher: &mut KeyHasher) {
        hasher.number(self.x());
        hasher.number(self.y());
    }
}

impl<T: Keyed> Keyed for [T] {
    fn feed(&self, hasher: &mut KeyHasher) {
        hasher.count(self.len());
        self.iter().for_each(|value| value.feed(hasher));
    }
}

impl<T: Keyed> Keyed for Vec<T> {
    fn feed(&self, hasher: &mut KeyHasher) {
        self.as_slice().feed(hasher);
    }
}

impl<T: Keyed> Keyed for Option<T> {
    fn feed(&self, hasher: &mut KeyHasher) {
        self.as_slice().feed(hasher);
    }
}

impl<A: Keyed, B: Keyed> Keyed for (A, B) {
    fn feed(&self, hasher: &mut KeyHasher) {
        self.0.feed(hasher);
        self.1.feed(hasher);
    }
}

impl<A: Keyed, B: Keyed, C: Keyed> Keyed for (A, B, C) {
    fn feed(&self, hasher: &mut KeyHasher) {
        self.0.feed(hasher);
        self.1.feed(hasher);
        self.2.feed(hasher);
    }
}

impl Keyed for Polygon<f64> {
    fn feed(&self, hasher: &mut KeyHasher) {
        hasher.count(self.interiors().len());
        for ring in rings_of(self) {
            hasher.count(ring.0.len());
            for vertex in &ring.0 {
                hasher.number(vertex.x);
                hasher.number(vertex.y);
            }
        }
    }
}

impl Keyed for MultiPolygon<f64> {
    fn feed(&self, hasher: &mut KeyHasher) {
        self.0.feed(hasher);
    }
}

impl Keyed for Rd<MultiPolygon<f64>> {
    fn feed(&self, hasher: &mut KeyHasher) {
        self.0.feed(hasher);
    }
}

impl Keyed for Grid {
    fn feed(&self, hasher: &mut KeyHasher) {
        let bounds = self.bounds();
        let values = [bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y, self.cell_m()];
        values.into_iter().for_each(|value| hasher.number(value));
    }
}

impl Keyed for Demand {
    fn feed(&self, hasher: &mut KeyHasher) {
        self.cells().feed(hasher);
    }
}

impl Keyed for DemandCell {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self { col, row, people } = self;
        hasher.bytes(&col.to_le_bytes());
        hasher.bytes(&row.to_le_bytes());
        people.feed(hasher);
    }
}

impl Keyed for PeopleCounts {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self { residents, aged_65_plus, aged_75_plus } = self;
        [residents, aged_65_plus, aged_75_plus].into_iter().for_each(|count| hasher.optional_number(*count));
    }
}

/// A gemeente: wijken and buurten count by the people in squares that they give.
impl Keyed for CodedArea {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self { code, name, outline, people: _, carried: _ } = self;
        hasher.text(code);
        hasher.text(name);
        outline.feed(hasher);
    }
}

impl Keyed for Settlement {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self { id, name, municipality_code, people, point, outline, provenance: _ } = self;
        id.feed(hasher);
        hasher.text(name);
        hasher.flag(municipality_code.is_some());
        hasher.text(municipality_code.as_deref().unwrap_or_default());
        people.feed(hasher);
        point.feed(hasher);
        outline.feed(hasher);
    }
}

/// A halte or a kandidaatlocatie; what serves people is keyed by kind.
impl Keyed for Place {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self { id, name, point, status, provenance: _, what } = self;
        id.feed(hasher);
        match what {
            // Its name counts among the places of its kind; of all stops those that exist are analysed.
            What::Stop(Stop { mode, departures_workday, accessibility: _ }) => {
                hasher.count(*mode as usize);
                hasher.optional_number(departures_workday.map(f64::from));
            }
            What::Site(Site { n_homes, forms }) => {
                hasher.text(name);
                hasher.optional_number(n_homes.map(f64::from));
                hasher.count(forms.len());
                forms.iter().for_each(|form| hasher.count(*form as usize));
                hasher.count(*status as usize);
            }
            What::Care(_) | What::Amenity(_) | What::Complex(_) => {}
        }
        point.feed(hasher);
    }
}

/// What an intervention wants with zones; what it does to places shows in the places.
impl Keyed for Intervention {
    fn feed(&self, hasher: &mut KeyHasher) {
        self.subject().feed(hasher);
        match self {
            Self::PutZone { zone, replaces } => {
                hasher.flag(true);
                zone.feed(hasher);
                replaces.feed(hasher);
            }
            // The name only tells what was rejected.
            Self::RejectZone { id: _, name: _ }
            | Self::AddPlace(_)
            | Self::MovePlace { .. }
            | Self::RenamePlace { .. }
            | Self::SetCapacity { .. }
            | Self::ClosePlace { .. } => hasher.flag(false),
        }
    }
}

/// All but its id, by which it is known already.
impl Keyed for PlannedZone {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self { id: _, name, outline, status } = self;
        hasher.text(name);
        hasher.count(*status as usize);
        std::slice::from_ref(&outline.0).feed(hasher);
    }
}

impl Keyed for NormSet {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self { name, detour_factor, norms, transit_norms } = self;
        hasher.text(name);
        hasher.number(*detour_factor);
        norms.feed(hasher);
        transit_norms.feed(hasher);
    }
}

impl Keyed for Norm {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self { form, kinds, max, required, weight, source, certainty } = self;
        hasher.count(*form as usize);
        hasher.count(kinds.len());
        kinds.iter().for_each(|kind| hasher.text(kind.role()));
        hasher.number(max.meters());
        hasher.flag(*required);
        hasher.number(*weight);
        hasher.text(source);
        hasher.count(*certainty as usize);
    }
}

impl Keyed for TransitNorm {
    fn feed(&self, hasher: &mut KeyHasher) {
        let Self { form, min_class, required, source, certainty } = self;
        hasher.count(*form as usize);
        hasher.count(*min_class as usize);
        hasher.flag(*required);
        hasher.text(source);
        hasher.count(*certainty as usize);
    }
}
