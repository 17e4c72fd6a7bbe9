//! Invented 24-uurszorg, voorzieningen, kandidaatlocaties and complexes, in numbers and places that Twente could have.

use serde::Deserialize;

use super::dice::{Dice, apportion, count, index_from, whole};
use super::names::{Names, id_of};
use super::towns::{Town, Towns};
use zorgkring::crs::RdPoint;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::housing::HousingForm;
use zorgkring::domain::identity::{Provenance, Status};
use zorgkring::domain::place::{Care, Complex, Place, Sector, Site, What};

/// 75-plussers per 24-uurszorglocatie; an assumption that gives Twente about sixty.
const AGED_PER_CARE_LOCATION: f64 = 920.0;
/// Villages with fewer 75-plussers than this never have 24-uurszorg.
const AGED_FOR_SMALL_CARE: u32 = 110;
/// Share of the villages above it that have a small location nevertheless.
const SMALL_CARE_SHARE: f64 = 0.35;
/// Share of the locations in a town that lie away from a center.
const REMOTE_CARE_SHARE: f64 = 0.25;
/// Share of the villages too small for a whole place of a kind that have one nevertheless.
const VILLAGE_HAS_ONE_SHARE: f64 = 0.7;
const N_SITES: u32 = 40;
const N_CLUSTERS: u32 = 30;

/// A row of `assets/demo/voorzieningen.csv`.
#[derive(Debug, Deserialize)]
struct Recipe {
    soort: AmenityKind,
    inwoners_per: f64,
    vanaf_inwoners: u32,
    in_centrum: f64,
    straal_m: f64,
    hoofdcentrum: f64,
    naam: String,
}

fn recipes() -> Vec<Recipe> {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(include_str!("../../../assets/demo/voorzieningen.csv").as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("the table of voorzieningen is ours and tested")
}

/// A place in a kern: near a center where asked, always on its built-up land.
pub(super) struct Placement<'a> {
    towns: &'a Towns,
    idx: usize,
}

impl<'a> Placement<'a> {
    pub(super) fn new(towns: &'a Towns, idx: usize) -> Self {
        Self { towns, idx }
    }

    fn town(&self) -> &'a Town {
        &self.towns.all[self.idx]
    }

    /// Between `min_m` and `max_m` from a center; the square nearest the center where no such land is found.
    pub(super) fn near_center(&self, dice: &mut Dice, center: usize, min_m: f64, max_m: f64) -> RdPoint {
        const N_TRIES: usize = 24;
        let middle = self.town().centers[center].point;
        for _ in 0..N_TRIES {
            let place = dice.around(middle, min_m, max_m);
            if self.towns.at(place) == Some(self.idx) {
                return place;
            }
        }
        middle
    }

    /// Anywhere in the kern, more often where more people live.
    pub(super) fn among_people(&self, dice: &mut Dice) -> RdPoint {
        let town = self.town();
        let mut ticket = dice.share() * f64::from(town.fact.residents);
        let mut chosen = &town.squares[0];
        for square in &town.squares {
            chosen = square;
            ticket -= f64::from(square.residents);
            if ticket < 0.0 {
                break;
            }
        }
        let corner = chosen.center();
        RdPoint::at((corner.x() + dice.between(-49.0, 49.0)).floor(), (corner.y() + dice.between(-49.0, 49.0)).floor())
    }
}

/// Voorzieningen of every kind but 24-uurszorg and stops.
pub(super) fn amenities(towns: &Towns, names: &Names, provenance: &Provenance) -> Vec<Place> {
    let mut amenities = Vec::new();
    for recipe in recipes() {
        let mut dice = Dice::of(&format!("places of {}", recipe.soort.role()));
        let mut n_so_far = 0;
        for idx in 0..towns.all.len() {
            for point in places_in_town(towns, idx, &recipe, &mut dice) {
                let name = names.numbered(&recipe.naam, recipe.soort.index() * 5, n_so_far);
                let id = id_of(recipe.soort.role(), n_so_far);
                let place = Place::new(id, name, point, What::Amenity(recipe.soort));
                amenities.push(Place { provenance: provenance.clone(), ..place });
                n_so_far += 1;
            }
        }
    }
    amenities
}

fn places_in_town(towns: &Towns, idx: usize, recipe: &Recipe, dice: &mut Dice) -> Vec<RdPoint> {
    let town = &towns.all[idx];
    if town.fact.residents < recipe.vanaf_inwoners {
        return Vec::new();
    }
    let placement = Placement::new(towns, idx);
    let n_expected = whole(f64::from(town.fact.residents) / recipe.inwoners_per + 0.5);
    let n_places = if n_expected == 0 { u32::from(dice.share() < VILLAGE_HAS_ONE_SHARE) } else { n_expected };
    let n_central = whole(f64::from(n_places) * recipe.in_centrum + 0.5);
    let weights: Vec<f64> = town
        .centers
        .iter()
        .enumerate()
        .map(|(center, c)| c.residents * if center == 0 { recipe.hoofdcentrum } else { 1.0 })
        .collect();
    let per_center = apportion(n_central, &weights, &vec![u32::MAX; weights.len()]);
    let mut places = Vec::new();
    for (center, n) in per_center.into_iter().enumerate() {
        // The main center of a city is larger than a neighbourhood's.
        let stretch = if center == 0 { 1.0 + town.radius_m / 8_000.0 } else { 1.0 };
        for _ in 0..n {
            places.push(placement.near_center(dice, center, 15.0, recipe.straal_m * stretch));
        }
    }
    for _ in n_central..n_places {
        places.push(placement.among_people(dice));
    }
    places
}

/// 24-uurszorglocaties: about sixty, more in the towns, none in many villages.
pub(super) fn care_locations(towns: &Towns, names: &Names, provenance: &Provenance) -> Vec<Place> {
    let mut dice = Dice::of("24-uurszorg");
    let mut locations: Vec<Place> = Vec::new();
    for (idx, town) in towns.all.iter().enumerate() {
        let aged = town.fact.aged_75_plus;
        let n_regular = whole(f64::from(aged) / AGED_PER_CARE_LOCATION + 0.5);
        let is_small = n_regular == 0 && aged >= AGED_FOR_SMALL_CARE && dice.share() < SMALL_CARE_SHARE;
        let n_here = if is_small { 1 } else { n_regular };
        let mut centers: Vec<usize> = (0..town.centers.len()).collect();
        centers.sort_by(|a, b| town.centers[*b].residents.total_cmp(&town.centers[*a].residents).then(a.cmp(b)));
        let placement = Placement::new(towns, idx);
        for k in 0..index_from(f64::from(n_here)) {
            let is_remote = k > 0 && dice.share() < REMOTE_CARE_SHARE;
            let point = if is_remote {
                placement.among_people(&mut dice)
            } else {
                placement.near_center(&mut dice, centers[k % centers.len()], 60.0, 260.0)
            };
            let n_so_far = locations.len();
            let sector = match dice.index(10) {
                0 | 1 => Sector::Disability,
                2 => Sector::MentalHealth,
                _ => Sector::Nursing,
            };
            let care = What::Care(Care {
                organization: Some(names.organization(&mut dice)),
                sector,
                n_places: Some(whole(if is_small { dice.between(12.0, 30.0) } else { dice.between(24.0, 130.0) })),
            });
            let name = names.numbered(&names.zorg24, 0, n_so_far);
            let place = Place::new(id_of("zorg24", n_so_far), name, point, care);
            locations.push(Place { provenance: provenance.clone(), ..place });
        }
    }
    locations
}

/// Divides `n` over the kernen by their 75-plussers, and gives the index of the kern of each.
fn towns_by_age(towns: &Towns, n: u32) -> Vec<usize> {
    // The square root favours the villages a little, where sites are easier to find.
    let weights: Vec<f64> = towns.all.iter().map(|town| f64::from(town.fact.aged_75_plus).sqrt()).collect();
    let parts = apportion(n, &weights, &vec![u32::MAX; weights.len()]);
    parts.into_iter().enumerate().flat_map(|(idx, n)| (0..n).map(move |_| idx)).collect()
}

/// Kandidaatlocaties of 12–60 homes, many near a center.
pub(super) fn sites(towns: &Towns, names: &Names, provenance: &Provenance) -> Vec<Place> {
    use HousingForm::{CareReady, Clustered, StepFree};
    let mut dice = Dice::of("kandidaatlocaties");
    towns_by_age(towns, N_SITES)
        .into_iter()
        .enumerate()
        .map(|(k, idx)| {
            let placement = Placement::new(towns, idx);
            let is_central = dice.share() < 0.65;
            let (point, forms) = if is_central {
                let center = dice.index(towns.all[idx].centers.len());
                let forms = [vec![CareReady, Clustered], vec![Clustered], vec![CareReady, Clustered, StepFree]];
                (placement.near_center(&mut dice, center, 60.0, 380.0), forms[dice.index(3)].clone())
            } else {
                let forms = [vec![StepFree], vec![Clustered, StepFree]];
                (placement.among_people(&mut dice), forms[dice.index(2)].clone())
            };
            let site = What::Site(Site { n_homes: Some(whole(dice.between(12.0, 61.0))), forms });
            Place {
                status: if dice.share() < 0.4 { Status::Planned } else { Status::Wished },
                provenance: provenance.clone(),
                ..Place::new(id_of("kandidaat", k), names.numbered(&names.kandidaat, 17, k), point, site)
            }
        })
        .collect()
}

/// Existing complexes of clustered homes.
pub(super) fn clusters(towns: &Towns, names: &Names, provenance: &Provenance) -> Vec<Place> {
    let mut dice = Dice::of("complexen");
    towns_by_age(towns, N_CLUSTERS)
        .into_iter()
        .enumerate()
        .map(|(k, idx)| {
            let center = dice.index(towns.all[idx].centers.len());
            let complex = What::Complex(Complex { n_homes: Some(whole(dice.between(10.0, 80.0))) });
            let point = Placement::new(towns, idx).near_center(&mut dice, center, 80.0, 450.0);
            let place = Place::new(id_of("cluster", k), names.numbered(&names.cluster, 29, k), point, complex);
            Place { provenance: provenance.clone(), ..place }
        })
        .collect()
}

/// How many of something a length holds at a spacing, at least one.
pub(super) fn n_along(length_m: f64, spacing_m: f64) -> usize {
    index_from(length_m / spacing_m + 0.5).max(1)
}

/// The k-th of n equal parts of 1.
pub(super) fn part(k: usize, n: usize) -> f64 {
    count(k) / count(n)
}
