//! Keys of answers: a hash of everything that an answer rests on.
//!
//! Each type feeds its fields to the hash in one place, taken apart by name: a field that comes is hashed, or said not to
//! count, before this compiles. A part of a situation is hashed once, when it is made ([`Layer`]).

use std::ops::Deref;
use std::sync::Arc;

use geo::{MultiPolygon, Polygon};
use uuid::Uuid;

use crate::crs::{Rd, RdPoint};
use crate::domain::demand::{Demand, DemandCell, PeopleCounts};
use crate::domain::municipality::Municipality;
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
        let mut sink = Sink::default();
        value.feed(&mut sink);
        sink.key()
    }

    /// Its bytes.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What can be part of a key.
pub(crate) trait Keyed {
    /// Feeds every field that an answer can rest on.
    fn feed(&self, sink: &mut Sink);
}

/// Feeds values to the hasher with their lengths, so that no two different inputs give the same bytes.
#[derive(Default)]
pub(crate) struct Sink {
    hasher: blake3::Hasher,
    /// What waits to be hashed: many bytes at once take less time than a few.
    waiting: Vec<u8>,
}

/// So many bytes are hashed at once.
const AT_ONCE: usize = 1 << 14;

impl Sink {
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
pub struct Layer<T: ?Sized> {
    values: Arc<T>,
    key: Key,
}

impl<T: ?Sized> Layer<T> {
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

impl<T: ?Sized> Clone for Layer<T> {
    fn clone(&self) -> Self {
        Self { values: self.values.clone(), key: self.key }
    }
}

impl<T: ?Sized> PartialEq for Layer<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<T: ?Sized> Deref for Layer<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.values
    }
}

impl<T: Keyed + ?Sized> Keyed for &T {
    fn feed(&self, sink: &mut Sink) {
        (**self).feed(sink);
    }
}

impl<T: Keyed + ?Sized> Keyed for Arc<T> {
    fn feed(&self, sink: &mut Sink) {
        (**self).feed(sink);
    }
}

impl Keyed for Key {
    fn feed(&self, sink: &mut Sink) {
        sink.bytes(&self.0);
    }
}

impl Keyed for Uuid {
    fn feed(&self, sink: &mut Sink) {
        sink.bytes(self.as_bytes());
    }
}

impl Keyed for RdPoint {
    fn feed(&self, sink: &mut Sink) {
        sink.number(self.x());
        sink.number(self.y());
    }
}

impl<T: Keyed> Keyed for [T] {
    fn feed(&self, sink: &mut Sink) {
        sink.count(self.len());
        self.iter().for_each(|value| value.feed(sink));
    }
}

impl<T: Keyed> Keyed for Vec<T> {
    fn feed(&self, sink: &mut Sink) {
        self.as_slice().feed(sink);
    }
}

impl<T: Keyed> Keyed for Option<T> {
    fn feed(&self, sink: &mut Sink) {
        self.as_slice().feed(sink);
    }
}

impl<A: Keyed, B: Keyed> Keyed for (A, B) {
    fn feed(&self, sink: &mut Sink) {
        self.0.feed(sink);
        self.1.feed(sink);
    }
}

impl<A: Keyed, B: Keyed, C: Keyed> Keyed for (A, B, C) {
    fn feed(&self, sink: &mut Sink) {
        self.0.feed(sink);
        self.1.feed(sink);
        self.2.feed(sink);
    }
}

impl Keyed for Polygon<f64> {
    fn feed(&self, sink: &mut Sink) {
        sink.count(self.interiors().len());
        for ring in rings_of(self) {
            sink.count(ring.0.len());
            for vertex in &ring.0 {
                sink.number(vertex.x);
                sink.number(vertex.y);
            }
        }
    }
}

impl Keyed for MultiPolygon<f64> {
    fn feed(&self, sink: &mut Sink) {
        self.0.feed(sink);
    }
}

impl Keyed for Rd<MultiPolygon<f64>> {
    fn feed(&self, sink: &mut Sink) {
        self.0.feed(sink);
    }
}

impl Keyed for Grid {
    fn feed(&self, sink: &mut Sink) {
        let bounds = self.bounds();
        let values = [bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y, self.cell_m()];
        values.into_iter().for_each(|value| sink.number(value));
    }
}

impl Keyed for Demand {
    fn feed(&self, sink: &mut Sink) {
        self.cells().feed(sink);
    }
}

impl Keyed for DemandCell {
    fn feed(&self, sink: &mut Sink) {
        let Self { col, row, people } = self;
        sink.bytes(&col.to_le_bytes());
        sink.bytes(&row.to_le_bytes());
        people.feed(sink);
    }
}

impl Keyed for PeopleCounts {
    fn feed(&self, sink: &mut Sink) {
        let Self { residents, aged_65_plus, aged_75_plus } = self;
        [residents, aged_65_plus, aged_75_plus].into_iter().for_each(|count| sink.optional_number(*count));
    }
}

impl Keyed for Municipality {
    fn feed(&self, sink: &mut Sink) {
        let Self { code, name, outline } = self;
        sink.text(code);
        sink.text(name);
        outline.feed(sink);
    }
}

impl Keyed for Settlement {
    fn feed(&self, sink: &mut Sink) {
        let Self { id, name, municipality_code, people, point, outline, provenance: _ } = self;
        id.feed(sink);
        sink.text(name);
        sink.flag(municipality_code.is_some());
        sink.text(municipality_code.as_deref().unwrap_or_default());
        people.feed(sink);
        point.feed(sink);
        outline.feed(sink);
    }
}

/// A halte or a kandidaatlocatie; what serves people is keyed by kind.
impl Keyed for Place {
    fn feed(&self, sink: &mut Sink) {
        let Self { id, name, point, status, provenance: _, what } = self;
        id.feed(sink);
        match what {
            // Its name counts among the places of its kind; of all stops those that exist are analysed.
            What::Stop(Stop { mode, departures_workday, accessibility: _ }) => {
                sink.count(*mode as usize);
                sink.optional_number(departures_workday.map(f64::from));
            }
            What::Site(Site { n_homes, forms }) => {
                sink.text(name);
                sink.optional_number(n_homes.map(f64::from));
                sink.count(forms.len());
                forms.iter().for_each(|form| sink.count(*form as usize));
                sink.count(*status as usize);
            }
            What::Care(_) | What::Amenity(_) | What::Complex(_) => {}
        }
        point.feed(sink);
    }
}

/// What an intervention wants with zones; what it does to places shows in the places.
impl Keyed for Intervention {
    fn feed(&self, sink: &mut Sink) {
        self.subject().feed(sink);
        match self {
            Self::PutZone { zone, replaces } => {
                sink.flag(true);
                zone.feed(sink);
                replaces.feed(sink);
            }
            // The name only tells what was rejected.
            Self::RejectZone { id: _, name: _ }
            | Self::AddPlace(_)
            | Self::AddSite { .. }
            | Self::MovePlace { .. }
            | Self::RenamePlace { .. }
            | Self::SetCapacity { .. }
            | Self::ClosePlace { .. } => sink.flag(false),
        }
    }
}

/// All but its id, by which it is known already.
impl Keyed for PlannedZone {
    fn feed(&self, sink: &mut Sink) {
        let Self { id: _, name, outline, status } = self;
        sink.text(name);
        sink.count(*status as usize);
        std::slice::from_ref(&outline.0).feed(sink);
    }
}

impl Keyed for NormSet {
    fn feed(&self, sink: &mut Sink) {
        let Self { name, detour_factor, norms, transit_norms } = self;
        sink.text(name);
        sink.number(*detour_factor);
        norms.feed(sink);
        transit_norms.feed(sink);
    }
}

impl Keyed for Norm {
    fn feed(&self, sink: &mut Sink) {
        let Self { form, kinds, max, required, weight, source, certainty } = self;
        sink.count(*form as usize);
        sink.count(kinds.len());
        kinds.iter().for_each(|kind| sink.text(kind.role()));
        sink.number(max.meters());
        sink.flag(*required);
        sink.number(*weight);
        sink.text(source);
        sink.count(*certainty as usize);
    }
}

impl Keyed for TransitNorm {
    fn feed(&self, sink: &mut Sink) {
        let Self { form, min_class, required, source, certainty } = self;
        sink.count(*form as usize);
        sink.count(*min_class as usize);
        sink.flag(*required);
        sink.text(source);
        sink.count(*certainty as usize);
    }
}
