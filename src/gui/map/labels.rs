//! Names of kernen: by size, with a halo, clear of markers and of each other; they move or go.

use std::sync::Arc;

use egui::{Align2, Color32, FontId, Galley, Painter, Pos2, Rect, Vec2, vec2};

use super::bake::{Bake, Frame};
use super::drawn_ground::{DrawnSettlement, Land};
use super::markers::MarkersKey;
use super::projection::Viewport;
use crate::analysis::key::Key;
use crate::cartography::scale::name_size;
use crate::gui::kit::theme::{self, label_font, palette};

/// A name and where it stands, in points from the frame's anchor.
struct PlacedName {
    settlement_idx: usize,
    size: f32,
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
            let Some(kern) = land.settlements.get(label.settlement_idx) else { continue };
            let mut rect = rect_of(label);
            if !viewport.rect.intersects(rect) {
                continue;
            }
            if !is_free(rect) {
                let taken = taken.get_or_insert_with(|| {
                    let others = labels.iter().map(rect_of).filter(|rect| is_free(*rect));
                    others.chain(markers()).chain(over.iter().copied()).collect()
                });
                let Some(aside) =
                    free_spot(rect, rect.expand(2.0 * rect.height()), rect.size(), taken).filter(|rect| is_free(*rect))
                else {
                    continue;
                };
                taken.push(aside);
                rect = aside;
            }
            let at = rect.center();
            with_halo(painter, at, Align2::CENTER_CENTER, &kern.name, label_font(label.size), palette().text);
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
    for (settlement_idx, kern) in land.settlements.iter().enumerate() {
        let place = kern.point.0.0;
        let Some(size) = name_size(kern.residents, frame.meters_per_point()).map(theme::type_size) else { continue };
        if !frame.contains(place) {
            continue;
        }
        let text = painter.layout_no_wrap(kern.name.clone(), label_font(size), palette().text).size();
        let (beside, within) = built_up(frame, kern);
        if let Some(rect) = free_spot(
            beside,
            within.expand(if kern.residents >= 50_000.0 { 2.0 } else { 1.0 } * text.y),
            text + Vec2::splat(2.0 * HALO),
            taken,
        ) {
            taken.push(rect.expand(APART));
            labels.push(PlacedName { settlement_idx, size, center: rect.center(), text });
        }
    }
    labels
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
fn free_spot(area: Rect, within: Rect, text: Vec2, taken: &[Rect]) -> Option<Rect> {
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
        .find(|rect| taken.iter().all(|other| !other.intersects(*rect)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::map::bake::assert_each_is_made_anew;
    use crate::gui::map::markers::markers_key;
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
        let spot = free_spot(marker, marker, vec2(60.0, 14.0), &[marker.shrink(1.0)]).expect("there is space above");
        assert!(!spot.intersects(marker.shrink(1.0)));
        let everywhere = Rect::from_center_size(pos2(0.0, 0.0), vec2(900.0, 900.0));
        assert_eq!(free_spot(marker, everywhere, vec2(60.0, 14.0), &[everywhere]), None);
    }
}
