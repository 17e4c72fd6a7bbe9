//! The map in RD New: the tile grid that Kadaster and Geonovum publish, and where a place lies on the screen.

use egui::{Pos2, Rect, Vec2};
use geo::Coord;
use walkers::{Pixels, Position, lon_lat};

use crate::crs::RdPoint;

/// West edge of the tile grid, in metres RD. Source: Geonovum, Nederlandse richtlijn tiling.
const GRID_WEST_M: f64 = -285_401.92;
/// North edge of the tile grid, in metres RD. Source: as [`GRID_WEST_M`].
const GRID_NORTH_M: f64 = 903_401.92;
/// Metres per point at zoom 0. Source: as [`GRID_WEST_M`].
const ZOOM_0_M: f64 = 3_440.64;

/// RD New as a map projection: a position holds metres RD, not degrees.
#[derive(Debug, Clone, Copy, Default)]
pub struct RdProjection;

impl walkers::Projection for RdProjection {
    fn project(&self, position: Position, zoom: f64) -> Pixels {
        let scale = points_per_meter(zoom);
        Pixels::new((position.x() - GRID_WEST_M) * scale, (GRID_NORTH_M - position.y()) * scale)
    }

    fn unproject(&self, pixels: Pixels, zoom: f64) -> Position {
        let meters = 1.0 / points_per_meter(zoom);
        lon_lat(GRID_WEST_M + pixels.x() * meters, GRID_NORTH_M - pixels.y() * meters)
    }

    fn scale_pixel_per_meter(&self, _: Position, zoom: f64) -> f64 {
        points_per_meter(zoom)
    }
}

/// Points on the screen per metre at a zoom level.
pub fn points_per_meter(zoom: f64) -> f64 {
    zoom.exp2() / ZOOM_0_M
}

/// The zoom level at which a metre takes so many points.
pub fn zoom_from_points_per_meter(points_per_meter: f64) -> f64 {
    (points_per_meter * ZOOM_0_M).log2()
}

/// What part of RD shows where on the screen: an exact scale and shift.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    /// The map's rectangle, in points.
    pub rect: Rect,
    /// What lies in its middle.
    pub center: Coord<f64>,
    /// Zoom level of the tile grid.
    pub zoom: f64,
    /// Physical pixels per point.
    pub pixels_per_point: f32,
}

impl Viewport {
    /// Metres per point.
    pub fn meters_per_point(&self) -> f64 {
        1.0 / points_per_meter(self.zoom)
    }

    /// Where a place lies on the screen.
    pub fn screen(&self, place: Coord<f64>) -> Pos2 {
        self.rect.center() + self.local(place, self.center)
    }

    /// Where a place lies as seen from an anchor, in points.
    #[expect(clippy::cast_possible_truncation, reason = "points on a screen")]
    pub fn local(&self, place: Coord<f64>, anchor: Coord<f64>) -> Vec2 {
        let scale = points_per_meter(self.zoom);
        Vec2::new(((place.x - anchor.x) * scale) as f32, ((anchor.y - place.y) * scale) as f32)
    }

    /// A length on the screen, in points.
    #[expect(clippy::cast_possible_truncation, reason = "points on a screen")]
    pub fn points(&self, meters: f64) -> f32 {
        (meters * points_per_meter(self.zoom)) as f32
    }

    /// The place under a point of the screen.
    pub fn place(&self, at: Pos2) -> RdPoint {
        let meters = self.meters_per_point();
        let off = at - self.rect.center();
        RdPoint::at(self.center.x + f64::from(off.x) * meters, self.center.y - f64::from(off.y) * meters)
    }

    /// The part of RD that shows, widened on every side by a share of its size.
    pub fn covered(&self, widened: f64) -> geo::Rect<f64> {
        let half = f64::from(self.rect.width()) * self.meters_per_point() * (0.5 + widened);
        let high = f64::from(self.rect.height()) * self.meters_per_point() * (0.5 + widened);
        let by = Coord { x: half, y: high };
        geo::Rect::new(self.center - by, self.center + by)
    }
}

/// How much larger than a box what is shown around it is: a margin of 4%.
pub const FIT_MARGIN: f32 = 1.04;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::map::flight::Stand;
    use walkers::Projection;

    fn viewport() -> Viewport {
        Viewport {
            rect: Rect::from_min_size(Pos2::new(100.0, 50.0), Vec2::new(800.0, 600.0)),
            center: Coord { x: 250_000.0, y: 475_000.0 },
            zoom: 9.3,
            pixels_per_point: 1.0,
        }
    }

    #[test]
    fn the_lower_left_corner_of_the_tile_grid_lies_where_it_is_published() {
        let corner = RdProjection.unproject(Pixels::new(0.0, 256.0), 0.0);
        assert!((corner.x() - -285_401.92).abs() < 1e-6);
        assert!((corner.y() - 22_598.08).abs() < 1e-6);
    }

    #[test]
    fn a_place_under_a_point_is_shown_at_that_point() {
        let at = Pos2::new(312.0, 77.0);
        let back = viewport().screen(viewport().place(at).0.0);
        assert!(back.distance(at) < 0.01);
    }

    #[test]
    fn north_is_up_and_a_fitted_box_lies_within_the_rectangle() {
        let bounds = geo::Rect::new((220_000.0, 455_000.0), (270_000.0, 505_000.0));
        let rect = viewport().rect;
        let Stand { zoom, center } = Stand::fitting(bounds, rect);
        let fitted = Viewport { rect, center, zoom, pixels_per_point: 1.0 };
        let (south_west, north_east) = (fitted.screen(bounds.min()), fitted.screen(bounds.max()));
        assert!(south_west.y > north_east.y && south_west.x < north_east.x);
        assert!(rect.contains(south_west) && rect.contains(north_east));
    }
}
