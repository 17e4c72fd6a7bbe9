//! All markers as pictures in one texture, so that a layer of markers is one mesh.

use std::collections::BTreeMap;

use egui::{Color32, ColorImage, Rect, TextureHandle, TextureOptions, Vec2, pos2};
use resvg::{tiny_skia, usvg};

use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::gui::kit::theme::palette;

/// Pictures are drawn at this many times the screen's pixels and scaled down by the texture filter.
const OVERSAMPLING: f32 = 2.0;

/// Side of one picture with its margin, in points.
const CELL_POINTS: f32 = 30.0;

/// How many pictures stand beside each other.
const COLUMNS: usize = 8;

macro_rules! icons {
    ($($name:literal),* $(,)?) => {
        /// The pictures in `assets/icons`, by file name.
        const ICONS: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../../assets/icons/", $name, ".svg")))),*];
    };
}

icons!(
    "zorg24",
    "bus",
    "rail",
    "grocery",
    "bakery",
    "town-hall",
    "doctor",
    "hospital",
    "pharmacy",
    "fitness-centre",
    "art-gallery",
    "library",
    "pitch",
    "park",
    "cafe",
    "post",
    "school",
    "picnic-site",
    "toilet",
    "home",
);

/// A picture on the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sprite {
    /// A place of a kind with its icon.
    Place(AmenityKind),
    /// The same, planned or wished for: a broken ring.
    PlannedPlace(AmenityKind),
    /// A place of a kind as a dot in the color of its group.
    Dot(AmenityKind),
    /// A halte.
    Stop,
    /// A candidate site, or the chosen one when filled.
    Site {
        /// Filled?
        filled: bool,
    },
    /// An existing complex.
    Cluster,
}

/// The sheet.
pub struct SpriteSheet {
    texture: TextureHandle,
    cells: BTreeMap<Sprite, Rect>,
    pixels_per_point: f32,
}

impl SpriteSheet {
    /// Draws every picture once for a screen of so many pixels per point.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a texture of some hundred pixels")]
    pub fn new(ctx: &egui::Context, pixels_per_point: f32) -> Self {
        let scale = (pixels_per_point * OVERSAMPLING).clamp(1.0, 8.0);
        let cell = (CELL_POINTS * scale).ceil();
        let sprites = all_sprites();
        let n_rows = sprites.len().div_ceil(COLUMNS);
        let (width, height) = (cell as u32 * COLUMNS as u32, cell as u32 * n_rows as u32);
        let mut cells = BTreeMap::new();
        let mut image = ColorImage::filled([width as usize, height as usize], Color32::TRANSPARENT);
        if let Some(mut pixmap) = tiny_skia::Pixmap::new(width, height) {
            for (idx, sprite) in sprites.iter().enumerate() {
                let (left, top) = ((idx % COLUMNS) as f32 * cell, (idx / COLUMNS) as f32 * cell);
                if let Ok(tree) = usvg::Tree::from_str(&svg(*sprite), &usvg::Options::default()) {
                    let place = tiny_skia::Transform::from_scale(scale, scale).post_translate(left, top);
                    resvg::render(&tree, place, &mut pixmap.as_mut());
                }
                let size = Vec2::new(width as f32, height as f32);
                let uv = Rect::from_min_size(pos2(left, top), Vec2::splat(CELL_POINTS * scale));
                cells.insert(
                    *sprite,
                    Rect::from_min_max((uv.min.to_vec2() / size).to_pos2(), (uv.max.to_vec2() / size).to_pos2()),
                );
            }
            image = ColorImage::from_rgba_premultiplied([width as usize, height as usize], pixmap.data());
        }
        let texture = ctx.load_texture("markers", image, TextureOptions::LINEAR);
        Self { texture, cells, pixels_per_point }
    }

    /// Was it drawn for this screen?
    #[must_use]
    pub fn serves(&self, pixels_per_point: f32) -> bool {
        self.pixels_per_point.to_bits() == pixels_per_point.to_bits()
    }

    /// The texture.
    #[must_use]
    pub fn texture(&self) -> egui::TextureId {
        self.texture.id()
    }

    /// Adds a picture to a mesh, at a share of its full size.
    pub fn add(&self, mesh: &mut egui::Mesh, sprite: Sprite, at: egui::Pos2, scale: f32) {
        if let Some(uv) = self.cells.get(&sprite) {
            let rect = Rect::from_center_size(at, Vec2::splat(CELL_POINTS * scale));
            mesh.add_rect_with_uv(rect, *uv, Color32::WHITE);
        }
    }

    /// Where a picture lies in the texture.
    #[must_use]
    pub fn uv(&self, sprite: Sprite) -> Option<Rect> {
        self.cells.get(&sprite).copied()
    }
}

/// Side of a picture with its margin, in points, when drawn in full size.
#[must_use]
pub fn full_size() -> f32 {
    CELL_POINTS
}

fn all_sprites() -> Vec<Sprite> {
    let of_kind = |kind| [Sprite::Place(kind), Sprite::PlannedPlace(kind), Sprite::Dot(kind)];
    let others = [Sprite::Stop, Sprite::Site { filled: false }, Sprite::Site { filled: true }, Sprite::Cluster];
    AmenityKind::all().flat_map(of_kind).chain(others).collect()
}

/// The drawing inside an icon's file, without its frame.
fn icon(name: &str) -> &'static str {
    let Some((_, file)) = ICONS.iter().find(|(known, _)| *known == name) else { return "" };
    let start = file.find("<svg").and_then(|at| file[at..].find('>').map(|end| at + end + 1)).unwrap_or(0);
    let end = file.rfind("</svg>").unwrap_or(file.len());
    file.get(start..end).unwrap_or("")
}

fn hex(color: Color32) -> String {
    format!("#{:02x}{:02x}{:02x}", color.r(), color.g(), color.b())
}

/// A picture as SVG, 30 points square with its middle at 15, 15.
fn svg(sprite: Sprite) -> String {
    let p = palette();
    let (text, site, line, ground) = (hex(p.text), hex(p.site), hex(p.zone_line), hex(p.card));
    let body = match sprite {
        Sprite::Place(kind) | Sprite::PlannedPlace(kind) => {
            let color = hex(p.group(kind.group()));
            let planned = matches!(sprite, Sprite::PlannedPlace(_));
            let broken = if planned { " stroke-dasharray='4 2.4'" } else { "" };
            let picture = icon(kind.icon());
            if kind.group() == KindGroup::Zorg24 {
                let on_care = picture.replace("#000000", &hex(p.on_care));
                let (fill, picture) =
                    if planned { (&*ground, picture.replace("#000000", &color)) } else { (&*color, on_care) };
                format!(
                    "<rect x='1.5' y='1.5' width='27' height='27' rx='7' fill='{ground}'/>\
                     <rect x='3.5' y='3.5' width='23' height='23' rx='5' fill='{fill}' stroke='{color}' stroke-width='1.6'{broken}/>\
                     <g transform='translate(6.4 6.4) scale(1.15)'>{picture}</g>"
                )
            } else {
                format!(
                    "<circle cx='15' cy='15' r='11.2' fill='{ground}'/>\
                     <circle cx='15' cy='15' r='9.6' fill='{ground}' stroke='{color}' stroke-width='2.2'{broken}/>\
                     <g fill='{text}' transform='translate(9.3 9.3) scale(0.76)'>{picture}</g>"
                )
            }
        }
        Sprite::Dot(kind) => {
            let color = hex(p.group(kind.group()));
            if kind.group() == KindGroup::Zorg24 {
                format!(
                    "<rect x='5' y='5' width='20' height='20' rx='6' fill='{color}' stroke='{ground}' stroke-width='3.4'/>"
                )
            } else {
                format!("<circle cx='15' cy='15' r='9' fill='{ground}' stroke='{color}' stroke-width='6'/>")
            }
        }
        Sprite::Stop => {
            format!("<circle cx='15' cy='15' r='10' fill='{ground}' stroke='{}' stroke-width='5.4'/>", hex(p.stop))
        }
        Sprite::Site { filled } => {
            let (fill, edge) = if filled { (&*site, &*ground) } else { (&*ground, &*site) };
            format!(
                "<path d='M15 2.5 L27.5 15 L15 27.5 L2.5 15 Z' fill='{fill}' stroke='{edge}' stroke-width='2.2' stroke-linejoin='round'/>"
            )
        }
        Sprite::Cluster => format!(
            "<rect x='5' y='5' width='20' height='20' rx='4' fill='{ground}' stroke='{line}' stroke-width='2'/>\
             <g fill='{line}' transform='translate(9 8.6) scale(0.8)'>{}</g>",
            icon("home")
        ),
    };
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='30' height='30' viewBox='0 0 30 30'>{body}</svg>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_catalogue_has_its_icon_and_every_picture_is_valid() {
        for kind in AmenityKind::all() {
            assert!(!icon(kind.icon()).is_empty(), "{}", kind.icon());
        }
        for sprite in all_sprites() {
            assert!(usvg::Tree::from_str(&svg(sprite), &usvg::Options::default()).is_ok(), "{sprite:?}");
        }
    }
}
