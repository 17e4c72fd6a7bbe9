//! Invented haltes on plausible lines, with the departures of all lines that call there, and the stations.

use super::dice::{Dice, distance_m};
use super::facilities::{n_along, part};
use super::names::{Names, id_of};
use super::network::{curve, roads, stations};
use super::towns::{TownFact, Towns};
use zorgkring::crs::RdPoint;
use zorgkring::domain::identity::Provenance;
use zorgkring::domain::place::{Place, What};
use zorgkring::domain::transit::{Accessibility, Stop, TransitMode};

/// Departures of both directions between 06 and 20 h: every quarter of an hour, half hour, hour, two hours, and a buurtbus.
const EVERY_15_MIN: u32 = 112;
const EVERY_30_MIN: u32 = 56;
const EVERY_60_MIN: u32 = 28;
const EVERY_120_MIN: u32 = 14;
const NEIGHBORHOOD_BUS: u32 = 8;
/// Distance between haltes, in metres, where people live and in the open.
const SPACING_BUILT_UP_M: f64 = 420.0;
const SPACING_OPEN_M: f64 = 1_100.0;
/// Lines that call within this distance of one another share a halte.
const SHARED_STOP_M: f64 = 170.0;

/// A halte while lines are still being laid.
struct Halte {
    point: RdPoint,
    departures: u32,
    /// The kern on whose land it stands, or the nearest one.
    town: usize,
    is_in_town: bool,
}

struct Lines<'a> {
    towns: &'a Towns,
    stops: Vec<Halte>,
}

impl Lines<'_> {
    /// Lays a line: a halte at its start, and on at the spacing of the land it crosses, joined to what stands there.
    fn lay(&mut self, path: &[RdPoint], departures: u32, is_city_line: bool) {
        let mut called: Vec<usize> = Vec::new();
        let mut since_last = f64::INFINITY;
        for pair in path.windows(2) {
            let length = distance_m(pair[0], pair[1]);
            let n_steps = n_along(length, 50.0);
            for k in 0..n_steps {
                let t = part(k, n_steps);
                let x = pair[0].x() + (pair[1].x() - pair[0].x()) * t;
                let y = pair[0].y() + (pair[1].y() - pair[0].y()) * t;
                let here = RdPoint::at(x.floor(), y.floor());
                let town = self.towns.at(here);
                let spacing = if town.is_some() { SPACING_BUILT_UP_M } else { SPACING_OPEN_M };
                if since_last >= spacing && (town.is_some() || !is_city_line) {
                    self.call(here, town, departures, &mut called);
                    since_last = 0.0;
                }
                since_last += length / super::dice::count(n_steps);
            }
        }
        if let Some(end) = path.last().filter(|_| since_last > SPACING_BUILT_UP_M * 0.5) {
            let town = self.towns.at(*end);
            if town.is_some() {
                self.call(*end, town, departures, &mut called);
            }
        }
    }

    /// The line calls here: at the halte that stands near, or at a new one. A line calls once at a halte.
    fn call(&mut self, here: RdPoint, town: Option<usize>, departures: u32, called: &mut Vec<usize>) {
        let near = (0..self.stops.len()).find(|idx| distance_m(self.stops[*idx].point, here) <= SHARED_STOP_M);
        let idx = near.unwrap_or_else(|| {
            let nearest_town = town.unwrap_or_else(|| self.nearest_town(here));
            self.stops.push(Halte { point: here, departures: 0, town: nearest_town, is_in_town: town.is_some() });
            self.stops.len() - 1
        });
        if !called.contains(&idx) {
            called.push(idx);
            self.stops[idx].departures += departures;
        }
    }

    fn nearest_town(&self, here: RdPoint) -> usize {
        let gap = |idx: usize| {
            let town = &self.towns.all[idx];
            distance_m(town.fact.point(), here) - town.radius_m
        };
        (0..self.towns.all.len()).min_by(|a, b| gap(*a).total_cmp(&gap(*b))).unwrap_or(0)
    }

    /// Town lines: from the main center through each other center to the edge, and from center to next center.
    fn lay_city_lines(&mut self, idx: usize, dice: &mut Dice) {
        let town = &self.towns.all[idx];
        let departures = match town.fact.residents {
            100_000.. => EVERY_15_MIN,
            30_000.. => EVERY_30_MIN,
            _ => EVERY_60_MIN,
        };
        let points: Vec<RdPoint> = town.centers.iter().map(|center| center.point).collect();
        for (k, &through) in points.iter().enumerate().skip(1) {
            let mut path = curve(points[0], through, dice.between(-0.12, 0.12));
            let (dx, dy) = ((through.x() - points[0].x()) * 0.45, (through.y() - points[0].y()) * 0.45);
            path.push(RdPoint::at(through.x() + dx, through.y() + dy));
            self.lay(&path, departures, true);
            let by_distance =
                |a: &&RdPoint, b: &&RdPoint| distance_m(**a, through).total_cmp(&distance_m(**b, through));
            let mut others: Vec<&RdPoint> = points.iter().skip(k + 1).collect();
            others.sort_by(by_distance);
            for next in others.into_iter().take(2) {
                self.lay(&curve(through, *next, dice.between(-0.15, 0.15)), departures / 2, true);
            }
        }
    }
}

/// Departures of the line over a road, by the smaller of its two kernen; none between hamlets.
fn road_departures(a: &TownFact, b: &TownFact) -> Option<u32> {
    match a.residents.min(b.residents) {
        9_000.. => Some(EVERY_30_MIN),
        2_000.. => Some(EVERY_60_MIN),
        500.. => Some(EVERY_120_MIN),
        300.. => Some(NEIGHBORHOOD_BUS),
        _ => None,
    }
}

/// Haltes and stations.
pub(super) fn stops(towns: &Towns, facts: &[TownFact], names: &Names, provenance: &Provenance) -> Vec<Place> {
    let mut dice = Dice::of("lines");
    let mut lines = Lines { towns, stops: Vec::new() };
    for road in roads(facts) {
        if let Some(departures) = road_departures(&facts[road.ends.0], &facts[road.ends.1]) {
            lines.lay(&road.path, departures, false);
        }
    }
    for idx in 0..towns.all.len() {
        lines.lay_city_lines(idx, &mut dice);
    }
    let mut n_in_town = vec![0; towns.all.len()];
    let mut n_outside = vec![0; towns.all.len()];
    let mut stops: Vec<Place> = Vec::new();
    for (k, halte) in lines.stops.iter().enumerate() {
        let n = if halte.is_in_town { &mut n_in_town[halte.town] } else { &mut n_outside[halte.town] };
        let accessibility = match dice.index(10) {
            0..=4 => Accessibility::Yes,
            5 | 6 => Accessibility::No,
            _ => Accessibility::Unknown,
        };
        let stop =
            What::Stop(Stop { mode: TransitMode::Bus, departures_workday: Some(halte.departures), accessibility });
        let name = names.stop(&facts[halte.town].name, halte.is_in_town, *n);
        let place = Place::new(id_of("halte", k), name, halte.point, stop);
        stops.push(Place { provenance: provenance.clone(), ..place });
        *n += 1;
    }
    stops.extend(stations().into_iter().enumerate().map(|(k, station)| {
        let (mode, departures_workday) = (TransitMode::Train, Some(station.vertrekken_werkdag));
        let stop = What::Stop(Stop { mode, departures_workday, ..Stop::default() });
        let place = Place::new(id_of("station", k), names.station(&station.naam), station.point(), stop);
        Place { provenance: provenance.clone(), ..place }
    }));
    stops
}
