//! Laws of near misses.

use std::cell::Cell;

use geo::Area;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

use super::search::Search;
use crate::analysis::cancel::Cancel;
use crate::analysis::outcome::study_grid;
use crate::analysis::places::ServingPlace;
use crate::analysis::scene::Scene;
use crate::analysis::situation::Situation;
use crate::analysis::transit_class::TransitCache;
use crate::analysis::walk::{FieldCache, WINDOWS, Walk, additions};
use crate::analysis::zones::{self, ZoneMemo};
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Baseline;
use crate::import::normenkader;

fn situation(of_kinds: &[Vec<(f64, f64)>]) -> Situation {
    let kinds = ["zorg24", "supermarkt", "ontmoeting"].map(|role| AmenityKind::from_role(role).expect("a kind"));
    let ground = Situation::from_baseline(&Baseline::default());
    kinds.into_iter().zip(of_kinds).fold(ground, |situation, (kind, places)| {
        let place = |(idx, (x, y)): (usize, &(f64, f64))| ServingPlace {
            id: Uuid::from_u128(idx as u128 + 1),
            name: "".into(),
            point: RdPoint::at(240_000.0 + x, 480_000.0 + y),
        };
        situation.with_places(kind, places.iter().enumerate().map(place).collect())
    })
}

#[test]
fn looking_close_by_first_finds_the_zone_that_looking_everywhere_finds() {
    let of_kind = prop::collection::vec((0.0..9_000.0_f64, 0.0..4_000.0_f64), 0..60);
    let given = (prop::collection::vec(of_kind, 3), prop::sample::select(vec![1.0, 0.4]));
    let n_made = Cell::new(0);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(40));
    let law = runner.run(&given, |(places, squeezed)| {
        n_made.set(n_made.get() + close_by_is_as_the_whole(&places, squeezed)?);
        Ok(())
    });
    law.unwrap_or_else(|error| panic!("{error}"));
    assert!(n_made.get() > 0, "no addition made a zone: nothing was compared");
}

/// Compares both ways of looking on these places; gives how many zones were made.
fn close_by_is_as_the_whole(places: &[Vec<(f64, f64)>], squeezed: f64) -> Result<usize, TestCaseError> {
    let places: Vec<Vec<(f64, f64)>> =
        places.iter().map(|of_kind| of_kind.iter().map(|(x, y)| (x * squeezed, y * squeezed)).collect()).collect();
    let (situation, norms) = (situation(&places), normenkader::standard());
    let Some(grid) = study_grid(&situation, 100) else { return Ok(0) };
    let fields = FieldCache::default().fields(&grid, &situation, Walk::of(&norms));
    let transit = TransitCache::default().raster(&grid, situation.stop_tree());
    let scene = Scene::new(&situation, &norms, &grid, &fields, &transit);
    let zones = zones::propose(&scene, &mut ZoneMemo::default(), &Cancel::default()).expect("not cancelled");
    let search = Search::new(&scene, &zones).expect("the standard has required rules");
    let mut n_made = 0;
    for addition in additions(&search.core, scene.walk) {
        for subject in &search.care_without {
            let place = subject.point();
            let made = |parts: &[f64]| search.zone_made(place, &addition, parts, &Cell::new(0.0));
            let (close_by, whole) = (made(&WINDOWS), made(&[f64::INFINITY]));
            prop_assert_eq!(close_by.is_some(), whole.is_some(), "{:?} {:?}", place, addition.kinds);
            n_made += usize::from(whole.is_some());
            let (a, b) = (close_by.map_or(0.0, |z| z.unsigned_area()), whole.map_or(0.0, |z| z.unsigned_area()));
            // Chords are finer where circles touch, anywhere in what is looked at.
            prop_assert!((a - b).abs() <= 0.003 * b, "{} and {}", a, b);
        }
    }
    Ok(n_made)
}
