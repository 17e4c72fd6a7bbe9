//! What was found wrong in a file, with its place in the file and the facts; Dutch sentences are made of it in `nl`.
//!
//! Project files keep these values with the layer that they are about, by the names that they have here.

use std::io;

use serde::{Deserialize, Serialize};

use super::role::Role;

/// Where in a file something was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Position {
    /// The number of the feature, and its own id if it has one.
    Feature {
        /// Counted from 1, in the order of the file.
        number: usize,
        /// The feature's own id.
        id: Option<String>,
    },
    /// A line of a text file, from 1.
    Line(u64),
}

/// Does something go wrong, or is it only good to know?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Read in a way worth knowing; nothing is lost.
    Notice,
    /// Something was left out, changed or is unknown because of it.
    Problem,
}

/// A format that is recognized by its content but not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "names of formats")]
pub enum ForeignFormat {
    GeoPackage,
    Shapefile,
    Zip,
    Gzip,
    FlatGeobuf,
    OsmPbf,
    Xml,
    Pdf,
}

/// Why a file cannot be opened or read on, as far as a user can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadFault {
    /// It is not there.
    NotFound,
    /// The user may not read it.
    NotAllowed,
    /// It is a folder.
    Folder,
    /// It is a pipe or a device.
    Special,
    /// Anything else: the disk or the network.
    Other,
}

impl From<io::ErrorKind> for ReadFault {
    fn from(kind: io::ErrorKind) -> Self {
        match kind {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::NotAllowed,
            io::ErrorKind::IsADirectory => Self::Folder,
            io::ErrorKind::Unsupported => Self::Special,
            _ => Self::Other,
        }
    }
}

/// Why bytes are no geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum BlobFault {
    /// They end too early, or say that there is more than there is.
    #[error("the geometry ends too early")]
    TooShort,
    /// They do not begin as a geometry does.
    #[error("not a GeoPackage geometry")]
    BadHeader,
    /// A type that is not read, such as a net of triangles; its number without what it says of height and measure.
    #[error("geometry type {0} is not read")]
    UnknownType(u32),
    /// An arc through a number of places that arcs cannot have, or a part of a type that does not belong in the whole.
    #[error("the parts of the geometry do not fit together")]
    Misfit,
    /// Collections lie too deep in each other.
    #[error("collections nested too deep")]
    TooDeep,
}

/// What was expected of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expected {
    /// A number.
    Number,
    /// A whole number of zero or more.
    WholeNumber,
    /// A number small enough to be a count of people or homes.
    PlausibleCount,
    /// One of these words.
    OneOf(Vec<String>),
}

/// What a feature of a role must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ExpectedGeometry {
    /// Points.
    Points,
    /// Polygons.
    Areas,
    /// Points or polygons.
    PointsOrAreas,
}

/// Something that is said once per file and field, with a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Repeated {
    /// Text was not UTF-8 and read as Windows-1252.
    Windows1252,
    /// No CRS was given and the coordinates are RD.
    RdWithoutCrs,
    /// Latitude stood where longitude belongs.
    SwappedLatLon,
    /// A negative count: secret or unknown at the source.
    SecretValue,
    /// A name is missing.
    NoName,
    /// A line or area stands for a place: a point within it is used.
    PlaceChosen,
    /// A feature of several points: each is a place.
    PointsApart,
    /// A feature of several points to measure from: the nearest counts.
    NearestOfPoints,
    /// Another kind than the role asks for; left out.
    OtherKind,
    /// Same name in the same place as an earlier feature, neither with an id.
    SamePlace,
    /// The number that another list, without a publisher either, gives another place: an id of its own.
    NumberOfAnother,
    /// The id of a place of another role: an id of its own.
    IdOfAnotherRole,
    /// A stop area whose quays are given as well, or an entrance: not a stop of its own.
    NotAStop,
    /// Not a kern of its own: a wijk or buurt of one, a buurtschap or an industrial estate.
    NotASettlement,
    /// A postcode area without built-up land of a kern: its people are spread evenly over it.
    NoBuiltUpLand,
    /// Neither inwoners nor an age group is given.
    NoPeople,
    /// A mark in a number was taken to stand between thousands, because nothing contradicts it.
    ReadAsThousands,
    /// A number of people that is not whole.
    FractionalPeople,
    /// More people than live anywhere on so small an area.
    CrowdedArea,
    /// Another column for the same says something else; the first is used.
    OtherColumnToo,
    /// Several columns of one name; the first is used.
    DoubleColumn,
    /// A text in a column that is carried along is longer than is kept.
    LongText,
}

/// One of the values that something was told of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Example {
    /// What stands in the file.
    pub found: String,
    /// What it was read as, or what else there is to say of it.
    pub read: String,
}

/// What is the matter, with the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProblemKind {
    /// The file cannot be opened or read on.
    NotReadable(ReadFault),
    /// There is not a byte in it, or only white space.
    Empty,
    /// A format that is known but not read.
    FormatNotRead(ForeignFormat),
    /// Another program is writing it.
    InUse,
    /// A database that is damaged.
    DamagedDatabase {
        /// Whole features before the damage.
        n_whole: usize,
    },
    /// A database without a feature table.
    NoFeatureTables,
    /// Neither the whole text after `ROL=` is a file, nor what stands before its last colon.
    NoSuchFile {
        /// The whole text.
        whole: String,
        /// What was taken for the layer.
        layer: String,
    },
    /// A layer that the database cannot give, such as a view of a table that is gone.
    LayerNotGiven {
        /// Its name.
        layer: String,
        /// Whole features before it failed.
        n_whole: usize,
    },
    /// A view with more rows than are read; none of it was.
    TooManyRows {
        /// The name of the layer.
        layer: String,
        /// The limit.
        max: usize,
    },
    /// A view or query that takes longer than its time limit.
    TooSlow {
        /// The name of the layer.
        layer: String,
        /// The limit, in seconds.
        max_seconds: u64,
        /// Whole features before it.
        n_whole: usize,
    },
    /// A value in the database is larger than is read.
    ValueTooLarge {
        /// The name of the layer.
        layer: String,
        /// Whole features before it.
        n_whole: usize,
    },
    /// There is not enough memory for it.
    OutOfMemory,
    /// None of its layers has that name.
    NoSuchLayer {
        /// The name asked for.
        name: String,
        /// The names there are.
        names: Vec<String>,
    },
    /// Several layers, and none was named.
    WhichLayer {
        /// The names there are.
        names: Vec<String>,
    },
    /// Neither GeoJSON nor CSV.
    NotRecognized,
    /// Well-formed, but without a single feature.
    NoFeatures,
    /// A layer name was given for a format without layers.
    NoLayersInFormat(String),
    /// The file ends in the middle of a feature.
    Truncated {
        /// Whole features before the end.
        n_whole: usize,
    },
    /// The structure is broken from some feature on; what follows cannot be read.
    Malformed {
        /// Whole features before the break.
        n_whole: usize,
    },
    /// One feature (or row) is not well-formed.
    UnreadableFeature,
    /// One feature is larger than is read.
    TooLarge {
        /// The limit, in bytes.
        max_bytes: usize,
    },
    /// One row is larger than is read, and nothing after it can be.
    RowTooLarge {
        /// The limit, in bytes.
        max_bytes: usize,
    },
    /// Brackets are nested deeper than any map needs.
    NestedTooDeep {
        /// The limit.
        max: usize,
    },
    /// A CRS that is not read, by its name.
    RefusedCrs(String),
    /// There is no geometry.
    NoGeometry,
    /// A coordinate is not a finite number.
    CoordinateNotANumber,
    /// A geometry type that does not exist, or coordinates that do not fit the type.
    BrokenGeometry(String),
    /// A geometry type that exists and is not read, by its name in well-known text.
    GeometryNotRead(String),
    /// Bytes that are no geometry.
    UnreadableGeometry(BlobFault),
    /// The geometry type does not suit the role.
    WrongGeometry {
        /// Type found.
        found: String,
        /// What the role needs.
        expected: ExpectedGeometry,
    },
    /// Outside the Netherlands and 5 km around; coordinates as they stand in the file.
    OutsideNetherlands {
        /// First coordinate, as text.
        x: String,
        /// Second coordinate, as text.
        y: String,
    },
    /// A ring did not end where it began; it was closed.
    UnclosedRing,
    /// A polygon crossed itself and was repaired.
    RepairedPolygon,
    /// A polygon encloses no area, or cannot be repaired.
    HopelessPolygon,
    /// The same id as an earlier feature; this one got an id of its own.
    DuplicateId(String),
    /// The same id as an earlier feature, found without knowing what the file is for.
    RepeatedId(String),
    /// The same code as an earlier area; left out.
    DuplicateCode(String),
    /// An area lies outside the gemeente it names; its people are spread over that gemeente.
    NotInOwnMunicipality(String),
    /// A feature of a project that is of no intervention: a copy, or what is left of one. It is left out.
    OfNoIntervention,
    /// A layer of a project of which the table is no longer in the file.
    LayerGone(String),
    /// A value is not what its field needs; it stays unknown.
    WrongValue {
        /// The value found.
        found: String,
        /// What was expected.
        expected: Expected,
    },
    /// A field that the role cannot do without is missing in one feature, which is left out.
    MissingValue,
    /// None of the columns that give a place.
    NoCoordinateColumns {
        /// The first of the names there are.
        names: Vec<String>,
        /// How many more there are.
        n_more: usize,
    },
    /// The header stands on this line, below a title.
    HeaderBelow(u64),
    /// A coordinate is missing.
    NoCoordinate,
    /// A coordinate is no number and no degrees.
    WrongCoordinate(String),
    /// A number that means one thing with decimals and another with thousands, and its column does not tell which.
    UnsureNumber {
        /// What stands there.
        found: String,
        /// The number with decimals.
        as_decimals: String,
        /// The number with thousands.
        as_thousands: String,
    },
    /// More or fewer fields in a row than in the header.
    RaggedRow {
        /// Fields in the row.
        found: usize,
        /// Fields in the header.
        expected: usize,
    },
    /// Records of people where another file gave people already; they are left out, or people would count twice.
    PeopleAlreadyGiven {
        /// How many records.
        n: usize,
        /// The other file.
        by: String,
    },
    /// Records that state another kind than the file is read for; left out.
    OtherKind {
        /// How many records.
        n: usize,
        /// A kind that they state.
        stated: String,
        /// What the file is read for.
        role: Role,
    },
    /// Places that stand in it as a point and as an area; each counts once.
    PointAndArea {
        /// How many places.
        n: usize,
        /// The name of one.
        example: String,
    },
    /// Places that stand in the layer more than once otherwise, mostly from several sources; each counts once.
    SeveralSources {
        /// How many places.
        n: usize,
        /// The name of one.
        example: String,
        /// Who gives that one, of those that name themselves.
        sources: Vec<String>,
    },
    /// There is nothing in it, and it took the place of a layer in which there was something.
    LayerEmptied,
    /// Read, but no figure rests on it.
    UsedForNothing(Role),
    /// Everything in it lies outside the region.
    OutsideRegion {
        /// The layers that say where the region is.
        region: Vec<Role>,
    },
    /// Columns that are not carried along, because GeoPackage or an export gives that name to something else.
    ReservedColumns(Vec<String>),
    /// More columns than are carried along.
    TooManyColumns {
        /// The limit.
        max: usize,
        /// How many are left out.
        n: usize,
        /// The first of them.
        first: String,
    },
    /// Reading was stopped by the user.
    Cancelled,
    /// Something met more often, told once.
    Several {
        /// What.
        what: Repeated,
        /// How often.
        n: usize,
        /// The first of them, where a value says more than a number.
        example: Option<Example>,
    },
    /// The same in many fields, told once.
    InManyFields {
        /// What.
        what: Repeated,
        /// How often, in all of them together.
        n: usize,
        /// In how many fields.
        n_fields: usize,
        /// One of the fields.
        field: String,
    },
    /// So many more than are listed.
    NotListed(usize),
    /// The whole sentence of a project file that kept no more than that.
    Told(String),
}

impl ProblemKind {
    /// Is anything lost by it?
    pub fn severity(&self) -> Severity {
        match self {
            Self::UnclosedRing
            | Self::RepairedPolygon
            | Self::NoLayersInFormat(_)
            | Self::NotListed(_)
            | Self::ReservedColumns(_)
            | Self::TooManyColumns { .. }
            | Self::HeaderBelow(_)
            | Self::PointAndArea { .. }
            | Self::SeveralSources { .. } => Severity::Notice,
            Self::Several { what, .. } | Self::InManyFields { what, .. } => match what {
                Repeated::SamePlace | Repeated::NoPeople | Repeated::IdOfAnotherRole => Severity::Problem,
                _ => Severity::Notice,
            },
            _ => Severity::Problem,
        }
    }
}

/// One thing that was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// File name without its folder.
    pub file: String,
    /// What the file was read for, if that was said.
    pub role: Option<Role>,
    /// Where in the file, unless it concerns the whole.
    pub position: Option<Position>,
    /// In which field or column.
    pub field: Option<String>,
    /// What is the matter.
    pub kind: ProblemKind,
}

impl Problem {
    /// A problem in a row of a table of a project.
    pub(crate) fn in_row(file: &str, table: &str, number: usize, kind: ProblemKind) -> Self {
        let position = Some(Position::Feature { number, id: None });
        Self { file: format!("{file}, {table}"), role: None, position, field: None, kind }
    }

    /// Something about a file or layer as a whole.
    pub(crate) fn about_layer(file: &str, role: Role, kind: ProblemKind) -> Self {
        Self { file: file.to_owned(), role: Some(role), position: None, field: None, kind }
    }

    /// Is anything lost by it?
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}
