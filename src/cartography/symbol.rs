//! The symbols of places, drawn as SVG: the same picture on every map.

use std::fmt::Write as _;

use include_dir::{Dir, include_dir};

use super::colors::MapColors;
use crate::domain::amenity::{AmenityKind, KindGroup};

/// The icons of the catalogue, by file name.
static ICONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/icons");

/// A picture that stands for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Symbol {
    /// A place of a kind, with its icon.
    Place(AmenityKind),
    /// The same, planned or wished for: its edge is broken.
    PlannedPlace(AmenityKind),
    /// A place of a kind as a dot in the color of its group.
    Dot(AmenityKind),
    /// A halte.
    Stop,
    /// A candidate site, or the chosen one when filled.
    Site {
        /// Filled?
        filled: bool,
    },
    /// An existing complex.
    Complex,
}

impl Symbol {
    /// Side of the picture with its margin, in points.
    pub const SIDE: f32 = 30.0;

    /// Every symbol there is.
    pub fn all() -> Vec<Self> {
        let of_kind = |kind| [Self::Place(kind), Self::PlannedPlace(kind), Self::Dot(kind)];
        let others = [Self::Stop, Self::Site { filled: false }, Self::Site { filled: true }, Self::Complex];
        AmenityKind::all().flat_map(of_kind).chain(others).collect()
    }

    /// The picture as a whole SVG file.
    pub fn svg(self, colors: &MapColors) -> String {
        let side = Self::SIDE;
        let body = self.body(colors);
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{side}' height='{side}' viewBox='0 0 {side} {side}'>{body}</svg>"
        )
    }

    /// The picture as elements of an SVG, 30 points square with its middle at 15, 15.
    pub fn body(self, colors: &MapColors) -> String {
        let (paper, site, line) = (colors.paper, colors.site, colors.zone_line);
        match self {
            Self::Place(kind) => place(kind, false, colors),
            Self::PlannedPlace(kind) => place(kind, true, colors),
            Self::Dot(kind) => {
                let color = colors.group(kind.group());
                if kind.group() == KindGroup::CARE {
                    format!(
                        "<rect x='5' y='5' width='20' height='20' rx='6' fill='{color}' stroke='{paper}' stroke-width='3.4'/>"
                    )
                } else {
                    format!("<circle cx='15' cy='15' r='9' fill='{paper}' stroke='{color}' stroke-width='6'/>")
                }
            }
            Self::Stop => {
                format!("<circle cx='15' cy='15' r='10' fill='{paper}' stroke='{}' stroke-width='5.4'/>", colors.stop)
            }
            Self::Site { filled } => {
                let (fill, edge) = if filled { (site, paper) } else { (paper, site) };
                format!(
                    "<path d='M15 2.5 L27.5 15 L15 27.5 L2.5 15 Z' fill='{fill}' stroke='{edge}' stroke-width='2.2' stroke-linejoin='round'/>"
                )
            }
            Self::Complex => format!(
                "<rect x='5' y='5' width='20' height='20' rx='4' fill='{paper}' stroke='{line}' stroke-width='2'/>\
                 <g fill='{line}' transform='translate(9 8.6) scale(0.8)'>{}</g>",
                icon("home")
            ),
        }
    }
}

/// 24-uurszorg is a filled square, everything else a ring around its icon.
fn place(kind: AmenityKind, planned: bool, colors: &MapColors) -> String {
    let (paper, color) = (colors.paper, colors.group(kind.group()));
    let broken = if planned { " stroke-dasharray='4 2.4'" } else { "" };
    let icon = icon(kind.icon());
    let mut svg = String::new();
    if kind.group() == KindGroup::CARE {
        let (fill, on_fill) = if planned { (paper, color) } else { (color, colors.on_care) };
        let icon = icon.replace("#000000", &on_fill.to_string());
        let _ = write!(
            svg,
            "<rect x='1.5' y='1.5' width='27' height='27' rx='7' fill='{paper}'/>\
             <rect x='3.5' y='3.5' width='23' height='23' rx='5' fill='{fill}' stroke='{color}' stroke-width='1.6'{broken}/>\
             <g transform='translate(6.4 6.4) scale(1.15)'>{icon}</g>"
        );
    } else {
        let ink = colors.ink;
        let _ = write!(
            svg,
            "<circle cx='15' cy='15' r='11.2' fill='{paper}'/>\
             <circle cx='15' cy='15' r='9.6' fill='{paper}' stroke='{color}' stroke-width='2.2'{broken}/>\
             <g fill='{ink}' transform='translate(9.3 9.3) scale(0.76)'>{icon}</g>"
        );
    }
    svg
}

/// The elements in an icon's file, without the frame around them; nothing where there is no such file.
fn icon(name: &str) -> &'static str {
    let file = ICONS.get_file(format!("{name}.svg")).and_then(|file| file.contents_utf8()).unwrap_or("");
    let start = file.find("<svg").and_then(|at| file[at..].find('>').map(|end| at + end + 1)).unwrap_or(0);
    let end = file.rfind("</svg>").unwrap_or(file.len());
    file.get(start..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_catalogue_has_its_icon() {
        for kind in AmenityKind::all() {
            assert!(!icon(kind.icon()).is_empty(), "{}", kind.icon());
        }
        assert!(!icon("home").is_empty());
    }
}
