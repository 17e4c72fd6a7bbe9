//! Markers of places and sites: thinned by scale, then one mesh of sprites.

use egui::{Mesh, Pos2, Rect, Shape, Vec2};
use geo::Coord;

use super::bake::{Bake, Frame};
use super::ground::Ground;
use super::projection::Viewport;
use super::sprites::{Sprite, SpriteSheet, full_size};
use crate::analysis::siting::RankedSite;
use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::domain::identity::Status;
use crate::gui::theme::{AMENITY_SIZE, CARE_SIZE, STOP_SIZE};
use crate::gui::view_state::{Layer, Layers};

/// What a marker stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkerTarget {
    /// A place, by its position in the ground's list.
    Place(usize),
    /// A site, by its position in the outcome's list.
    Site(usize),
    /// An existing complex, by its position in the ground's list.
    Cluster(usize),
}

/// A marker that is shown.
#[derive(Debug, Clone, Copy)]
pub struct Marker {
    /// What it stands for.
    pub target: MarkerTarget,
    /// Its middle, in points from the frame's anchor.
    pub at: Pos2,
    /// Half its side, in points.
    pub half: f32,
    /// Has it a figure on it?
    pub figure: bool,
}

/// The markers.
#[derive(Default)]
pub struct Markers {
    bake: Bake<Vec<Marker>>,
}

/// Scales at which markers change, in metres per point: above the first they are small, above the second smaller still.
const CARE_FULL_BELOW_M: f64 = 14.0;
const CARE_SMALL_ABOVE_M: f64 = 34.0;
const AMENITY_FULL_BELOW_M: f64 = 7.0;
const AMENITY_HIDDEN_ABOVE_M: f64 = 22.0;
const STOP_HIDDEN_ABOVE_M: f64 = 16.0;
const STATION_HIDDEN_ABOVE_M: f64 = 60.0;
const SITE_FULL_BELOW_M: f64 = 11.0;
const CLUSTER_HIDDEN_ABOVE_M: f64 = 18.0;

/// Far away only so many of the best sites are shown.
const BEST_SITES: u32 = 10;

/// Markers of one rank keep at least this share of their size apart.
const CROWDING: f32 = 0.8;

impl Markers {
    /// Makes the markers anew if they must be, and returns those that show.
    #[expect(clippy::too_many_arguments, reason = "each is a different thing that markers depend on")]
    pub fn refresh(
        &mut self,
        viewport: &Viewport,
        version: u64,
        ground: &Ground,
        sites: &[RankedSite],
        layers: &Layers,
        sheet: &SpriteSheet,
        selected_site: Option<usize>,
    ) -> &[Marker] {
        let (_, markers) = self.bake.refresh(viewport, version, |frame| {
            let mut chosen = Chosen::new(frame);
            chosen.places(ground, layers, |kind| kind == AmenityKind::CARE);
            chosen.sites(sites, layers, selected_site);
            chosen.places(ground, layers, |kind| kind != AmenityKind::CARE);
            chosen.clusters(ground, layers);
            chosen.into_shapes(sheet)
        });
        markers
    }

    /// Paints them.
    pub fn paint(&self, painter: &egui::Painter, viewport: &Viewport) {
        self.bake.paint(painter, viewport);
    }

    /// The markers that show, and how far to move them.
    #[must_use]
    pub fn shown(&self, viewport: &Viewport) -> (&[Marker], Vec2) {
        self.bake.extra(viewport).map_or((&[], Vec2::ZERO), |(markers, shift)| (markers.as_slice(), shift))
    }

    /// The topmost marker under a point of the screen.
    #[must_use]
    pub fn at(&self, viewport: &Viewport, at: Pos2) -> Option<Marker> {
        let (markers, shift) = self.shown(viewport);
        let hit = |marker: &&Marker| (marker.at + shift).distance(at) <= marker.half.max(6.0) + 1.0;
        markers
            .iter()
            .filter(hit)
            .min_by(|a, b| (a.at + shift).distance(at).total_cmp(&(b.at + shift).distance(at)))
            .copied()
    }
}

/// Markers chosen so far, and where there is still room.
struct Chosen<'a> {
    frame: &'a Frame,
    drawn: Vec<(Sprite, f32)>,
    markers: Vec<Marker>,
    crowd: Crowd,
}

impl<'a> Chosen<'a> {
    fn new(frame: &'a Frame) -> Self {
        Self { frame, drawn: Vec::new(), markers: Vec::new(), crowd: Crowd::new(frame.local_rect()) }
    }

    fn add(&mut self, target: MarkerTarget, place: Coord<f64>, sprite: Sprite, size: f32, crowding: f32) {
        if !self.frame.contains(place) {
            return;
        }
        let at = self.frame.at(place);
        if !self.crowd.has_room(at, size * crowding) {
            return;
        }
        self.crowd.take(at);
        let figure = matches!(sprite, Sprite::Site { .. }) && size >= 20.0;
        self.drawn.push((sprite, size / full_size()));
        self.markers.push(Marker { target, at, half: size / 2.0, figure });
    }

    fn sites(&mut self, sites: &[RankedSite], layers: &Layers, selected: Option<usize>) {
        if !layers.shows(Layer::Sites) {
            return;
        }
        let mpp = self.frame.meters_per_point();
        let size = if mpp < SITE_FULL_BELOW_M { 28.0 } else { 11.0 };
        if let Some((idx, site)) = selected.and_then(|idx| Some((idx, sites.get(idx)?))) {
            self.add(MarkerTarget::Site(idx), site.point.0.0, Sprite::Site { filled: true }, 30.0, 0.0);
        }
        let far = mpp > CARE_SMALL_ABOVE_M;
        let listed = |(idx, site): &(usize, &RankedSite)| Some(*idx) != selected && (!far || site.rank <= BEST_SITES);
        for (idx, site) in sites.iter().enumerate().filter(listed) {
            self.add(MarkerTarget::Site(idx), site.point.0.0, Sprite::Site { filled: false }, size, CROWDING);
        }
    }

    fn places(&mut self, ground: &Ground, layers: &Layers, of: impl Fn(AmenityKind) -> bool) {
        let mpp = self.frame.meters_per_point();
        for (idx, place) in ground.places.iter().enumerate() {
            if !layers.shows_kind(place.kind) || !of(place.kind) {
                continue;
            }
            let Some((sprite, size)) = look(place.kind, place.status, mpp) else { continue };
            self.add(MarkerTarget::Place(idx), place.point.0.0, sprite, size, crowding(place.kind));
        }
    }

    fn clusters(&mut self, ground: &Ground, layers: &Layers) {
        if layers.shows(Layer::Clusters) && self.frame.meters_per_point() < CLUSTER_HIDDEN_ABOVE_M {
            for (idx, cluster) in ground.clusters.iter().enumerate() {
                self.add(MarkerTarget::Cluster(idx), cluster.point.0.0, Sprite::Cluster, AMENITY_SIZE, CROWDING);
            }
        }
    }

    /// The mesh, with what was chosen first drawn last, on top.
    fn into_shapes(self, sheet: &SpriteSheet) -> (Vec<Shape>, Vec<Marker>) {
        let mut mesh = Mesh::with_texture(sheet.texture());
        for ((sprite, scale), marker) in self.drawn.iter().zip(&self.markers).rev() {
            sheet.add(&mut mesh, *sprite, marker.at, *scale);
        }
        (vec![Shape::mesh(mesh)], self.markers)
    }
}

/// A 24-uurszorglocatie is never left out: it only may overlap another one.
fn crowding(kind: AmenityKind) -> f32 {
    if kind == AmenityKind::CARE { 0.25 } else { CROWDING }
}

/// How a place is drawn at a scale; nothing when it is too far away to matter.
fn look(kind: AmenityKind, status: Status, meters_per_point: f64) -> Option<(Sprite, f32)> {
    let full = if status == Status::Existing { Sprite::Place(kind) } else { Sprite::PlannedPlace(kind) };
    match kind.group() {
        KindGroup::Zorg24 if meters_per_point < CARE_FULL_BELOW_M => Some((full, CARE_SIZE + 2.0)),
        KindGroup::Zorg24 if meters_per_point < CARE_SMALL_ABOVE_M => Some((full, 20.0)),
        KindGroup::Zorg24 => Some((Sprite::Dot(kind), 13.0)),
        KindGroup::Ov if kind == AmenityKind::STATION => match meters_per_point {
            m if m < AMENITY_FULL_BELOW_M => Some((full, AMENITY_SIZE + 4.0)),
            m if m < STATION_HIDDEN_ABOVE_M => Some((Sprite::Dot(kind), 9.0)),
            _ => None,
        },
        KindGroup::Ov => (meters_per_point < STOP_HIDDEN_ABOVE_M).then_some((Sprite::Stop, STOP_SIZE)),
        _ if meters_per_point < AMENITY_FULL_BELOW_M => Some((full, AMENITY_SIZE + 4.0)),
        _ if meters_per_point < AMENITY_HIDDEN_ABOVE_M => Some((Sprite::Dot(kind), 8.0)),
        _ => None,
    }
}

/// Where markers stand, in squares, so that room is found without looking at all of them.
struct Crowd {
    rect: Rect,
    columns: usize,
    squares: Vec<Vec<Pos2>>,
}

/// Side of a square, in points: the largest distance that is ever asked for.
const SQUARE_POINTS: f32 = 32.0;

impl Crowd {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few screens wide")]
    fn new(rect: Rect) -> Self {
        let columns = (rect.width() / SQUARE_POINTS).ceil().clamp(1.0, 1_000.0) as usize;
        let rows = (rect.height() / SQUARE_POINTS).ceil().clamp(1.0, 1_000.0) as usize;
        Self { rect, columns, squares: vec![Vec::new(); columns * rows] }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the squares")]
    fn square(&self, at: Pos2) -> (usize, usize) {
        let off = (at - self.rect.min) / SQUARE_POINTS;
        let rows = self.squares.len() / self.columns;
        let column = off.x.clamp(0.0, self.columns as f32 - 1.0) as usize;
        (column, off.y.clamp(0.0, rows as f32 - 1.0) as usize)
    }

    fn has_room(&self, at: Pos2, distance: f32) -> bool {
        let (column, row) = self.square(at);
        let rows = self.squares.len() / self.columns;
        (row.saturating_sub(1)..(row + 2).min(rows)).all(|row| {
            (column.saturating_sub(1)..(column + 2).min(self.columns)).all(|column| {
                self.squares[row * self.columns + column].iter().all(|taken| taken.distance(at) >= distance)
            })
        })
    }

    fn take(&mut self, at: Pos2) {
        let (column, row) = self.square(at);
        self.squares[row * self.columns + column].push(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    #[test]
    fn a_place_near_a_taken_one_has_no_room_even_across_the_edge_of_a_square() {
        let mut crowd = Crowd::new(Rect::from_min_size(Pos2::ZERO, vec2(320.0, 320.0)));
        crowd.take(pos2(31.0, 31.0));
        assert!(!crowd.has_room(pos2(33.0, 33.0), 8.0));
        assert!(crowd.has_room(pos2(45.0, 33.0), 8.0));
    }
}
