//! GeoJSON: a stream of features, each with its own chance.

mod stream;

use serde::Deserialize;
use serde_json::Value;

use self::stream::{Break, Event, JsonStream, MAX_DEPTH, Skipped};
use crate::domain::problem::{Position, ProblemKind, Repeated};
use crate::import::bytes::{MAX_FEATURE_BYTES, text_from_bytes};
use crate::import::crs_name::{DeclaredCrs, crs_from_name};
use crate::import::intake::{Input, Intake, RawRecord};
use crate::import::placing::Placed;
use crate::import::problems::{Problems, quote};
use crate::import::raw_geometry::RawGeometry;
use crate::import::record::{Fields, text_of};
use crate::import::shape::KINDS_NOT_READ;

#[derive(Debug, Deserialize)]
struct RawFeature {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    geometry: Option<RawGeometry>,
    #[serde(default)]
    properties: Option<serde_json::Map<String, Value>>,
    /// The geometry in another system than WGS84 (JSON-FG); or anything at all in a file that knows no JSON-FG.
    #[serde(default)]
    place: Value,
    /// The system of `place`, where the feature has one of its own (JSON-FG).
    #[serde(default, rename = "coordRefSys")]
    crs_of_place: Value,
}

/// Members of a root object that is no collection: a feature or a geometry by itself.
#[derive(Debug, Default)]
struct Root {
    members: Vec<(Vec<u8>, Vec<u8>)>,
    n_features: usize,
    /// The system of every `place` (JSON-FG): read, or refused by name.
    crs_of_places: Option<Result<DeclaredCrs, String>>,
}

/// Reads all features of a GeoJSON text into the intake.
pub(crate) fn read(input: Input<'_>, intake: &mut Intake<'_, '_>) {
    let mut stream = JsonStream::new(input.text);
    let mut root = Root::default();
    let mut number = 0;
    let mut has_list = false;
    let end = stream.read(&mut |position, event| {
        match event {
            Event::FeatureList => has_list = true,
            Event::Feature(bytes) => {
                number += 1;
                root.n_features += 1;
                read_feature(bytes, number, root.crs_of_places.as_ref(), intake);
            }
            Event::Member(key, bytes) => read_member(key, bytes, &mut root, intake),
            Event::RootEnd => {
                if root.n_features == 0 {
                    read_lone_root(&root, &mut number, intake);
                }
                root = Root::default();
            }
        }
        !intake.is_closed && !intake.stops_at(position)
    });
    let n_whole = number;
    match end {
        Ok(()) => intake.facts.is_other_json = number == 0 && !has_list,
        Err(Break::Truncated) => intake.problems.about_file(ProblemKind::Truncated { n_whole }),
        Err(Break::Malformed) => intake.problems.about_file(ProblemKind::Malformed { n_whole }),
        Err(Break::Io(kind)) => intake.problems.about_file(ProblemKind::NotReadable(kind.into())),
        Err(Break::Stopped) if intake.is_closed => {}
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
                intake.is_closed = true;
            }
            Err(_) => {}
        },
        b"coordRefSys" => {
            let crs: Value = serde_json::from_slice(bytes).unwrap_or_default();
            root.crs_of_places = reference_system(&crs);
        }
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
    let text = |value: Option<&Value>| value.and_then(text_of);
    let properties = crs.get("properties");
    let named = properties.and_then(|p| p.get("name").or_else(|| p.get("code")).or_else(|| p.get("href")));
    // A definition in JSON (PROJJSON) has a code, or at least a name, of its own.
    let own_code = || Some(format!("{}:{}", text(crs.pointer("/id/authority"))?, text(crs.pointer("/id/code"))?));
    let name = text(named).or_else(own_code).or_else(|| text(crs.get("name"))).or_else(|| text(Some(crs)));
    let name = name.unwrap_or_else(|| crs.to_string());
    crs_from_name(&name).ok_or(name)
}

/// The CRS of a `coordRefSys` member (JSON-FG): an address, a reference with one, or a list of which the first is
/// horizontal; nothing when there is none.
fn reference_system(crs: &Value) -> Option<Result<DeclaredCrs, String>> {
    match crs {
        Value::Null => None,
        Value::Array(parts) => parts.first().and_then(reference_system),
        Value::Object(reference) => Some(match reference.get("href").and_then(Value::as_str) {
            Some(name) => crs_from_name(name).ok_or_else(|| name.to_owned()),
            None => declared_crs(crs),
        }),
        _ => Some(declared_crs(crs)),
    }
}

type CrsOfPlaces<'a> = Option<&'a Result<DeclaredCrs, String>>;

fn read_feature(
    bytes: Result<&[u8], Skipped>,
    number: usize,
    crs_of_places: CrsOfPlaces<'_>,
    intake: &mut Intake<'_, '_>,
) {
    let position = Position::Feature { number, id: None };
    match bytes {
        Ok(bytes) => match parsed_feature(bytes, intake.problems) {
            Some(feature) => give(feature, number, crs_of_places, intake),
            None => intake.refuse(&position, None, ProblemKind::UnreadableFeature, None),
        },
        Err(skipped) => intake.refuse(&position, None, skipped_kind(skipped), None),
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
    read_feature(Ok(&object), *number, root.crs_of_places.as_ref(), intake);
}

fn give(feature: RawFeature, number: usize, crs_of_places: CrsOfPlaces<'_>, intake: &mut Intake<'_, '_>) {
    let own_crs = reference_system(&feature.crs_of_place);
    let crs_of_place = own_crs.as_ref().or(crs_of_places);
    let place = if feature.place.is_object() { RawGeometry::deserialize(feature.place).ok() } else { None };
    // A body has a geometry beside it for those that read no bodies.
    let is_usable = |place: &RawGeometry| {
        !place.kind.is_empty() && (feature.geometry.is_none() || !KINDS_NOT_READ.contains(&place.kind.as_str()))
    };
    let place = place.filter(is_usable);
    let (geometry, crs) = match (feature.geometry, place) {
        (Some(geometry), None) => (Some(geometry), None),
        (geometry, Some(place)) => match (geometry, crs_of_place) {
            (None, Some(Err(name))) => {
                intake.problems.about_file(ProblemKind::RefusedCrs(quote(name)));
                intake.is_closed = true;
                return;
            }
            (Some(geometry), None | Some(Err(_))) => (Some(geometry), None),
            (_, crs) => (Some(place), crs.and_then(|crs| crs.as_ref().ok()).copied()),
        },
        (None, None) => (None, None),
    };
    let id = text_of(&feature.id);
    let mut fields = Fields::default();
    for (name, value) in feature.properties.into_iter().flatten() {
        fields.insert(intake.names.named(&name), value);
    }
    let position = Position::Feature { number, id: id.clone().or_else(|| fields.own_id()).map(|id| quote(&id)) };
    let declared = crs.unwrap_or(intake.declared);
    let place = geometry.map_or(Ok(None), |geometry| Placed::of(&geometry, declared, intake.wants().placing));
    intake.give(RawRecord { position, number, id, place, fields });
}
