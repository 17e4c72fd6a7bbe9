//! The fields of every role, each written down once.

use super::feature::Feature;
use super::field::{Field, FieldKind, Record, Scope, Use, Value};
use super::spellings;
use crate::crs::RdPoint;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::demand::PeopleCounts;
use crate::domain::housing::HousingForm;
use crate::domain::identity::Provenance;
use crate::domain::place::{Care, Place};
use crate::domain::settlement::Settlement;
use crate::domain::transit::Stop;

use FieldKind::{Id, Mark, Number, People, Text, Whole, Wkt, Word, Words};

/// The fields of a role, in the order in which they are written.
pub fn fields(role: Role) -> Vec<Use> {
    use Scope::{Everywhere, Export, Import, Project, WhenThere};
    let in_scope = |scope: Scope, fields: &[&'static Field]| -> Vec<Use> {
        fields.iter().map(|field| Use { field, scope }).collect()
    };
    let all = |fields: &[&'static Field]| in_scope(Everywhere, fields);
    let status = || all(&[&STATUS, &SOURCE, &SOURCE_DATE]);
    let drawn = || in_scope(WhenThere, &[&ORIGIN_FILE, &FOOTPRINT]);
    let of_layer = || in_scope(Export, &[&SOURCE, &SOURCE_DATE]);
    let uses = match role {
        Role::Kind(AmenityKind::CARE) => {
            vec![all(&[&ID, &NAME, &ORGANIZATION, &SECTOR, &CARE_PLACES]), status(), drawn()]
        }
        Role::Kind(AmenityKind::STOP | AmenityKind::STATION) => vec![
            all(&[&ID, &STOP_NAME, &MODE, &DEPARTURES]),
            in_scope(Export, &[&INTERVAL, &CATEGORY]),
            all(&[&ACCESSIBLE]),
            status(),
            in_scope(Import, &[&KIND, &LOCATION_TYPE, &PARENT_STATION, &WHEELCHAIR]),
        ],
        Role::Kind(_) => vec![all(&[&ID, &KIND, &NAME]), status(), drawn()],
        Role::CandidateSite => vec![all(&[&ID, &NAME, &HOMES, &FORMS]), status()],
        Role::Cluster => vec![all(&[&ID, &NAME, &HOMES]), status()],
        Role::Settlement => vec![
            all(&[&ID, &SETTLEMENT_NAME, &MUNICIPALITY, &RESIDENTS, &AGED_65, &AGED_75, &SOURCE, &SOURCE_DATE]),
            in_scope(Project, &[&LABEL_X, &LABEL_Y]),
            in_scope(Import, &[&SETTLEMENT_TYPE]),
        ],
        Role::Demand => {
            vec![all(&[&RESIDENTS, &AGED_65, &AGED_75]), in_scope(Project, &[&OF_AREA]), of_layer()]
        }
        Role::Municipality => {
            vec![all(&[&MUNICIPALITY_CODE, &MUNICIPALITY_NAME]), of_layer(), in_scope(Import, &[&YEAR_CODE, &WATER])]
        }
        Role::District => vec![
            all(&[&DISTRICT_CODE, &DISTRICT_NAME]),
            in_scope(Project, &[&RESIDENTS, &AGED_65, &AGED_75]),
            of_layer(),
            in_scope(Import, &[&YEAR_CODE, &WATER]),
        ],
        Role::Neighborhood => vec![
            all(&[&NEIGHBORHOOD_CODE, &NEIGHBORHOOD_NAME]),
            in_scope(Project, &[&RESIDENTS, &AGED_65, &AGED_75]),
            of_layer(),
            in_scope(Import, &[&YEAR_CODE, &WATER]),
        ],
        Role::Pc4 => vec![in_scope(Import, &[&POSTCODE, &RESIDENTS, &AGED_65, &AGED_75, &SOURCE, &SOURCE_DATE])],
        Role::StudyArea => vec![of_layer()],
    };
    uses.into_iter().flatten().chain(in_scope(Import, &[&LICENCE])).collect()
}

/// Does any role read a field of this folded spelling from a delivery?
pub(crate) fn is_read(folded: &str) -> bool {
    Role::all().into_iter().flat_map(fields).any(|of| of.field.spellings.contains(&folded))
}

/// Words of `status`, in the order of the type.
pub(crate) const STATUSES: &[&str] = &["bestaand", "gepland", "wens"];
/// Words of `sector`, in the order of the type.
pub(crate) const SECTORS: &[&str] = &["VVT", "GHZ", "GGZ", "overig"];
/// Words of `modaliteit`, in the order of the type.
pub(crate) const MODES: &[&str] = &["bus", "trein", "tram", "overig"];
/// Words of `woonvormen`, in the order of the type.
pub(crate) const HOUSING_FORMS: &[&str] = &["zorggeschikt", "geclusterd", "nultreden"];
const CATEGORIES: &[&str] = &["I", "II", "III", "IV", "V", "VI", "VII"];
const ANSWERS: &[&str] = &["ja", "nee", "onbekend"];

macro_rules! fields {
    ($($field:ident: $name:literal, $spellings:expr, $kind:expr, $get:expr;)*) => {
        $(static $field: Field = Field { name: $name, spellings: $spellings, kind: $kind, get: $get };)*
    };
}

fields! {
    ID: "id", spellings::ID, Id, |record| Value::Text(record.feature.id().into());
    NAME: "naam", spellings::PLACE_NAME, Text, name;
    STOP_NAME: "naam", spellings::STOP_NAME, Text, name;
    SETTLEMENT_NAME: "naam", spellings::SETTLEMENT_NAME, Text, name;
    MUNICIPALITY_CODE: "code", spellings::MUNICIPALITY_CODE, Text, code;
    MUNICIPALITY_NAME: "naam", spellings::MUNICIPALITY_NAME, Text, name;
    DISTRICT_CODE: "code", spellings::DISTRICT_CODE, Text, code;
    DISTRICT_NAME: "naam", spellings::DISTRICT_NAME, Text, name;
    NEIGHBORHOOD_CODE: "code", spellings::NEIGHBORHOOD_CODE, Text, code;
    NEIGHBORHOOD_NAME: "naam", spellings::NEIGHBORHOOD_NAME, Text, name;
    KIND: "soort", &["soort"], Text, |record| {
        Value::known_text(place(record).and_then(|place| place.kind()).map(AmenityKind::role))
    };
    ORGANIZATION: "organisatie", spellings::ORGANIZATION, Text, |record| {
        Value::known_text(care(record).and_then(|care| care.organization.as_deref()))
    };
    SECTOR: "sector", &["sector"], Word(SECTORS), |record| {
        care(record).map_or(Value::Unknown, |care| Value::word(&care.sector))
    };
    CARE_PLACES: "plaatsen", spellings::CARE_PLACES, Whole("plaatsen"), capacity;
    HOMES: "woningen", spellings::HOMES, Whole("woningen"), capacity;
    FORMS: "woonvormen", spellings::FORMS, Words(HOUSING_FORMS), |record| {
        let forms = place(record).and_then(Place::site).into_iter().flat_map(|site| &site.forms);
        Value::Words(forms.copied().map(HousingForm::name).collect())
    };
    MODE: "modaliteit", &["modaliteit"], Word(MODES), |record| {
        stop(record).map_or(Value::Unknown, |stop| Value::word(&stop.mode))
    };
    DEPARTURES: "vertrekken_werkdag", spellings::DEPARTURES, Whole("vertrekken"), capacity;
    INTERVAL: "interval_min", spellings::INTERVAL, Number("minuten"), |record| {
        Value::number(stop(record).and_then(Stop::interval_min).map(to_a_tenth))
    };
    CATEGORY: "categorie", &[], Word(CATEGORIES), |record| {
        stop(record).and_then(Stop::category).map_or(Value::Unknown, |category| Value::word(&category))
    };
    ACCESSIBLE: "toegankelijk", spellings::ACCESSIBLE, Word(ANSWERS), |record| {
        stop(record).map_or(Value::Unknown, |stop| Value::word(&stop.accessibility))
    };
    LOCATION_TYPE: "location_type", &["locationtype"], Text, not_written;
    PARENT_STATION: "parent_station", &["parentstation"], Text, not_written;
    WHEELCHAIR: "wheelchair_boarding", &["wheelchairboarding"], Text, not_written;
    MUNICIPALITY: "gemeentecode", spellings::OWN_MUNICIPALITY_CODE, Text, |record| {
        Value::known_text(settlement(record).and_then(|kern| kern.municipality_code.as_deref()))
    };
    SETTLEMENT_TYPE: "typeGebied", &["typegebied"], Text, not_written;
    LABEL_X: "naam_x", &[], Number("m"), |record| Value::number(label(record).map(RdPoint::x));
    LABEL_Y: "naam_y", &[], Number("m"), |record| Value::number(label(record).map(RdPoint::y));
    RESIDENTS: "inwoners", spellings::PEOPLE[0], People, |record| {
        Value::number(people(record).and_then(|people| people.residents))
    };
    AGED_65: "inwoners_65plus", spellings::PEOPLE[1], People, |record| {
        Value::number(people(record).and_then(|people| people.aged_65_plus))
    };
    AGED_75: "inwoners_75plus", spellings::PEOPLE[2], People, |record| {
        Value::number(people(record).and_then(|people| people.aged_75_plus))
    };
    OF_AREA: "afgeleid", &[], Mark, |record| match record.feature {
        Feature::Square(_, true) => Value::Mark,
        _ => Value::Unknown,
    };
    POSTCODE: "pc4", spellings::POSTCODE, Text, not_written;
    YEAR_CODE: "jrstatcode", &["jrstatcode"], Text, not_written;
    WATER: "water", &["water"], Text, not_written;
    STATUS: "status", &["status"], Word(STATUSES), |record| {
        place(record).map_or(Value::Unknown, |place| Value::word(&place.status))
    };
    SOURCE: "bron", spellings::SOURCE, Text, |record| {
        let of_layer = || record.layer.and_then(|layer| layer.source.as_deref());
        Value::known_text(provenance(record).map_or_else(of_layer, |known| known.source.as_deref()))
    };
    SOURCE_DATE: "bron_datum", spellings::SOURCE_DATE, Text, |record| {
        let of_layer = || record.layer.and_then(|layer| layer.date.as_deref());
        Value::known_text(provenance(record).map_or_else(of_layer, |known| known.source_date.as_deref()))
    };
    ORIGIN_FILE: "bestand", spellings::ORIGIN_FILE, Text, |record| {
        Value::known_text(provenance(record).and_then(|known| known.file.as_deref()))
    };
    FOOTPRINT: "vlak", spellings::FOOTPRINT, Wkt, |record| {
        let drawn = provenance(record).and_then(|known| known.footprint.as_deref());
        drawn.map_or(Value::Unknown, Value::Area)
    };
    LICENCE: "licentie", spellings::LICENCE, Text, not_written;
}

fn place<'a>(record: &Record<'a>) -> Option<&'a Place> {
    if let Feature::Place(place) = record.feature { Some(place) } else { None }
}

fn care<'a>(record: &Record<'a>) -> Option<&'a Care> {
    place(record).and_then(Place::care)
}

fn stop<'a>(record: &Record<'a>) -> Option<&'a Stop> {
    place(record).and_then(Place::stop)
}

fn settlement<'a>(record: &Record<'a>) -> Option<&'a Settlement> {
    if let Feature::Settlement(kern) = record.feature { Some(kern) } else { None }
}

fn label(record: &Record<'_>) -> Option<RdPoint> {
    settlement(record).map(|kern| kern.point)
}

fn people<'a>(record: &Record<'a>) -> Option<&'a PeopleCounts> {
    record.feature.people()
}

fn provenance<'a>(record: &Record<'a>) -> Option<&'a Provenance> {
    record.feature.provenance()
}

fn name<'a>(record: &Record<'a>) -> Value<'a> {
    Value::text(record.feature.name())
}

fn code<'a>(record: &Record<'a>) -> Value<'a> {
    Value::Text(record.feature.id().into())
}

fn capacity<'a>(record: &Record<'a>) -> Value<'a> {
    Value::whole(place(record).and_then(Place::capacity))
}

fn not_written<'a>(_: &Record<'a>) -> Value<'a> {
    Value::Unknown
}

/// To a tenth of a minute.
fn to_a_tenth(minutes: f64) -> f64 {
    (minutes * 10.0).round() / 10.0 + 0.0
}
