//! All markers as pictures in one texture, so that a layer of markers is one mesh.

use std::collections::BTreeMap;

use egui::{Color32, ColorImage, Rect, TextureHandle, TextureOptions, Vec2, pos2};
use resvg::{tiny_skia, usvg};

use crate::cartography::{Symbol, Theme};
use crate::gui::kit::theme;

/// Pictures are drawn at this many times the screen's pixels and scaled down by the texture filter.
const OVERSAMPLING: f32 = 2.0;

/// How many pictures stand beside each other.
const COLUMNS: usize = 8;

/// The sheet.
pub struct SpriteSheet {
    texture: TextureHandle,
    cells: BTreeMap<Symbol, Rect>,
    drawn_for: (Theme, f32),
}

impl SpriteSheet {
    /// Draws every picture once for a screen of so many pixels per point.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a texture of some hundred pixels")]
    pub fn new(ctx: &egui::Context, pixels_per_point: f32) -> Self {
        let scale = (pixels_per_point * OVERSAMPLING).clamp(1.0, 8.0);
        let cell = (Symbol::SIDE * scale).ceil();
        let (symbols, colors) = (Symbol::all(), theme::current().map());
        let n_rows = symbols.len().div_ceil(COLUMNS);
        let (width, height) = (cell as u32 * COLUMNS as u32, cell as u32 * n_rows as u32);
        let mut cells = BTreeMap::new();
        let mut image = ColorImage::filled([width as usize, height as usize], Color32::TRANSPARENT);
        if let Some(mut pixmap) = tiny_skia::Pixmap::new(width, height) {
            for (idx, symbol) in symbols.iter().enumerate() {
                let (left, top) = ((idx % COLUMNS) as f32 * cell, (idx / COLUMNS) as f32 * cell);
                if let Ok(tree) = usvg::Tree::from_str(&symbol.svg(colors), &usvg::Options::default()) {
                    let place = tiny_skia::Transform::from_scale(scale, scale).post_translate(left, top);
                    resvg::render(&tree, place, &mut pixmap.as_mut());
                }
                let size = Vec2::new(width as f32, height as f32);
                let uv = Rect::from_min_size(pos2(left, top), Vec2::splat(Symbol::SIDE * scale));
                cells.insert(
                    *symbol,
                    Rect::from_min_max((uv.min.to_vec2() / size).to_pos2(), (uv.max.to_vec2() / size).to_pos2()),
                );
            }
            image = ColorImage::from_rgba_premultiplied([width as usize, height as usize], pixmap.data());
        }
        let texture = ctx.load_texture("markers", image, TextureOptions::LINEAR);
        Self { texture, cells, drawn_for: (theme::current(), pixels_per_point) }
    }

    /// Was it drawn for this screen, in the colors in use?
    pub fn serves(&self, pixels_per_point: f32) -> bool {
        self.drawn_for == (theme::current(), pixels_per_point)
    }

    /// The texture.
    pub fn texture(&self) -> egui::TextureId {
        self.texture.id()
    }

    /// Adds a picture to a mesh, at a share of its full size.
    pub fn add(&self, mesh: &mut egui::Mesh, symbol: Symbol, at: egui::Pos2, scale: f32) {
        if let Some(uv) = self.cells.get(&symbol) {
            let rect = Rect::from_center_size(at, Vec2::splat(Symbol::SIDE * scale));
            mesh.add_rect_with_uv(rect, *uv, Color32::WHITE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_is_a_picture_in_every_theme() {
        for symbol in Symbol::all() {
            for theme in Theme::ALL {
                let svg = symbol.svg(theme.map());
                assert!(usvg::Tree::from_str(&svg, &usvg::Options::default()).is_ok(), "{symbol:?}");
            }
        }
    }
}
