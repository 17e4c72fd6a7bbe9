//! What follows from the scale of a map: its scale bar, and which names show.

/// Widest scale bar, in points.
const MAX_BAR_POINTS: f64 = 180.0;

/// The bar takes at most this share of the map's width.
const MAX_BAR_SHARE: f64 = 0.5;

/// The longest round length that fits as a bar on a map of some width in points, in metres.
pub fn bar_length_m(meters_per_point: f64, map_width: f64) -> f64 {
    let longest = MAX_BAR_POINTS.min(MAX_BAR_SHARE * map_width).max(1.0) * meters_per_point;
    let magnitude = 10.0_f64.powf(longest.log10().floor());
    let step = [5.0, 2.0, 1.0].into_iter().find(|step| step * magnitude <= longest).unwrap_or(1.0);
    step * magnitude
}

/// Size of the name of a kern with so many residents, in points; nothing at a scale where it would only be in the way.
pub fn name_size(residents: f64, meters_per_point: f64) -> Option<f32> {
    let (size, hidden_above_m) = match residents {
        r if r >= 50_000.0 => (18.0, 500.0),
        r if r >= 15_000.0 => (15.0, 160.0),
        r if r >= 4_000.0 => (13.0, 70.0),
        r if r >= 1_000.0 => (12.0, 45.0),
        _ => (12.0, 28.0),
    };
    let size = if meters_per_point < 12.0 { size + 2.0 } else { size };
    (meters_per_point < hidden_above_m).then_some(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_a_round_length_that_fits() {
        for (meters_per_point, expected) in [(6.0, 1_000.0), (60.0, 10_000.0), (1.2, 200.0), (3.0, 500.0)] {
            let length = bar_length_m(meters_per_point, 900.0);
            assert!((length - expected).abs() < 1e-6, "{meters_per_point}: {length}");
        }
        assert!(bar_length_m(6.0, 150.0) <= 6.0 * 75.0, "half a narrow map");
    }

    #[test]
    fn names_of_small_kernen_show_only_nearby() {
        assert!(name_size(300.0, 60.0).is_none());
        assert!(name_size(300.0, 10.0).is_some());
        assert!(name_size(160_000.0, 200.0).is_some());
    }
}
