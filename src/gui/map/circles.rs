//! Norm circles around 24-uurszorg with their walking distance as a pill, and lines from a place to what is nearest.

use std::sync::Arc;

use egui::{Painter, Pos2, Rect, Shape, Stroke, Vec2, vec2};
use geo::Coord;

use super::bake::{Bake, Frame};
use super::drawn_ground::DrawnGround;
use super::hover::Hovered;
use super::input::MapInput;
use super::markers::{Marker, MarkerTarget};
use super::projection::Viewport;
use crate::analysis::assessment::{PlaceAssessment, RuleCheck};
use crate::analysis::walk::Walk;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::norm::{NormSet, Verdict};
use crate::domain::place::Place;
use crate::gui::kit::theme::{SELECTED_LINE, line, marker_font, palette, type_size};
use crate::gui::kit::widgets::pill;
use crate::gui::state::{ArcKey, Selection};
use crate::nl::numbers;

/// Dash and gap of a line to what is nearest, in points.
const NEAREST_DASH: [f32; 2] = [5.0, 4.0];

/// A circle of reach around 24-uurszorg: its radius on the map and the walk it stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NormCircle {
    /// Radius in RD, in metres.
    pub radius_m: f64,
    /// Walking distance of the norm, in metres.
    pub walking_m: f64,
}

/// The circles that the norms for 24-uurszorg give, smallest first, equal ones once.
pub fn norm_circles(norms: &NormSet) -> Vec<NormCircle> {
    let mut circles: Vec<NormCircle> = HousingForm::ALL
        .into_iter()
        .filter_map(|form| norms.find(form, AmenityKind::CARE))
        .map(|norm| NormCircle { radius_m: Walk::of(norms).radius_m(norm.max.meters()), walking_m: norm.max.meters() })
        .collect();
    circles.sort_by(|a, b| a.walking_m.total_cmp(&b.walking_m));
    circles.dedup();
    circles
}

/// The 24-uurszorglocatie around which circles are drawn: the hovered one, else the selected one or the zone's.
pub fn circled(input: &MapInput<'_>, selection: Selection, hovered: Option<Hovered>) -> Option<Coord<f64>> {
    let place_of = |id| input.ground.places.iter().find(|place| place.id == id).map(|place| place.point.0.0);
    if let Some(Hovered::Marker(Marker { target: MarkerTarget::Place(idx), .. })) = hovered {
        let place = input.ground.places.get(idx)?;
        if place.care().is_some() {
            return Some(place.point.0.0);
        }
    }
    match selection {
        Selection::Care(id) => place_of(id),
        Selection::Zone { id, .. } => {
            let zone = input.answer?.outcome.zones.iter().find(|zone| zone.id == id)?;
            zone.care.first().map(|care| care.point.0.0)
        }
        _ => None,
    }
}

/// What the circles around every 24-uurszorglocatie are drawn by.
#[derive(Debug, Clone, PartialEq)]
struct CirclesKey {
    circles: Vec<NormCircle>,
    places: ArcKey<Vec<Arc<Place>>>,
    percent: u8,
}

/// The circles around every 24-uurszorglocatie, without the walking distances.
#[derive(Default)]
pub struct AllCircles(Bake<CirclesKey>);

impl AllCircles {
    /// Paints them at a percentage of the design's strength.
    pub fn paint(
        &mut self,
        painter: &Painter,
        viewport: &Viewport,
        ground: &DrawnGround,
        circles: &[NormCircle],
        percent: u8,
    ) {
        let key = CirclesKey { circles: circles.to_vec(), places: ArcKey::of(&ground.places), percent };
        self.0.refresh(viewport, key, |frame, key| (thin_shapes(frame, ground, key), ()));
        self.0.paint(painter, viewport);
    }
}

fn thin_shapes(frame: &Frame, ground: &DrawnGround, key: &CirclesKey) -> Vec<Shape> {
    let stroke = Stroke::new(line(1.2), palette().care.gamma_multiply(f32::from(key.percent) / 100.0));
    let mut shapes = Vec::new();
    for (_, place) in ground.of_kind(AmenityKind::CARE) {
        let center = frame.at(place.point.0.0);
        for circle in &key.circles {
            let radius = frame.points(circle.radius_m);
            if radius > 3.0 && frame.local_rect().expand(radius).contains(center) {
                shapes.push(ring(center, radius, stroke));
            }
        }
    }
    shapes
}

/// A circle as a line with as many corners as its size asks for.
fn ring(center: Pos2, radius: f32, stroke: Stroke) -> Shape {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped first")]
    let n_corners = (radius.sqrt() * 7.0).clamp(24.0, 360.0) as usize;
    let corner = |idx: usize| {
        let angle = std::f32::consts::TAU * idx as f32 / n_corners as f32;
        center + radius * Vec2::angled(angle)
    };
    Shape::closed_line((0..n_corners).map(corner).collect(), stroke)
}

/// Paints the circles around one place, each with its walking distance on the line, clear of what is taken, and returns
/// where these stand.
pub fn paint_with_pills(
    painter: &Painter,
    viewport: &Viewport,
    center: Coord<f64>,
    circles: &[NormCircle],
    taken: &[Rect],
) -> Vec<Rect> {
    let at = viewport.screen(center);
    let mut pills: Vec<Rect> = Vec::new();
    for circle in circles {
        let radius = viewport.points(circle.radius_m);
        painter.add(ring(at, radius, Stroke::new(2.0, palette().care)));
    }
    for circle in circles {
        let radius = viewport.points(circle.radius_m);
        if radius < 30.0 {
            continue;
        }
        let text = numbers::meters(circle.walking_m);
        let galley = painter.layout_no_wrap(text, marker_font(type_size(12.0)), palette().care_text);
        let size = galley.size() + vec2(12.0, 5.0);
        // North-east first, as in the drawing, then around the circle until there is space on the map.
        let angles = [-50.0_f32, -30.0, -70.0, -110.0, -140.0, 30.0, 60.0, 120.0, 150.0, 180.0, 0.0];
        let spots = angles.map(|degrees| at + radius * Vec2::angled(degrees.to_radians()));
        let free = |spot: &Pos2| {
            let rect = Rect::from_center_size(*spot, size);
            viewport.rect.contains_rect(rect) && taken.iter().chain(&pills).all(|other| !other.intersects(rect))
        };
        let Some(spot) = spots.into_iter().find(free) else { continue };
        let rect = Rect::from_center_size(spot, size);
        pill(painter, rect, galley, palette().care_text, Stroke::new(line(1.4), palette().care));
        pills.push(rect);
    }
    pills
}

/// Paints dashed lines from a place to the nearest of each rule of a woonvorm, and the place itself; the line of the rule
/// that is pointed at, by its place among the checks, is thick.
pub fn paint_place(
    painter: &Painter,
    viewport: &Viewport,
    assessment: &PlaceAssessment,
    form: HousingForm,
    pointed: Option<usize>,
) {
    let p = palette();
    let at = viewport.screen(assessment.place.0.0);
    let is_drawn = |(idx, check): &(usize, &RuleCheck)| {
        let always = check.required || check.kinds.contains(&AmenityKind::STOP);
        check.form == form && (always || pointed == Some(*idx))
    };
    for (idx, check) in assessment.checks.iter().enumerate().filter(is_drawn) {
        let Some(nearest) = &check.nearest else { continue };
        let to = viewport.screen(nearest.point.0.0);
        let far = at + (to - at).normalized() * (to - at).length().min(6_000.0);
        let dash = if check.verdict == Verdict::Holds { NEAREST_DASH } else { [2.0, 5.0] };
        let color = if check.verdict == Verdict::Holds { p.text } else { p.fails };
        let width = if pointed == Some(idx) { SELECTED_LINE } else { 1.8 };
        let halo = Stroke::new(width + 1.6, p.halo.gamma_multiply(0.7));
        painter.extend(Shape::dashed_line(&[at, far], halo, 400.0, 0.0));
        painter.extend(Shape::dashed_line(&[at, far], Stroke::new(width, color), dash[0], dash[1]));
        painter.circle(to, 2.7 + width, p.card, Stroke::new(2.0, color));
    }
    paint_spot(painter, at);
}

/// Paints the dot of the chosen place.
pub fn paint_spot(painter: &Painter, at: Pos2) {
    painter.circle(at, 7.0, palette().card, Stroke::new(3.0, palette().text));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::norm::{Certainty, Norm};
    use crate::gui::map::bake::assert_each_is_made_anew;
    use crate::units::Meters;

    #[test]
    fn the_circles_are_made_anew_for_whatever_they_are_drawn_by() {
        let (places, others) = (Arc::default(), Arc::default());
        let circle = NormCircle { radius_m: 800.0, walking_m: 1_040.0 };
        let key = CirclesKey { circles: vec![circle], places: ArcKey::of(&places), percent: 100 };
        let wider = NormCircle { radius_m: 900.0, ..circle };
        let others = [
            CirclesKey { circles: vec![wider], ..key.clone() },
            CirclesKey { places: ArcKey::of(&others), ..key.clone() },
            CirclesKey { percent: 20, ..key.clone() },
        ];
        assert_each_is_made_anew(&key, others);
    }

    #[test]
    fn a_circle_is_as_wide_as_its_norm_divided_by_the_detour_factor() {
        let norm = |form, max_m| Norm {
            form,
            kinds: [AmenityKind::CARE].into(),
            max: Meters::new(max_m).expect("a length"),
            required: true,
            weight: 1.0,
            source: "".into(),
            certainty: Certainty::Assumption,
        };
        let norms = NormSet {
            name: String::new(),
            detour_factor: 1.3,
            norms: vec![
                norm(HousingForm::StepFree, 1040.0),
                norm(HousingForm::CareReady, 250.0),
                norm(HousingForm::Clustered, 250.0),
            ],
            transit_norms: Vec::new(),
        };
        let circles = norm_circles(&norms);
        assert_eq!(circles.len(), 2);
        assert!((circles[1].radius_m - 800.0).abs() < 1e-9);
    }
}
