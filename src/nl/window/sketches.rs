//! What sketching says in Dutch.

use crate::domain::sketch::{Sketch, SketchColor, SketchShape, SketchWidth};
use crate::nl::numbers;

pub const SKETCH_COMMAND: &str = "Schetsen op de kaart";
pub const SKETCH: &str = "Schetsen";
pub const PUT_AWAY: &str = "Schetsen wegleggen";
pub const FINISH: &str = "Klaar";
pub const TAKE_BACK: &str = "Punt terug";
pub const SNAP: &str = "Vastklikken";
pub const SNAP_REMARK: &str = "Vastklikken aan hoeken en lijnen van schetsen en aan gemeentegrenzen";
pub const RADIUS: &str = "Straal van de cirkel in meters; 0 is vrij";
pub const RADIUS_SHORT: &str = "straal";
pub const METERS: &str = " m";
pub const RADIUS_FREE: &str = "vrij";

/// Names of the modes, in their order.
pub const MODES: [&str; 11] =
    ["Punt", "Tekst", "Lijn", "Vrije hand", "Pijl", "Vlak", "Cirkel", "Rechthoek", "Bewerken", "Splitsen", "Gat maken"];

/// What to do in each mode, in their order.
pub const HINTS: [&str; 11] = [
    "Klik waar het punt hoort",
    "Klik waar de tekst hoort en typ die rechts",
    "Klik de hoeken; dubbelklik is klaar",
    "Sleep over de kaart; eindig bij het begin voor een vlak",
    "Klik van begin naar punt; dubbelklik is klaar",
    "Klik de hoeken; dubbelklik of het eerste punt is klaar",
    "Klik het midden en dan de rand",
    "Klik twee hoeken die tegenover elkaar liggen",
    "Sleep een hoek; sleep een open rondje voor een nieuwe hoek",
    "Trek een lijn over de gekozen schets; dubbelklik is klaar",
    "Teken het gat in de gekozen schets; dubbelklik is klaar",
];

pub const KEYS: &str = "Enter: punt in het midden, tweemaal is klaar · Backspace: punt terug · Esc: stoppen";
pub const EDIT_KEYS: &str =
    "N en P: volgende en vorige hoek · Enter: hoek naar het midden · Insert: erbij · Delete: weg · Esc: stoppen";
pub const CHOOSE_FIRST: &str = "Klik eerst een schets aan";
pub const AREA_ONLY: &str = "Een gat kan alleen in een vlak; kies een vlak";
pub const CROSSES: &str = "De lijnen kruisen elkaar: zo kan dit vlak niet af";
pub const TOO_SMALL: &str = "Nog te weinig punten om dit af te maken";
pub const HOLE_ACROSS: &str = "Een gat moet helemaal binnen het vlak liggen";
pub const NOT_CUT: &str = "De lijn snijdt de schets niet in tweeën: trek hem er helemaal overheen";
pub const BESIDE: &str = "Het gat ligt naast het vlak";
pub const NOTHING_LEFT: &str = "Er zou niets van het vlak overblijven";
pub const APART: &str = "Deze vlakken raken elkaar niet en kunnen niet één worden";
pub const OTHER_SORT: &str = "Dit soort schets kan dat niet";
pub const INVALID: &str = "Zo ontstaat geen geldig vlak";

/// Title of a sketch without one: what it is.
pub fn sort(shape: &SketchShape) -> &'static str {
    match shape {
        SketchShape::Point(_) => "Punt",
        SketchShape::Text(_) => "Tekst",
        SketchShape::Line(_) => "Lijn",
        SketchShape::Arrow(_) => "Pijl",
        SketchShape::Area(_) => "Vlak",
    }
}

/// The title of a sketch, or what it is.
pub fn title(sketch: &Sketch) -> &str {
    if sketch.title.is_empty() { sort(&sketch.shape) } else { &sketch.title }
}

pub fn badge(shape: &SketchShape) -> String {
    format!("schets: {}", shape.name())
}

pub fn piece_title(title: &str, number: usize) -> String {
    if title.is_empty() { String::new() } else { format!("{title} ({number})") }
}

pub const TITLE: &str = "Titel";
pub const NOTE: &str = "Notitie";
pub const TABLE: &str = "Tafel";
pub const ROUND: &str = "Ronde";
pub const NO_ROUND: &str = "geen ronde";
pub const NO_NAMES: &str = "Zet hier de tafel, nooit de naam van een persoon.";
pub const AS_ZONE: &str = "Als zone";
pub const AS_ZONE_REMARK: &str = "Getoetst zoals een voorstel; het is er nog geen.";
pub const DRAWING: &str = "schets in de maak";
pub const DRAWING_REMARK: &str = "Vanaf drie hoeken staat hier wat dit gebied als zone zou zijn.";
pub const LOOK: &str = "Kleur en dikte";
/// Button, and its accessible name.
pub const EDIT: [&str; 2] = ["Bewerken", "Schets bewerken"];
/// Button, and its accessible name.
pub const SPLIT: [&str; 2] = ["Splitsen", "Schets splitsen"];
/// Button, and its accessible name.
pub const HOLE: [&str; 2] = ["Gat maken", "Gat maken in schets"];
/// Button, and its accessible name.
pub const REMOVE: [&str; 2] = ["Verwijderen", "Schets verwijderen"];
pub const JOIN: &str = "Samenvoegen met…";
/// Button.
pub const FIT: [&str; 2] = ["Toon op de kaart", "Schets tonen op de kaart"];
/// On the card and its accessible name.
pub const MAKE_ZONE: [&str; 2] = ["Maak er een zone van", "Zone maken van schets"];
/// On the card and its accessible name.
pub const SNAP_TO_PROPOSAL: [&str; 2] = ["Volg het voorstel", "Schets het voorstel laten volgen"];
pub const MAKE_ZONE_REMARK: &str =
    "Een getekende zone wordt getoetst als een voorstel en vervangt de zones die er voor meer dan de helft in liggen.";

pub fn made(moment: &str) -> String {
    if moment.is_empty() { String::new() } else { format!("getekend op {}", crate::nl::dates::shown(moment)) }
}

/// An area: `0,25 ha`, `12,3 ha`, `432 ha`.
pub fn area(hectares: f64) -> String {
    let n_decimals = match hectares {
        h if h < 1.0 => 2,
        h if h < 100.0 => 1,
        _ => 0,
    };
    format!("{} ha", numbers::decimal(hectares, n_decimals))
}

/// An area with what is around it.
pub fn area_line(hectares: f64, around_m: f64) -> String {
    format!("{} · omtrek {}", area(hectares), super::length(around_m))
}

/// A circle while it is drawn.
pub fn circle(radius_m: f64, hectares: f64) -> String {
    format!("straal {} · {}", super::length(radius_m), area(hectares))
}

/// A rectangle while it is drawn.
pub fn rectangle(width_m: f64, height_m: f64, hectares: f64) -> String {
    format!("{} × {} · {}", super::length(width_m), super::length(height_m), area(hectares))
}

/// A color, and what it becomes on a dark ground; of the next sketch or of the selected one.
pub fn color(color: SketchColor, of_selected: bool) -> String {
    let on_dark = if color == SketchColor::Black { " (op een donkere kaart wit)" } else { "" };
    format!("{} {}{on_dark}", if of_selected { "Schets: kleur" } else { "Kleur" }, color.name())
}

/// A width; of the next sketch or of the selected one.
pub fn width(width: SketchWidth, of_selected: bool) -> String {
    format!("{} {}", if of_selected { "Schets: lijn" } else { "Lijn" }, width.name())
}

pub fn count(n: usize) -> String {
    format!("{} getekend", numbers::whole(n as f64))
}

pub const LEGEND_SKETCH: &str = "Schets";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_the_dutch_way() {
        assert_eq!(area(0.254), "0,25 ha");
        assert_eq!(area(12.34), "12,3 ha");
        assert_eq!(area(1_432.4), "1.432 ha");
        assert_eq!(circle(1_250.0, 490.9), "straal 1,25 km · 491 ha");
        assert_eq!(rectangle(120.0, 80.0, 0.96), "120 m × 80 m · 0,96 ha");
        assert_eq!(piece_title("Kern", 2), "Kern (2)");
        assert_eq!(piece_title("", 2), "");
    }
}
