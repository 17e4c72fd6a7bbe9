//! Columns by their name: the spellings of every reader and every role, and what becomes of the columns of one file.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::crs_name::DeclaredCrs;
use super::numerals::Marks;
use crate::domain::spelling::folded;
use crate::layers::fields::{AGED_65, AGED_75, CARE_PLACES, DEPARTURES, HOMES, INTERVAL, RESIDENTS};
use crate::layers::{Field, is_read};

/// Counts of people.
pub(crate) static PEOPLE: [&Field; 3] = [&RESIDENTS, &AGED_65, &AGED_75];

/// Columns whose values are numbers that a role counts with; those of people first.
pub(crate) static NUMBERS: [&Field; 7] = [&RESIDENTS, &AGED_65, &AGED_75, &CARE_PLACES, &HOMES, &DEPARTURES, &INTERVAL];

/// Columns that a register gives a record to know it by, folded: they say more than the number of a row.
pub(crate) const REGISTER: [&str; 3] = ["identificatie", "lokaalid", "stopid"];

/// Pairs of columns that give a place, folded and without a mark of their CRS, with what they say of it; in order of
/// preference.
const COORDINATES: [(&str, &str, DeclaredCrs); 20] = [
    ("rdx", "rdy", DeclaredCrs::Rd),
    ("lon", "lat", DeclaredCrs::Unknown),
    ("lengte", "breedte", DeclaredCrs::Unknown),
    ("lengtegraad", "breedtegraad", DeclaredCrs::Unknown),
    ("longitude", "latitude", DeclaredCrs::Unknown),
    ("stoplon", "stoplat", DeclaredCrs::Unknown),
    ("lng", "lat", DeclaredCrs::Unknown),
    ("long", "lat", DeclaredCrs::Unknown),
    ("x", "y", DeclaredCrs::PlainXy),
    ("xcoord", "ycoord", DeclaredCrs::PlainXy),
    ("coordx", "coordy", DeclaredCrs::PlainXy),
    ("xco", "yco", DeclaredCrs::PlainXy),
    ("xcoordinaat", "ycoordinaat", DeclaredCrs::PlainXy),
    ("coordinaatx", "coordinaaty", DeclaredCrs::PlainXy),
    ("xcoordinate", "ycoordinate", DeclaredCrs::PlainXy),
    ("pointx", "pointy", DeclaredCrs::PlainXy),
    ("xpos", "ypos", DeclaredCrs::PlainXy),
    ("geox", "geoy", DeclaredCrs::PlainXy),
    ("longitud", "latitud", DeclaredCrs::Unknown),
    ("easting", "northing", DeclaredCrs::PlainXy),
];

/// What a column name of RD ends with, folded.
const RD_MARKS: [&str; 5] = ["rd", "rdnew", "28992", "epsg28992", "amersfoort"];

/// What a column name of degrees ends with, folded.
const DEGREE_MARKS: [&str; 6] = ["wgs84", "4326", "epsg4326", "etrs89", "4258", "graden"];

/// Columns that hold latitude and longitude in one cell, latitude first.
const LAT_LON: [&str; 7] = ["geopoint2d", "geopoint", "geopunt", "latlon", "latlng", "latlong", "breedtelengte"];

/// Columns that hold both coordinates in one cell, x or longitude first.
const LON_LAT: [&str; 6] = ["lonlat", "lnglat", "xy", "coordinaten", "coordinates", "coordinaat"];

/// Columns that hold a whole geometry.
const GEOMETRY: [&str; 10] = [
    "wkt",
    "geom",
    "geometry",
    "geometrie",
    "wktgeometry",
    "wktgeom",
    "geomwkt",
    "thegeom",
    "geoshape",
    "wktgeometrie",
];

/// Most names of one file that are kept, so that names without end do not fill memory.
const MAX_NAMES: usize = 10_000;

/// Does a role read a column of this folded name?
pub(crate) fn is_known(folded: &str) -> bool {
    is_number(folded) || is_read(folded)
}

/// Is it a column of numbers that a role counts with?
pub(crate) fn is_number(folded: &str) -> bool {
    NUMBERS.iter().any(|field| field.spellings.contains(&folded))
}

/// Where the place of a row stands, by the positions of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlaceColumns {
    /// A column for each coordinate.
    Pair { x_idx: usize, y_idx: usize, crs: DeclaredCrs },
    /// Both in one cell.
    Together { idx: usize, lat_first: bool },
    /// A geometry as text.
    Geometry(usize),
}

impl PlaceColumns {
    /// The columns of a header that give a place; of several the first in our order of preference.
    pub(crate) fn of(header: &[String]) -> Option<Self> {
        let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
        let idx_of = |wanted: &str, marks: &[&str]| {
            let is_it = |name: &String| name.strip_prefix(wanted).is_some_and(|rest| marks.contains(&rest));
            names.iter().position(is_it)
        };
        let pair = |marks: &[&str], told: Option<DeclaredCrs>| {
            COORDINATES.iter().find_map(|(x, y, crs)| {
                let (x_idx, y_idx) = (idx_of(x, marks)?, idx_of(y, marks)?);
                Some(Self::Pair { x_idx, y_idx, crs: told.unwrap_or(*crs) })
            })
        };
        let one = |wanted: &[&str]| wanted.iter().find_map(|name| idx_of(name, &[""]));
        pair(&RD_MARKS, Some(DeclaredCrs::Rd))
            .or_else(|| pair(&[""], None))
            .or_else(|| pair(&DEGREE_MARKS, Some(DeclaredCrs::Unknown)))
            .or_else(|| one(&LAT_LON).map(|idx| Self::Together { idx, lat_first: true }))
            .or_else(|| one(&GEOMETRY).map(Self::Geometry))
            .or_else(|| one(&LON_LAT).map(|idx| Self::Together { idx, lat_first: false }))
    }

    /// The positions of the columns.
    pub(crate) fn positions(self) -> [usize; 2] {
        match self {
            Self::Pair { x_idx, y_idx, .. } => [x_idx, y_idx],
            Self::Together { idx, .. } | Self::Geometry(idx) => [idx, idx],
        }
    }
}

/// Is a column of this folded name one that gives a place, wherever it stands?
pub(crate) fn gives_place(folded: &str) -> bool {
    let is_it = |name: &str| {
        let marked = RD_MARKS.iter().chain(&DEGREE_MARKS).any(|mark| folded.strip_suffix(mark) == Some(name));
        folded == name || marked
    };
    COORDINATES.iter().any(|(x, y, _)| is_it(x) || is_it(y))
        || [&GEOMETRY[..], &LAT_LON, &LON_LAT].concat().contains(&folded)
}

/// A column or property of one file.
#[derive(Debug)]
pub(crate) struct FieldName {
    pub(crate) folded: String,
    /// As the file writes it.
    pub(crate) written: String,
    /// How its numbers are written.
    pub(crate) marks: Marks,
    /// Which of [`NUMBERS`] it is, if it is one that a role counts with.
    pub(crate) number: Option<usize>,
    used: Cell<bool>,
    carried: Cell<bool>,
}

impl FieldName {
    /// A name of which nothing is known yet.
    pub(crate) fn new(written: &str, marks: Marks) -> Rc<Self> {
        let folded = folded(written);
        let number = NUMBERS.iter().position(|field| field.spellings.contains(&folded.as_str()));
        Rc::new(Self {
            folded,
            written: written.to_owned(),
            marks,
            number,
            used: Cell::default(),
            carried: Cell::default(),
        })
    }

    /// Does it count people?
    pub(crate) fn is_of_people(&self) -> bool {
        self.number.is_some_and(|number| number < PEOPLE.len())
    }

    /// Remembers that something was read from it.
    pub(crate) fn note_use(&self) {
        self.used.set(true);
    }

    /// Was something read from it?
    pub(crate) fn is_used(&self) -> bool {
        self.used.get()
    }

    /// Remembers that it is carried along with the features.
    pub(crate) fn note_carried(&self) {
        self.carried.set(true);
    }
}

/// The columns or properties met in one file, each kept once.
#[derive(Debug, Default)]
pub(crate) struct FieldNames {
    by_written: BTreeMap<String, Rc<FieldName>>,
    /// In the order in which they were met.
    in_order: Vec<Rc<FieldName>>,
}

impl FieldNames {
    /// The one of that name.
    pub(crate) fn named(&mut self, written: &str) -> Rc<FieldName> {
        if let Some(known) = self.by_written.get(written) {
            return Rc::clone(known);
        }
        self.add(FieldName::new(written, Marks::default()))
    }

    /// Keeps a name.
    pub(crate) fn add(&mut self, name: Rc<FieldName>) -> Rc<FieldName> {
        if self.in_order.len() < MAX_NAMES {
            self.by_written.insert(name.written.clone(), Rc::clone(&name));
            self.in_order.push(Rc::clone(&name));
        }
        name
    }

    /// What became of them.
    pub(crate) fn outcome(&self) -> ColumnUse {
        let mut outcome = ColumnUse::default();
        for name in self.in_order.iter().filter(|name| !name.written.is_empty()) {
            let list = match (name.used.get(), is_known(&name.folded)) {
                (true, _) => &mut outcome.used,
                _ if name.carried.get() => &mut outcome.carried,
                (false, true) => &mut outcome.known,
                (false, false) => &mut outcome.unknown,
            };
            list.push(super::problems::quote(&name.written));
        }
        outcome
    }
}

/// What became of the columns of a file; each list in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnUse {
    /// Something was read from these.
    pub used: Vec<String>,
    /// No field takes these; they go along with the features as they are.
    pub carried: Vec<String>,
    /// Nothing was read from these, though some role knows them.
    pub known: Vec<String>,
    /// No role knows these.
    pub unknown: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(names: &[&str]) -> Option<PlaceColumns> {
        PlaceColumns::of(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn snake_case_camel_case_and_accents_are_the_same_column() {
        assert_eq!(folded("aantalInwoners"), folded("aantal_inwoners"));
        assert_eq!(folded("GM_CODE"), "gmcode");
        assert_eq!(folded("X-coördinaat"), "xcoordinaat");
        assert_eq!(folded("X-coo\u{308}rdinaat"), "xcoordinaat");
    }

    #[test]
    fn coordinates_are_found_as_people_name_them() {
        use DeclaredCrs::{PlainXy, Rd, Unknown};
        for (names, crs) in [
            (["X-coördinaat", "Y-coördinaat"], PlainXy),
            (["POINT_X", "POINT_Y"], PlainXy),
            (["X (RD)", "Y (RD)"], Rd),
            (["x_coord_28992", "y_coord_28992"], Rd),
            (["long", "lat"], Unknown),
            (["Longitude (WGS84)", "Latitude (WGS84)"], Unknown),
            (["Lengtegraad", "Breedtegraad"], Unknown),
        ] {
            let found = PlaceColumns::Pair { x_idx: 0, y_idx: 1, crs };
            assert_eq!(place(&names), Some(found), "{names:?}");
            let [x, y] = names;
            let found = PlaceColumns::Pair { x_idx: 2, y_idx: 1, crs };
            assert_eq!(place(&["Adres X", y, x]), Some(found), "{names:?}");
        }
        assert_eq!(place(&["id", "geo_point_2d"]), Some(PlaceColumns::Together { idx: 1, lat_first: true }));
        assert_eq!(place(&["id", "straat", "x"]), None);
    }

    #[test]
    fn of_two_columns_with_one_name_the_first_is_the_place() {
        let found = PlaceColumns::Pair { x_idx: 1, y_idx: 2, crs: DeclaredCrs::PlainXy };
        assert_eq!(place(&["naam", "x", "y", "x", "y"]), Some(found));
    }
}
