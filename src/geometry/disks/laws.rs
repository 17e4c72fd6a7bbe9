//! Laws of intersections of unions of disks.

use super::border::{border_among, border_in_crowd, border_of};
use super::crowd::Centers;
use super::disk::{prepared, touches};
use super::*;
use geo::{
    Area, BooleanOps, Contains, Coord, Euclidean, Length, MultiLineString, MultiPolygon, Point, Polygon, Validation,
    unary_union,
};
use proptest::prelude::*;

fn disk(x: f64, y: f64, radius: f64, group: usize) -> Disk {
    Disk { center: Coord { x, y }, radius, group }
}

fn intersection_of_unions(disks: &[Disk], n_groups: usize) -> Vec<Polygon<f64>> {
    Solved::new(disks, n_groups, None).polygons
}

fn area(disks: &[Disk], n_groups: usize) -> f64 {
    intersection_of_unions(disks, n_groups).iter().map(Area::unsigned_area).sum()
}

#[test]
fn one_disk_is_a_circle() {
    let found = area(&[disk(0.0, 0.0, 500.0, 0)], 1);
    let exact = std::f64::consts::PI * 500.0 * 500.0;
    assert!((found / exact - 1.0).abs() < 2e-3, "{found} instead of {exact}");
}

#[test]
fn a_group_without_disks_leaves_nothing() {
    assert!(intersection_of_unions(&[disk(0.0, 0.0, 500.0, 0)], 2).is_empty());
}

#[test]
fn two_equal_disks_of_two_groups_make_the_well_known_lens() {
    let (r, d) = (800.0_f64, 600.0_f64);
    let exact = 2.0 * r * r * (d / (2.0 * r)).acos() - d / 2.0 * (4.0 * r * r - d * d).sqrt();
    let found = area(&[disk(0.0, 0.0, r, 0), disk(d, 0.0, r, 1)], 2);
    assert!((found / exact - 1.0).abs() < 2e-3, "{found} instead of {exact}");
}

#[test]
fn a_ring_of_disks_leaves_a_hole() {
    let disks: Vec<_> = (0..12)
        .map(|i| {
            let angle = f64::from(i) / 12.0 * std::f64::consts::TAU;
            disk(1_000.0 * angle.cos(), 1_000.0 * angle.sin(), 400.0, 0)
        })
        .collect();
    let found = intersection_of_unions(&disks, 1);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].interiors().len(), 1);
    assert!(!found[0].contains(&Point::new(0.0, 0.0)));
}

#[test]
fn the_same_place_in_two_groups_with_the_same_radius_is_one_circle() {
    let found = area(&[disk(5.0, 5.0, 800.0, 0), disk(5.0, 5.0, 800.0, 1), disk(5.0, 5.0, 800.0, 1)], 2);
    let exact = std::f64::consts::PI * 800.0 * 800.0;
    assert!((found / exact - 1.0).abs() < 2e-3, "{found} instead of {exact}");
}

fn by_boolean_operations(disks: &[Disk], n_groups: usize) -> MultiPolygon<f64> {
    let circle = |disk: &Disk| {
        let corner = |i: i32| {
            let angle = f64::from(i) / 256.0 * std::f64::consts::TAU;
            (disk.center.x + disk.radius * angle.cos(), disk.center.y + disk.radius * angle.sin())
        };
        Polygon::new((0..256).map(corner).collect::<Vec<_>>().into(), Vec::new())
    };
    let union = |group| unary_union(&disks.iter().filter(|d| d.group == group).map(circle).collect::<Vec<_>>());
    (1..n_groups).fold(union(0), |sum, group| sum.intersection(&union(group)))
}

/// Places in a square, on a circle, on a line and in two groups apart, so many that every circle touches most others.
fn crowd(shape: usize, n: usize, seeds: &[(f64, f64)], size_m: f64) -> Vec<Coord<f64>> {
    (0..n)
        .map(|i| {
            let (u, v) = seeds[i % seeds.len()];
            let part = (i as f64 + u) / n as f64;
            match shape {
                0 => Coord { x: (part * 7.0 + u).fract() * size_m, y: (part * 13.0 + v).fract() * size_m },
                1 => {
                    let (sine, cosine) = (part * std::f64::consts::TAU).sin_cos();
                    Coord { x: size_m * cosine, y: size_m * sine }
                }
                2 => Coord { x: part * size_m, y: part * size_m * 0.3 + v * 1e-3 },
                _ => {
                    Coord { x: (part * 7.0).fract() * size_m + f64::from(u8::from(i % 2 == 0)) * 500.0, y: v * size_m }
                }
            }
        })
        .collect()
}

#[test]
fn a_circle_of_very_many_places_has_a_border_of_as_many_arcs_found_without_each_looking_at_all() {
    let disks: Vec<_> =
        crowd(1, 20_000, &[(0.5, 0.5)], 60.0).into_iter().map(|at| disk(at.x, at.y, 400.0, 0)).collect();
    let found = area(&disks, 1);
    let exact = std::f64::consts::PI * 460.0 * 460.0;
    assert!((found / exact - 1.0).abs() < 1e-3, "{found} instead of {exact}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn in_a_crowd_the_border_is_the_one_that_looking_at_every_neighbor_gives(
        shape in 0..4_usize, n in 3..220_usize, size_m in prop::sample::select(vec![0.5, 3.0, 60.0, 600.0]),
        seeds in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..40), other in 0..4_usize,
    ) {
        let radii = [400.0, 308.0, 750.0];
        let mut disks: Vec<Disk> = Vec::new();
        for (group, shape) in [shape, other, shape].into_iter().enumerate() {
            let places = crowd(shape, n, &seeds, size_m).into_iter();
            // Two sizes in the last group, as stops of two categories have.
            disks.extend(places.enumerate().map(|(i, at)| {
                disk(at.x + 100.0 * group as f64, at.y, if group == 2 && i % 3 == 0 { 300.0 } else { radii[group] }, group)
            }));
        }
        let disks = prepared(&disks);
        let centers = Centers::new(&disks, 3);
        for idx in 0..disks.len() {
            let all = centers.touching(&disks, idx, usize::MAX).expect("no limit");
            let by_brute_force: Vec<usize> = (0..disks.len()).filter(|i| *i != idx && touches(&disks[idx], &disks[*i])).collect();
            prop_assert_eq!(&all, &by_brute_force);
            prop_assert_eq!(border_in_crowd(&disks, idx, 3, &centers), border_among(&disks, idx, 3, all), "circle {}", idx);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn outlines_equal_boolean_operations_on_fine_polygons(
        places in prop::collection::vec((0..40_i32, 0..40_i32, 0..3_usize, 0..2_usize), 1..40),
    ) {
        // Whole hundreds make coincident, touching and concurrent circles common.
        let radii = [300.0, 500.0];
        let disks: Vec<_> = places
            .iter()
            .map(|(x, y, group, size)| disk(f64::from(*x) * 100.0, f64::from(*y) * 100.0, radii[*size], *group))
            .collect();
        let found = MultiPolygon(intersection_of_unions(&disks, 3));
        prop_assert!(found.is_valid(), "{:?}", found.check_validation());
        let expected = by_boolean_operations(&disks, 3);
        let difference = found.xor(&expected).unsigned_area();
        // Both replace arcs by chords, that lie at most half a metre inside.
        let shells: MultiLineString<f64> = expected.iter().map(|piece| piece.exterior().clone()).collect();
        let border_m = Euclidean.length(&shells);
        prop_assert!(difference < 20.0 + 0.4 * border_m, "{difference} m² along {border_m} m");
    }

    #[test]
    fn what_is_taken_over_from_nearly_the_same_disks_changes_nothing(
        places in prop::collection::vec((0..40_i32, 0..40_i32, 0..2_usize), 3..60),
        moved in prop::collection::vec((any::<prop::sample::Index>(), 0..40_i32, 0..40_i32), 0..4),
        removed in any::<prop::sample::Index>(),
    ) {
        let at = |x: i32, y: i32, group| disk(f64::from(x) * 100.0, f64::from(y) * 100.0, 450.0, group);
        let before: Vec<_> = places.iter().map(|(x, y, group)| at(*x, *y, *group)).collect();
        let mut after = before.clone();
        for (idx, x, y) in moved {
            let disk = idx.get(&before);
            after[idx.index(before.len())] = at(x, y, disk.group);
        }
        after.remove(removed.index(before.len()));
        let last = Solved::new(&before, 2, None);
        let again = Solved::new(&after, 2, Some(&last));
        prop_assert_eq!(&again.polygons, &intersection_of_unions(&after, 2));
        prop_assert_eq!(Solved::new(&before, 2, Some(&again)).polygons, last.polygons);
    }

    #[test]
    fn the_order_of_the_disks_does_not_matter(
        places in prop::collection::vec((0..4_000_i32, 0..4_000_i32, 0..2_usize), 1..25), seed in any::<u64>(),
    ) {
        let disks: Vec<_> =
            places.iter().map(|(x, y, group)| disk(f64::from(*x), f64::from(*y), 600.0, *group)).collect();
        let mut shuffled = disks.clone();
        shuffled.sort_by_key(|d| (d.center.x.to_bits() ^ d.center.y.to_bits()).wrapping_mul(seed | 1));
        prop_assert_eq!(intersection_of_unions(&disks, 2), intersection_of_unions(&shuffled, 2));
    }

    #[test]
    fn knowing_which_circles_are_covered_changes_nothing(
        shape in 0..4_usize, n in 4..140_usize, seeds in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..8),
        size_m in prop::sample::select(vec![0.5, 60.0, 900.0, 3_000.0]), repeats in 1..3_usize,
    ) {
        let of_group = |group: usize| -> Vec<Disk> {
            let places = crowd(shape, n, &seeds, size_m).into_iter().enumerate();
            let radius = |i: usize| if group == 1 && i.is_multiple_of(3) { 300.0 } else { 400.0 + 100.0 * group as f64 };
            let once = places.map(|(i, at)| disk(at.x + 70.0 * group as f64, at.y, radius(i), group));
            let once: Vec<Disk> = once.collect();
            (0..repeats).flat_map(|_| once.iter().copied()).collect()
        };
        let groups = [of_group(0), of_group(1)];
        let marked = groups.iter().flat_map(|disks| {
            let within_m = covered_within_m(disks);
            let mark = |(disk, within_m): (&Disk, Option<f64>)| MarkedDisk { disk: *disk, is_covered: within_m.is_some() };
            disks.iter().zip(within_m).map(mark).collect::<Vec<_>>()
        });
        let marked: Vec<MarkedDisk> = marked.collect();
        prop_assert_eq!(intersection_of_marked(marked, 2), intersection_of_unions(&groups.concat(), 2));
    }

    #[test]
    fn a_covered_circle_is_covered_by_those_within_the_distance_that_is_told(
        n in 4..140_usize, seeds in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 1..8),
    ) {
        let disks: Vec<Disk> = crowd(0, n, &seeds, 1_500.0).iter().map(|at| disk(at.x, at.y, 400.0, 0)).collect();
        for (of, within_m) in disks.iter().zip(covered_within_m(&disks)) {
            let Some(within_m) = within_m else { continue };
            let near: Vec<Disk> = disks.iter().copied().filter(|other| {
                let (dx, dy) = (other.center.x - of.center.x, other.center.y - of.center.y);
                dx.hypot(dy) <= within_m + 1e-6
            }).collect();
            let prepared = prepared(&near);
            let own = prepared.iter().position(|other| other.center == of.center).expect("it is one of them");
            prop_assert!(border_of(&prepared, own, 1, None).is_empty());
        }
    }
}

#[test]
fn in_a_crowd_nearly_every_circle_is_known_to_be_covered() {
    let disks: Vec<Disk> =
        crowd(0, 20_000, &[(0.3, 0.7), (0.9, 0.1)], 3_000.0).iter().map(|at| disk(at.x, at.y, 400.0, 0)).collect();
    let within_m = covered_within_m(&disks);
    let n_open = within_m.iter().filter(|within_m| within_m.is_none()).count();
    assert!(n_open < 1_000, "{n_open}");
}
