//! The one raster as one texture: colored anew when it changes, moved for free.

use egui::{Color32, ColorImage, Mesh, Painter, Rect, Shape, TextureHandle, TextureOptions, pos2};

use super::projection::Viewport;
use crate::analysis::key::Key;
use crate::cartography::Theme;
use crate::cartography::ramp::{Ramp, TABLE_SIZE};
use crate::domain::transit::{TransitClass, TransitCoverage};
use crate::grid::{Grid, Raster};
use crate::gui::kit::theme::{self, color32, palette};
use crate::session::{Answer, RasterWish, WishedRaster};

/// How much of a raster's color covers the basemap.
pub const OPACITY: f32 = 0.62;

/// Walking distance at which the ramp ends, in metres: twice the usual 500 m, beyond which nothing counts.
pub const FAR_M: f32 = 2_000.0;

/// What the raster is colored by.
#[derive(Debug, Clone, PartialEq)]
struct RasterKey {
    outcome: Key,
    wish: RasterWish,
    theme: Theme,
    max_side: usize,
}

/// The raster as it was colored last.
struct Colored {
    key: RasterKey,
    texture: TextureHandle,
    grid: Grid,
}

/// The raster.
#[derive(Default)]
pub struct RasterLayer(Option<Colored>);

impl RasterLayer {
    /// Paints the raster of an answer at a percentage of the design's strength, colored anew if it must be.
    pub fn paint(&mut self, painter: &Painter, viewport: &Viewport, answer: &Answer, percent: u8) {
        let Some(raster) = &answer.raster else { return self.0 = None };
        let max_side = painter.ctx().input(|input| input.max_texture_side).max(1);
        let key = RasterKey { outcome: answer.outcome_key, wish: answer.wish, theme: theme::current(), max_side };
        if self.0.as_ref().is_none_or(|colored| colored.key != key) {
            let (image, grid) = picture(raster, max_side);
            let texture = match self.0.take() {
                Some(Colored { mut texture, .. }) => {
                    texture.set(image, TextureOptions::NEAREST);
                    texture
                }
                None => painter.ctx().load_texture("raster", image, TextureOptions::NEAREST),
            };
            self.0 = Some(Colored { key, texture, grid });
        }
        let Some(Colored { texture, grid, .. }) = &self.0 else { return };
        let bounds = grid.bounds();
        let rect = Rect::from_two_pos(viewport.screen(bounds.min()), viewport.screen(bounds.max()));
        let tint = Color32::WHITE.gamma_multiply(f32::from(percent) / 100.0);
        let mut mesh = Mesh::with_texture(texture.id());
        mesh.add_rect_with_uv(rect, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)), tint);
        painter.add(Shape::mesh(mesh));
    }
}

/// A raster as a picture, and where that lies.
fn picture(raster: &WishedRaster, max_side: usize) -> (ColorImage, Grid) {
    match raster {
        WishedRaster::Score(values) => (ramp_image(values, Ramp::Cividis, 100.0, max_side), *values.grid()),
        WishedRaster::Distance(values) => (ramp_image(values, Ramp::Distance, FAR_M, max_side), *values.grid()),
        WishedRaster::TransitClass(values) => {
            let colors = TransitClass::ALL.map(|class| palette().transit_class(class).gamma_multiply(OPACITY));
            let unknown = palette().transit_unknown().gamma_multiply(OPACITY);
            let color = |coverage: &Option<TransitCoverage>| match coverage {
                Some(TransitCoverage::Unknown) => unknown,
                known => {
                    known.and_then(TransitCoverage::class).map_or(Color32::TRANSPARENT, |class| colors[class as usize])
                }
            };
            (image(values, max_side, color), *values.grid())
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the table")]
fn ramp_image(values: &Raster<f32>, ramp: Ramp, end: f32, max_side: usize) -> ColorImage {
    let table: Vec<Color32> = ramp.table().into_iter().map(|color| color32(color).gamma_multiply(OPACITY)).collect();
    let last = (TABLE_SIZE - 1) as f32;
    image(values, max_side, |value| {
        // What is unknown, or beyond the end of the ramp, lets the basemap through.
        if !value.is_finite() || (ramp == Ramp::Distance && *value > end) {
            return Color32::TRANSPARENT;
        }
        table[(value / end * last).clamp(0.0, last) as usize]
    })
}

/// Colors of a raster from north to south; every so many cells are left out where the screen cannot hold them all.
fn image<T>(values: &Raster<T>, max_side: usize, color: impl Fn(&T) -> Color32) -> ColorImage {
    let (cols, rows) = (values.grid().cols(), values.grid().rows());
    let step = cols.max(rows).div_ceil(max_side).max(1);
    let size = [cols.div_ceil(step), rows.div_ceil(step)];
    let mut pixels = Vec::with_capacity(size[0] * size[1]);
    for row in values.values().chunks_exact(cols).step_by(step).rev() {
        pixels.extend(row.iter().step_by(step).map(&color));
    }
    ColorImage::new(size, pixels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Rect as GeoRect;

    #[test]
    fn another_outcome_wish_theme_or_screen_has_another_key() {
        let (outcome, other) = (Key::of(&uuid::Uuid::nil()), Key::of(&uuid::Uuid::max()));
        let key = RasterKey { outcome, wish: RasterWish::TransitClass, theme: Theme::Light, max_side: 2_048 };
        for other in [
            RasterKey { outcome: other, ..key },
            RasterKey { wish: RasterWish::Nothing, ..key },
            RasterKey { theme: Theme::Dark, ..key },
            RasterKey { max_side: 4_096, ..key },
        ] {
            assert_ne!(other, key);
        }
    }

    #[test]
    fn north_is_the_first_row_of_the_picture_and_unknown_is_transparent() {
        let grid = Grid::covering(GeoRect::new((0.0, 0.0), (100.0, 100.0)), 50).expect("four cells");
        let raster = Raster::new(grid, vec![0.0, f32::NAN, 100.0, 50.0]);
        let image = ramp_image(&raster, Ramp::Cividis, 100.0, 1024);
        assert_eq!(image.size, [2, 2]);
        assert_eq!(image.pixels[0], color32(Ramp::Cividis.color(1.0)).gamma_multiply(OPACITY));
        assert_eq!(image.pixels[2], color32(Ramp::Cividis.color(0.0)).gamma_multiply(OPACITY));
        assert_eq!(image.pixels[3], Color32::TRANSPARENT);
    }

    #[test]
    fn a_raster_larger_than_the_screen_can_hold_is_thinned() {
        let grid = Grid::covering(GeoRect::new((0.0, 0.0), (500.0, 100.0)), 50).expect("twenty cells");
        let raster = Raster::new(grid, vec![1.0; 20]);
        assert_eq!(ramp_image(&raster, Ramp::Cividis, 100.0, 4).size, [4, 1]);
    }
}
