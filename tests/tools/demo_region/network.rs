//! Invented roads between the kernen, along which buses run, and the stations.

use serde::Deserialize;

use super::dice::{Dice, distance_m};
use super::towns::TownFact;
use zorgkring::crs::RdPoint;

/// A road and the indices of the kernen at its ends.
pub(super) struct Road {
    pub(super) ends: (usize, usize),
    pub(super) path: Vec<RdPoint>,
}

/// A row of `assets/demo/stations.csv`.
#[derive(Debug, Deserialize)]
pub(super) struct StationFact {
    pub(super) naam: String,
    x_rd: f64,
    y_rd: f64,
    pub(super) vertrekken_werkdag: u32,
}

impl StationFact {
    /// Its schematic place.
    pub(super) fn point(&self) -> RdPoint {
        RdPoint::at(self.x_rd, self.y_rd)
    }
}

/// The stations of Twente: names are facts, places schematic, departures invented.
pub(super) fn stations() -> Vec<StationFact> {
    rows(include_str!("../../../assets/demo/stations.csv"))
}

fn rows<T: for<'de> Deserialize<'de>>(table: &str) -> Vec<T> {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(table.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a table of ours, tested")
}

/// Kernen of at least this size are also joined where only a detour joins them otherwise.
const RESIDENTS_FOR_SHORTCUT: u32 = 1_500;

/// Roads between neighbours: two kernen are joined unless a third is nearer to both (the relative neighbourhood graph), and
/// two larger ones unless a third lies within the circle between them (the Gabriel graph).
pub(super) fn roads(facts: &[TownFact]) -> Vec<Road> {
    let mut dice = Dice::of("roads");
    let points: Vec<RdPoint> = facts.iter().map(TownFact::point).collect();
    let mut roads = Vec::new();
    for a in 0..points.len() {
        for b in a + 1..points.len() {
            let length = distance_m(points[a], points[b]);
            let has_shortcut = facts[a].residents.min(facts[b].residents) >= RESIDENTS_FOR_SHORTCUT;
            let is_between = |p: &RdPoint| {
                let (to_a, to_b) = (distance_m(*p, points[a]), distance_m(*p, points[b]));
                let in_lens = to_a.max(to_b) < length;
                in_lens && (!has_shortcut || to_a * to_a + to_b * to_b < length * length * 0.999)
            };
            if !points.iter().any(is_between) {
                let bend = dice.between(-0.09, 0.09);
                roads.push(Road { ends: (a, b), path: curve(points[a], points[b], bend) });
            }
        }
    }
    roads
}

/// A parabola from `a` to `b` whose control point lies aside by a share of the length.
pub(super) fn curve(a: RdPoint, b: RdPoint, bend: f64) -> Vec<RdPoint> {
    const N_PIECES: u32 = 10;
    let (dx, dy) = (b.x() - a.x(), b.y() - a.y());
    let control = ((a.x() + b.x()) * 0.5 - dy * bend * 2.0, (a.y() + b.y()) * 0.5 + dx * bend * 2.0);
    (0..=N_PIECES)
        .map(|k| {
            let t = f64::from(k) / f64::from(N_PIECES);
            let (u, v, w) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            RdPoint::at(
                (u * a.x() + v * control.0 + w * b.x()).floor(),
                (u * a.y() + v * control.1 + w * b.y()).floor(),
            )
        })
        .collect()
}
