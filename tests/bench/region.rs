//! How long a region takes: everything, after one move, and what each stage costs.

#![expect(missing_docs, reason = "criterion's macros make undocumented functions")]

#[path = "../tools/tiled.rs"]
mod tiled;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use uuid::Uuid;
use zorgkring::analysis::assessment::assess;
use zorgkring::analysis::cancel::Cancel;
use zorgkring::analysis::outcome::{self, Cache};
use zorgkring::analysis::places::ServingPlace;
use zorgkring::analysis::situation::Situation;
use zorgkring::crs::RdPoint;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::Baseline;
use zorgkring::domain::housing::HousingForm;
use zorgkring::domain::norm::NormSet;
use zorgkring::import::normenkader;
use zorgkring::units::Meters;

const CELL_M: u16 = 50;

/// The window's cell size while a slider is dragged.
const DRAG_CELL_M: u16 = 100;

fn compute(situation: &Situation, norms: &NormSet, cache: &mut Cache) -> outcome::Outcome {
    compute_at(CELL_M, situation, norms, cache)
}

fn compute_at(cell_m: u16, situation: &Situation, norms: &NormSet, cache: &mut Cache) -> outcome::Outcome {
    outcome::compute(situation, norms, cell_m, cache, &Cancel::default(), &|_| {}).expect("nobody cancels it")
}

fn with_supermarket_moved(situation: &Situation, by_m: f64) -> Situation {
    let supermarket = AmenityKind::from_role("supermarkt").expect("a kind of the catalogue");
    let mut places = situation.places(supermarket).expect("the demo region has supermarkets").to_vec();
    let point = places[0].point;
    places[0].point = RdPoint::at(point.x() + by_m, point.y());
    situation.with_places(supermarket, places)
}

fn bench_a_move(group: &mut BenchmarkGroup<'_, WallTime>, situation: &Situation, norms: &NormSet) {
    let moved = [with_supermarket_moved(situation, 0.0), with_supermarket_moved(situation, 120.0)];
    let mut cache = Cache::default();
    let mut turn = 0;
    group.bench_function("one facility moved", |b| {
        b.iter(|| {
            turn = 1 - turn;
            black_box(compute(&moved[turn], norms, &mut cache))
        });
    });
}

fn region(c: &mut Criterion) {
    let norms = normenkader::standard();
    let situation = Situation::from_baseline(&zorgkring::demo::baseline());
    let mut group = c.benchmark_group("demo");
    group.bench_function("everything", |b| {
        b.iter(|| black_box(compute(&situation, &norms, &mut Cache::default())));
    });

    bench_a_move(&mut group, &situation, &norms);

    let mut cache = Cache::default();
    let mut dragged = norms.clone();
    let slider =
        dragged.norms.iter().position(|n| n.form == HousingForm::Clustered && n.required).expect("a required norm");
    let mut step = 0.0;
    group.bench_function("slider drag: zones and score raster", |b| {
        b.iter(|| {
            step = (step + 10.0) % 300.0;
            dragged.norms[slider].max = Meters::new(400.0 + step).expect("a length");
            let outcome = Arc::new(compute_at(DRAG_CELL_M, &situation, &dragged, &mut cache));
            black_box(outcome.score_raster(&dragged, HousingForm::Clustered))
        });
    });

    group.bench_function("why here", |b| {
        b.iter(|| black_box(assess(&situation, &norms, RdPoint::at(247_812.0, 478_905.0))));
    });
    group.finish();
}

/// Ten regions side by side, as one.
fn ten_regions(c: &mut Criterion) {
    let norms = normenkader::standard();
    let situation = Situation::from_baseline(&tiled::tiled(10));
    let mut group = c.benchmark_group("demo ten times");
    group.bench_function("everything", |b| {
        b.iter(|| black_box(compute(&situation, &norms, &mut Cache::default())));
    });
    bench_a_move(&mut group, &situation, &norms);
    group.finish();
}

/// How places are strewn, in parts of 0–1 of two directions: the golden ratio and the plastic number leave no holes.
fn strewn(n: usize, width_m: f64, height_m: f64) -> Vec<ServingPlace> {
    let part = |idx: usize, step: f64| (idx as f64 * step).fract();
    let place = |idx: usize| ServingPlace {
        id: Uuid::from_u128(idx as u128 + 1),
        name: "".into(),
        point: RdPoint::at(
            205_000.0 + part(idx, 0.754_877_666_246_693) * width_m,
            470_000.0 + part(idx, 0.569_840_290_998_053) * height_m,
        ),
    };
    (0..n).map(place).collect()
}

/// Places that crowd on a spot, and places spread over a province: a few of the other kinds among very many of one.
fn growth(c: &mut Criterion) {
    let norms = normenkader::standard();
    let ground = Situation::from_baseline(&Baseline::default());
    let kind = |role| AmenityKind::from_role(role).expect("a kind of the catalogue");
    let with = |care: Vec<ServingPlace>, shops: Vec<ServingPlace>, meeting: Vec<ServingPlace>| {
        let with_care = ground.with_places(AmenityKind::CARE, care);
        with_care.with_places(kind("supermarkt"), shops).with_places(kind("ontmoeting"), meeting)
    };
    let spread = |n| strewn(n, 60_000.0, 55_000.0);
    let crowd = |n| strewn(n, 20.0, 20.0);
    let mut group = c.benchmark_group("growth");
    group.sample_size(10);
    for n in [1_000, 10_000] {
        let situation = with(crowd(n), crowd(n), crowd(n));
        group.bench_function(format!("{n} places of each kind on a spot"), |b| {
            b.iter(|| black_box(compute(&situation, &norms, &mut Cache::default())));
        });
    }
    for n in [5_000, 50_000] {
        let situation = with(spread(n), spread(500), spread(500));
        group.bench_function(format!("{n} 24-uurszorglocaties in a province"), |b| {
            b.iter(|| black_box(compute(&situation, &norms, &mut Cache::default())));
        });
    }
    for n in [20_000, 200_000] {
        let situation = with(spread(500), spread(n), spread(500));
        group.bench_function(format!("{n} shops in a province"), |b| {
            b.iter(|| black_box(compute(&situation, &norms, &mut Cache::default())));
        });
    }
    group.finish();
}

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(4)).warm_up_time(Duration::from_secs(1));
    targets = region, ten_regions, growth
}
criterion_main!(benches);
