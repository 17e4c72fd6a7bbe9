//! GeoJSON: a stream of features, each with its own chance.

use std::io::Read;

use serde::Deserialize;
use serde_json::Value;

use super::bytes::text_from_bytes;
use super::json_stream::{Break, Event, JsonStream, MAX_DEPTH, MAX_FEATURE_BYTES, Skipped};
use super::problem::{Position, ProblemKind, Problems, Repeated, quote};
use super::reading::{Intake, RawRecord};
use super::record::Fields;
use super::shape::{DeclaredCrs, RawGeometry};

#[derive(Debug, Deserialize)]
struct RawFeature {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    geometry: Option<RawGeometry>,
    #[serde(default)]
    properties: Option<serde_json::Map<String, Value>>,
}

/// Members of a root object that is no collection: a feature or a geometry by itself.
#[derive(Debug, Default)]
struct Root {
    members: Vec<(Vec<u8>, Vec<u8>)>,
    n_features: usize,
}

/// Reads all features of a GeoJSON text into the intake.
pub(crate) fn read(text: Box<dyn Read>, intake: &mut Intake<'_, '_>) {
    let mut stream = JsonStream::new(text);
    let mut root = Root::default();
    let mut number = 0;
    let end = stream.read(&mut |position, event| {
        match event {
            Event::Feature(bytes) => {
                number += 1;
                root.n_features += 1;
                read_feature(bytes, number, intake);
            }
            Event::Member(key, bytes) => read_member(key, bytes, &mut root, intake),
            Event::RootEnd => {
                if root.n_features == 0 {
                    read_lone_root(&root, &mut number, intake);
                }
                root = Root::default();
            }
        }
        !intake.refused && !intake.watch.stops_at(position)
    });
    let n_whole = number;
    match end {
        Ok(()) => {}
        Err(Break::Truncated) => intake.problems.about_file(ProblemKind::Truncated { n_whole }),
        Err(Break::Malformed) => intake.problems.about_file(ProblemKind::Malformed { n_whole }),
        Err(Break::Io(kind)) => intake.problems.about_file(ProblemKind::NotReadable(kind)),
        Err(Break::Stopped) if intake.refused => {}
        Err(Break::Stopped) => intake.problems.about_file(ProblemKind::Cancelled),
    }
}

fn read_member(key: &[u8], bytes: Result<&[u8], Skipped>, root: &mut Root, intake: &mut Intake<'_, '_>) {
    let Ok(bytes) = bytes else {
        return;
    };
    match key {
        b"crs" => match serde_json::from_slice(bytes).map(|crs| declared_crs(&crs)) {
            Ok(Ok(crs)) => intake.declared = crs,
            Ok(Err(name)) => {
                intake.problems.about_file(ProblemKind::RefusedCrs(quote(&name)));
                intake.refused = true;
            }
            Err(_) => {}
        },
        b"zorgkring" => {
            let meta: Value = serde_json::from_slice(bytes).unwrap_or_default();
            intake.facts.fictional |= meta.get("fictief").and_then(Value::as_bool).unwrap_or(false);
        }
        _ => root.members.push((key.to_vec(), bytes.to_vec())),
    }
}

/// The CRS of a `crs` member; its name when it is none that is read.
fn declared_crs(crs: &Value) -> Result<DeclaredCrs, String> {
    if crs.is_null() {
        return Ok(DeclaredCrs::Unknown);
    }
    let properties = crs.get("properties");
    let name = match properties.and_then(|p| p.get("name").or_else(|| p.get("code")).or_else(|| p.get("href"))) {
        Some(Value::String(name)) => name.clone(),
        Some(Value::Number(code)) => code.to_string(),
        _ => crs.as_str().map_or_else(|| crs.to_string(), str::to_owned),
    };
    crs_from_name(&name).ok_or(name)
}

/// The CRS of a name such as `urn:ogc:def:crs:EPSG::28992`, `EPSG:4326` or `CRS84`.
pub(crate) fn crs_from_name(name: &str) -> Option<DeclaredCrs> {
    match name.trim().rsplit([':', '/', '#', '=']).next()?.to_ascii_uppercase().as_str() {
        "28992" | "7415" => Some(DeclaredCrs::Rd),
        "CRS84" | "CRS84H" | "4326" | "4258" | "4979" => Some(DeclaredCrs::Wgs84),
        _ => None,
    }
}

fn read_feature(bytes: Result<&[u8], Skipped>, number: usize, intake: &mut Intake<'_, '_>) {
    let position = Position::Feature { number, id: None };
    match bytes {
        Ok(bytes) => match parsed_feature(bytes, intake.problems) {
            Some(feature) => give(feature, number, intake),
            None => intake.problems.at(&position, ProblemKind::UnreadableFeature),
        },
        Err(skipped) => intake.problems.at(&position, skipped_kind(skipped)),
    }
}

fn skipped_kind(skipped: Skipped) -> ProblemKind {
    match skipped {
        Skipped::TooLarge => ProblemKind::TooLarge { max_bytes: MAX_FEATURE_BYTES },
        Skipped::TooDeep => ProblemKind::NestedTooDeep { max: MAX_DEPTH },
    }
}

fn parsed_feature(bytes: &[u8], problems: &mut Problems) -> Option<RawFeature> {
    let (text, was_windows) = text_from_bytes(bytes);
    if was_windows {
        problems.count(Repeated::Windows1252, None);
    }
    serde_json::from_str(&text).ok()
}

/// A root object that is a feature or a geometry by itself.
fn read_lone_root(root: &Root, number: &mut usize, intake: &mut Intake<'_, '_>) {
    let is_feature = root.members.iter().any(|(key, _)| key == b"geometry");
    let is_geometry = root.members.iter().any(|(key, _)| key == b"coordinates" || key == b"geometries");
    if !is_feature && !is_geometry {
        return;
    }
    let mut object = b"{".to_vec();
    for (idx, (key, value)) in root.members.iter().enumerate() {
        object.extend_from_slice(if idx == 0 { b"\"" } else { b",\"" });
        object.extend_from_slice(key);
        object.extend_from_slice(b"\":");
        object.extend_from_slice(value);
    }
    object.push(b'}');
    if !is_feature {
        object = [b"{\"geometry\":".as_slice(), &object, b"}"].concat();
    }
    *number += 1;
    read_feature(Ok(&object), *number, intake);
}

fn give(feature: RawFeature, number: usize, intake: &mut Intake<'_, '_>) {
    let id = super::record::text_of(&feature.id);
    let mut fields = Fields::default();
    for (name, value) in feature.properties.into_iter().flatten() {
        fields.insert(&name, value);
    }
    let position = Position::Feature { number, id: id.clone().or_else(|| fields.own_id()).map(|id| quote(&id)) };
    intake.give(RawRecord { position, number, id, geometry: feature.geometry, crs: None, fields });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crs_names_are_read_in_all_their_spellings() {
        for name in
            ["urn:ogc:def:crs:EPSG::28992", "EPSG:28992", "http://www.opengis.net/def/crs/EPSG/0/28992", "28992"]
        {
            assert_eq!(crs_from_name(name), Some(DeclaredCrs::Rd), "{name}");
        }
        for name in ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4258"] {
            assert_eq!(crs_from_name(name), Some(DeclaredCrs::Wgs84), "{name}");
        }
        assert_eq!(crs_from_name("EPSG:3857"), None);
    }
}
