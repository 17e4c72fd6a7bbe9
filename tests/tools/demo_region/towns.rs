//! The kernen of Twente: their counted people and built-up areas as facts, and people spread over those by their buurten.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use serde::Deserialize;

use geo::{BoundingRect, Contains, MultiPolygon};

use super::dice::{apportion, count, distance_m, index_from, lattice, noise, whole};
use super::ground::Ground;
use super::network::stations;
use super::outline::Mosaic;
use zorgkring::crs::{Rd, RdPoint};
use zorgkring::domain::demand::{DEMAND_CELL_M, Demand, DemandCell, PeopleCounts};

/// A row of `assets/kernen_2021.csv`: people of 1-1-2021 (CBS), place in metres RD.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct TownFact {
    /// Gemeentecode.
    #[serde(rename = "gemeentecode")]
    pub(super) municipality_code: String,
    /// Kern.
    #[serde(rename = "kern")]
    pub(super) name: String,
    x_rd: f64,
    y_rd: f64,
    /// Inwoners.
    #[serde(rename = "inwoners")]
    pub(super) residents: u32,
    /// 65-plussers.
    #[serde(rename = "inwoners_65plus")]
    pub(super) aged_65_plus: u32,
    /// 75-plussers.
    #[serde(rename = "inwoners_75plus")]
    pub(super) aged_75_plus: u32,
}

/// An inhabited square of 100 m.
#[derive(Debug, Clone, Copy)]
pub(super) struct Square {
    pub(super) col: i32,
    pub(super) row: i32,
    /// 0 in the middle of the kern, about 1 at its edge.
    pub(super) remoteness: f64,
    /// The buurt in which it lies, by its position.
    buurt: Option<usize>,
    pub(super) residents: u32,
    pub(super) aged_65_plus: u32,
    pub(super) aged_75_plus: u32,
}

impl Square {
    fn new((col, row): (i32, i32), remoteness: f64, ground: &Ground) -> Self {
        let square = Self { col, row, remoteness, buurt: None, residents: 0, aged_65_plus: 0, aged_75_plus: 0 };
        Self { buurt: ground.buurt_at(square.center()), ..square }
    }

    /// Its middle.
    pub(super) fn center(&self) -> RdPoint {
        middle_of((self.col, self.row))
    }
}

/// A place where shops and services gather.
#[derive(Debug, Clone, Copy)]
pub(super) struct Center {
    pub(super) point: RdPoint,
    /// Residents for whom it is the nearest.
    pub(super) residents: f64,
}

/// A kern with its built-up squares and its centers, the main one first.
pub(super) struct Town {
    pub(super) fact: TownFact,
    /// Radius of a circle as large as its squares, in metres.
    pub(super) radius_m: f64,
    pub(super) squares: Vec<Square>,
    pub(super) centers: Vec<Center>,
    /// Its built-up area, where that is a fact.
    built_up: Option<MultiPolygon<f64>>,
}

/// All kernen, and which of them owns a square.
pub(super) struct Towns {
    pub(super) all: Vec<Town>,
    owner: Owners,
}

/// Residents per hectare in a hamlet and what a city of [`CITY_RESIDENTS`] has more; an assumption.
const HAMLET_DENSITY: f64 = 25.0;
const CITY_DENSITY_EXTRA: f64 = 25.0;
const CITY_RESIDENTS: f64 = 160_000.0;
/// Residents per neighbourhood center; an assumption.
const RESIDENTS_PER_CENTER: f64 = 8_500.0;

/// The counted kernen.
pub(super) fn facts() -> Vec<TownFact> {
    let table = include_str!("../../../assets/kernen_2021.csv");
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(table.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the table of kernen is ours and tested")
}

impl TownFact {
    /// Where its name stands.
    pub(super) fn point(&self) -> RdPoint {
        RdPoint::at(self.x_rd, self.y_rd)
    }

    /// Its people as the source counts them.
    pub(super) fn people(&self) -> PeopleCounts {
        PeopleCounts {
            residents: Some(f64::from(self.residents)),
            aged_65_plus: Some(f64::from(self.aged_65_plus)),
            aged_75_plus: Some(f64::from(self.aged_75_plus)),
        }
    }

    fn n_squares(&self) -> usize {
        let residents = f64::from(self.residents);
        let density = HAMLET_DENSITY + CITY_DENSITY_EXTRA * (residents / CITY_RESIDENTS).sqrt();
        index_from(residents / density).max(3)
    }
}

impl Towns {
    /// Gives every kern its squares and its people, and finds its centers. A kern of which no built-up area is known grows
    /// square by square.
    pub(super) fn grow(ground: &Ground) -> Self {
        let facts = facts();
        let built_up = |fact: &TownFact| ground.built_up(&fact.municipality_code, &fact.name).cloned();
        let areas: Vec<Option<MultiPolygon<f64>>> = facts.iter().map(built_up).collect();
        let within: Vec<Vec<(i32, i32)>> =
            areas.iter().map(|area| area.as_ref().map_or_else(Vec::new, squares_in)).collect();
        // A circle of n squares has radius 100 m × √(n / π).
        let n_squares = facts.iter().zip(&within).map(|(fact, within)| within.len().max(fact.n_squares()));
        let radii: Vec<f64> = n_squares.map(|n| (count(n) / std::f64::consts::PI).sqrt() * DEMAND_CELL_M).collect();
        let sites: Vec<Site> = sites_of(&facts, &radii);
        let (owner, squares) = built_up_squares(&facts, &sites, &within, ground);
        let mut n_in_buurt = vec![0.0; ground.buurten.len()];
        squares.iter().flatten().filter_map(|square| square.buurt).for_each(|buurt| n_in_buurt[buurt] += 1.0);
        let density = |square: &Square| {
            square
                .buurt
                .map(|buurt| (ground.buurten[buurt].residents / n_in_buurt[buurt], ground.buurten[buurt].aged_share))
        };
        let mut all = Vec::new();
        for (((fact, radius_m), mut squares), built_up) in facts.into_iter().zip(radii).zip(squares).zip(areas) {
            settle(&fact, &mut squares, &density);
            let centers = centers_of(&fact, &squares);
            all.push(Town { fact, radius_m, squares, centers, built_up });
        }
        Self { all, owner }
    }

    /// The kern on whose built-up land a place lies.
    pub(super) fn at(&self, place: RdPoint) -> Option<usize> {
        self.owner.get((lattice(place.x(), DEMAND_CELL_M), lattice(place.y(), DEMAND_CELL_M)))
    }

    /// The built-up area of a kern; around its squares, with the corners cut, where none is known.
    pub(super) fn outline(&self, idx: usize) -> Rd<MultiPolygon<f64>> {
        if let Some(area) = &self.all[idx].built_up {
            return Rd(area.clone());
        }
        let label = |col: i32, row: i32| self.owner.get((col, row));
        let mosaic = Mosaic { cell_m: DEMAND_CELL_M, label: &label, n_smoothings: 1 };
        let squares: Vec<(i32, i32)> = self.all[idx].squares.iter().map(|square| (square.col, square.row)).collect();
        mosaic.area_of(idx, &squares)
    }

    /// People per square.
    pub(super) fn demand(&self) -> Demand {
        let cell = |square: &Square| DemandCell {
            col: square.col,
            row: square.row,
            people: PeopleCounts {
                residents: Some(f64::from(square.residents)),
                aged_65_plus: Some(f64::from(square.aged_65_plus)),
                aged_75_plus: Some(f64::from(square.aged_75_plus)),
            },
        };
        Demand::from_cells(self.all.iter().flat_map(|town| town.squares.iter().map(cell)).collect())
    }
}

/// What a kern grows from.
struct Site {
    seed: u64,
    middle: RdPoint,
    radius_m: f64,
    /// Land near a station fills early.
    stations: Vec<RdPoint>,
}

/// A station counts as this far from the middle, in radii: people live around it as they do halfway out.
const STATION_REMOTENESS: f64 = 0.55;

/// Each kern with the stations that are nearer to its edge than to any other's.
fn sites_of(facts: &[TownFact], radii: &[f64]) -> Vec<Site> {
    let mut sites: Vec<Site> = facts
        .iter()
        .zip(radii)
        .zip(1..)
        .map(|((fact, radius_m), seed)| Site { seed, middle: fact.point(), radius_m: *radius_m, stations: Vec::new() })
        .collect();
    for station in stations() {
        let gap = |site: &Site| distance_m(site.middle, station.point()) - site.radius_m;
        if let Some(site) = sites.iter_mut().min_by(|a, b| gap(a).total_cmp(&gap(b))) {
            site.stations.push(station.point());
        }
    }
    sites
}

impl Site {
    /// How far a square lies out, in radii, bent by noise so that the edge is irregular.
    fn remoteness(&self, (col, row): (i32, i32)) -> f64 {
        let square = middle_of((col, row));
        let radii_from = |place: RdPoint| distance_m(place, square) / self.radius_m;
        let straight = self
            .stations
            .iter()
            .map(|station| STATION_REMOTENESS + radii_from(*station))
            .fold(radii_from(self.middle), f64::min);
        let (dx, dy) = (square.x() - self.middle.x(), square.y() - self.middle.y());
        let lobes = noise(self.seed, dx / self.radius_m * 1.7 + 40.0, dy / self.radius_m * 1.7 + 40.0) - 0.5;
        let fringe = noise(self.seed + 1000, square.x() / 350.0, square.y() / 350.0) - 0.5;
        straight * (1.0 + 0.75 * lobes + 0.25 * fringe)
    }
}

/// Which kern owns each square of a box around all of them.
struct Owners {
    west: i32,
    south: i32,
    n_cols: usize,
    /// 0 for nobody, otherwise the index of the kern plus one.
    owners: Vec<u8>,
}

/// Squares kept around the middles of the outermost kernen, more than any kern is wide.
const N_RIM: i32 = 120;

impl Owners {
    fn around(facts: &[TownFact]) -> Self {
        let cols = || facts.iter().map(|fact| lattice(fact.x_rd, DEMAND_CELL_M));
        let rows = || facts.iter().map(|fact| lattice(fact.y_rd, DEMAND_CELL_M));
        let west = cols().min().unwrap_or(0) - N_RIM;
        let south = rows().min().unwrap_or(0) - N_RIM;
        let n = |low: i32, high: Option<i32>| usize::try_from(high.unwrap_or(0) + N_RIM - low).unwrap_or(0);
        let (n_cols, n_rows) = (n(west, cols().max()), n(south, rows().max()));
        Self { west, south, n_cols, owners: vec![0; n_cols * n_rows] }
    }

    fn place_of(&self, (col, row): (i32, i32)) -> Option<usize> {
        let (c, r) = (usize::try_from(col - self.west).ok()?, usize::try_from(row - self.south).ok()?);
        (c < self.n_cols).then_some(r * self.n_cols + c).filter(|idx| *idx < self.owners.len())
    }

    fn get(&self, square: (i32, i32)) -> Option<usize> {
        self.owners[self.place_of(square)?].checked_sub(1).map(usize::from)
    }

    /// Gives a free square of the box to a kern; says whether it could.
    fn claim(&mut self, square: (i32, i32), idx: usize) -> bool {
        match (self.place_of(square), u8::try_from(idx + 1)) {
            (Some(place), Ok(owner)) if self.owners[place] == 0 => {
                self.owners[place] = owner;
                true
            }
            _ => false,
        }
    }
}

/// The squares of which the middle lies in an area.
fn squares_in(area: &MultiPolygon<f64>) -> Vec<(i32, i32)> {
    let bounds = area.bounding_rect().expect("an area");
    let range = |low: f64, high: f64| lattice(low, DEMAND_CELL_M)..=lattice(high, DEMAND_CELL_M);
    let all = range(bounds.min().y, bounds.max().y)
        .flat_map(|row| range(bounds.min().x, bounds.max().x).map(move |col| (col, row)));
    all.filter(|(col, row)| area.contains(&middle_of((*col, *row)).0)).collect()
}

fn middle_of((col, row): (i32, i32)) -> RdPoint {
    RdPoint::at((f64::from(col) + 0.5) * DEMAND_CELL_M, (f64::from(row) + 0.5) * DEMAND_CELL_M)
}

/// A kern has the squares within its built-up area. One of which that is not known claims the nearest free squares at its
/// edge until it has enough. A square belongs to one kern.
fn built_up_squares(
    facts: &[TownFact],
    sites: &[Site],
    within: &[Vec<(i32, i32)>],
    ground: &Ground,
) -> (Owners, Vec<Vec<Square>>) {
    /// Millionths of a radius: an integer sorts the same everywhere.
    const STEPS: f64 = 1e6;
    let mut owner = Owners::around(facts);
    let mut squares: Vec<Vec<Square>> = vec![Vec::new(); facts.len()];
    let mut edge = BinaryHeap::new();
    for (idx, within) in within.iter().enumerate() {
        let free = within.iter().filter(|square| owner.claim(**square, idx));
        squares[idx] =
            free.map(|square| Square::new(*square, sites[idx].remoteness(*square).min(1.5), ground)).collect();
    }
    for (idx, fact) in facts.iter().enumerate().filter(|(idx, _)| within[*idx].is_empty()) {
        let middle = (lattice(fact.x_rd, DEMAND_CELL_M), lattice(fact.y_rd, DEMAND_CELL_M));
        edge.push(Reverse((0, idx, middle)));
    }
    while let Some(Reverse((key, idx, (col, row)))) = edge.pop() {
        if squares[idx].len() == facts[idx].n_squares() || !owner.claim((col, row), idx) {
            continue;
        }
        let remoteness_here = f64::from(key) / STEPS;
        squares[idx].push(Square::new((col, row), remoteness_here, ground));
        for next in [(col + 1, row), (col - 1, row), (col, row + 1), (col, row - 1)] {
            if owner.get(next).is_none() {
                let key = whole(sites[idx].remoteness(next) * STEPS).max(key);
                edge.push(Reverse((key, idx, next)));
            }
        }
    }
    (owner, squares)
}

/// Spreads the people of a kern over its squares: as many as live in the buurt of each, and within that denser in the middle,
/// older people somewhat more so.
fn settle(fact: &TownFact, squares: &mut [Square], density: &impl Fn(&Square) -> Option<(f64, Option<f64>)>) {
    let unlimited = vec![u32::MAX; squares.len()];
    let patchiness =
        |square: &Square, seed: u64| noise(seed, f64::from(square.col) / 3.0, f64::from(square.row) / 3.0) - 0.5;
    // Where a buurt has no built-up land of its own, as many live as elsewhere in the kern.
    let known: Vec<f64> = squares.iter().filter_map(density).map(|(density, _)| density).collect();
    let usual = known.iter().sum::<f64>() / count(known.len().max(1));
    let lived_in = |square: &Square| density(square).map_or(usual.max(1.0), |(density, _)| density.max(0.02 * usual));
    let aged = |square: &Square| density(square).and_then(|(_, share)| share).unwrap_or(0.2);
    let within = |s: &Square| (1.3 - 0.6 * s.remoteness).max(0.35) * (1.0 + 0.7 * patchiness(s, 11));
    let mut sums: BTreeMap<Option<usize>, (f64, f64)> = BTreeMap::new();
    for square in squares.iter() {
        let (sum, n) = sums.entry(square.buurt).or_default();
        (*sum, *n) = (*sum + within(square), *n + 1.0);
    }
    let share = |s: &Square| within(s) * sums[&s.buurt].1 / sums[&s.buurt].0;
    let weights: Vec<f64> = squares.iter().map(|s| share(s) * lived_in(s)).collect();
    let residents = apportion(fact.residents, &weights, &unlimited);
    let age = |s: &Square, pull: f64| (1.0 + pull * (0.6 - s.remoteness)).max(0.4) * (1.0 + 0.6 * patchiness(s, 12));
    let weights: Vec<f64> =
        squares.iter().zip(&residents).map(|(s, n)| f64::from(*n) * age(s, 0.5) * aged(s)).collect();
    let aged_65_plus = apportion(fact.aged_65_plus, &weights, &residents);
    let weights: Vec<f64> = squares.iter().zip(&aged_65_plus).map(|(s, n)| f64::from(*n) * age(s, 0.3)).collect();
    let aged_75_plus = apportion(fact.aged_75_plus, &weights, &aged_65_plus);
    for (idx, square) in squares.iter_mut().enumerate() {
        square.residents = residents[idx];
        square.aged_65_plus = aged_65_plus[idx];
        square.aged_75_plus = aged_75_plus[idx];
    }
}

/// The main center where the kern's name stands; in towns more of them, each in the middle of its own quarter.
fn centers_of(fact: &TownFact, squares: &[Square]) -> Vec<Center> {
    let n_centers = index_from(f64::from(fact.residents) / RESIDENTS_PER_CENTER + 0.5).max(1);
    let mut points = vec![fact.point()];
    while points.len() < n_centers {
        let gap = |s: &Square| points.iter().map(|p| distance_m(*p, s.center())).fold(f64::INFINITY, f64::min);
        let inner = squares.iter().filter(|s| s.remoteness < 0.8).map(|s| (gap(s), s.center()));
        let Some((_, farthest)) = inner.max_by(|a, b| a.0.total_cmp(&b.0)) else { break };
        points.push(farthest);
    }
    let nearest = |points: &[RdPoint], s: &Square| {
        let mut best = (0, f64::INFINITY);
        for (idx, point) in points.iter().enumerate() {
            let gap = distance_m(*point, s.center());
            if gap < best.1 {
                best = (idx, gap);
            }
        }
        best.0
    };
    let mut sums = vec![(0.0, 0.0, 0.0); points.len()];
    for round in 0..5 {
        sums = vec![(0.0, 0.0, 0.0); points.len()];
        for square in squares {
            let (n, at) = (f64::from(square.residents), square.center());
            let sum = &mut sums[nearest(&points, square)];
            *sum = (sum.0 + n, sum.1 + n * at.x(), sum.2 + n * at.y());
        }
        if round < 4 {
            for (point, (n, x, y)) in points.iter_mut().zip(&sums).skip(1).filter(|(_, sum)| sum.0 > 0.0) {
                *point = RdPoint::at((x / n).floor(), (y / n).floor());
            }
        }
    }
    points.into_iter().zip(sums).map(|(point, (residents, ..))| Center { point, residents }).collect()
}
