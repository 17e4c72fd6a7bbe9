//! The colors of the window, once per theme; those of its map are the map's own.

use std::cell::Cell;

use egui::Color32;

use crate::cartography::{Color, MapColors, Theme};
use crate::domain::amenity::KindGroup;
use crate::domain::sketch::SketchColor;
use crate::domain::transit::TransitClass;

thread_local! {
    /// The theme of the window that this thread draws.
    static CURRENT: Cell<Theme> = const { Cell::new(Theme::Light) };
}

/// The theme in use.
pub fn current() -> Theme {
    CURRENT.get()
}

/// The colors in use.
pub fn palette() -> &'static Palette {
    palette_of(current())
}

/// The colors of a theme.
pub(super) fn palette_of(theme: Theme) -> &'static Palette {
    const LIGHT: Palette = Palette::LIGHT;
    const DARK: Palette = Palette::DARK;
    const HIGH_CONTRAST: Palette = Palette::HIGH_CONTRAST;
    match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
        Theme::HighContrast => &HIGH_CONTRAST,
    }
}

/// Draws in a theme from now on, on this thread.
pub(super) fn use_theme(theme: Theme) {
    CURRENT.set(theme);
}

/// A color as egui has it.
pub const fn color32(color: Color) -> Color32 {
    let [r, g, b] = color.rgb;
    Color32::from_rgba_unmultiplied_const(r, g, b, color.opacity)
}

/// The colors of the window by role, those of the map among them. Every theme has the same roles; whatever a color says is
/// also said by shape, dash or text.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    map: &'static MapColors,
    /// Panels.
    pub canvas: Color32,
    /// Bars and cards.
    pub card: Color32,
    /// Text.
    pub text: Color32,
    /// Remarks and units.
    pub remark: Color32,
    /// Lines between things.
    pub line: Color32,
    /// What can be done.
    pub accent: Color32,
    /// What is chosen, behind text.
    pub accent_pale: Color32,
    /// On the accent.
    pub on_accent: Color32,
    /// Offline basemap: land.
    pub land: Color32,
    /// Offline basemap: built-up.
    pub built_up: Color32,
    /// Offline basemap: borders.
    pub border: Color32,
    /// Around labels and markers.
    pub halo: Color32,
    /// 24-uurszorg.
    pub care: Color32,
    /// Text on the pill of a norm circle.
    pub care_text: Color32,
    /// Fill of a zone's outer ring.
    pub zone: Color32,
    /// Outline of a zone.
    pub zone_line: Color32,
    /// Fill of the geclusterd ring.
    pub clustered: Color32,
    /// Fill of the zorggeschikt ring.
    pub care_ready: Color32,
    /// Fill of a near miss.
    pub near_miss: Color32,
    /// Outline of a near miss.
    pub near_miss_line: Color32,
    /// Candidate sites.
    pub site: Color32,
    /// Haltes, as small rings.
    pub stop: Color32,
    /// Warning text; "fictief" wears it.
    pub warning: Color32,
    /// Behind a warning.
    pub warning_pale: Color32,
    /// Behind a remark that points at something missing.
    pub remark_pale: Color32,
    /// A rule that does not hold.
    pub fails: Color32,
    /// A rule that holds, as a bar.
    pub holds: Color32,
    /// Plakbriefjes.
    pub note: Color32,
    /// Text on a plakbriefje.
    pub on_note: Color32,
}

impl Palette {
    /// The light theme: deep green for what can be done.
    pub const LIGHT: Self = Self {
        canvas: Color32::from_rgb(0xFA, 0xFA, 0xF7),
        remark: Color32::from_rgb(0x52, 0x60, 0x6D),
        line: Color32::from_rgb(0xD9, 0xDE, 0xE3),
        accent: Color32::from_rgb(0x00, 0x57, 0x3F),
        accent_pale: Color32::from_rgb(0xE4, 0xF2, 0xED),
        on_accent: Color32::WHITE,
        warning: Color32::from_rgb(0x7A, 0x52, 0x00),
        warning_pale: Color32::from_rgb(0xFF, 0xF4, 0xDC),
        remark_pale: Color32::from_rgb(0xFA, 0xEE, 0xF5),
        fails: Color32::from_rgb(0xB0, 0x50, 0x8A),
        holds: Color32::from_rgb(0x00, 0x9E, 0x73),
        ..Self::of_map(Theme::Light.map())
    };

    /// The dark theme: for a dim room and one's own screen.
    pub const DARK: Self = Self {
        canvas: Color32::from_rgb(0x16, 0x19, 0x1C),
        remark: Color32::from_rgb(0xAE, 0xB8, 0xC1),
        line: Color32::from_rgb(0x3A, 0x43, 0x4B),
        accent: Color32::from_rgb(0x6F, 0xD6, 0xAE),
        accent_pale: Color32::from_rgb(0x1D, 0x3A, 0x30),
        on_accent: Color32::from_rgb(0x06, 0x25, 0x1A),
        warning: Color32::from_rgb(0xFF, 0xD5, 0x8A),
        warning_pale: Color32::from_rgb(0x3B, 0x2E, 0x10),
        remark_pale: Color32::from_rgb(0x35, 0x23, 0x2E),
        fails: Color32::from_rgb(0xF0, 0xA6, 0xD0),
        holds: Color32::from_rgb(0x2F, 0xC7, 0x9A),
        ..Self::of_map(Theme::Dark.map())
    };

    /// High contrast: for a weak projector in a light room; black on white.
    pub const HIGH_CONTRAST: Self = Self {
        canvas: Color32::from_rgb(0xFF, 0xFF, 0xFF),
        remark: Color32::from_rgb(0x26, 0x32, 0x3C),
        line: Color32::from_rgb(0x6B, 0x76, 0x80),
        accent: Color32::from_rgb(0x00, 0x3D, 0x2C),
        accent_pale: Color32::from_rgb(0xCD, 0xE9, 0xDF),
        on_accent: Color32::from_rgb(0xFF, 0xFF, 0xFF),
        warning: Color32::from_rgb(0x57, 0x3A, 0x00),
        warning_pale: Color32::from_rgb(0xFF, 0xEB, 0xC2),
        remark_pale: Color32::from_rgb(0xF7, 0xE3, 0xEF),
        fails: Color32::from_rgb(0x8A, 0x2A, 0x66),
        holds: Color32::from_rgb(0x00, 0x6B, 0x4A),
        ..Self::of_map(Theme::HighContrast.map())
    };

    /// The colors of a map; those of the window are yet to be given.
    const fn of_map(map: &'static MapColors) -> Self {
        const UNSET: Color32 = Color32::PLACEHOLDER;
        Self {
            canvas: UNSET,
            card: color32(map.paper),
            text: color32(map.ink),
            remark: UNSET,
            line: UNSET,
            accent: UNSET,
            accent_pale: UNSET,
            on_accent: UNSET,
            warning: UNSET,
            warning_pale: UNSET,
            remark_pale: UNSET,
            fails: UNSET,
            holds: UNSET,
            land: color32(map.land),
            built_up: color32(map.built_up),
            border: color32(map.border),
            halo: color32(map.halo),
            care: color32(map.care),
            care_text: color32(map.care_text),
            zone: color32(map.zone),
            zone_line: color32(map.zone_line),
            clustered: color32(map.clustered),
            care_ready: color32(map.care_ready),
            near_miss: color32(map.near_miss),
            near_miss_line: color32(map.near_miss_line),
            site: color32(map.site),
            stop: color32(map.stop),
            note: color32(map.note),
            on_note: color32(map.on_note),
            map,
        }
    }

    /// Ring of a group's markers.
    pub fn group(&self, group: KindGroup) -> Color32 {
        color32(self.map.group(group))
    }

    /// Color of an OV-klasse in the raster and its legend.
    pub fn transit_class(&self, class: TransitClass) -> Color32 {
        color32(self.map.transit_class(class))
    }

    /// Color of where the OV-klasse is not known, which is not where there is none.
    pub fn transit_unknown(&self) -> Color32 {
        self.line
    }

    /// Color of a sketch.
    pub fn sketch(&self, color: SketchColor) -> Color32 {
        color32(self.map.sketch(color))
    }

    /// Letters on the color of an OV-klasse: black or white, whichever stands out more.
    pub fn on_transit_class(&self, class: TransitClass) -> Color32 {
        color32(self.map.on_transit_class(class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::color::contrast;

    #[test]
    fn text_is_legible_in_every_theme() {
        let color = |of: Color32| Color { rgb: [of.r(), of.g(), of.b()], opacity: 255 };
        for theme in Theme::ALL {
            let p = palette_of(theme);
            let mut pairs = vec![
                ("on accent", p.on_accent, p.accent),
                ("warning", p.warning, p.warning_pale),
                ("text on warning", p.text, p.warning_pale),
                ("text on remark", p.text, p.remark_pale),
                ("chosen", p.accent, p.accent_pale),
                ("text on chosen", p.text, p.accent_pale),
                ("remark on chosen", p.remark, p.accent_pale),
            ];
            for behind in [p.canvas, p.card] {
                pairs.extend([
                    ("text", p.text, behind),
                    ("remark", p.remark, behind),
                    ("accent", p.accent, behind),
                    ("link", p.site, behind),
                    ("fails", p.fails, behind),
                    ("warning on a panel", p.warning, behind),
                ]);
            }
            for (what, text, ground) in pairs {
                let found = contrast(color(text), color(ground));
                assert!(found >= 4.5, "{theme:?}: {what} {text:?} on {ground:?} is {found:.2}");
            }
        }
    }
}
