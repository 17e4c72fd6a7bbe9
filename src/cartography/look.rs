//! What each subject of a map looks like: its symbol, line, filling and name, and from which scale on they show.

use super::color::Color;
use super::colors::MapColors;
use super::symbol::Symbol;
use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::domain::baseline::Role;
use crate::domain::housing::HousingForm;
use crate::domain::sketch::{SketchColor, SketchWidth};

/// Line around a zone, in points.
pub const ZONE_LINE: f32 = 2.4;
/// Line around the geclusterd ring, in points.
pub const CLUSTERED_LINE: f32 = 1.6;
/// Line around the zorggeschikt ring, in points.
pub const CARE_READY_LINE: f32 = 0.8;
/// Border of a gemeente, in points.
pub const BORDER_LINE: f32 = 1.0;
/// Border of a wijk or buurt, in points.
pub const NEIGHBORHOOD_LINE: f32 = 0.8;
/// Line around the search area of a near miss, in points.
pub const NEAR_MISS_LINE: f32 = 2.0;
/// Lines of sketches: thin, medium and thick, in points.
pub const SKETCH_LINES: [f32; 3] = [2.0, 3.4, 6.0];
/// Size of the symbol of a 24-uurszorglocatie in full size, in points.
pub const CARE_SIZE: f32 = 28.0;

/// Dash and gap of the border of a gemeente, in points.
pub const BORDER_DASH: [f32; 2] = [6.0, 4.0];
/// Dash and gap of the geclusterd ring, in points.
pub const RING_DASH: [f32; 2] = [5.0, 3.5];
/// Dash and gap around a zone that is not wanted, in points.
pub const REJECTED_DASH: [f32; 2] = [3.0, 4.0];
/// Dash and gap of a near miss, in points.
pub const NEAR_MISS_DASH: [f32; 2] = [7.0, 4.5];

/// Inside a sketched area its color covers this much, of 255.
const SKETCH_FILL: u8 = 40;

/// What can stand on a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A place of a kind.
    Place(AmenityKind),
    /// A candidate site.
    Site,
    /// An existing complex.
    Complex,
    /// People.
    People,
    /// A gemeente.
    Municipality,
    /// A wijk or buurt.
    Neighborhood,
    /// A kern.
    Settlement,
    /// The studiegebied.
    StudyArea,
    /// A zone.
    Zone,
    /// The part of a zone for a woonvorm.
    Ring(HousingForm),
    /// The search area of a near miss.
    NearMiss,
    /// What a variant adds.
    Added,
    /// A note.
    Note,
    /// A sketch.
    Sketch(SketchColor),
}

/// A line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Its color.
    pub color: Color,
    /// Its width, in points.
    pub width: f32,
    /// Dash and gap, in points; a whole line without.
    pub dash: Option<[f32; 2]>,
}

/// How a place is drawn at a range of scales.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Its picture.
    pub symbol: Symbol,
    /// Side of the picture with its margin, in points.
    pub size: f32,
    /// Below so many metres per point it is drawn like this.
    pub below_m: f64,
}

/// What a subject looks like.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Look {
    /// As a point: from near by to far away. Beyond the last level the window does not show it.
    pub levels: [Option<Level>; 3],
    /// As a point without a symbol of its own: a dot in this color.
    pub dot: Option<Color>,
    /// As a line, or around an area.
    pub line: Option<Line>,
    /// Within an area.
    pub fill: Option<Color>,
    /// What stands beside it.
    pub label: Option<Label>,
}

/// A name beside a subject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Label {
    /// The column whose value it is.
    pub column: &'static str,
    /// It shows below so many metres per point.
    pub below_m: f64,
}

impl Label {
    const fn always(column: &'static str) -> Option<Self> {
        Some(Self { column, below_m: f64::INFINITY })
    }
}

impl Look {
    /// How a point is drawn at a scale; nothing when it is too far away to matter.
    pub fn at(&self, meters_per_point: f64) -> Option<Level> {
        self.levels.into_iter().flatten().find(|level| meters_per_point < level.below_m)
    }
}

impl Subject {
    /// What the layer of a role holds.
    pub fn of_role(role: Role) -> Self {
        match role {
            Role::Kind(kind) => Self::Place(kind),
            Role::Demand | Role::Pc4 => Self::People,
            Role::Municipality => Self::Municipality,
            Role::District | Role::Neighborhood => Self::Neighborhood,
            Role::Settlement => Self::Settlement,
            Role::CandidateSite => Self::Site,
            Role::Cluster => Self::Complex,
            Role::StudyArea => Self::StudyArea,
        }
    }

    /// What it looks like in some colors.
    pub fn look(self, colors: &MapColors) -> Look {
        let whole = |color, width| Some(Line { color, width, dash: None });
        let dashed = |color, width, dash| Some(Line { color, width, dash: Some(dash) });
        let named = Look { label: Label::always("naam"), ..Look::default() };
        match self {
            Self::Place(kind) => Look { levels: levels_of(kind), ..Look::default() },
            Self::Site => {
                let symbol = Symbol::Site { filled: false };
                let (near, far) = (SITE_FULL_BELOW_M, f64::INFINITY);
                // Far away a hundred names would hide what they are about.
                let label = Some(Label { column: "naam", below_m: SITE_FULL_BELOW_M });
                let levels = [level(symbol, 28.0, near), level(symbol, 11.0, far), None];
                Look { levels, label, ..Look::default() }
            }
            Self::Complex => {
                Look { levels: [level(Symbol::Complex, 20.0, COMPLEX_BELOW_M), None, None], ..Look::default() }
            }
            Self::People => Look { dot: Some(colors.faint), line: whole(colors.faint, 1.0), ..Look::default() },
            Self::Municipality => Look { line: dashed(colors.border, BORDER_LINE, BORDER_DASH), ..named },
            Self::Neighborhood => {
                let label = Some(Label { column: "naam", below_m: NEIGHBORHOOD_NAMES_BELOW_M });
                Look { line: whole(colors.faint, NEIGHBORHOOD_LINE), label, ..Look::default() }
            }
            Self::Settlement => Look { dot: Some(colors.border), fill: Some(colors.built_up), ..named },
            Self::StudyArea => Look { line: whole(colors.ink, 1.6), ..Look::default() },
            Self::Zone => Look { line: whole(colors.zone_line, ZONE_LINE), fill: Some(colors.zone), ..named },
            Self::Ring(HousingForm::StepFree) => Look { label: None, ..Self::Zone.look(colors) },
            Self::Ring(HousingForm::Clustered) => {
                let line = dashed(colors.zone_line, CLUSTERED_LINE, RING_DASH);
                Look { line, fill: Some(colors.clustered), ..Look::default() }
            }
            Self::Ring(HousingForm::CareReady) => Look {
                line: whole(colors.zone_line, CARE_READY_LINE),
                fill: Some(colors.care_ready),
                ..Look::default()
            },
            Self::NearMiss => Look {
                line: dashed(colors.near_miss_line, NEAR_MISS_LINE, NEAR_MISS_DASH),
                fill: Some(colors.near_miss),
                label: Label::always("soort_nodig"),
                ..Look::default()
            },
            Self::Added => Look { dot: Some(colors.zone_line), ..named },
            Self::Note => Look { dot: Some(colors.note), label: Label::always("tekst"), ..Look::default() },
            Self::Sketch(color) => {
                let color = colors.sketch(color);
                Look {
                    dot: Some(color),
                    line: whole(color, SKETCH_LINES[SketchWidth::default() as usize]),
                    fill: Some(color.with_opacity(SKETCH_FILL)),
                    label: Label::always("titel"),
                    ..Look::default()
                }
            }
        }
    }
}

/// Below so many metres per point a 24-uurszorglocatie is drawn in full size.
pub const CARE_FULL_BELOW_M: f64 = 14.0;
/// Above so many metres per point all is drawn as small as can be.
pub const FAR_ABOVE_M: f64 = 34.0;
/// Below so many metres per point a place has its icon.
pub const ICON_BELOW_M: f64 = 7.0;
/// Below so many metres per point a place shows, as a dot.
pub const DOT_BELOW_M: f64 = 40.0;
/// Below so many metres per point haltes show.
pub const STOP_BELOW_M: f64 = 26.0;
/// Below so many metres per point the borders of buurten show in the window.
pub const NEIGHBORHOODS_BELOW_M: f64 = 9.0;
/// Below so many metres per point buurten have their names: at 1:10.000 those carry the map.
pub const NEIGHBORHOOD_NAMES_BELOW_M: f64 = 4.0;
const STATION_BELOW_M: f64 = 60.0;
const SITE_FULL_BELOW_M: f64 = 11.0;
const COMPLEX_BELOW_M: f64 = 18.0;

/// Side of a dot, in points.
pub const DOT_SIZE: f32 = 8.0;

fn level(symbol: Symbol, size: f32, below_m: f64) -> Option<Level> {
    Some(Level { symbol, size, below_m })
}

fn levels_of(kind: AmenityKind) -> [Option<Level>; 3] {
    let (full, dot) = (Symbol::Place(kind), Symbol::Dot(kind));
    match kind.group() {
        KindGroup::CARE => [
            level(full, CARE_SIZE, CARE_FULL_BELOW_M),
            level(full, 20.0, FAR_ABOVE_M),
            // No larger than must be, or it hides its zone.
            level(dot, 13.0, f64::INFINITY),
        ],
        KindGroup::TRANSIT if kind == AmenityKind::STATION => {
            [level(full, 24.0, ICON_BELOW_M), level(dot, 9.0, STATION_BELOW_M), None]
        }
        KindGroup::TRANSIT => [level(Symbol::Stop, DOT_SIZE, STOP_BELOW_M), None, None],
        _ => [level(full, 24.0, ICON_BELOW_M), level(dot, DOT_SIZE, DOT_BELOW_M), None],
    }
}
