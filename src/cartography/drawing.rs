//! A map drawn as SVG, for paper and files: subjects in the order in which they are given, looking as on every other map.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use geo::{BoundingRect, Coord, Intersects, LineString, MultiPolygon, Rect, Simplify};

use super::color::Color;
use super::colors::MapColors;
use super::look::{Line, Subject};
use super::symbol::Symbol;

/// Details smaller than this are not drawn, in points.
const DETAIL: f64 = 0.2;

/// Width of a letter as a share of the size of its type, on the generous side.
const LETTER: f64 = 0.58;

/// White around letters, in points.
const HALO: f64 = 2.5;

/// The typefaces to choose from, the first that is there.
const TYPEFACE: &str = "Inter, Arial, Helvetica, sans-serif";

/// A map being drawn.
pub struct Drawing<'a> {
    colors: &'a MapColors,
    /// What of RD it shows.
    extent: Rect<f64>,
    meters_per_point: f64,
    body: String,
    /// Symbols that the body refers to.
    used: BTreeSet<Symbol>,
    /// Where names stand.
    names: Vec<Rect<f64>>,
}

impl<'a> Drawing<'a> {
    /// An empty map of a box of RD, so many points wide.
    pub fn new(extent: Rect<f64>, width: f64, colors: &'a MapColors) -> Self {
        let meters_per_point = extent.width() / width;
        Self { colors, extent, meters_per_point, body: String::new(), used: BTreeSet::new(), names: Vec::new() }
    }

    /// How many metres a point is.
    pub fn meters_per_point(&self) -> f64 {
        self.meters_per_point
    }

    /// Its width and height, in points.
    pub fn size(&self) -> (f64, f64) {
        (self.extent.width() / self.meters_per_point, self.extent.height() / self.meters_per_point)
    }

    /// Where a place of RD lies on it, in points from its upper left corner.
    fn at(&self, place: Coord<f64>) -> Coord<f64> {
        Coord {
            x: (place.x - self.extent.min().x) / self.meters_per_point,
            y: (self.extent.max().y - place.y) / self.meters_per_point,
        }
    }

    /// Draws an area with what is inside and around it.
    pub fn area(&mut self, subject: Subject, area: &MultiPolygon<f64>) {
        if !area.bounding_rect().is_some_and(|bounds| bounds.intersects(&self.extent)) {
            return;
        }
        let look = subject.look(self.colors);
        let mut path = String::new();
        for polygon in area {
            self.ring(&mut path, polygon.exterior());
            polygon.interiors().iter().for_each(|hole| self.ring(&mut path, hole));
        }
        if path.is_empty() {
            return;
        }
        let fill = look.fill.map_or_else(|| " fill='none'".to_owned(), |color| paint("fill", color));
        let stroke = look.line.map(|line| stroke(&line)).unwrap_or_default();
        let _ = writeln!(self.body, "<path d='{path}' fill-rule='evenodd'{fill}{stroke}/>");
    }

    fn ring(&self, path: &mut String, ring: &LineString<f64>) {
        let ring = ring.simplify(DETAIL * self.meters_per_point);
        // A ring of three corners repeats the first.
        if ring.0.len() < 4 {
            return;
        }
        let (_, corners) = ring.0.split_last().expect("at least four");
        for (idx, corner) in corners.iter().enumerate() {
            let Coord { x, y } = self.at(*corner);
            let _ = write!(path, "{}{x:.1} {y:.1}", if idx == 0 { "M" } else { "L" });
        }
        path.push('Z');
    }

    /// Draws a place as its symbol; nothing when it is off the map, or too small to matter at this scale.
    pub fn place(&mut self, subject: Subject, place: Coord<f64>) {
        if !self.extent.intersects(&place) {
            return;
        }
        let look = subject.look(self.colors);
        let Coord { x, y } = self.at(place);
        if let Some(level) = look.at(self.meters_per_point) {
            self.used.insert(level.symbol);
            let (size, half) = (level.size, f64::from(level.size) / 2.0);
            let name = reference(level.symbol);
            let (left, top) = (x - half, y - half);
            let _ =
                writeln!(self.body, "<use href='#{name}' x='{left:.1}' y='{top:.1}' width='{size}' height='{size}'/>");
        } else if let Some(color) = look.dot {
            let fill = paint("fill", color);
            let _ = writeln!(self.body, "<circle cx='{x:.1}' cy='{y:.1}' r='2.4'{fill}/>");
        }
    }

    /// Writes a name with its middle at a place, unless it would stand on another or partly off the map; true when it stands.
    pub fn name(&mut self, place: Coord<f64>, name: &str, size: f64) -> bool {
        let middle = self.at(place);
        let half = Coord { x: name.chars().count() as f64 * size * LETTER / 2.0, y: size * 0.6 };
        let room = Rect::new(middle - half, middle + half);
        let (width, height) = self.size();
        let is_on_map = room.min().x >= 0.0 && room.min().y >= 0.0 && room.max().x <= width && room.max().y <= height;
        if !is_on_map || self.names.iter().any(|other| other.intersects(&room)) {
            return false;
        }
        self.names.push(room);
        self.text(middle, name, size, "middle");
        true
    }

    /// Writes a line of text at a point of the map, from its left end (`start`), middle or right end (`end`).
    fn text(&mut self, at: Coord<f64>, text: &str, size: f64, anchor: &str) {
        let (ink, halo) = (self.colors.ink, self.colors.halo);
        let (x, y, text) = (at.x, at.y, escaped(text));
        let _ = writeln!(
            self.body,
            "<text x='{x:.1}' y='{y:.1}' font-size='{size}' text-anchor='{anchor}' dominant-baseline='central' \
             fill='{ink}' stroke='{halo}' stroke-width='{HALO}' stroke-linejoin='round' paint-order='stroke'>{text}</text>"
        );
    }

    /// Draws a bar of some length in the lower left corner, with what it says, and whose data it is in the lower right, a line
    /// each.
    pub fn foot(&mut self, length_m: f64, length: &str, credits: &[&str]) {
        let (width, height) = self.size();
        let (left, y, right) = (12.0, height - 12.0, 12.0 + length_m / self.meters_per_point);
        let ink = self.colors.ink;
        let _ = writeln!(
            self.body,
            "<path d='M{left} {:.1}V{y:.1}H{right:.1}V{:.1}' fill='none' stroke='{ink}' stroke-width='2'/>",
            y - 6.0,
            y - 6.0
        );
        self.text(Coord { x: f64::midpoint(left, right), y: y - 14.0 }, length, 11.0, "middle");
        for (idx, credit) in credits.iter().rev().enumerate() {
            self.text(Coord { x: width - 12.0, y: y - 12.0 * idx as f64 }, credit, 9.0, "end");
        }
    }

    /// The drawing as a whole SVG file, which says of itself what `metadata` says.
    pub fn finish(self, metadata: &str) -> String {
        let (width, height) = self.size();
        let mut symbols = String::new();
        for symbol in &self.used {
            let (name, side) = (reference(*symbol), Symbol::SIDE);
            let body = symbol.body(self.colors);
            let _ = writeln!(symbols, "<symbol id='{name}' viewBox='0 0 {side} {side}'>{body}</symbol>");
        }
        let (land, body, metadata) = (self.colors.land, self.body, escaped(metadata));
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{width:.1}' height='{height:.1}' \
             viewBox='0 0 {width:.1} {height:.1}' font-family='{TYPEFACE}'>\n<metadata>{metadata}</metadata>\n<defs>\n{symbols}</defs>\n\
             <rect width='100%' height='100%' fill='{land}'/>\n{body}</svg>\n"
        )
    }
}

/// The name by which a drawing refers to a symbol.
fn reference(symbol: Symbol) -> String {
    match symbol {
        Symbol::Place(kind) => kind.role().to_owned(),
        Symbol::PlannedPlace(kind) => format!("{}-gepland", kind.role()),
        Symbol::Dot(kind) => format!("{}-stip", kind.role()),
        Symbol::Stop => "halte-ring".to_owned(),
        Symbol::Site { filled: false } => "kandidaat".to_owned(),
        Symbol::Site { filled: true } => "kandidaat-gekozen".to_owned(),
        Symbol::Complex => "cluster".to_owned(),
    }
}

fn paint(what: &str, color: Color) -> String {
    match color.opacity {
        255 => format!(" {what}='{color}'"),
        _ => format!(" {what}='{color}' {what}-opacity='{:.2}'", color.share()),
    }
}

fn stroke(line: &Line) -> String {
    let dash = line.dash.map(|[dash, gap]| format!(" stroke-dasharray='{dash} {gap}'")).unwrap_or_default();
    format!("{} stroke-width='{}' stroke-linejoin='round'{dash}", paint("stroke", line.color), line.width)
}

/// Text as XML holds it: what that does not allow at all is left out. Source: XML 1.0, production Char.
fn escaped(text: &str) -> String {
    let is_allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    let text: String = text.chars().filter(is_allowed).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::Theme;
    use crate::domain::amenity::AmenityKind;

    fn drawing() -> Drawing<'static> {
        // A square of 1 km, 100 points wide: 10 m a point.
        Drawing::new(Rect::new((0.0, 0.0), (1_000.0, 1_000.0)), 100.0, Theme::Light.map())
    }

    #[test]
    fn north_is_up_and_what_lies_beside_the_map_is_left_out() {
        let mut drawing = drawing();
        let square = |x: f64| Rect::new((x, 700.0), (x + 200.0, 900.0)).to_polygon();
        drawing.area(Subject::Zone, &square(100.0).into());
        drawing.area(Subject::Zone, &square(5_000.0).into());
        drawing.place(Subject::Place(AmenityKind::CARE), Coord { x: 500.0, y: 2_000.0 });
        let svg = drawing.finish("");
        assert_eq!(svg.matches("<path").count(), 1);
        assert!(svg.contains("30.0 10.0") && svg.contains("10.0 30.0"), "{svg}");
        assert!(!svg.contains("<use"));
    }

    #[test]
    fn a_name_keeps_off_others_and_on_the_map_and_is_no_markup() {
        let mut drawing = drawing();
        assert!(drawing.name(Coord { x: 500.0, y: 500.0 }, "Ee\u{1} & <b>\u{FFFE}", 10.0));
        assert!(!drawing.name(Coord { x: 520.0, y: 510.0 }, "Een", 10.0), "on the other");
        assert!(!drawing.name(Coord { x: 990.0, y: 100.0 }, "Langeveen", 10.0), "partly off the map");
        assert!(drawing.finish("").contains("Ee &amp; &lt;b&gt;"));
    }

    #[test]
    fn a_symbol_is_drawn_once_and_referred_to() {
        let mut drawing = drawing();
        for x in [200.0, 400.0] {
            drawing.place(Subject::Place(AmenityKind::CARE), Coord { x, y: 500.0 });
        }
        let svg = drawing.finish("");
        assert_eq!((svg.matches("<symbol").count(), svg.matches("<use").count()), (1, 2));
    }
}
