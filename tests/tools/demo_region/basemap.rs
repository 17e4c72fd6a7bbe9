//! The offline schematic map: what cannot be drawn from the layers themselves, as the GeoJSON in `maps`.

use super::network::MainLine;
use super::towns::TownFact;
use zorgkring::crs::RdPoint;

/// Smallest number of residents for the label ranks 1, 2 and 3; all others have rank 4.
const RANK_RESIDENTS: [u32; 3] = [50_000, 10_000, 2_000];

/// Label rank of a kern: 1 shows when the whole region is on screen, 4 only from near by.
#[must_use]
pub(super) fn label_rank(residents: u32) -> usize {
    1 + RANK_RESIDENTS.iter().filter(|smallest| residents < **smallest).count()
}

/// The schematic map as GeoJSON in RD, one feature a line, in the order of the lines and then of the kernen.
pub(super) fn geojson(lines: &[MainLine], facts: &[TownFact]) -> String {
    // Written by hand, so that the order of members never depends on how a JSON library keeps its maps.
    let line_features = lines.iter().map(|line| {
        let path: Vec<String> = line.path.iter().map(|point| coordinates(*point)).collect();
        let properties = format!(r#"{{"klasse":"{}","naam":{}}}"#, line.class.name(), quoted(&line.name));
        feature(&properties, "LineString", &format!("[{}]", path.join(",")))
    });
    let label_features = facts.iter().map(|fact| {
        let rank = label_rank(fact.residents);
        let properties = format!(r#"{{"klasse":"naam","naam":{},"rang":{rank}}}"#, quoted(&fact.name));
        feature(&properties, "Point", &coordinates(fact.point()))
    });
    let features: Vec<String> = line_features.chain(label_features).collect();
    let crs = r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28992"}}"#;
    format!(r#"{{"type":"FeatureCollection","crs":{crs},"features":["#) + "\n" + &features.join(",\n") + "\n]}\n"
}

fn feature(properties: &str, geometry: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"{geometry}","coordinates":{coordinates}}}}}"#
    )
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whole metres.
fn coordinates(point: RdPoint) -> String {
    format!("[{:.0},{:.0}]", point.x(), point.y())
}
