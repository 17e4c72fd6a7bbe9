//! How files spell the fields that are read, folded: without case, accents, underscores and signs.

/// Spellings of `inwoners`, `inwoners_65plus` and `inwoners_75plus`, folded; CBS, PC4 tables and our own.
pub(crate) const PEOPLE: [&[&str]; 3] = [
    &["inwoners", "aantalinwoners", "inwoner", "inw"],
    &["inwoners65plus", "inw65plus", "aantalinwoners65jaarenouder", "p65"],
    &["inwoners75plus", "inw75plus", "aantalinwoners75jaarenouder", "p75"],
];

/// In a project: a wijk or buurt gave the people of a square, folded.
pub(crate) const OF_AREA: &[&str] = &["afgeleid"];

/// Fields that identify a record at its source, folded.
pub(crate) const ID: &[&str] = &["id", "identificatie", "lokaalid", "stopid", "code"];

/// Fields that a register gives a record to know it by, folded: they say more than the number of a row.
pub(crate) const REGISTER: &[&str] = &["identificatie", "lokaalid", "stopid"];

/// Names of places.
pub(crate) const PLACE_NAME: &[&str] = &["naam", "name", "naamnl", "locatienaam", "titel", "naamlocatie", "locatie"];

/// Names of haltes.
pub(crate) const STOP_NAME: &[&str] = &["naam", "stopname", "name", "haltenaam"];

/// Names of kernen.
pub(crate) const SETTLEMENT_NAME: &[&str] = &["naamnl", "naam", "kern", "woonplaatsnaam", "woonplaats", "name"];

/// Codes of gemeenten: CBS wijk- en buurtkaart, gebiedsindelingen, Kadaster and our own.
pub(crate) const MUNICIPALITY_CODE: &[&str] = &["gemeentecode", "gmcode", "statcode", "code"];

/// Names of gemeenten.
pub(crate) const MUNICIPALITY_NAME: &[&str] = &["gemeentenaam", "gmnaam", "statnaam", "naam", "name", "gemeente"];

/// The gemeente that something else lies in, by its code.
pub(crate) const OWN_MUNICIPALITY_CODE: &[&str] = &["gmcode", "gemeentecode"];

/// The gemeente that something else lies in, by its code or its name.
pub(crate) const OWN_MUNICIPALITY: &[&str] = &["gemeentecode", "gmcode", "gemeente", "gemeentenaam"];

/// Codes of wijken.
pub(crate) const DISTRICT_CODE: &[&str] = &["wijkcode", "wkcode", "statcode", "code"];

/// Names of wijken.
pub(crate) const DISTRICT_NAME: &[&str] = &["wijknaam", "wknaam", "statnaam", "naam"];

/// Codes of buurten.
pub(crate) const NEIGHBORHOOD_CODE: &[&str] = &["buurtcode", "bucode", "statcode", "code"];

/// Names of buurten.
pub(crate) const NEIGHBORHOOD_NAME: &[&str] = &["buurtnaam", "bunaam", "statnaam", "naam"];

/// Postcode areas.
pub(crate) const POSTCODE: &[&str] = &["pc4", "postcode4", "postcode"];

/// Places for people in a 24-uurszorglocatie.
pub(crate) const CARE_PLACES: &[&str] = &["plaatsen", "aantalplaatsen", "capaciteit"];

/// Homes of a site or a complex.
pub(crate) const HOMES: &[&str] = &["woningen", "aantalwoningen", "nwoningen"];

/// Who runs a 24-uurszorglocatie.
pub(crate) const ORGANIZATION: &[&str] = &["organisatie", "operator", "zorgaanbieder"];

/// Woonvormen of a site.
pub(crate) const FORMS: &[&str] = &["woonvormen", "woonvorm"];

/// Departures on a working day.
pub(crate) const DEPARTURES: &[&str] = &["vertrekkenwerkdag"];

/// Minutes between departures.
pub(crate) const INTERVAL: &[&str] = &["intervalmin"];

/// Is a halte fit for a wheelchair, in words.
pub(crate) const ACCESSIBLE: &[&str] = &["toegankelijk", "rolstoel", "wheelchair"];

/// Where a record comes from.
pub(crate) const SOURCE: &[&str] = &["bron", "source"];

/// How old it is.
pub(crate) const SOURCE_DATE: &[&str] = &["brondatum", "bronactualiteit", "peildatum"];

/// The file that a place came in, as we write it.
pub(crate) const ORIGIN_FILE: &[&str] = &["bestand"];

/// The area as which a place was drawn, as we write it.
pub(crate) const FOOTPRINT: &[&str] = &["vlak"];

/// Under what licence.
pub(crate) const LICENCE: &[&str] = &["licentie", "license"];
