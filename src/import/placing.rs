//! A geometry of a file brought to RD, with what is worth telling of how its coordinates were read.

use geo::{Coord, Point};

use super::crs_name::DeclaredCrs;
use super::problems::{Problems, quote};
use super::raw_geometry::RawGeometry;
use super::shape::{Shape, ShapeFault};
use crate::crs::{NETHERLANDS_WGS84, RD_BOX, Rd, RdPoint, Wgs84, rd_from_wgs84};
use crate::domain::problem::{Position, ProblemKind, Repeated};
use crate::geometry::overlay::oriented;

/// Which places are taken, and what becomes of rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placing {
    /// The Netherlands with 5 km around it; rings are turned the usual way.
    Layer,
    /// As far as RD goes, also across the border; rings stay as they were drawn.
    Sketch,
}

/// A shape in RD, and how its coordinates were read.
pub(crate) struct Placed {
    pub(crate) shape: Rd<Shape>,
    crs_reading: CrsReading,
    pub(crate) from_degrees: bool,
    pub(crate) from_mercator: bool,
}

impl Placed {
    /// Brings a geometry to RD; nothing for a geometry without a coordinate.
    ///
    /// # Errors
    /// Why it has no place.
    pub(crate) fn of(
        geometry: &RawGeometry,
        declared: DeclaredCrs,
        placing: Placing,
    ) -> Result<Option<Self>, ProblemKind> {
        match Shape::from_raw(geometry) {
            Ok(shape) => Self::of_shape(shape, declared, placing).map(Some),
            Err(ShapeFault::Empty) => Ok(None),
            Err(ShapeFault::NotANumber) => Err(ProblemKind::CoordinateNotANumber),
            Err(ShapeFault::Broken(kind)) => Err(ProblemKind::BrokenGeometry(quote(&kind))),
            Err(ShapeFault::NotRead(kind)) => Err(ProblemKind::GeometryNotRead(kind.to_owned())),
        }
    }

    /// Brings a shape to RD.
    ///
    /// # Errors
    /// That it lies outside the Netherlands.
    pub(crate) fn of_shape(shape: Shape, declared: DeclaredCrs, placing: Placing) -> Result<Self, ProblemKind> {
        // Degrees in the Netherlands stay below 54; metres do not.
        let from_degrees = shape.coords().next().is_some_and(|c| c.y < 60.0);
        let from_mercator = declared == DeclaredCrs::WebMercator;
        match place(shape, declared, placing) {
            Ok((shape, crs_reading)) => Ok(Self { shape, crs_reading, from_degrees, from_mercator }),
            Err(Outside(Coord { x, y })) => {
                let text = |ordinate: f64| quote(&ordinate.to_string());
                Err(ProblemKind::OutsideNetherlands { x: text(x), y: text(y) })
            }
        }
    }

    /// Tells what is worth knowing of how it was read.
    pub(crate) fn note(&self, position: &Position, problems: &mut Problems) {
        match self.crs_reading {
            CrsReading::AsDeclared => {}
            CrsReading::RdWithoutCrs => problems.count(Repeated::RdWithoutCrs, None),
            CrsReading::Swapped => problems.count(Repeated::SwappedLatLon, None),
        }
        if self.shape.0.unclosed {
            problems.at(position, ProblemKind::UnclosedRing);
        }
    }
}

/// The radius of the sphere of Web Mercator, in metres (EPSG:3857).
const MERCATOR_RADIUS_M: f64 = 6_378_137.0;

/// Degrees from Web Mercator (Snyder, Map Projections, 1987, equations 7-4 and 7-5).
fn degrees_from_mercator(at: Coord<f64>) -> Coord<f64> {
    Coord { x: (at.x / MERCATOR_RADIUS_M).to_degrees(), y: (at.y / MERCATOR_RADIUS_M).sinh().atan().to_degrees() }
}

/// How the coordinates of a geometry were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CrsReading {
    AsDeclared,
    RdWithoutCrs,
    Swapped,
}

/// A coordinate that lies where no place is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outside(Coord<f64>);

/// Brings a shape to RD, or says which coordinate is out of place.
fn place(mut shape: Shape, declared: DeclaredCrs, placing: Placing) -> Result<(Rd<Shape>, CrsReading), Outside> {
    let (transform, crs_reading) = Transform::of(shape.coords(), declared, placing)?;
    if transform != Transform::None {
        shape.map(|c| transform.to_rd(c));
    }
    if placing == Placing::Layer {
        shape.polygons.iter_mut().for_each(|polygon| *polygon = oriented(polygon));
    }
    Ok((Rd(shape), crs_reading))
}

/// The same for a single point of a layer.
pub(crate) fn place_point(point: Coord<f64>, declared: DeclaredCrs) -> Result<(RdPoint, CrsReading), Outside> {
    let (transform, crs_reading) = Transform::of(std::iter::once(point), declared, Placing::Layer)?;
    let rd = transform.to_rd(point);
    Ok((RdPoint::at(rd.x, rd.y), crs_reading))
}

/// What brings the coordinates of a file to RD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transform {
    None,
    FromDegrees,
    /// Latitude stands first.
    FromSwappedDegrees,
    FromMercator,
}

impl Transform {
    /// The transform of coordinates of which the CRS is as declared, or told by the coordinates themselves.
    fn of(
        coords: impl Iterator<Item = Coord<f64>> + Clone,
        declared: DeclaredCrs,
        placing: Placing,
    ) -> Result<(Self, CrsReading), Outside> {
        let outlier = |transform: Self| coords.clone().find(|c| !transform.reaches(*c, placing));
        if declared == DeclaredCrs::WebMercator {
            let out = outlier(Self::FromMercator);
            return out.map_or(Ok((Self::FromMercator, CrsReading::AsDeclared)), |out| Err(Outside(out)));
        }
        let not_rd = outlier(Self::None);
        if declared != DeclaredCrs::Wgs84 && not_rd.is_none() {
            let told = declared != DeclaredCrs::Unknown;
            return Ok((Self::None, if told { CrsReading::AsDeclared } else { CrsReading::RdWithoutCrs }));
        }
        if declared == DeclaredCrs::Rd {
            return Err(Outside(not_rd.unwrap_or_default()));
        }
        let not_degrees = outlier(Self::FromDegrees);
        if not_degrees.is_none() {
            Ok((Self::FromDegrees, CrsReading::AsDeclared))
        } else if outlier(Self::FromSwappedDegrees).is_none() {
            Ok((Self::FromSwappedDegrees, CrsReading::Swapped))
        } else {
            Err(Outside(not_degrees.unwrap_or_default()))
        }
    }

    /// Does this bring a coordinate to where places are taken?
    fn reaches(self, at: Coord<f64>, placing: Placing) -> bool {
        let (c, [west, south, east, north]) = match placing {
            Placing::Layer if self != Self::None => (self.to_degrees(at), NETHERLANDS_WGS84),
            _ => (self.to_rd(at), RD_BOX),
        };
        c.x >= west && c.x <= east && c.y >= south && c.y <= north
    }

    fn to_rd(self, at: Coord<f64>) -> Coord<f64> {
        if self == Self::None { at } else { rd_from_wgs84(Wgs84(Point::from(self.to_degrees(at)))).0.into() }
    }

    /// The degrees that the coordinates of a file stand for, unless they are RD.
    fn to_degrees(self, at: Coord<f64>) -> Coord<f64> {
        match self {
            Self::None | Self::FromDegrees => at,
            Self::FromSwappedDegrees => Coord { x: at.y, y: at.x },
            Self::FromMercator => degrees_from_mercator(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_mercator_is_placed_and_refused_by_its_own_numbers() {
        let at = |x: f64, y: f64| {
            let shape = Shape { points: vec![Coord { x, y }], ..Shape::default() };
            place(shape, DeclaredCrs::WebMercator, Placing::Layer)
        };
        let (placed, _) = at(754_430.356, 6_838_168.028).expect("in Twente");
        assert!((placed.0.points[0].x - 250_000.0).hypot(placed.0.points[0].y - 470_000.0) < 0.3);
        assert_eq!(at(0.0, 6_836_385.79).expect_err("in England"), Outside(Coord { x: 0.0, y: 6_836_385.79 }));
    }

    #[test]
    fn swapped_degrees_are_put_right_and_far_places_refused() {
        let at = |x: f64, y: f64, crs| {
            let shape = Shape { points: vec![Coord { x, y }], ..Shape::default() };
            place(shape, crs, Placing::Layer).map(|(shape, crs_reading)| (shape.0.points[0], crs_reading))
        };
        let (right, _) = at(6.8958, 52.2183, DeclaredCrs::Unknown).expect("in Enschede");
        let (swapped, crs_reading) = at(52.2183, 6.8958, DeclaredCrs::Unknown).expect("in Enschede");
        assert_eq!((right, crs_reading), (swapped, CrsReading::Swapped));
        assert_eq!(at(258_088.0, 471_096.0, DeclaredCrs::Unknown).expect("RD").1, CrsReading::RdWithoutCrs);
        assert_eq!(at(258_088.0, 471_096.0, DeclaredCrs::Rd).expect("RD").1, CrsReading::AsDeclared);
        assert!(at(258_088.0, 471_096.0, DeclaredCrs::Wgs84).is_err());
        assert!(at(13.4, 52.5, DeclaredCrs::Unknown).is_err());
        assert!(at(6.9, 52.2, DeclaredCrs::Rd).is_err());
    }

    #[test]
    fn just_across_the_border_only_what_was_drawn_has_a_place() {
        let across = [
            (7.3636, 52.2081, DeclaredCrs::Unknown),
            (52.2081, 7.3636, DeclaredCrs::Wgs84),
            (819_712.3, 6_837_350.0, DeclaredCrs::WebMercator),
        ];
        for (x, y, crs) in across {
            let at = |placing| place(Shape::of_point(Coord { x, y }), crs, placing).map(|(shape, _)| shape.0.points[0]);
            assert_eq!(at(Placing::Layer), Err(Outside(Coord { x, y })));
            let placed = at(Placing::Sketch).expect("within RD");
            assert!((placed.x - 290_000.0).hypot(placed.y - 470_000.0) < 1_000.0, "{placed:?}");
        }
        assert!(place(Shape::of_point(Coord { x: 8.5, y: 52.2 }), DeclaredCrs::Unknown, Placing::Sketch).is_err());
    }
}
