//! The area that is drawn, changed or chosen, to be measured as a zone while it is.

use geo::{Coord, Polygon};
use uuid::Uuid;

use super::following::held_at;
use super::mode::SketchMode;
use super::tool::Sketching;
use super::validity::area_from_ring;
use crate::crs::Rd;
use crate::domain::sketch::{Sketch, SketchShape};
use crate::domain::variant::{PlannedZone, ZoneStatus};

impl Sketching {
    /// Is an area being drawn?
    #[must_use]
    pub fn is_drawing_area(&self) -> bool {
        let is_of_area = matches!(self.mode, Some(SketchMode::Area | SketchMode::Circle | SketchMode::Rectangle));
        is_of_area && !self.points.is_empty()
    }

    /// The area as it would be at the pointer, without an id while it is drawn or changed; else the chosen one. Nothing
    /// when it is no valid area.
    #[must_use]
    pub fn trial(&self, chosen: Option<&Sketch>) -> Option<PlannedZone> {
        let zone = |id: Uuid, name: &str, outline: Polygon<f64>| PlannedZone {
            id,
            name: name.to_owned(),
            outline: Rd(outline),
            status: ZoneStatus::Sketched,
        };
        if self.is_drawing_area() {
            return self.drawn_so_far().map(|outline| zone(Uuid::nil(), "", outline));
        }
        let sketch = chosen?;
        let SketchShape::Area(own) = &sketch.shape else { return None };
        match (self.held, self.cursor) {
            (Some(held), Some((to, _))) if self.mode == Some(SketchMode::Edit) => {
                let Ok(SketchShape::Area(changed)) = held_at(&sketch.shape, held, to) else { return None };
                Some(zone(Uuid::nil(), &sketch.title, changed.0))
            }
            _ => Some(zone(sketch.id, &sketch.title, own.0.clone())),
        }
    }

    fn drawn_so_far(&self) -> Option<Polygon<f64>> {
        let cursor = self.cursor.map(|(at, _)| at);
        let corners: Vec<Coord<f64>> = match self.mode? {
            SketchMode::Area => self.points.iter().copied().chain(cursor).collect(),
            _ => self.outline_to(cursor?)?,
        };
        area_from_ring(&corners).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sketching::tool::Held;
    use geo::Area;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x: 250_000.0 + x, y: 470_000.0 + y }
    }

    fn area_m2(zone: Option<PlannedZone>) -> Option<f64> {
        zone.map(|zone| zone.outline.0.unsigned_area())
    }

    #[test]
    fn what_is_drawn_is_tried_up_to_the_pointer_and_what_crosses_itself_is_not() {
        let mut tool = Sketching::default();
        tool.take(Some(SketchMode::Area));
        assert_eq!(tool.trial(None), None);
        tool.points = vec![at(0.0, 0.0), at(200.0, 0.0), at(200.0, 100.0)];
        tool.cursor = Some((at(0.0, 100.0), None));
        assert_eq!(area_m2(tool.trial(None)), Some(20_000.0));
        assert!(tool.trial(None).is_some_and(|zone| zone.id.is_nil()));
        tool.cursor = Some((at(100.0, -50.0), None));
        assert_eq!(tool.trial(None), None, "its sides cross");
        tool.take(Some(SketchMode::Rectangle));
        (tool.points, tool.cursor) = (vec![at(0.0, 0.0)], Some((at(300.0, 100.0), None)));
        assert_eq!(area_m2(tool.trial(None)), Some(30_000.0));
    }

    #[test]
    fn the_chosen_area_is_tried_as_it_is_and_as_it_is_dragged_and_a_line_is_not() {
        let mut drawing = Sketching::default();
        drawing.take(Some(SketchMode::Rectangle));
        drawing.add(at(0.0, 0.0), None);
        drawing.add(at(100.0, 100.0), None);
        let made = drawing.take_wishes().into_iter().find_map(|wish| match wish {
            super::super::tool::SketchWish::Edit(edit) => edit.put.into_iter().next(),
            super::super::tool::SketchWish::Select(_) => None,
        });
        let Some(crate::project::BoardItem::Sketch(sketch)) = made else { panic!("a sketch") };
        let mut tool = Sketching::default();
        let tried = tool.trial(Some(&sketch)).expect("an area");
        assert_eq!((tried.id, tried.outline.0.unsigned_area()), (sketch.id, 10_000.0));
        tool.take(Some(SketchMode::Edit));
        (tool.held, tool.cursor) = (Some(Held::Whole(at(50.0, 50.0))), Some((at(80.0, 50.0), None)));
        let moved = tool.trial(Some(&sketch)).expect("an area");
        assert!(moved.id.is_nil() && moved.outline != tried.outline);
        let line = SketchShape::Line(Rd(vec![at(0.0, 0.0), at(10.0, 0.0)].into_iter().collect()));
        assert_eq!(Sketching::default().trial(Some(&Sketch { shape: line, ..sketch })), None);
    }
}
