//! Shapes turned into triangles once and moved along while the map is panned.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use egui::epaint::{Mesh, TessellationOptions, Tessellator};
use egui::{Painter, Pos2, Rect, Shape, TextureId, Vec2};
use geo::Coord;

use super::projection::Viewport;

/// How far beyond the edge of the map shapes are made, as a share of the map's size.
const WIDENED: f64 = 0.35;

/// From where shapes are measured while they are made.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    viewport: Viewport,
    anchor: Coord<f64>,
    /// What part of RD shapes are wanted for.
    pub covered: geo::Rect<f64>,
}

impl Frame {
    /// A frame around the map as it shows now.
    pub fn around(viewport: &Viewport) -> Self {
        Self { viewport: *viewport, anchor: viewport.center, covered: viewport.covered(WIDENED) }
    }

    /// Where a place lies, in points from the frame's anchor.
    pub fn at(&self, place: Coord<f64>) -> Pos2 {
        self.viewport.local(place, self.anchor).to_pos2()
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
        let (a, b) = (&self.covered, bounds);
        a.min().x <= b.max().x && b.min().x <= a.max().x && a.min().y <= b.max().y && b.min().y <= a.max().y
    }

    /// Does a place lie in what shapes are wanted for?
    pub fn contains(&self, place: Coord<f64>) -> bool {
        let (min, max) = (self.covered.min(), self.covered.max());
        place.x >= min.x && place.x <= max.x && place.y >= min.y && place.y <= max.y
    }

    /// What shapes are wanted for, in points from the anchor.
    pub fn local_rect(&self) -> Rect {
        Rect::from_two_pos(self.at(self.covered.min()), self.at(self.covered.max()))
    }

    fn still_serves(&self, viewport: &Viewport) -> bool {
        let shown = viewport.covered(0.0);
        let same_scale = self.viewport.zoom.to_bits() == viewport.zoom.to_bits()
            && self.viewport.pixels_per_point.to_bits() == viewport.pixels_per_point.to_bits();
        same_scale
            && self.covered.min().x <= shown.min().x
            && self.covered.min().y <= shown.min().y
            && self.covered.max().x >= shown.max().x
            && self.covered.max().y >= shown.max().y
    }

    fn shift(&self, viewport: &Viewport) -> Vec2 {
        viewport.screen(self.anchor).to_vec2()
    }
}

/// What a layer made: triangles, and whatever else it wants to remember with them.
struct Baked<T> {
    version: u64,
    frame: Frame,
    meshes: Vec<Mesh>,
    extra: T,
}

/// A layer that is made anew only when the scale, its version or the part of RD it is wanted for changes.
pub struct Bake<T = ()> {
    baked: Option<Baked<T>>,
}

impl<T> Default for Bake<T> {
    fn default() -> Self {
        Self { baked: None }
    }
}

impl<T> Bake<T> {
    /// Makes the layer anew if it must be; `version` changes whenever its content does.
    pub fn refresh(
        &mut self,
        viewport: &Viewport,
        version: u64,
        make: impl FnOnce(&Frame) -> (Vec<Shape>, T),
    ) -> (&Frame, &T) {
        let serves = |baked: &Baked<T>| baked.version == version && baked.frame.still_serves(viewport);
        let kept = self.baked.take().filter(serves);
        let baked = self.baked.insert(kept.unwrap_or_else(|| {
            let frame = Frame::around(viewport);
            let (shapes, extra) = make(&frame);
            Baked { version, frame, meshes: meshes_from_shapes(shapes, viewport.pixels_per_point), extra }
        }));
        (&baked.frame, &baked.extra)
    }

    /// Paints what was made, moved to where it belongs now.
    pub fn paint(&self, painter: &Painter, viewport: &Viewport) {
        painter.extend(self.shapes(viewport));
    }

    /// What was made, moved to where it belongs now.
    pub fn shapes(&self, viewport: &Viewport) -> impl Iterator<Item = Shape> {
        let moved = |baked: &Baked<T>| {
            let shift = baked.frame.shift(viewport);
            let meshes = baked.meshes.iter().map(move |mesh| {
                let mut moved = mesh.clone();
                moved.translate(shift);
                Shape::Mesh(Arc::new(moved))
            });
            meshes.collect::<Vec<Shape>>()
        };
        self.baked.as_ref().map(moved).unwrap_or_default().into_iter()
    }

    /// What the layer remembered, and by how much its points are to be moved.
    pub fn extra(&self, viewport: &Viewport) -> Option<(&T, Vec2)> {
        self.baked.as_ref().map(|baked| (&baked.extra, baked.frame.shift(viewport)))
    }
}

/// Changes with what it is made of.
pub(super) fn version_of(content: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
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

#[cfg(test)]
mod tests {
    use super::*;
    use egui::Color32;

    fn viewport(x: f64, zoom: f64) -> Viewport {
        let rect = Rect::from_min_size(Pos2::ZERO, Vec2::new(800.0, 600.0));
        Viewport { rect, center: Coord { x, y: 475_000.0 }, zoom, pixels_per_point: 1.0 }
    }

    #[test]
    fn panning_a_little_makes_nothing_anew_and_zooming_or_a_new_version_does() {
        let mut bake = Bake::<()>::default();
        let mut n_made = 0;
        for (x, zoom, version) in
            [(250_000.0, 9.0, 1), (250_100.0, 9.0, 1), (250_100.0, 9.1, 1), (250_100.0, 9.1, 2), (290_100.0, 9.1, 2)]
        {
            bake.refresh(&viewport(x, zoom), version, |_| {
                n_made += 1;
                (vec![Shape::circle_filled(Pos2::ZERO, 5.0, Color32::WHITE)], ())
            });
        }
        assert_eq!(n_made, 4);
    }
}
