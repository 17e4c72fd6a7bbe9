//! The map on its way: from where it stands to where it is to go, in a fifth of a second.

use egui::Rect;
use geo::Coord;

use super::projection::{FIT_MARGIN, zoom_from_points_per_meter};

/// Nearest zoom: 20 cm of RD per point.
pub const MAX_ZOOM: f64 = 14.07;

/// How far one may zoom out beyond the whole region, in zoom levels.
const BEYOND_REGION: f64 = 0.8;

/// How long a flight takes, in seconds.
pub const FLIGHT_S: f64 = 0.18;

/// Where the map stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stand {
    /// What lies in its middle, in RD.
    pub center: Coord<f64>,
    /// Zoom level of the tile grid.
    pub zoom: f64,
}

impl Stand {
    /// Where a box of RD fits in a rectangle, with a margin.
    pub fn fitting(bounds: geo::Rect<f64>, rect: Rect) -> Self {
        let margin = f64::from(FIT_MARGIN);
        let wide = f64::from(rect.width()) / (bounds.width() * margin).max(1.0);
        let high = f64::from(rect.height()) / (bounds.height() * margin).max(1.0);
        Self { center: bounds.center(), zoom: zoom_from_points_per_meter(wide.min(high)) }
    }

    /// The nearest that the map may stand: neither farther out than the region nor away from it.
    pub fn within(self, region: geo::Rect<f64>, rect: Rect) -> Self {
        let whole = Self::fitting(region, rect).zoom;
        let (min, max) = (region.min(), region.max());
        let center = Coord { x: self.center.x.clamp(min.x, max.x), y: self.center.y.clamp(min.y, max.y) };
        Self { center, zoom: self.zoom.clamp((whole - BEYOND_REGION).clamp(0.0, MAX_ZOOM), MAX_ZOOM) }
    }
}

/// A flight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flight {
    /// Where it began.
    pub from: Stand,
    /// Where it ends.
    pub to: Stand,
    /// When it began, in seconds of the window's clock.
    pub since: f64,
}

impl Flight {
    /// Where the map is at a moment; nothing when it has arrived.
    pub fn at(&self, now: f64) -> Option<Stand> {
        let share = (now - self.since) / FLIGHT_S;
        if !(0.0..1.0).contains(&share) {
            return None;
        }
        // Fast at first and slow at the end.
        let eased = 1.0 - (1.0 - share).powi(3);
        let zoom = self.from.zoom + (self.to.zoom - self.from.zoom) * eased;
        // One point of the map stays where it is on the screen while the scale changes.
        let (start, end) = (metric(self.from.zoom), metric(self.to.zoom));
        let along = if (start - end).abs() < 1e-9 * start { eased } else { (start - metric(zoom)) / (start - end) };
        Some(Stand { center: self.from.center + (self.to.center - self.from.center) * along, zoom })
    }
}

/// In proportion to the metres per point of a zoom level.
fn metric(zoom: f64) -> f64 {
    (-zoom).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flight(zoom: f64) -> Flight {
        let from = Stand { center: Coord { x: 250_000.0, y: 470_000.0 }, zoom: 8.0 };
        Flight { from, to: Stand { center: Coord { x: 260_000.0, y: 480_000.0 }, zoom }, since: 5.0 }
    }

    #[test]
    fn a_flight_begins_where_the_map_stands_and_is_over_within_a_fifth_of_a_second() {
        assert_eq!(flight(11.0).at(5.0), Some(flight(11.0).from));
        assert_eq!(flight(11.0).at(5.2), None);
        assert_eq!(flight(11.0).at(4.0), None, "a clock that was set back ends it");
    }

    #[test]
    fn the_point_that_both_views_show_at_the_same_spot_stays_there_on_the_way() {
        let flight = flight(11.0);
        let (start, end) = (metric(8.0), metric(11.0));
        // The fixed point: center_from + (center_to - center_from) * start / (start - end).
        let fixed = flight.from.center + (flight.to.center - flight.from.center) * (start / (start - end));
        let off = |stand: Stand| (fixed.x - stand.center.x) / metric(stand.zoom);
        let half_way = flight.at(5.05).expect("on its way");
        assert!((off(half_way) / off(flight.from) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn without_a_change_of_scale_the_map_moves_in_a_straight_line() {
        let at = flight(8.0).at(5.05).expect("on its way").center;
        assert!((at.x - 250_000.0 - (at.y - 470_000.0)).abs() < 1e-6 && at.x > 250_000.0 && at.x < 260_000.0);
    }
}
