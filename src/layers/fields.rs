//! The fields of every role, each written down once.

use super::feature::Feature;
use super::field::{Field, FieldKind, Scope, Set, SourcedFeature, Use, Value};
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
const STATUSES: &[&str] = &["bestaand", "gepland", "wens"];
/// Words of `sector`, in the order of the type.
const SECTORS: &[&str] = &["VVT", "GHZ", "GGZ", "overig"];
/// Words of `modaliteit`, in the order of the type.
const MODES: &[&str] = &["bus", "trein", "tram", "overig"];
/// Words of `woonvormen`, in the order of the type.
const HOUSING_FORMS: &[&str] = &["zorggeschikt", "geclusterd", "nultreden"];
const CATEGORIES: &[&str] = &["I", "II", "III", "IV", "V", "VI", "VII"];
const ANSWERS: &[&str] = &["ja", "nee", "onbekend"];

macro_rules! fields {
    ($($field:ident: $name:literal, $spellings:expr, $kind:expr, $get:expr, $set:expr;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub(crate) static $field: Field =
                Field { name: $name, spellings: $spellings, kind: $kind, get: $get, set: $set };
        )*
    };
}

fields! {
    ID: "id", &["id", "identificatie", "lokaalid", "stopid", "code"], Id, |record| Value::Text(record.feature.id().into()), None;
    NAME: "naam", &["naam", "name", "naamnl", "locatienaam", "titel", "naamlocatie", "locatie"], Text, name, None;
    STOP_NAME: "naam", &["naam", "stopname", "name", "haltenaam"], Text, name, None;
    SETTLEMENT_NAME: "naam", &["naamnl", "naam", "kern", "woonplaatsnaam", "woonplaats", "name"], Text, name, None;
    MUNICIPALITY_CODE: "code", &["gemeentecode", "gmcode", "statcode", "code"], Text, code, None;
    MUNICIPALITY_NAME: "naam", &["gemeentenaam", "gmnaam", "statnaam", "naam", "name", "gemeente"], Text, name, None;
    DISTRICT_CODE: "code", &["wijkcode", "wkcode", "statcode", "code"], Text, code, None;
    DISTRICT_NAME: "naam", &["wijknaam", "wknaam", "statnaam", "naam"], Text, name, None;
    NEIGHBORHOOD_CODE: "code", &["buurtcode", "bucode", "statcode", "code"], Text, code, None;
    NEIGHBORHOOD_NAME: "naam", &["buurtnaam", "bunaam", "statnaam", "naam"], Text, name, None;
    KIND: "soort", &["soort"], Text, |record| {
        Value::known_text(place(record).and_then(|place| place.kind()).map(AmenityKind::role))
    }, None;
    ORGANIZATION: "organisatie", &["organisatie", "operator", "zorgaanbieder"], Text, |record| {
        Value::known_text(care(record).and_then(|care| care.organization.as_deref()))
    }, Some(|feature, value| {
        feature.with_care(|care| care.organization = value.into_text());
    });
    SECTOR: "sector", &["sector"], Word(SECTORS), |record| {
        care(record).map_or(Value::Unknown, |care| Value::word(&care.sector))
    }, Some(|feature, value| {
        feature.with_care(|care| care.sector = value.into_word().unwrap_or_default());
    });
    CARE_PLACES: "plaatsen", &["plaatsen", "aantalplaatsen", "capaciteit"], Whole("plaatsen"), capacity, SET_CAPACITY;
    HOMES: "woningen", &["woningen", "aantalwoningen", "nwoningen"], Whole("woningen"), capacity, SET_CAPACITY;
    FORMS: "woonvormen", &["woonvormen", "woonvorm"], Words(HOUSING_FORMS), |record| {
        let forms = place(record).and_then(Place::site).into_iter().flat_map(|site| &site.forms);
        Value::Words(forms.copied().map(HousingForm::name).collect())
    }, Some(|feature, value| {
        feature.with_site(|site| site.forms = value.into_words().filter_map(HousingForm::from_name).collect());
    });
    MODE: "modaliteit", &["modaliteit"], Word(MODES), |record| {
        stop(record).map_or(Value::Unknown, |stop| Value::word(&stop.mode))
    }, Some(|feature, value| {
        feature.with_stop(|stop| stop.mode = value.into_word().unwrap_or(stop.mode));
    });
    DEPARTURES: "vertrekken_werkdag", &["vertrekkenwerkdag"], Whole("vertrekken"), capacity, None;
    INTERVAL: "interval_min", &["intervalmin"], Number("minuten"), |record| {
        Value::number(stop(record).and_then(Stop::interval_min).map(to_a_tenth))
    }, None;
    CATEGORY: "categorie", &[], Word(CATEGORIES), |record| {
        stop(record).and_then(Stop::category).map_or(Value::Unknown, |category| Value::word(&category))
    }, None;
    ACCESSIBLE: "toegankelijk", &["toegankelijk", "rolstoel", "wheelchair"], Word(ANSWERS), |record| {
        stop(record).map_or(Value::Unknown, |stop| Value::word(&stop.accessibility))
    }, None;
    LOCATION_TYPE: "location_type", &["locationtype"], Text, not_written, None;
    PARENT_STATION: "parent_station", &["parentstation"], Text, not_written, None;
    WHEELCHAIR: "wheelchair_boarding", &["wheelchairboarding"], Text, not_written, None;
    MUNICIPALITY: "gemeentecode", &["gmcode", "gemeentecode"], Text, |record| {
        Value::known_text(settlement(record).and_then(|kern| kern.municipality_code.as_deref()))
    }, None;
    SETTLEMENT_TYPE: "typeGebied", &["typegebied"], Text, not_written, None;
    LABEL_X: "naam_x", &[], Number("m"), |record| Value::number(label(record).map(RdPoint::x)), None;
    LABEL_Y: "naam_y", &[], Number("m"), |record| Value::number(label(record).map(RdPoint::y)), None;
    RESIDENTS: "inwoners", &["inwoners", "aantalinwoners", "inwoner", "inw"], People, |record| {
        Value::number(people(record).and_then(|people| people.residents))
    }, Some(|feature, value| {
        feature.with_people(|people| people.residents = value.into_number());
    });
    AGED_65: "inwoners_65plus", &["inwoners65plus", "inw65plus", "aantalinwoners65jaarenouder", "p65"], People, |record| {
        Value::number(people(record).and_then(|people| people.aged_65_plus))
    }, Some(|feature, value| {
        feature.with_people(|people| people.aged_65_plus = value.into_number());
    });
    AGED_75: "inwoners_75plus", &["inwoners75plus", "inw75plus", "aantalinwoners75jaarenouder", "p75"], People, |record| {
        Value::number(people(record).and_then(|people| people.aged_75_plus))
    }, Some(|feature, value| {
        feature.with_people(|people| people.aged_75_plus = value.into_number());
    });
    OF_AREA: "afgeleid", &[], Mark, |record| match record.feature {
        Feature::Square(_, true) => Value::Mark,
        _ => Value::Unknown,
    }, None;
    POSTCODE: "pc4", &["pc4", "postcode4", "postcode"], Text, not_written, None;
    YEAR_CODE: "jrstatcode", &["jrstatcode"], Text, not_written, None;
    WATER: "water", &["water"], Text, not_written, None;
    STATUS: "status", &["status"], Word(STATUSES), |record| {
        place(record).map_or(Value::Unknown, |place| Value::word(&place.status))
    }, Some(|feature, value| {
        feature.with_place(|place| place.status = value.into_word().unwrap_or_default());
    });
    SOURCE: "bron", &["bron", "source"], Text, |record| {
        let of_layer = || record.layer.and_then(|layer| layer.source.as_deref());
        Value::known_text(provenance(record).map_or_else(of_layer, |known| known.source.as_deref()))
    }, Some(|feature, value| {
        feature.with_provenance(|known| known.source = value.into_text());
    });
    SOURCE_DATE: "bron_datum", &["brondatum", "bronactualiteit", "peildatum"], Text, |record| {
        let of_layer = || record.layer.and_then(|layer| layer.date.as_deref());
        Value::known_text(provenance(record).map_or_else(of_layer, |known| known.source_date.as_deref()))
    }, Some(|feature, value| {
        feature.with_provenance(|known| known.source_date = value.into_text());
    });
    ORIGIN_FILE: "bestand", &["bestand"], Text, |record| {
        Value::known_text(provenance(record).and_then(|known| known.file.as_deref()))
    }, None;
    FOOTPRINT: "vlak", &["vlak"], Wkt, |record| {
        let drawn = provenance(record).and_then(|known| known.footprint.as_deref());
        drawn.map_or(Value::Unknown, Value::Area)
    }, None;
    LICENCE: "licentie", &["licentie", "license"], Text, not_written, None;
}

fn place<'a>(record: &SourcedFeature<'a>) -> Option<&'a Place> {
    if let Feature::Place(place) = record.feature { Some(place) } else { None }
}

fn care<'a>(record: &SourcedFeature<'a>) -> Option<&'a Care> {
    place(record).and_then(Place::care)
}

fn stop<'a>(record: &SourcedFeature<'a>) -> Option<&'a Stop> {
    place(record).and_then(Place::stop)
}

fn settlement<'a>(record: &SourcedFeature<'a>) -> Option<&'a Settlement> {
    if let Feature::Settlement(kern) = record.feature { Some(kern) } else { None }
}

fn label(record: &SourcedFeature<'_>) -> Option<RdPoint> {
    settlement(record).map(|kern| kern.point)
}

fn people<'a>(record: &SourcedFeature<'a>) -> Option<&'a PeopleCounts> {
    record.feature.people()
}

fn provenance<'a>(record: &SourcedFeature<'a>) -> Option<&'a Provenance> {
    record.feature.provenance()
}

fn name<'a>(record: &SourcedFeature<'a>) -> Value<'a> {
    Value::text(record.feature.name())
}

fn code<'a>(record: &SourcedFeature<'a>) -> Value<'a> {
    Value::Text(record.feature.id().into())
}

fn capacity<'a>(record: &SourcedFeature<'a>) -> Value<'a> {
    Value::whole(place(record).and_then(Place::capacity))
}

/// What a place offers, whatever it is.
const SET_CAPACITY: Option<Set> = Some(|feature, value| {
    feature.with_place(|place| place.set_capacity(value.into_whole()));
});

fn not_written<'a>(_: &SourcedFeature<'a>) -> Value<'a> {
    Value::Unknown
}

/// To a tenth of a minute.
fn to_a_tenth(minutes: f64) -> f64 {
    (minutes * 10.0).round() / 10.0 + 0.0
}
