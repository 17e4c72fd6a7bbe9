//! Names of kernen, and near by of buurten: by size, with a halo, clear of markers and of each other; they move or go.

use std::sync::Arc;

use egui::{Align2, Color32, FontId, Galley, Painter, Pos2, Rect, Vec2, vec2};
use geo::{Coord, Distance, Euclidean, Point};

use super::bake::{Bake, Frame};
use super::drawn_ground::{DrawnNeighborhood, DrawnSettlement, Land};
use super::markers::MarkersKey;
use super::projection::Viewport;
use crate::analysis::key::Key;
use crate::cartography::look::NEIGHBORHOOD_NAMES_BELOW_M;
use crate::cartography::scale::name_size;
use crate::gui::kit::theme::{self, label_font, palette};

/// A name and where it stands, in points from the frame's anchor.
struct PlacedName {
    name: String,
    size: f32,
    /// The position of the kern; nothing for a buurt, which is written fainter and never beside its place.
    kern: Option<usize>,
    center: Pos2,
    text: Vec2,
}

/// What names are chosen by: the markers and plus signs that they keep clear of.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelsKey {
    /// The markers, and with them the kernen.
    pub markers: MarkersKey,
    /// The outcome with the near misses whose plus signs show.
    pub plus_signs: Option<Key>,
}

/// The names that show.
#[derive(Default)]
pub struct Labels {
    bake: Bake<LabelsKey, Vec<PlacedName>>,
}

/// How far the halo reaches beyond the letters, in points.
const HALO: f32 = 2.0;

/// How far apart names keep, in points.
const APART: f32 = 4.0;

/// Size of the name of a buurt, in points.
const BUURT_SIZE: f32 = 11.0;

impl Labels {
    /// Chooses names anew if they must be; `taken` is where markers and signs stand, in points of the screen.
    pub fn refresh(
        &mut self,
        painter: &Painter,
        viewport: &Viewport,
        key: LabelsKey,
        land: &Land,
        taken: impl FnOnce() -> Vec<Rect>,
    ) {
        self.bake.refresh(viewport, key, |frame, _| {
            let to_frame = -viewport.screen(viewport.center).to_vec2();
            let mut taken: Vec<Rect> = taken().into_iter().map(|rect| rect.translate(to_frame)).collect();
            (Vec::new(), place_all(painter, frame, land, &mut taken))
        });
    }

    /// Paints them with their halo. One that something has come to stand on (a card, a pill, the chosen place) moves
    /// aside, clear of `markers`; one that finds no space, or that the edge of the map cuts, is left out.
    pub fn paint(
        &self,
        painter: &Painter,
        viewport: &Viewport,
        land: &Land,
        over: &[Rect],
        markers: impl Fn() -> Vec<Rect>,
    ) {
        let Some((labels, shift)) = self.bake.extra(viewport) else { return };
        let rect_of =
            |label: &PlacedName| Rect::from_center_size(label.center + shift, label.text + Vec2::splat(2.0 * HALO));
        let is_free = |rect: Rect| viewport.rect.contains_rect(rect) && !over.iter().any(|o| o.intersects(rect));
        let mut taken: Option<Vec<Rect>> = None;
        for label in labels {
            let mut rect = rect_of(label);
            if !viewport.rect.intersects(rect) {
                continue;
            }
            if !is_free(rect) {
                let Some(kern) = label.kern.and_then(|idx| land.settlements.get(idx)) else { continue };
                let taken = taken.get_or_insert_with(|| {
                    let others = labels.iter().map(rect_of).filter(|rect| is_free(*rect));
                    others.chain(markers()).chain(over.iter().copied()).collect()
                });
                let is_own = |at: Pos2| is_nearest(land, kern, viewport.place(at).0.0);
                let within = rect.expand(2.0 * rect.height());
                let aside = free_spot(rect, within, rect.size(), taken, is_own).filter(|rect| is_free(*rect));
                let Some(aside) = aside else { continue };
                taken.push(aside);
                rect = aside;
            }
            let at = rect.center();
            let color = if label.kern.is_some() { palette().text } else { palette().remark };
            with_halo(painter, at, Align2::CENTER_CENTER, &label.name, label_font(label.size), color);
        }
    }
}

/// Paints text with a halo of two points around it.
pub fn with_halo(painter: &Painter, at: Pos2, align: Align2, text: &str, font: FontId, color: Color32) {
    let galley = painter.layout_no_wrap(text.to_owned(), font, color);
    let corner = align.anchor_size(at, galley.size()).min;
    for (x, y) in [(-1.0, -1.0), (0.0, -1.5), (1.0, -1.0), (-1.5, 0.0), (1.5, 0.0), (-1.0, 1.0), (0.0, 1.5), (1.0, 1.0)]
    {
        let behind: Arc<Galley> = galley.clone();
        painter.galley_with_override_text_color(corner + vec2(x, y) * 1.2, behind, palette().halo);
    }
    painter.galley(corner, galley, color);
}

fn place_all(painter: &Painter, frame: &Frame, land: &Land, taken: &mut Vec<Rect>) -> Vec<PlacedName> {
    let mut labels = Vec::new();
    for (idx, kern) in land.settlements.iter().enumerate() {
        let place = kern.point.0.0;
        let Some(size) = name_size(kern.residents, frame.meters_per_point()).map(theme::type_size) else { continue };
        if !frame.contains(place) {
            continue;
        }
        let text = painter.layout_no_wrap(kern.name.clone(), label_font(size), palette().text).size();
        let (beside, within) = built_up(frame, kern);
        let within = within.expand(if kern.residents >= 50_000.0 { 2.0 } else { 1.0 } * text.y);
        let is_own = |at: Pos2| is_nearest(land, kern, frame.place(at));
        if let Some(rect) = free_spot(beside, within, text + Vec2::splat(2.0 * HALO), taken, is_own) {
            taken.push(rect.expand(APART));
            labels.push(PlacedName { name: kern.name.clone(), size, kern: Some(idx), center: rect.center(), text });
        }
    }
    if frame.meters_per_point() < NEIGHBORHOOD_NAMES_BELOW_M {
        labels.extend(land.neighborhoods.iter().filter_map(|buurt| place_within(painter, frame, buurt, taken)));
    }
    labels
}

/// The name of a buurt, if it fits within its area and nothing is in the way.
fn place_within(
    painter: &Painter,
    frame: &Frame,
    buurt: &DrawnNeighborhood,
    taken: &mut Vec<Rect>,
) -> Option<PlacedName> {
    let center = frame.at(buurt.point.0.0);
    let size = theme::type_size(BUURT_SIZE);
    let bounds = buurt.outline.bounds?;
    if !frame.contains(buurt.point.0.0) || frame.points(bounds.width()) < 2.0 * size {
        return None;
    }
    let text = painter.layout_no_wrap(buurt.name.clone(), label_font(size), palette().text).size();
    let rect = Rect::from_center_size(center, text + Vec2::splat(2.0 * HALO));
    let fits = frame.points(bounds.width()) >= text.x && taken.iter().all(|other| !other.intersects(rect));
    fits.then(|| {
        taken.push(rect.expand(APART));
        PlacedName { name: buurt.name.clone(), size, kern: None, center, text }
    })
}

/// What a kern's name stands in or beside, and its built-up area on the screen: the same, unless that is not known or too
/// large to stand beside.
fn built_up(frame: &Frame, kern: &DrawnSettlement) -> (Rect, Rect) {
    const TOO_LARGE: f32 = 260.0;
    let at = frame.at(kern.point.0.0);
    let around = Rect::from_center_size(at, Vec2::splat(2.0 * frame.points(250.0).clamp(8.0, 40.0)));
    let bounds = kern.outline.as_ref().and_then(|area| area.bounds);
    let area = bounds.map(|bounds| Rect::from_two_pos(frame.at(bounds.min()), frame.at(bounds.max())));
    let Some(area) = area.map(|area| area.union(around)) else { return (around, around) };
    (if area.width().max(area.height()) < TOO_LARGE { area } else { around }, area)
}

/// The first of some spots in and around a rectangle that nothing is in, or farther from its middle but `within` another.
fn free_spot(area: Rect, within: Rect, text: Vec2, taken: &[Rect], may_stand: impl Fn(Pos2) -> bool) -> Option<Rect> {
    let at = area.center();
    let (up, side) = (text.y / 2.0 + area.height() / 2.0, text.x / 2.0 + area.width() / 2.0);
    let spots = [
        vec2(0.0, 0.0),
        vec2(0.0, -up),
        vec2(0.0, up),
        vec2(side, 0.0),
        vec2(-side, 0.0),
        vec2(side, -up),
        vec2(-side, -up),
        vec2(side, up),
        vec2(-side, up),
        // Still within or just beyond the kern, where its middle is full of markers.
        vec2(0.0, -text.y),
        vec2(0.0, text.y),
        vec2(0.0, -2.0 * text.y),
        vec2(0.0, 2.0 * text.y),
        vec2(text.x * 0.6, -1.5 * text.y),
        vec2(-text.x * 0.6, -1.5 * text.y),
        vec2(text.x * 0.6, 1.5 * text.y),
        vec2(-text.x * 0.6, 1.5 * text.y),
        vec2(0.0, -up - text.y),
        vec2(0.0, up + text.y),
    ];
    let wider = [3.0, 4.5, 6.0, 8.0].into_iter().flat_map(|far| {
        let (x, y) = (0.6 * far * text.y, far * text.y);
        [(0.0, -y), (0.0, y), (-x, -y), (x, -y), (-x, y), (x, y)].map(Vec2::from)
    });
    let wider = wider.filter(|spot| within.contains(at + *spot));
    spots
        .into_iter()
        .chain(wider)
        .map(|spot| Rect::from_center_size(at + spot, text))
        .find(|rect| taken.iter().all(|other| !other.intersects(*rect)) && may_stand(rect.center()))
}

/// Is a kern the nearest of all to a place? A name belongs to what it stands nearest to.
fn is_nearest(land: &Land, kern: &DrawnSettlement, place: Coord<f64>) -> bool {
    let own_m = distance_m(kern, place);
    let may_be_nearer = |other: &&DrawnSettlement| at_least_m(other, place) < own_m;
    own_m == 0.0 || land.settlements.iter().filter(may_be_nearer).all(|other| distance_m(other, place) >= own_m)
}

/// How far a place lies from the built-up area of a kern, in metres, or from its point where that is not known.
fn distance_m(kern: &DrawnSettlement, place: Coord<f64>) -> f64 {
    match &kern.outline {
        Some(area) => Euclidean.distance(&Point(place), &area.shape),
        None => Euclidean.distance(Point(place), kern.point.0),
    }
}

/// The same or less, found without looking at its border.
fn at_least_m(kern: &DrawnSettlement, place: Coord<f64>) -> f64 {
    let Some(bounds) = kern.outline.as_ref().and_then(|area| area.bounds) else { return distance_m(kern, place) };
    let beyond = |low: f64, high: f64, at: f64| (low - at).max(at - high).max(0.0);
    let (min, max) = (bounds.min(), bounds.max());
    beyond(min.x, max.x, place.x).hypot(beyond(min.y, max.y, place.y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::RdPoint;
    use crate::domain::baseline::Baseline;
    use crate::gui::map::bake::assert_each_is_made_anew;
    use crate::gui::map::drawn_ground::DrawnGround;
    use crate::gui::map::markers::markers_key;
    use crate::gui::map::outline::DrawnArea;
    use egui::pos2;

    #[test]
    fn names_are_chosen_anew_when_what_they_keep_clear_of_is_another() {
        let key = LabelsKey { markers: markers_key(), plus_signs: None };
        let plus_signs = Some(Key::of(&uuid::Uuid::nil()));
        let others = [LabelsKey { markers: markers_key(), ..key.clone() }, LabelsKey { plus_signs, ..key.clone() }];
        assert_each_is_made_anew(&key, others);
    }

    #[test]
    fn a_name_moves_off_a_marker_and_goes_when_there_is_no_spot() {
        let marker = Rect::from_center_size(pos2(0.0, 0.0), vec2(20.0, 20.0));
        let spot =
            free_spot(marker, marker, vec2(60.0, 14.0), &[marker.shrink(1.0)], |_| true).expect("there is space above");
        assert!(!spot.intersects(marker.shrink(1.0)));
        let everywhere = Rect::from_center_size(pos2(0.0, 0.0), vec2(900.0, 900.0));
        assert_eq!(free_spot(marker, everywhere, vec2(60.0, 14.0), &[everywhere], |_| true), None);
    }

    #[test]
    fn a_name_belongs_to_the_kern_that_it_stands_nearest_to() {
        let square = |x: f64| geo::Rect::new((x, 0.0), (x + 1_000.0, 1_000.0)).to_polygon();
        let kern = |name: &str, x: f64| DrawnSettlement {
            name: name.to_owned(),
            point: RdPoint::at(x + 500.0, 500.0),
            residents: 1_000.0,
            outline: Some(DrawnArea::new(square(x).into())),
        };
        let mut land = Arc::into_inner(DrawnGround::new(&Baseline::default()).land).expect("only one");
        land.settlements = vec![kern("West", 0.0), kern("Oost", 3_000.0)];
        let is_of = |idx: usize, x: f64| is_nearest(&land, &land.settlements[idx], Coord { x, y: 1_200.0 });
        assert!(is_of(0, 500.0) && !is_of(1, 500.0));
        assert!(is_of(0, 1_900.0) && !is_of(1, 1_900.0));
        assert!(!is_of(0, 2_100.0) && is_of(1, 2_100.0));
        assert!(is_of(0, 2_000.0) && is_of(1, 2_000.0), "halfway");
    }
}
