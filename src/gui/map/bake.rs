//! Shapes turned into triangles once and moved along while the map is panned.

use std::sync::Arc;

use egui::epaint::{Mesh, TessellationOptions, Tessellator};
use egui::{Painter, Pos2, Rect, Shape, TextureId, Vec2};
use geo::{Coord, Intersects};

use super::projection::Viewport;
use crate::geometry::bounds::is_within;
use crate::gui::kit::theme::Scheme;

/// How far beyond the edge of the map shapes are made, as a share of the map's size.
const WIDENED: f64 = 0.35;

/// From where shapes are measured while they are made.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// Its middle is the anchor from which shapes are measured.
    viewport: Viewport,
    /// What part of RD shapes are wanted for.
    pub covered: geo::Rect<f64>,
}

impl Frame {
    /// A frame around the map as it shows now.
    pub fn around(viewport: &Viewport) -> Self {
        Self { viewport: *viewport, covered: viewport.covered(WIDENED) }
    }

    /// Paints shapes that were made in it for this frame alone.
    pub fn paint_now(painter: &Painter, viewport: &Viewport, make: impl FnOnce(&Self, &mut Vec<Shape>)) {
        let mut shapes = Vec::new();
        make(&Self::around(viewport), &mut shapes);
        shapes.iter_mut().for_each(|shape| shape.translate(viewport.rect.center().to_vec2()));
        painter.extend(shapes);
    }

    /// Where a place lies, in points from the frame's anchor.
    pub fn at(&self, place: Coord<f64>) -> Pos2 {
        self.viewport.local(place, self.viewport.center).to_pos2()
    }

    /// The place that lies there.
    pub fn place(&self, at: Pos2) -> Coord<f64> {
        let meters = self.meters_per_point();
        self.viewport.center + Coord { x: f64::from(at.x) * meters, y: -f64::from(at.y) * meters }
    }

    /// A length, in points.
    pub fn points(&self, meters: f64) -> f32 {
        self.viewport.points(meters)
    }

    /// Metres per point.
    pub fn meters_per_point(&self) -> f64 {
        self.viewport.meters_per_point()
    }

    /// Does a box of RD touch what shapes are wanted for?
    pub fn touches(&self, bounds: &geo::Rect<f64>) -> bool {
        self.covered.intersects(bounds)
    }

    /// Does a place lie in what shapes are wanted for?
    pub fn contains(&self, place: Coord<f64>) -> bool {
        is_within(&self.covered, place)
    }

    /// What shapes are wanted for, in points from the anchor.
    pub fn local_rect(&self) -> Rect {
        Rect::from_two_pos(self.at(self.covered.min()), self.at(self.covered.max()))
    }

    fn still_serves(&self, viewport: &Viewport) -> bool {
        let shown = viewport.covered(0.0);
        let same_scale = self.viewport.zoom.to_bits() == viewport.zoom.to_bits()
            && self.viewport.pixels_per_point.to_bits() == viewport.pixels_per_point.to_bits();
        same_scale && self.contains(shown.min()) && self.contains(shown.max())
    }

    fn shift(&self, viewport: &Viewport) -> Vec2 {
        viewport.screen(self.viewport.center).to_vec2()
    }
}

/// What a layer made: triangles, and whatever else it wants to remember with them.
struct Baked<K, T> {
    key: K,
    scheme: Scheme,
    frame: Frame,
    meshes: Vec<Mesh>,
    extra: T,
}

/// A layer that is made anew only when its key, the colors and sizes in use, the scale, or the part of RD it is wanted for
/// changes. The key holds everything else that the layer is made of: it is compared whole, and nothing has to be told
/// to be out of date.
pub struct Bake<K, T = ()>(Option<Baked<K, T>>);

impl<K, T> Default for Bake<K, T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, T> Bake<K, T> {
    /// Makes the layer anew if it must be. `make` takes what it chooses by from the key; what else it draws is told from
    /// other content by the key.
    pub fn refresh(&mut self, viewport: &Viewport, key: K, make: impl FnOnce(&Frame, &K) -> (Vec<Shape>, T)) {
        let scheme = Scheme::now();
        let serves =
            |baked: &Baked<K, T>| baked.key == key && baked.scheme == scheme && baked.frame.still_serves(viewport);
        if !self.0.as_ref().is_some_and(serves) {
            let frame = Frame::around(viewport);
            let (shapes, extra) = make(&frame, &key);
            let meshes = meshes_from_shapes(shapes, viewport.pixels_per_point);
            self.0 = Some(Baked { key, scheme, frame, meshes, extra });
        }
    }

    /// Paints what was made, moved to where it belongs now.
    pub fn paint(&self, painter: &Painter, viewport: &Viewport) {
        painter.extend(self.shapes(viewport));
    }

    /// What was made, moved to where it belongs now.
    pub fn shapes(&self, viewport: &Viewport) -> Vec<Shape> {
        let Some(baked) = &self.0 else { return Vec::new() };
        let shift = baked.frame.shift(viewport);
        let moved = |mesh: &Mesh| {
            let mut moved = mesh.clone();
            moved.translate(shift);
            Shape::Mesh(Arc::new(moved))
        };
        baked.meshes.iter().map(moved).collect()
    }

    /// What the layer remembered, and by how much its points are to be moved.
    pub fn extra(&self, viewport: &Viewport) -> Option<(&T, Vec2)> {
        self.0.as_ref().map(|baked| (&baked.extra, baked.frame.shift(viewport)))
    }
}

/// Triangles of shapes without text, one mesh per run of shapes with the same texture.
pub fn meshes_from_shapes(shapes: Vec<Shape>, pixels_per_point: f32) -> Vec<Mesh> {
    let options = TessellationOptions {
        coarse_tessellation_culling: false,
        prerasterized_discs: false,
        round_line_segments_to_pixels: false,
        round_rects_to_pixels: false,
        ..TessellationOptions::default()
    };
    let mut tessellator = Tessellator::new(pixels_per_point, options, [1, 1], Vec::new());
    let mut meshes: Vec<Mesh> = Vec::new();
    for shape in shapes {
        let texture = if let Shape::Mesh(mesh) = &shape { mesh.texture_id } else { TextureId::default() };
        if meshes.last().is_none_or(|last| last.texture_id != texture) {
            meshes.push(Mesh::with_texture(texture));
        }
        if let Some(last) = meshes.last_mut() {
            tessellator.tessellate_shape(shape, last);
        }
    }
    meshes.retain(|mesh| !mesh.is_empty());
    meshes
}

/// Each of these keys makes a layer anew after the first, and the first again does not.
#[cfg(test)]
pub(super) fn assert_each_is_made_anew<K: PartialEq + Clone>(first: &K, others: impl IntoIterator<Item = K>) {
    let rect = Rect::from_min_size(Pos2::ZERO, Vec2::new(800.0, 600.0));
    let viewport = Viewport { rect, center: Coord { x: 250_000.0, y: 475_000.0 }, zoom: 9.0, pixels_per_point: 1.0 };
    for (idx, other) in others.into_iter().enumerate() {
        let (mut bake, mut n_made) = (Bake::default(), 0);
        for key in [first, first, &other] {
            bake.refresh(&viewport, key.clone(), |_, _| {
                n_made += 1;
                (Vec::new(), ())
            });
        }
        assert_eq!(n_made, 2, "key {idx}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::kit::theme::presented::set_presenting;
    use egui::Color32;

    fn viewport(x: f64, zoom: f64) -> Viewport {
        let rect = Rect::from_min_size(Pos2::ZERO, Vec2::new(800.0, 600.0));
        Viewport { rect, center: Coord { x, y: 475_000.0 }, zoom, pixels_per_point: 1.0 }
    }

    #[test]
    fn panning_a_little_makes_nothing_anew_and_zooming_another_key_or_a_room_does() {
        let mut bake = Bake::default();
        let mut n_made = 0;
        let mut refresh = |x: f64, zoom: f64, key: &str| {
            bake.refresh(&viewport(x, zoom), key.to_owned(), |_, _| {
                n_made += 1;
                (vec![Shape::circle_filled(Pos2::ZERO, 5.0, Color32::WHITE)], ())
            });
        };
        for (x, zoom, key) in
            [(250_000.0, 9.0, "a"), (250_100.0, 9.0, "a"), (250_100.0, 9.1, "a"), (250_100.0, 9.1, "b")]
        {
            refresh(x, zoom, key);
        }
        refresh(290_100.0, 9.1, "b");
        set_presenting(true);
        refresh(290_100.0, 9.1, "b");
        set_presenting(false);
        assert_eq!(n_made, 5);
    }
}
