//! The area that is drawn, changed or chosen, to be measured as a zone while it is.

use geo::{Coord, Polygon};
use uuid::Uuid;

use super::sketch_mode::SketchMode;
use super::sketching::Sketching;
use crate::crs::Rd;
use crate::domain::sketch::{Sketch, SketchShape};
use crate::domain::variant::{PlannedZone, ZoneStatus};
use crate::gui::shapes::validity::area_from_ring;
use crate::gui::shapes::vertices::with_handle_at;

/// The area as it would be at the pointer, without an id while it is drawn or changed; else the chosen one. Nothing when it
/// is no valid area. A circle has this radius unless it is 0.
pub fn trial(tool: Option<&Sketching>, chosen: Option<&Sketch>, radius_m: f64) -> Option<PlannedZone> {
    let zone = |id: Uuid, name: &str, outline: Polygon<f64>| PlannedZone {
        id,
        name: name.to_owned(),
        outline: Rd(outline),
        status: ZoneStatus::Sketched,
    };
    if let Some(tool) = tool.filter(|tool| tool.is_drawing_area()) {
        return drawn_so_far(tool, radius_m).map(|outline| zone(Uuid::nil(), "", outline));
    }
    let sketch = chosen?;
    let SketchShape::Area(own) = &sketch.shape else { return None };
    let editing = tool.filter(|tool| tool.mode == SketchMode::Edit);
    match editing.and_then(|tool| tool.held.zip(tool.cursor)) {
        Some((held, (to, _))) => {
            let Ok(SketchShape::Area(changed)) = with_handle_at(&sketch.shape, held, to) else { return None };
            Some(zone(Uuid::nil(), &sketch.title, changed.0))
        }
        None => Some(zone(sketch.id, &sketch.title, own.0.clone())),
    }
}

fn drawn_so_far(tool: &Sketching, radius_m: f64) -> Option<Polygon<f64>> {
    let cursor = tool.cursor.map(|(at, _)| at);
    let corners: Vec<Coord<f64>> = match tool.mode {
        SketchMode::Area => tool.points.iter().copied().chain(cursor).collect(),
        _ => tool.outline_to(cursor?, radius_m)?,
    };
    area_from_ring(&corners).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::shapes::vertices::Handle;
    use crate::gui::state::{SketchHabits, SketchWish};
    use geo::Area;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x: 250_000.0 + x, y: 470_000.0 + y }
    }

    fn area_m2(zone: Option<PlannedZone>) -> Option<f64> {
        zone.map(|zone| zone.outline.0.unsigned_area())
    }

    #[test]
    fn what_is_drawn_is_tried_up_to_the_pointer_and_what_crosses_itself_is_not() {
        let mut tool = Sketching::new(SketchMode::Area);
        assert_eq!(trial(Some(&tool), None, 0.0), None);
        tool.points = vec![at(0.0, 0.0), at(200.0, 0.0), at(200.0, 100.0)];
        tool.cursor = Some((at(0.0, 100.0), None));
        assert_eq!(area_m2(trial(Some(&tool), None, 0.0)), Some(20_000.0));
        assert!(trial(Some(&tool), None, 0.0).is_some_and(|zone| zone.id.is_nil()));
        tool.cursor = Some((at(100.0, -50.0), None));
        assert_eq!(trial(Some(&tool), None, 0.0), None, "its sides cross");
        let mut tool = Sketching::new(SketchMode::Rectangle);
        (tool.points, tool.cursor) = (vec![at(0.0, 0.0)], Some((at(300.0, 100.0), None)));
        assert_eq!(area_m2(trial(Some(&tool), None, 0.0)), Some(30_000.0));
    }

    #[test]
    fn the_chosen_area_is_tried_as_it_is_and_as_it_is_dragged_and_a_line_is_not() {
        let (mut drawing, mut habits) = (Sketching::new(SketchMode::Rectangle), SketchHabits::default());
        drawing.add(at(0.0, 0.0), None, &mut habits);
        drawing.add(at(100.0, 100.0), None, &mut habits);
        let made = drawing.take_wishes().into_iter().find_map(|wish| match wish {
            SketchWish::Edit(edit) => edit.put.into_iter().next(),
            SketchWish::Select(_) => None,
        });
        let Some(crate::project::BoardItem::Sketch(sketch)) = made else { panic!("a sketch") };
        let tried = trial(None, Some(&sketch), 0.0).expect("an area");
        assert_eq!((tried.id, tried.outline.0.unsigned_area()), (sketch.id, 10_000.0));
        let mut tool = Sketching::new(SketchMode::Edit);
        (tool.held, tool.cursor) = (Some(Handle::Whole(at(50.0, 50.0))), Some((at(80.0, 50.0), None)));
        let moved = trial(Some(&tool), Some(&sketch), 0.0).expect("an area");
        assert!(moved.id.is_nil() && moved.outline != tried.outline);
        let line = SketchShape::Line(Rd(vec![at(0.0, 0.0), at(10.0, 0.0)].into_iter().collect()));
        assert_eq!(trial(None, Some(&Sketch { shape: line, ..sketch }), 0.0), None);
    }
}
