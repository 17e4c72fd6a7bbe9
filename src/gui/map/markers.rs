//! Markers of places and sites: what would overlap is drawn as one with its number, and all of it is one mesh.

use egui::{Align2, CornerRadius, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, TextureId, Vec2, vec2};
use geo::Coord;

use super::bake::{Bake, Frame};
use super::clusters::{Cluster, Clusters, PlacesKey};
use super::crowd::Crowd;
use super::drawn_ground::{DrawnGround, Land};
use super::projection::Viewport;
use super::sprites::SpriteSheet;
use crate::analysis::key::Key;
use crate::analysis::siting::RankedSite;
use crate::cartography::look::{
    CARE_FULL_BELOW_M, CARE_SIZE, DOT_BELOW_M, DOT_SIZE, FAR_ABOVE_M, ICON_BELOW_M, Level, STOP_BELOW_M,
};
use crate::cartography::{Subject, Symbol};
use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::domain::identity::Status;
use crate::gui::kit::theme::presented::{chosen_by, presenting};
use crate::gui::kit::theme::{self, AMENITY_SIZE, icon_size, marker_font, marker_size, palette, type_size};
use crate::gui::state::{ArcKey, Layer, Layers};
use crate::nl::numbers;

/// What a marker stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkerTarget {
    /// A place, by its position in the ground's list.
    Place(usize),
    /// Several places of a group, by the position of their cluster.
    Group(KindGroup, usize),
    /// A site, by its position in the outcome's list.
    Site(usize),
    /// An existing complex, by its position in the ground's list.
    Complex(usize),
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
    /// How many places it stands for.
    pub count: u32,
}

impl Marker {
    /// Where it stands with its badge, in points from the frame's anchor.
    pub fn rect(&self) -> Rect {
        let rect = Rect::from_center_size(self.at, Vec2::splat(2.0 * self.half));
        if self.count > 1 { rect.union(badge(self)) } else { rect }
    }
}

/// What markers are made of.
pub struct MarkerInput<'a> {
    /// The ground.
    pub ground: &'a DrawnGround,
    /// The key of the outcome.
    pub outcome: Option<Key>,
    /// Its sites, best first.
    pub sites: &'a [RankedSite],
    /// The chosen site, by its position.
    pub selected_site: Option<usize>,
    /// The pictures.
    pub sheet: &'a SpriteSheet,
}

/// What markers are chosen and drawn by.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkersKey {
    land: ArcKey<Land>,
    places: PlacesKey,
    outcome: Option<Key>,
    sheet: TextureId,
    shows_sites: bool,
    shows_complexes: bool,
    selected_site: Option<usize>,
}

impl MarkersKey {
    /// The key of markers made of this, of the layers that show. The outcome's key stands for its sites.
    pub fn new(input: &MarkerInput<'_>, layers: &Layers) -> Self {
        let MarkerInput { ground: DrawnGround { land, places }, outcome, sites: _, selected_site, sheet } = input;
        Self {
            land: ArcKey::of(land),
            places: PlacesKey { places: ArcKey::of(places), kinds: layers.kinds().clone() },
            outcome: *outcome,
            sheet: sheet.texture(),
            shows_sites: layers.shows(Layer::Sites),
            shows_complexes: layers.shows(Layer::Clusters),
            selected_site: *selected_site,
        }
    }
}

/// The markers.
#[derive(Default)]
pub struct Markers {
    bake: Bake<MarkersKey, Vec<Marker>>,
    clusters: Clusters,
}

/// Far away only so many of the best sites are shown.
const BEST_SITES: u32 = 10;

impl Markers {
    /// Makes the markers anew if they must be.
    pub fn refresh(&mut self, viewport: &Viewport, key: MarkersKey, input: &MarkerInput<'_>) {
        let Self { bake, clusters } = self;
        bake.refresh(viewport, key, |frame, key| {
            for group in KindGroup::all() {
                take_together(clusters, group, frame.meters_per_point(), input.ground, &key.places);
            }
            let mut chosen = MarkerLayout::new(frame, key, input);
            chosen.group(clusters, KindGroup::CARE);
            chosen.stations();
            chosen.sites();
            KindGroup::all().filter(|group| *group != KindGroup::CARE).for_each(|group| chosen.group(clusters, group));
            chosen.complexes();
            chosen.into_shapes()
        });
    }

    /// Paints them; the numbers on them come with [`Markers::paint_counts`].
    pub fn paint(&self, painter: &Painter, viewport: &Viewport) {
        self.bake.paint(painter, viewport);
    }

    /// Paints how many places the markers stand for.
    pub fn paint_counts(&self, painter: &Painter, viewport: &Viewport) {
        let (markers, shift) = self.shown(viewport);
        for marker in markers.iter().filter(|marker| marker.count > 1) {
            let at = badge(marker).center() + shift;
            if viewport.rect.expand(20.0).contains(at) {
                let text = numbers::whole(f64::from(marker.count));
                painter.text(at, Align2::CENTER_CENTER, text, marker_font(type_size(COUNT_SIZE)), palette().card);
            }
        }
    }

    /// Paints the ranks on the diamonds.
    pub fn paint_ranks(&self, painter: &Painter, viewport: &Viewport, sites: &[RankedSite], selected: Option<usize>) {
        let p = palette();
        let (markers, shift) = self.shown(viewport);
        for marker in markers.iter().filter(|marker| marker.figure) {
            let MarkerTarget::Site(idx) = marker.target else { continue };
            let Some(site) = sites.get(idx) else { continue };
            let color = if selected == Some(idx) { p.on_accent } else { p.site };
            if presenting() && site.rank >= 100 {
                // Three figures of a size to be read do not fit a diamond.
                continue;
            }
            let font = marker_font(type_size(if site.rank < 100 { 12.0 } else { 9.5 }));
            painter.text(marker.at + shift, Align2::CENTER_CENTER, site.rank.to_string(), font, color);
        }
    }

    /// The markers that show, and how far to move them.
    pub fn shown(&self, viewport: &Viewport) -> (&[Marker], Vec2) {
        self.bake.extra(viewport).map_or((&[], Vec2::ZERO), |(markers, shift)| (markers.as_slice(), shift))
    }

    /// The marker nearest to a point of the screen that lies on it.
    pub fn at(&self, viewport: &Viewport, at: Pos2) -> Option<Marker> {
        let (markers, shift) = self.shown(viewport);
        let far = |marker: &Marker| (marker.at + shift).distance(at);
        let hit = |marker: &&Marker| far(marker) <= marker.half.max(6.0) + 1.0;
        markers.iter().filter(hit).min_by(|a, b| far(a).total_cmp(&far(b))).copied()
    }

    /// The places of a marker that stands for several.
    pub fn members(&self, target: MarkerTarget) -> Option<(&Cluster, &[usize])> {
        let MarkerTarget::Group(group, idx) = target else { return None };
        let clustering = self.clusters.of(group)?;
        let cluster = clustering.clusters.get(idx)?;
        Some((cluster, clustering.members(cluster)))
    }
}

/// Works out which places of a group are drawn as one at a scale.
fn take_together(
    clusters: &mut Clusters,
    group: KindGroup,
    meters_per_point: f64,
    ground: &DrawnGround,
    places: &PlacesKey,
) {
    let Some(apart) = apart_points(group, chosen_by(meters_per_point)) else { return };
    clusters.refresh(group, meters_per_point, apart, places, || {
        let shows = |kind| places.kinds.contains(&kind) && kind.group() == group && kind != AmenityKind::STATION;
        let shown = ground.places.iter().enumerate().filter(|(_, place)| place.kind().is_some_and(shows));
        shown.map(|(idx, place)| (idx, place.point.0.0)).collect()
    });
}

/// Do places of a kind show at a scale?
pub fn shows_at(kind: AmenityKind, meters_per_point: f64) -> bool {
    look(kind, Status::Existing, chosen_by(meters_per_point)).is_some()
}

/// Places of a group that lie nearer than this are drawn as one, in points; nothing where the group does not show.
/// 24-uurszorglocaties only where they hide each other; what is smaller earlier, and far away everything sooner.
fn apart_points(group: KindGroup, meters_per_point: f64) -> Option<f32> {
    let apart = match (group, meters_per_point) {
        (KindGroup::CARE, m) if m < CARE_FULL_BELOW_M => Some(13.0),
        (KindGroup::CARE, m) if m < FAR_ABOVE_M => Some(10.0),
        (KindGroup::CARE, _) => Some(9.0),
        (KindGroup::TRANSIT, m) if m < ICON_BELOW_M => Some(9.0),
        (KindGroup::TRANSIT, m) if m < 12.0 => Some(34.0),
        (KindGroup::TRANSIT, m) => (m < STOP_BELOW_M).then_some(70.0),
        (_, m) if m < ICON_BELOW_M => Some(20.0),
        (_, m) if m < 14.0 => Some(46.0),
        (_, m) => (m < DOT_BELOW_M).then_some(80.0),
    };
    apart.map(icon_size)
}

/// Markers chosen so far, and where there is still space.
struct MarkerLayout<'a> {
    frame: &'a Frame,
    key: &'a MarkersKey,
    input: &'a MarkerInput<'a>,
    drawn: Vec<(Symbol, f32)>,
    markers: Vec<Marker>,
    crowd: Crowd,
}

impl<'a> MarkerLayout<'a> {
    fn new(frame: &'a Frame, key: &'a MarkersKey, input: &'a MarkerInput<'a>) -> Self {
        Self { frame, key, input, drawn: Vec::new(), markers: Vec::new(), crowd: Crowd::new(frame.local_rect()) }
    }

    /// Adds a marker whether there is space or not.
    fn put(&mut self, target: MarkerTarget, at: Pos2, sprite: Symbol, size: f32, count: u32) {
        self.crowd.take(at, size / 2.0);
        let figure = matches!(sprite, Symbol::Site { .. }) && size >= 20.0;
        self.drawn.push((sprite, size / Symbol::SIDE));
        self.markers.push(Marker { target, at, half: size / 2.0, figure, count });
    }

    /// Adds a marker where it belongs, if there is space.
    fn put_if_space(&mut self, target: MarkerTarget, place: Coord<f64>, sprite: Symbol, size: f32) -> bool {
        let at = self.frame.at(place);
        let has_space = self.frame.contains(place) && self.crowd.has_space(at, size / 2.0);
        if has_space {
            self.put(target, at, sprite, size, 1);
        }
        has_space
    }

    fn sites(&mut self) {
        let (sites, selected) = (self.input.sites, self.key.selected_site);
        if !self.key.shows_sites {
            return;
        }
        let mpp = chosen_by(self.frame.meters_per_point());
        let level = Subject::Site.look(theme::current().map()).at(mpp);
        let size = level.map_or(0.0, |level| size_for_a_room(&level));
        if let Some((idx, site)) = selected.and_then(|idx| Some((idx, sites.get(idx)?))) {
            let at = self.frame.at(site.point.0.0);
            if self.frame.contains(site.point.0.0) {
                self.put(MarkerTarget::Site(idx), at, Symbol::Site { filled: true }, icon_size(30.0), 1);
            }
        }
        let far = mpp > FAR_ABOVE_M;
        let listed = |(idx, site): &(usize, &RankedSite)| Some(*idx) != selected && (!far || site.rank <= BEST_SITES);
        for (idx, site) in sites.iter().enumerate().filter(listed) {
            self.put_if_space(MarkerTarget::Site(idx), site.point.0.0, Symbol::Site { filled: false }, size);
        }
    }

    /// The places of a group, one by one or together.
    fn group(&mut self, clusters: &Clusters, group: KindGroup) {
        let mpp = chosen_by(self.frame.meters_per_point());
        if apart_points(group, mpp).is_none() {
            return;
        }
        let ground = self.input.ground;
        let Some(clustering) = clusters.of(group) else { return };
        for (idx, cluster) in clustering.clusters.iter().enumerate() {
            if !self.frame.contains(cluster.place) {
                continue;
            }
            let members = clustering.members(cluster);
            match members {
                [] => {}
                [alone] => self.alone(*alone),
                _ => {
                    let at = self.frame.at(cluster.place);
                    let kind = foremost(members.iter().filter_map(|idx| ground.places.get(*idx)?.kind()));
                    let size = icon_size(if group == KindGroup::CARE { 22.0 } else { AMENITY_SIZE + 2.0 });
                    let at = if group == KindGroup::CARE { at } else { self.crowd.beside(at, size / 2.0) };
                    self.put(MarkerTarget::Group(group, idx), at, Symbol::Place(kind), size, cluster.count);
                }
            }
        }
    }

    /// A place on its own: in full if there is space, else as a dot, else not at all. 24-uurszorg always shows.
    fn alone(&mut self, idx: usize) {
        let place = self.input.ground.places.get(idx);
        let Some((place, kind)) = place.and_then(|place| Some((place, place.kind()?))) else { return };
        let Some((sprite, size)) = look(kind, place.status, chosen_by(self.frame.meters_per_point())) else { return };
        let (target, at) = (MarkerTarget::Place(idx), place.point.0.0);
        if kind == AmenityKind::CARE {
            self.put(target, self.frame.at(at), sprite, size, 1);
        } else if !self.put_if_space(target, at, sprite, size) && size > marker_size(DOT_SIZE) {
            self.put_if_space(target, at, Symbol::Dot(kind), marker_size(DOT_SIZE));
        }
    }

    /// Stations are few and are looked for: they stay themselves.
    fn stations(&mut self) {
        if !self.key.places.kinds.contains(&AmenityKind::STATION) {
            return;
        }
        for (idx, place) in self.input.ground.of_kind(AmenityKind::STATION) {
            if self.frame.contains(place.point.0.0) {
                self.alone(idx);
            }
        }
    }

    fn complexes(&mut self) {
        let look = Subject::Complex.look(theme::current().map());
        let level = look.at(chosen_by(self.frame.meters_per_point()));
        let Some(level) = level.filter(|_| self.key.shows_complexes) else { return };
        for (idx, complex) in self.input.ground.land.complexes.iter().enumerate() {
            let size = size_for_a_room(&level);
            self.put_if_space(MarkerTarget::Complex(idx), complex.point.0.0, level.symbol, size);
        }
    }

    /// The mesh, with what was chosen first drawn last, on top, and the badges above all.
    fn into_shapes(self) -> (Vec<Shape>, Vec<Marker>) {
        let sheet = self.input.sheet;
        let mut mesh = Mesh::with_texture(sheet.texture());
        for ((sprite, scale), marker) in self.drawn.iter().zip(&self.markers).rev() {
            sheet.add(&mut mesh, *sprite, marker.at, *scale);
        }
        let p = palette();
        let badges = self.markers.iter().filter(|marker| marker.count > 1).map(|marker| {
            let (rect, round) = (badge(marker), CornerRadius::same(7));
            let edge = Stroke::new(1.4, p.halo);
            Shape::Rect(egui::epaint::RectShape::new(rect, round, p.text, edge, StrokeKind::Outside))
        });
        let mut shapes = vec![Shape::mesh(mesh)];
        shapes.extend(badges);
        (shapes, self.markers)
    }
}

/// Size of the figures on a badge, in points.
const COUNT_SIZE: f32 = 10.0;

/// Where the number of a marker for several places stands: over its upper right corner.
fn badge(marker: &Marker) -> Rect {
    let n_figures = numbers::whole(f64::from(marker.count)).len() as f32;
    // Large figures stand farther out, so that the icon stays in sight.
    let out = if presenting() { vec2(1.1, -1.1) } else { vec2(0.8, -0.75) };
    let middle = marker.at + marker.half * out;
    let grown = type_size(COUNT_SIZE) / COUNT_SIZE;
    Rect::from_center_size(middle, grown * vec2(7.0 + 6.4 * n_figures, 14.0))
}

/// The kind that most places have; of equals the first of the catalogue.
fn foremost(kinds: impl Iterator<Item = AmenityKind>) -> AmenityKind {
    let mut counts = vec![(0_u32, AmenityKind::CARE); AmenityKind::count()];
    for kind in kinds {
        counts[kind.index()] = (counts[kind.index()].0 + 1, kind);
    }
    let most = counts.iter().map(|(n, _)| *n).max().unwrap_or(0);
    counts.iter().find(|(n, _)| *n == most).map_or(AmenityKind::CARE, |(_, kind)| *kind)
}

/// How a place is drawn at a scale; nothing when it is too far away to matter.
fn look(kind: AmenityKind, status: Status, meters_per_point: f64) -> Option<(Symbol, f32)> {
    let level = Subject::Place(kind).look(theme::current().map()).at(meters_per_point)?;
    let symbol = match level.symbol {
        Symbol::Place(kind) if status != Status::Existing => Symbol::PlannedPlace(kind),
        symbol => symbol,
    };
    Some((symbol, size_for_a_room(&level)))
}

/// The size of a symbol, in points: while presenting so large that it is seen, or read, from afar.
fn size_for_a_room(level: &Level) -> f32 {
    match level.symbol {
        // Its figures are legible as they are.
        Symbol::Place(AmenityKind::CARE) if level.size >= CARE_SIZE => level.size,
        Symbol::Dot(_) | Symbol::Stop => marker_size(level.size),
        Symbol::Site { .. } if level.size < 20.0 => marker_size(level.size),
        _ => icon_size(level.size),
    }
}

/// The key of no markers.
#[cfg(test)]
pub(super) fn markers_key() -> MarkersKey {
    let baseline = crate::domain::baseline::Baseline::default();
    let DrawnGround { land, places } = DrawnGround::new(&baseline);
    MarkersKey {
        land: ArcKey::of(&land),
        places: PlacesKey { places: ArcKey::of(&places), kinds: std::sync::Arc::default() },
        outcome: None,
        sheet: TextureId::Managed(1),
        shows_sites: false,
        shows_complexes: false,
        selected_site: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::map::bake::assert_each_is_made_anew;

    #[test]
    fn markers_are_made_anew_for_whatever_they_are_drawn_by() {
        let (key, other) = (markers_key(), markers_key());
        let others = [
            MarkersKey { land: other.land, ..key.clone() },
            MarkersKey { places: other.places, ..key.clone() },
            MarkersKey { outcome: Some(Key::of(&uuid::Uuid::nil())), ..key.clone() },
            MarkersKey { sheet: TextureId::Managed(2), ..key.clone() },
            MarkersKey { shows_sites: true, ..key.clone() },
            MarkersKey { shows_complexes: true, ..key.clone() },
            MarkersKey { selected_site: Some(0), ..key.clone() },
        ];
        assert_each_is_made_anew(&key, others);
    }

    #[test]
    fn a_badge_grows_with_its_number() {
        let marker =
            |count| Marker { target: MarkerTarget::Place(0), at: Pos2::ZERO, half: 10.0, figure: false, count };
        assert!(badge(&marker(2)).width() < badge(&marker(12)).width());
        assert!(badge(&marker(12)).width() < badge(&marker(120)).width());
    }

    #[test]
    fn a_cluster_wears_the_icon_of_the_kind_it_has_most_of() {
        let [a, b] = [AmenityKind::STOP, AmenityKind::STATION];
        assert_eq!(foremost([a, b, b].into_iter()), b);
        assert_eq!(foremost([b, a].into_iter()), a);
    }

    #[test]
    fn a_group_has_a_look_wherever_its_places_are_taken_together() {
        for kind in AmenityKind::all() {
            for meters in [0.3, 5.0, 9.0, 15.0, 20.0, 25.0, 35.0, 50.0, 100.0] {
                let looks = look(kind, Status::Existing, meters).is_some();
                assert!(looks || apart_points(kind.group(), meters).is_none(), "{kind:?} at {meters}");
            }
        }
    }
}
