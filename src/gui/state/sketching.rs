//! The sketching tool: what is being drawn, and what becomes of it when it is finished.

use geo::Coord;
use uuid::Uuid;

use super::clock::now_text;
use super::sketch_mode::SketchMode;
use crate::crs::{Rd, RdPoint};
use crate::domain::sketch::{Sketch, SketchLook, SketchShape};
use crate::gui::shapes::cutting::{CutRefusal, cut_hole, join, split};
use crate::gui::shapes::making::{circle, line_from_corners, rectangle};
use crate::gui::shapes::size::distance_m;
use crate::gui::shapes::snapping::Snapped;
use crate::gui::shapes::validity::{Flaw, area_from_ring};
use crate::gui::shapes::vertices::{CornerIdx, Handle};
use crate::nl::window::sketches as nl;
use crate::project::{BoardEdit, BoardItem};

/// What the tool wants of the program.
#[derive(Debug, Clone, PartialEq)]
pub enum SketchWish {
    /// Change the board.
    Edit(BoardEdit),
    /// Explain a sketch, or nothing.
    Select(Option<Uuid>),
}

/// How the next sketch will be: as the last one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SketchHabits {
    /// Its look.
    pub look: SketchLook,
    /// Places do not snap when this is set.
    pub is_loose: bool,
    /// The radius of a circle, in metres; free when it is 0.
    pub radius_m: f64,
    /// Its round.
    pub round: Option<Uuid>,
    /// Its table.
    pub table: String,
    /// The sketch whose title is to be typed.
    pub asks_title: Option<Uuid>,
}

/// The sketching tool in hand.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sketching {
    /// What it does.
    pub mode: SketchMode,
    /// The corners so far.
    pub points: Vec<Coord<f64>>,
    /// Where the pointer is, snapped or not.
    pub cursor: Option<(Coord<f64>, Option<Snapped>)>,
    /// What is being dragged, while corners are changed.
    pub held: Option<Handle>,
    /// The chosen corner, while corners are changed.
    pub corner: Option<CornerIdx>,
    /// Where it cannot be finished.
    pub crossing: Option<Coord<f64>>,
    /// Why something did not happen.
    pub refused: Option<&'static str>,
    /// Is the map to get the keyboard?
    pub wants_focus: bool,
    wishes: Vec<SketchWish>,
}

impl Sketching {
    /// The tool in a mode, with nothing drawn yet.
    pub fn new(mode: SketchMode) -> Self {
        Self { mode, wants_focus: true, ..Self::default() }
    }

    /// Goes on in another mode; what was being drawn goes.
    pub fn take(&mut self, mode: SketchMode) {
        self.drop_drawing();
        (self.mode, self.wants_focus) = (mode, true);
    }

    /// What is being drawn goes; false when there is nothing.
    pub fn drop_drawing(&mut self) -> bool {
        let was_drawing = !self.points.is_empty() || self.held.is_some() || self.corner.is_some();
        self.points.clear();
        (self.held, self.corner, self.crossing, self.refused) = (None, None, None, None);
        was_drawing
    }

    /// Is an area being drawn?
    pub fn is_drawing_area(&self) -> bool {
        let is_of_area = matches!(self.mode, SketchMode::Area | SketchMode::Circle | SketchMode::Rectangle);
        is_of_area && !self.points.is_empty()
    }

    /// What the tool wants since it was last asked.
    pub fn take_wishes(&mut self) -> Vec<SketchWish> {
        std::mem::take(&mut self.wishes)
    }

    /// Wants something.
    pub fn wish(&mut self, wish: SketchWish) {
        self.wishes.push(wish);
    }

    /// Takes the last point back.
    pub fn take_back(&mut self) {
        self.points.pop();
        (self.crossing, self.refused) = (None, None);
    }

    /// Adds a corner, and finishes what needs no more; one where the last is changes nothing.
    pub fn add(&mut self, at: Coord<f64>, subject: Option<&Sketch>, habits: &mut SketchHabits) {
        (self.crossing, self.refused) = (None, None);
        if self.points.last().is_some_and(|last| distance_m(*last, at) < 0.01) {
            return;
        }
        self.points.push(at);
        let n_needed = match self.mode {
            SketchMode::Point | SketchMode::Text => 1,
            SketchMode::Circle if habits.radius_m > 0.0 => 1,
            SketchMode::Circle | SketchMode::Rectangle => 2,
            _ => usize::MAX,
        };
        if self.points.len() >= n_needed {
            self.finish(subject, habits);
        }
    }

    /// The corners of the circle, of a given radius unless that is 0, or of the rectangle between the first point and another.
    pub fn outline_to(&self, at: Coord<f64>, radius_m: f64) -> Option<Vec<Coord<f64>>> {
        let fixed = radius_m > 0.0;
        match (self.mode, self.points.first()) {
            (SketchMode::Circle, None) if fixed => Some(circle(at, radius_m)),
            (SketchMode::Circle, Some(center)) if fixed => Some(circle(*center, radius_m)),
            (SketchMode::Circle, Some(center)) => Some(circle(*center, distance_m(*center, at))),
            (SketchMode::Rectangle, Some(corner)) => Some(rectangle(*corner, at)),
            _ => None,
        }
    }

    /// Finishes what is drawn, or tells why it cannot be.
    pub fn finish(&mut self, subject: Option<&Sketch>, habits: &mut SketchHabits) {
        match self.mode {
            SketchMode::Split | SketchMode::Hole => self.finish_cut(subject),
            SketchMode::Edit | SketchMode::Freehand => {}
            _ => match self.drawn(habits.radius_m) {
                Ok(shape) => self.finish_with(shape, habits),
                Err(flaw) => self.tell(flaw),
            },
        }
    }

    /// The shape as drawn so far.
    fn drawn(&self, radius_m: f64) -> Result<SketchShape, Flaw> {
        let first = *self.points.first().ok_or(Flaw::TooSmall)?;
        let last = self.points.last().copied().unwrap_or(first);
        let line = || line_from_corners(&self.points).map(Rd).ok_or(Flaw::TooSmall);
        Ok(match self.mode {
            SketchMode::Text => SketchShape::Text(RdPoint::at(first.x, first.y)),
            SketchMode::Line => SketchShape::Line(line()?),
            SketchMode::Arrow => SketchShape::Arrow(line()?),
            SketchMode::Area => SketchShape::Area(Rd(area_from_ring(&self.points)?)),
            SketchMode::Circle | SketchMode::Rectangle => {
                let corners = self.outline_to(last, radius_m).unwrap_or_default();
                SketchShape::Area(Rd(area_from_ring(&corners)?))
            }
            _ => SketchShape::Point(RdPoint::at(first.x, first.y)),
        })
    }

    /// Makes a new sketch of a shape and selects it.
    pub fn finish_with(&mut self, shape: SketchShape, habits: &mut SketchHabits) {
        let sketch = Sketch {
            id: Uuid::new_v4(),
            shape,
            look: habits.look,
            title: String::new(),
            note: String::new(),
            round: habits.round,
            table: habits.table.clone(),
            made: now_text(),
        };
        self.points.clear();
        (self.crossing, self.refused) = (None, None);
        if matches!(sketch.shape, SketchShape::Text(_)) {
            habits.asks_title = Some(sketch.id);
        }
        let id = sketch.id;
        self.wish(SketchWish::Edit(BoardEdit::put(BoardItem::Sketch(sketch))));
        self.wish(SketchWish::Select(Some(id)));
    }

    fn finish_cut(&mut self, subject: Option<&Sketch>) {
        let Some(subject) = subject else { return self.refuse(nl::CHOOSE_FIRST) };
        let pieces = match (self.mode, &subject.shape) {
            (SketchMode::Split, shape) => {
                line_from_corners(&self.points).ok_or(Flaw::TooSmall).map(|by| split(shape, &by))
            }
            (_, SketchShape::Area(area)) => area_from_ring(&self.points).map(|hole| {
                let left = cut_hole(&area.0, &hole)?;
                Ok(left.into_iter().map(|piece| SketchShape::Area(Rd(piece))).collect())
            }),
            _ => return self.refuse(nl::AREA_ONLY),
        };
        match pieces {
            Ok(Ok(pieces)) => self.replace(subject, pieces),
            Ok(Err(refusal)) => self.refuse(refusal_text(refusal)),
            Err(flaw) => self.tell(flaw),
        }
    }

    /// One edit: the sketch goes, its pieces come; the first keeps its id.
    fn replace(&mut self, subject: &Sketch, pieces: Vec<SketchShape>) {
        let sketch = |(idx, shape): (usize, SketchShape)| {
            let mut piece = Sketch { shape, ..subject.clone() };
            if idx > 0 {
                piece.id = Uuid::new_v4();
                piece.title = nl::piece_title(&subject.title, idx + 1);
            }
            BoardItem::Sketch(piece)
        };
        let put: Vec<BoardItem> = pieces.into_iter().enumerate().map(sketch).collect();
        // A single piece takes the place of what was.
        let remove = if put.len() > 1 { vec![subject.id] } else { Vec::new() };
        self.points.clear();
        self.wish(SketchWish::Edit(BoardEdit { remove, put }));
        self.wish(SketchWish::Select(Some(subject.id)));
    }

    /// Puts another shape in place of what a sketch was; the same shape changes nothing.
    pub fn reshape(&mut self, sketch: &Sketch, shape: Result<SketchShape, Flaw>) {
        match shape {
            Ok(shape) => {
                (self.crossing, self.refused) = (None, None);
                let changed = Sketch { shape, ..sketch.clone() };
                self.wish(SketchWish::Edit(BoardEdit::put(BoardItem::Sketch(changed))));
            }
            Err(flaw) => self.tell(flaw),
        }
    }

    /// Tells why a shape is not one.
    pub fn tell(&mut self, flaw: Flaw) {
        self.crossing = flaw.place();
        self.refuse(match flaw {
            Flaw::TooSmall => nl::TOO_SMALL,
            Flaw::Crossing(_) => nl::CROSSES,
            Flaw::Hole(_) => nl::HOLE_ACROSS,
        });
    }

    fn refuse(&mut self, why: &'static str) {
        self.refused = Some(why);
    }
}

/// Why two sketches stay two, or the edit that makes one of them; what the first is stays.
///
/// # Errors
/// Why, in words.
pub fn joined(one: &Sketch, other: &Sketch) -> Result<BoardEdit, &'static str> {
    let shape = join(&one.shape, &other.shape).map_err(refusal_text)?;
    let joined = Sketch { shape, ..one.clone() };
    Ok(BoardEdit { remove: vec![one.id, other.id], put: vec![BoardItem::Sketch(joined)] })
}

fn refusal_text(refusal: CutRefusal) -> &'static str {
    match refusal {
        CutRefusal::NotCut => nl::NOT_CUT,
        CutRefusal::Beside => nl::BESIDE,
        CutRefusal::NothingLeft => nl::NOTHING_LEFT,
        CutRefusal::Apart => nl::APART,
        CutRefusal::OtherSort => nl::OTHER_SORT,
        CutRefusal::Invalid => nl::INVALID,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x: 250_000.0 + x, y: 470_000.0 + y }
    }

    fn drawing(mode: SketchMode, points: &[(f64, f64)]) -> Sketching {
        let mut tool = Sketching::new(mode);
        points.iter().for_each(|(x, y)| tool.add(at(*x, *y), None, &mut SketchHabits::default()));
        tool
    }

    fn drawn(tool: &mut Sketching) -> Option<Sketch> {
        tool.take_wishes().into_iter().find_map(|wish| match wish {
            SketchWish::Edit(edit) => edit.put.into_iter().find_map(|item| match item {
                BoardItem::Sketch(sketch) => Some(sketch),
                _ => None,
            }),
            SketchWish::Select(_) => None,
        })
    }

    #[test]
    fn a_bow_tie_is_not_finished_and_keeps_its_points_until_one_is_taken_back() {
        let mut tool = drawing(SketchMode::Area, &[(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0)]);
        tool.finish(None, &mut SketchHabits::default());
        assert_eq!(drawn(&mut tool), None);
        assert_eq!((tool.crossing, tool.refused), (Some(at(50.0, 50.0)), Some(nl::CROSSES)));
        tool.take_back();
        assert_eq!((tool.points.len(), tool.crossing), (3, None));
        tool.finish(None, &mut SketchHabits::default());
        assert!(drawn(&mut tool).is_some() && tool.points.is_empty());
    }

    #[test]
    fn a_circle_with_a_typed_radius_needs_one_point_and_one_without_two() {
        let mut tool = drawing(SketchMode::Circle, &[(0.0, 0.0)]);
        assert_eq!(drawn(&mut tool), None);
        let mut habits = SketchHabits::default();
        tool.add(at(300.0, 400.0), None, &mut habits);
        let shape = drawn(&mut tool).expect("finished").shape;
        let SketchShape::Area(area) = shape else { panic!("an area") };
        assert!(area.0.exterior().0.iter().all(|corner| (distance_m(at(0.0, 0.0), *corner) - 500.0).abs() < 1e-6));
        habits.radius_m = 250.0;
        tool.add(at(0.0, 0.0), None, &mut habits);
        assert!(drawn(&mut tool).is_some());
    }

    #[test]
    fn pieces_of_a_split_share_note_and_table_and_only_the_first_keeps_the_id() {
        let mut tool = drawing(SketchMode::Rectangle, &[(0.0, 0.0), (100.0, 100.0)]);
        let whole = Sketch { title: "Kern".into(), table: "tafel 3".into(), ..drawn(&mut tool).expect("a rectangle") };
        let (mut tool, mut habits) = (Sketching::new(SketchMode::Split), SketchHabits::default());
        tool.add(at(30.0, -10.0), Some(&whole), &mut habits);
        tool.finish(Some(&whole), &mut habits);
        assert_eq!(tool.refused, Some(nl::TOO_SMALL), "one point is no line");
        tool.add(at(30.0, 110.0), Some(&whole), &mut habits);
        tool.finish(Some(&whole), &mut habits);
        let wishes = tool.take_wishes();
        let SketchWish::Edit(BoardEdit { remove, put }) = &wishes[0] else { panic!("{wishes:?}") };
        assert_eq!((remove.len(), put.len()), (1, 2));
        let [BoardItem::Sketch(a), BoardItem::Sketch(b)] = &put[..] else { panic!("{put:?}") };
        assert_eq!((a.id, a.title.as_str(), b.title.as_str()), (whole.id, "Kern", "Kern (2)"));
        assert!(b.id != whole.id && b.table == "tafel 3");
    }
}
