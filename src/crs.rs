//! RD New and WGS84: two wrappers that cannot be mixed up, and the only two bridges between them.

use std::sync::LazyLock;

use geo::{Coord, MapCoords, MapCoordsInPlace, Point};
use proj4rs::Proj;

/// A geometry in RD New (EPSG:28992), in metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Rd<G>(pub G);

/// A geometry in WGS84 (EPSG:4326), in degrees: x is the longitude, y the latitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Wgs84<G>(pub G);

/// A place in RD New, in metres.
pub type RdPoint = Rd<Point<f64>>;

impl RdPoint {
    /// The place `x` metres east and `y` metres north of the RD origin.
    pub fn at(x: f64, y: f64) -> Self {
        Self(Point::new(x, y))
    }

    /// Easting, in metres.
    pub fn x(self) -> f64 {
        self.0.x()
    }

    /// Northing, in metres.
    pub fn y(self) -> f64 {
        self.0.y()
    }

    /// Straight distance in the RD plane, in metres.
    pub fn straight_distance_m(self, other: Self) -> f64 {
        let (dx, dy) = (self.x() - other.x(), self.y() - other.y());
        (dx * dx + dy * dy).sqrt()
    }
}

/// The box in which RD New is defined for use, in metres (x 0–300 km, y 300–625 km).
pub const RD_BOX: [f64; 4] = [0.0, 300_000.0, 300_000.0, 625_000.0];

/// The Netherlands with 5 km around it, in degrees: west, south, east, north.
pub const NETHERLANDS_WGS84: [f64; 4] = [3.13, 50.70, 7.30, 53.65];

/// RD New with the seven-parameter datum shift of the Kadaster (position-vector signs).
const RD_NEW: &str = "+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 \
     +x_0=155000 +y_0=463000 +ellps=bessel \
     +towgs84=565.4171,50.3319,465.5524,-0.398957,0.343988,-1.8774,4.0725 +units=m +no_defs";
const WGS84_DEGREES: &str = "+proj=longlat +datum=WGS84 +no_defs";

static PROJECTIONS: LazyLock<(Proj, Proj)> = LazyLock::new(|| {
    let rd = Proj::from_proj_string(RD_NEW).expect("the RD definition is a constant of ours");
    let wgs84 = Proj::from_proj_string(WGS84_DEGREES).expect("the WGS84 definition is a constant of ours");
    (rd, wgs84)
});

/// A coordinate that came out of a transform as no number, because it lay far outside the projection.
const NOWHERE: Coord<f64> = Coord { x: f64::NAN, y: f64::NAN };

fn wgs84_coord_from_rd(rd: Coord<f64>) -> Coord<f64> {
    let (rd_proj, wgs84_proj) = &*PROJECTIONS;
    let mut point = (rd.x, rd.y, 0.0);
    match proj4rs::transform::transform(rd_proj, wgs84_proj, &mut point) {
        Ok(()) => Coord { x: point.0.to_degrees(), y: point.1.to_degrees() },
        Err(_) => NOWHERE,
    }
}

fn rd_coord_from_wgs84(wgs84: Coord<f64>) -> Coord<f64> {
    let (rd_proj, wgs84_proj) = &*PROJECTIONS;
    let mut point = (wgs84.x.to_radians(), wgs84.y.to_radians(), 0.0);
    match proj4rs::transform::transform(wgs84_proj, rd_proj, &mut point) {
        Ok(()) => Coord { x: point.0, y: point.1 },
        Err(_) => NOWHERE,
    }
}

/// WGS84 from RD New: within 0.25 m of RDNAPTRANS™2018 in the Netherlands, which has a correction grid that this lacks.
///
/// Units: metres in, degrees out. A place far outside the projection gives NaN.
pub fn wgs84_from_rd<G: MapCoords<f64, f64, Output = G>>(rd: &Rd<G>) -> Wgs84<G> {
    Wgs84(rd.0.map_coords(wgs84_coord_from_rd))
}

/// RD New from WGS84: within 0.25 m of RDNAPTRANS™2018 in the Netherlands, which has a correction grid that this lacks.
///
/// Units: degrees in, metres out. A place far outside the projection gives NaN.
pub fn rd_from_wgs84<G: MapCoordsInPlace<f64>>(wgs84: Wgs84<G>) -> Rd<G> {
    let mut geometry = wgs84.0;
    geometry.map_coords_in_place(rd_coord_from_wgs84);
    Rd(geometry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How far the projection may lie from the published RDNAPTRANS™ points, in metres.
    const STATED_ACCURACY_M: f64 = 0.25;

    fn distance_to_published(lon: f64, lat: f64, x: f64, y: f64) -> f64 {
        rd_from_wgs84(Wgs84(Point::new(lon, lat))).straight_distance_m(RdPoint::at(x, y))
    }

    #[test]
    fn twente_agrees_with_proj() {
        // Degrees are given to four decimals, about 10 m apart: the metres were computed from exactly these.
        for (lat, lon, x, y) in [
            (52.2183, 6.8958, 258_088.3, 471_096.1),
            (52.3754, 7.0062, 265_241.1, 488_735.2),
            (52.2827, 6.4223, 225_631.8, 477_693.4),
            (52.4658, 6.4958, 230_335.1, 498_138.5),
            (52.1567, 6.7389, 247_495.3, 464_031.8),
        ] {
            let off = distance_to_published(lon, lat, x, y);
            assert!(off < STATED_ACCURACY_M, "{lat} {lon}: {off} m");
        }
    }

    #[test]
    fn published_rdnaptrans_points_lie_within_the_stated_accuracy() {
        // The test points published with RDNAPTRANS™2018 (NSGI): latitude and longitude in ETRS89, x and y in RD.
        for (lat, lon, x, y) in [
            (53.160_753_042, 4.824_761_912, 117_380.120, 575_040.340),
            (53.419_482_050, 6.776_726_674, 247_380.560, 604_580.780),
            (52.155_172_897, 5.387_203_657, 155_000.000, 463_000.000),
            (51.368_607_152, 3.397_588_595, 16_460.910, 377_380.230),
            (50.792_584_916, 5.773_795_548, 182_260.450, 311_480.670),
            (51.947_393_898, 4.072_887_101, 64_640.890, 440_700.010),
        ] {
            let off = distance_to_published(lon, lat, x, y);
            assert!(off < STATED_ACCURACY_M, "{lat} {lon}: {off} m");
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_place(x in 13_000.0..278_000.0_f64, y in 306_000.0..616_000.0_f64) {
            let start = RdPoint::at(x, y);
            let back = rd_from_wgs84(wgs84_from_rd(&start));
            prop_assert!(start.straight_distance_m(back) < 0.01);
        }
    }
}
