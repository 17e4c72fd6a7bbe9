//! Main lines between the kernen: schematic roads and railways, gently curved, drawn by us.

use serde::Deserialize;

use super::dice::{Dice, distance_m};
use super::towns::TownFact;
use zorgkring::crs::RdPoint;

/// Class of a main line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LineClass {
    /// `weg`: a road between two kernen.
    Road,
    /// `spoor`: a railway.
    Rail,
}

impl LineClass {
    /// Its name in files.
    #[must_use]
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Road => "weg",
            Self::Rail => "spoor",
        }
    }
}

/// A main line of the schematic map; not a real course.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MainLine {
    /// Road or railway.
    pub(crate) class: LineClass,
    /// What it connects, for example `Almelo - Borne`.
    pub(crate) name: String,
    /// Its course, in whole metres RD.
    pub(crate) path: Vec<RdPoint>,
}

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

/// A row of `assets/demo/sporen.csv`.
#[derive(Debug, Deserialize)]
struct Track {
    lijn: String,
    stations: String,
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

/// A smooth line through all of its points (Catmull-Rom).
fn spline(points: &[RdPoint]) -> Vec<RdPoint> {
    const N_PIECES: u32 = 6;
    let at = |idx: usize| points[idx.min(points.len() - 1)];
    let mut path = vec![at(0)];
    for idx in 0..points.len() - 1 {
        let (p0, p1, p2, p3) = (at(idx.saturating_sub(1)), at(idx), at(idx + 1), at(idx + 2));
        for k in 1..=N_PIECES {
            let t = f64::from(k) / f64::from(N_PIECES);
            let blend = |a: f64, b: f64, c: f64, d: f64| {
                let (linear, square) = (c - a, 2.0 * a - 5.0 * b + 4.0 * c - d);
                let cube = 3.0 * b - a - 3.0 * c + d;
                (b + 0.5 * t * (linear + t * (square + t * cube))).floor()
            };
            path.push(RdPoint::at(blend(p0.x(), p1.x(), p2.x(), p3.x()), blend(p0.y(), p1.y(), p2.y(), p3.y())));
        }
    }
    path
}

/// All main lines, roads first.
pub(super) fn main_lines(facts: &[TownFact]) -> Vec<MainLine> {
    let mut lines: Vec<MainLine> = roads(facts)
        .into_iter()
        .map(|road| MainLine {
            class: LineClass::Road,
            name: format!("{} - {}", facts[road.ends.0].name, facts[road.ends.1].name),
            path: road.path,
        })
        .collect();
    let stations = stations();
    for track in rows::<Track>(include_str!("../../../assets/demo/sporen.csv")) {
        let through: Vec<RdPoint> = track
            .stations
            .split('|')
            .filter_map(|name| stations.iter().find(|station| station.naam == name))
            .map(StationFact::point)
            .collect();
        lines.push(MainLine { class: LineClass::Rail, name: track.lijn, path: spline(&through) });
    }
    lines
}
