//! The real ground: gemeenten, built-up areas and buurten, as `tests/tools/demo_ground` made them from open data.

use std::io::Read;

use flate2::read::GzDecoder;
use geo::{BoundingRect, Contains, Geometry, MultiPolygon};
use geojson::{Feature, FeatureCollection};
use zorgkring::crs::{Rd, RdPoint};
use zorgkring::domain::coded_area::CodedArea;

/// GeoJSON in whole metres RD.
const GROUND: &[u8] = include_bytes!("../../../assets/demo/ondergrond.geojson.gz");

/// The areas of Twente.
pub(super) struct Ground {
    pub(super) municipalities: Vec<CodedArea>,
    pub(super) buurten: Vec<Buurt>,
    /// The built-up area of a kern, by its gemeente and its name.
    built_up: Vec<(String, String, MultiPolygon<f64>)>,
}

/// A buurt with what decides where people live in a kern.
pub(super) struct Buurt {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) outline: MultiPolygon<f64>,
    pub(super) residents: f64,
    /// Share of 65-plussers; nothing where the source has none.
    pub(super) aged_share: Option<f64>,
}

impl Ground {
    pub(super) fn read() -> Self {
        let mut text = String::new();
        GzDecoder::new(GROUND).read_to_string(&mut text).expect("a file of ours, tested");
        let collection: FeatureCollection = text.parse().expect("a file of ours, tested");
        let mut ground = Self { municipalities: Vec::new(), buurten: Vec::new(), built_up: Vec::new() };
        for feature in collection.features {
            ground.add(&feature);
        }
        ground
    }

    fn add(&mut self, feature: &Feature) {
        let text = |name: &str| feature.property(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let number = |name: &str| feature.property(name).and_then(serde_json::Value::as_f64);
        let geometry = feature.geometry.clone().and_then(|geometry| Geometry::try_from(geometry).ok());
        let Some(Geometry::MultiPolygon(outline)) = geometry else { panic!("an area") };
        match text("soort").as_str() {
            "gemeente" => {
                self.municipalities.push(CodedArea::new(text("code"), text("naam"), Rd(outline)));
            }
            "kern" => self.built_up.push((text("gemeente"), text("naam"), outline)),
            _ => self.buurten.push(Buurt {
                code: text("code"),
                name: text("naam"),
                outline,
                residents: number("inwoners").unwrap_or(0.0).max(0.0),
                aged_share: number("aandeel_65plus").filter(|share| *share >= 0.0).map(|percent| percent / 100.0),
            }),
        }
    }

    /// The built-up area of a kern, if the source has it as one.
    pub(super) fn built_up(&self, municipality: &str, name: &str) -> Option<&MultiPolygon<f64>> {
        self.built_up.iter().find(|(of, kern, _)| of == municipality && kern == name).map(|(.., area)| area)
    }

    /// The buurten as a layer. Their people count in the squares.
    pub(super) fn neighborhoods(&self) -> Vec<CodedArea> {
        self.buurten.iter().map(|buurt| CodedArea::new(&buurt.code, &buurt.name, Rd(buurt.outline.clone()))).collect()
    }

    /// The position of the buurt in which a place lies.
    pub(super) fn buurt_at(&self, place: RdPoint) -> Option<usize> {
        self.buurten.iter().position(|buurt| {
            let bounds = buurt.outline.bounding_rect();
            bounds.is_some_and(|bounds| bounds.contains(&place.0)) && buurt.outline.contains(&place.0)
        })
    }
}
