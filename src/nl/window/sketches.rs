//! What sketching says in Dutch.

use crate::domain::sketch::{Sketch, SketchColor, SketchShape, SketchWidth};
use crate::nl::numbers;

/// Name of the command.
pub const SKETCH_COMMAND: &str = "Schetsen op de kaart";
/// On the button, and the layer.
pub const SKETCH: &str = "Schetsen";
/// Accessible name of the bar.
pub const BAR: &str = "Schetsgereedschap";
/// Puts the tool away.
pub const PUT_AWAY: &str = "Schetsen wegleggen";
/// Finishes what is drawn.
pub const FINISH: &str = "Klaar";
/// Takes the last point back.
pub const TAKE_BACK: &str = "Punt terug";
/// Switch.
pub const SNAP: &str = "Vastklikken";
/// What the switch does.
pub const SNAP_REMARK: &str = "Vastklikken aan hoeken en lijnen van schetsen en aan gemeentegrenzen";
/// Field for a radius.
pub const RADIUS: &str = "Straal van de cirkel in meters; 0 is vrij";
/// Before the field for a radius.
pub const RADIUS_SHORT: &str = "straal";
/// After the field for a radius.
pub const METERS: &str = " m";
/// Instead of a radius of 0.
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

/// Keys while drawing.
pub const KEYS: &str = "Enter: punt in het midden, tweemaal is klaar · Backspace: punt terug · Esc: stoppen";
/// Keys while corners are changed.
pub const EDIT_KEYS: &str =
    "N en P: volgende en vorige hoek · Enter: hoek naar het midden · Insert: erbij · Delete: weg · Esc: stoppen";
/// A sketch must be chosen first.
pub const CHOOSE_FIRST: &str = "Klik eerst een schets aan";
/// Only areas have holes.
pub const AREA_ONLY: &str = "Een gat kan alleen in een vlak; kies een vlak";
/// Two sides cross.
pub const CROSSES: &str = "De lijnen kruisen elkaar: zo kan dit vlak niet af";
/// Too small.
pub const TOO_SMALL: &str = "Nog te weinig punten om dit af te maken";
/// A hole lies across something.
pub const HOLE_ACROSS: &str = "Een gat moet helemaal binnen het vlak liggen";
/// The line does not cut through.
pub const NOT_CUT: &str = "De lijn snijdt de schets niet in tweeën: trek hem er helemaal overheen";
/// The hole lies beside.
pub const BESIDE: &str = "Het gat ligt naast het vlak";
/// Nothing would be left.
pub const NOTHING_LEFT: &str = "Er zou niets van het vlak overblijven";
/// The two do not touch.
pub const APART: &str = "Deze vlakken raken elkaar niet en kunnen niet één worden";
/// A line and an area, or a place.
pub const OTHER_SORT: &str = "Dit soort schets kan dat niet";
/// The outcome would not be valid.
pub const INVALID: &str = "Zo ontstaat geen geldig vlak";

/// Title of a sketch without one: what it is.
#[must_use]
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
#[must_use]
pub fn title(sketch: &Sketch) -> &str {
    if sketch.title.is_empty() { sort(&sketch.shape) } else { &sketch.title }
}

/// Badge of the card.
#[must_use]
pub fn badge(shape: &SketchShape) -> String {
    format!("schets: {}", shape.name())
}

/// Title of a further piece.
#[must_use]
pub fn piece_title(title: &str, number: usize) -> String {
    if title.is_empty() { String::new() } else { format!("{title} ({number})") }
}

/// Field.
pub const TITLE: &str = "Titel";
/// Field.
pub const NOTE: &str = "Notitie";
/// Field.
pub const TABLE: &str = "Tafel";
/// Choice.
pub const ROUND: &str = "Ronde";
/// No round.
pub const NO_ROUND: &str = "geen ronde";
/// Under the table.
pub const NO_NAMES: &str = "Zet hier de tafel, nooit de naam van een persoon.";
/// Heading of what an area would be as a zone.
pub const AS_ZONE: &str = "Als zone";
/// Under that heading.
pub const AS_ZONE_REMARK: &str = "Getoetst zoals een voorstel; het is er nog geen.";
/// Badge while an area is drawn.
pub const DRAWING: &str = "schets in de maak";
/// While there is no area yet.
pub const DRAWING_REMARK: &str = "Vanaf drie hoeken staat hier wat dit gebied als zone zou zijn.";
/// Heading.
pub const LOOK: &str = "Kleur en dikte";
/// Button, and its accessible name.
pub const EDIT: [&str; 2] = ["Bewerken", "Schets bewerken"];
/// Button, and its accessible name.
pub const SPLIT: [&str; 2] = ["Splitsen", "Schets splitsen"];
/// Button, and its accessible name.
pub const HOLE: [&str; 2] = ["Gat maken", "Gat maken in schets"];
/// Button, and its accessible name.
pub const REMOVE: [&str; 2] = ["Verwijderen", "Schets verwijderen"];
/// Choice of what to join with.
pub const JOIN: &str = "Samenvoegen met…";
/// Button.
pub const FIT: [&str; 2] = ["Toon op de kaart", "Schets tonen op de kaart"];
/// On the card and its accessible name.
pub const MAKE_ZONE: [&str; 2] = ["Maak er een zone van", "Zone maken van schets"];
/// On the card and its accessible name.
pub const SNAP_TO_PROPOSAL: [&str; 2] = ["Volg het voorstel", "Schets het voorstel laten volgen"];
/// Below these.
pub const MAKE_ZONE_REMARK: &str =
    "Een getekende zone wordt getoetst als een voorstel en vervangt de zones die er voor meer dan de helft in liggen.";

/// When it was drawn.
#[must_use]
pub fn made(moment: &str) -> String {
    if moment.is_empty() { String::new() } else { format!("getekend op {}", crate::nl::dates::shown(moment)) }
}

/// An area: `0,25 ha`, `12,3 ha`, `432 ha`.
#[must_use]
pub fn area(hectares: f64) -> String {
    let n_decimals = match hectares {
        h if h < 1.0 => 2,
        h if h < 100.0 => 1,
        _ => 0,
    };
    format!("{} ha", numbers::decimal(hectares, n_decimals))
}

/// An area with what is around it.
#[must_use]
pub fn area_line(hectares: f64, around_m: f64) -> String {
    format!("{} · omtrek {}", area(hectares), super::length(around_m))
}

/// A circle while it is drawn.
#[must_use]
pub fn circle(radius_m: f64, hectares: f64) -> String {
    format!("straal {} · {}", super::length(radius_m), area(hectares))
}

/// A rectangle while it is drawn.
#[must_use]
pub fn rectangle(width_m: f64, height_m: f64, hectares: f64) -> String {
    format!("{} × {} · {}", super::length(width_m), super::length(height_m), area(hectares))
}

/// A color, and what it becomes on a dark ground; of the next sketch or of the selected one.
#[must_use]
pub fn color(color: SketchColor, of_selected: bool) -> String {
    let on_dark = if color == SketchColor::Black { " (op een donkere kaart wit)" } else { "" };
    format!("{} {}{on_dark}", if of_selected { "Schets: kleur" } else { "Kleur" }, color.name())
}

/// A width; of the next sketch or of the selected one.
#[must_use]
pub fn width(width: SketchWidth, of_selected: bool) -> String {
    format!("{} {}", if of_selected { "Schets: lijn" } else { "Lijn" }, width.name())
}

/// How many there are.
#[must_use]
pub fn count(n: usize) -> String {
    format!("{} getekend", numbers::whole(n as f64))
}

/// Legend.
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
