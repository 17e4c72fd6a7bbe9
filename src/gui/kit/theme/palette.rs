//! Colors by role, once per theme.

use std::cell::Cell;

use egui::Color32;

use crate::domain::amenity::KindGroup;
use crate::domain::sketch::SketchColor;
use crate::domain::transit::TransitClass;
use crate::gui::state::Theme;

thread_local! {
    /// The theme of the window that this thread draws.
    static CURRENT: Cell<Theme> = const { Cell::new(Theme::Light) };
}

/// The colors in use.
#[must_use]
pub fn palette() -> &'static Palette {
    palette_of(CURRENT.get())
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

/// Contrast of two opaque colors, 1–21. Source: WCAG 2.2, success criterion 1.4.3.
#[must_use]
pub fn contrast(a: Color32, b: Color32) -> f64 {
    let luminance = |color: Color32| -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Colors by role. Every theme has the same roles; whatever a color says is also said by shape, dash or text.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
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
    /// Offline basemap: main roads.
    pub road: Color32,
    /// Offline basemap: railways.
    pub rail: Color32,
    /// Around labels and markers.
    pub halo: Color32,
    /// 24-uurszorg.
    pub care: Color32,
    /// Figures on a 24-uurszorg marker.
    pub on_care: Color32,
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
    /// Groups of kinds: boodschappen, zorg, ontmoeting, ov, buiten.
    pub groups: [Color32; 5],
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
    /// OV-klasse A to F.
    pub transit: [Color32; 6],
    /// Sketches: blue, orange, purple, green and black, each as legible on the land of the theme.
    pub sketches: [Color32; 5],
    /// Plakbriefjes.
    pub note: Color32,
    /// Text on a plakbriefje.
    pub on_note: Color32,
}

impl Palette {
    /// The light theme: Okabe–Ito for data, deep green for what can be done.
    pub const LIGHT: Self = Self {
        canvas: Color32::from_rgb(0xFA, 0xFA, 0xF7),
        card: Color32::WHITE,
        text: Color32::from_rgb(0x1F, 0x29, 0x33),
        remark: Color32::from_rgb(0x52, 0x60, 0x6D),
        line: Color32::from_rgb(0xD9, 0xDE, 0xE3),
        accent: Color32::from_rgb(0x00, 0x57, 0x3F),
        accent_pale: Color32::from_rgb(0xE4, 0xF2, 0xED),
        on_accent: Color32::WHITE,
        land: Color32::from_rgb(0xF3, 0xF1, 0xEB),
        built_up: Color32::from_rgb(0xE3, 0xDF, 0xD4),
        border: Color32::from_rgb(0xA7, 0x9F, 0x8E),
        road: Color32::from_rgb(0xD3, 0xCC, 0xBB),
        rail: Color32::from_rgb(0xB9, 0xB3, 0xA6),
        halo: Color32::WHITE,
        care: Color32::from_rgb(0xD5, 0x5E, 0x00),
        on_care: Color32::WHITE,
        care_text: Color32::from_rgb(0x8F, 0x3F, 0x00),
        zone: Color32::from_rgba_premultiplied(0x00, 0x26, 0x1C, 0x3D),
        zone_line: Color32::from_rgb(0x00, 0x57, 0x3F),
        clustered: Color32::from_rgba_premultiplied(0x00, 0x36, 0x27, 0x57),
        care_ready: Color32::from_rgba_premultiplied(0x00, 0x2C, 0x20, 0x80),
        near_miss: Color32::from_rgba_premultiplied(0x18, 0x0E, 0x14, 0x1F),
        near_miss_line: Color32::from_rgb(0xB0, 0x50, 0x8A),
        site: Color32::from_rgb(0x00, 0x72, 0xB2),
        groups: [
            Color32::from_rgb(0xE6, 0x9F, 0x00),
            Color32::from_rgb(0xD5, 0x5E, 0x00),
            Color32::from_rgb(0xCC, 0x79, 0xA7),
            Color32::from_rgb(0x56, 0xB4, 0xE9),
            Color32::from_rgb(0x00, 0x9E, 0x73),
        ],
        stop: Color32::from_rgb(0x2F, 0x7F, 0xB5),
        warning: Color32::from_rgb(0x7A, 0x52, 0x00),
        warning_pale: Color32::from_rgb(0xFF, 0xF4, 0xDC),
        remark_pale: Color32::from_rgb(0xFA, 0xEE, 0xF5),
        fails: Color32::from_rgb(0xB0, 0x50, 0x8A),
        holds: Color32::from_rgb(0x00, 0x9E, 0x73),
        transit: [
            Color32::from_rgb(0x08, 0x30, 0x6B),
            Color32::from_rgb(0x08, 0x51, 0x9C),
            Color32::from_rgb(0x31, 0x82, 0xBD),
            Color32::from_rgb(0x6B, 0xAE, 0xD6),
            Color32::from_rgb(0x9E, 0xCA, 0xE1),
            Color32::from_rgb(0xC6, 0xDB, 0xEF),
        ],
        sketches: [
            Color32::from_rgb(0x00, 0x72, 0xB2),
            Color32::from_rgb(0xB8, 0x52, 0x00),
            Color32::from_rgb(0x8E, 0x3F, 0x78),
            Color32::from_rgb(0x00, 0x7A, 0x58),
            Color32::from_rgb(0x1F, 0x29, 0x33),
        ],
        note: Color32::from_rgb(0xFD, 0xE7, 0xA6),
        on_note: Color32::from_rgb(0x1F, 0x29, 0x33),
    };

    /// The dark theme: for a dim room and one's own screen; the same hues, lighter.
    pub const DARK: Self = Self {
        canvas: Color32::from_rgb(0x16, 0x19, 0x1C),
        card: Color32::from_rgb(0x1F, 0x24, 0x28),
        text: Color32::from_rgb(0xE8, 0xEC, 0xEF),
        remark: Color32::from_rgb(0xAE, 0xB8, 0xC1),
        line: Color32::from_rgb(0x3A, 0x43, 0x4B),
        accent: Color32::from_rgb(0x6F, 0xD6, 0xAE),
        accent_pale: Color32::from_rgb(0x1D, 0x3A, 0x30),
        on_accent: Color32::from_rgb(0x06, 0x25, 0x1A),
        land: Color32::from_rgb(0x22, 0x26, 0x2A),
        built_up: Color32::from_rgb(0x33, 0x3A, 0x40),
        border: Color32::from_rgb(0x8A, 0x82, 0x70),
        road: Color32::from_rgb(0x43, 0x4A, 0x51),
        rail: Color32::from_rgb(0x5A, 0x62, 0x6A),
        halo: Color32::from_rgb(0x16, 0x19, 0x1C),
        care: Color32::from_rgb(0xF0, 0x7A, 0x2E),
        on_care: Color32::from_rgb(0x24, 0x10, 0x00),
        care_text: Color32::from_rgb(0xFF, 0xBE, 0x92),
        zone: Color32::from_rgba_premultiplied(0x0B, 0x30, 0x25, 0x3D),
        zone_line: Color32::from_rgb(0x7F, 0xE3, 0xC0),
        clustered: Color32::from_rgba_premultiplied(0x10, 0x44, 0x34, 0x57),
        care_ready: Color32::from_rgba_premultiplied(0x35, 0x5F, 0x51, 0x6B),
        near_miss: Color32::from_rgba_premultiplied(0x24, 0x19, 0x1F, 0x29),
        near_miss_line: Color32::from_rgb(0xEB, 0xA3, 0xCD),
        site: Color32::from_rgb(0x7C, 0xC4, 0xF5),
        groups: [
            Color32::from_rgb(0xF2, 0xB0, 0x35),
            Color32::from_rgb(0xF0, 0x7A, 0x2E),
            Color32::from_rgb(0xE3, 0x9A, 0xC3),
            Color32::from_rgb(0x7A, 0xC7, 0xF2),
            Color32::from_rgb(0x2F, 0xC7, 0x9A),
        ],
        stop: Color32::from_rgb(0x8C, 0xC3, 0xE8),
        warning: Color32::from_rgb(0xFF, 0xD5, 0x8A),
        warning_pale: Color32::from_rgb(0x3B, 0x2E, 0x10),
        remark_pale: Color32::from_rgb(0x35, 0x23, 0x2E),
        fails: Color32::from_rgb(0xF0, 0xA6, 0xD0),
        holds: Color32::from_rgb(0x2F, 0xC7, 0x9A),
        transit: [
            Color32::from_rgb(0xE3, 0xF0, 0xFA),
            Color32::from_rgb(0xA9, 0xD2, 0xEC),
            Color32::from_rgb(0x75, 0xB5, 0xDE),
            Color32::from_rgb(0x45, 0x94, 0xCB),
            Color32::from_rgb(0x23, 0x72, 0xB3),
            Color32::from_rgb(0x1C, 0x52, 0x88),
        ],
        sketches: [
            Color32::from_rgb(0x56, 0xB4, 0xE9),
            Color32::from_rgb(0xF2, 0xA2, 0x3A),
            Color32::from_rgb(0xE3, 0xA3, 0xCA),
            Color32::from_rgb(0x45, 0xCF, 0xA0),
            Color32::from_rgb(0xF4, 0xF6, 0xF8),
        ],
        note: Color32::from_rgb(0xE9, 0xC9, 0x6A),
        on_note: Color32::from_rgb(0x16, 0x19, 0x1C),
    };

    /// High contrast: for a weak projector in a light room; black on white, darker lines, fuller fills.
    pub const HIGH_CONTRAST: Self = Self {
        canvas: Color32::from_rgb(0xFF, 0xFF, 0xFF),
        card: Color32::from_rgb(0xFF, 0xFF, 0xFF),
        text: Color32::from_rgb(0x00, 0x00, 0x00),
        remark: Color32::from_rgb(0x26, 0x32, 0x3C),
        line: Color32::from_rgb(0x6B, 0x76, 0x80),
        accent: Color32::from_rgb(0x00, 0x3D, 0x2C),
        accent_pale: Color32::from_rgb(0xCD, 0xE9, 0xDF),
        on_accent: Color32::from_rgb(0xFF, 0xFF, 0xFF),
        land: Color32::from_rgb(0xFF, 0xFF, 0xFF),
        built_up: Color32::from_rgb(0xD6, 0xD2, 0xC8),
        border: Color32::from_rgb(0x5F, 0x58, 0x48),
        road: Color32::from_rgb(0xB5, 0xAC, 0x98),
        rail: Color32::from_rgb(0x85, 0x7F, 0x72),
        halo: Color32::from_rgb(0xFF, 0xFF, 0xFF),
        care: Color32::from_rgb(0xB8, 0x4A, 0x00),
        on_care: Color32::from_rgb(0xFF, 0xFF, 0xFF),
        care_text: Color32::from_rgb(0x7A, 0x30, 0x00),
        zone: Color32::from_rgba_premultiplied(0x00, 0x39, 0x29, 0x5C),
        zone_line: Color32::from_rgb(0x00, 0x40, 0x2E),
        clustered: Color32::from_rgba_premultiplied(0x00, 0x49, 0x35, 0x75),
        care_ready: Color32::from_rgba_premultiplied(0x00, 0x36, 0x27, 0x9E),
        near_miss: Color32::from_rgba_premultiplied(0x2D, 0x1B, 0x25, 0x38),
        near_miss_line: Color32::from_rgb(0x8A, 0x2A, 0x66),
        site: Color32::from_rgb(0x00, 0x4F, 0x80),
        groups: [
            Color32::from_rgb(0x9A, 0x65, 0x00),
            Color32::from_rgb(0xB8, 0x4A, 0x00),
            Color32::from_rgb(0x9C, 0x35, 0x73),
            Color32::from_rgb(0x00, 0x68, 0xA3),
            Color32::from_rgb(0x00, 0x6B, 0x4A),
        ],
        stop: Color32::from_rgb(0x00, 0x50, 0x7F),
        warning: Color32::from_rgb(0x57, 0x3A, 0x00),
        warning_pale: Color32::from_rgb(0xFF, 0xEB, 0xC2),
        remark_pale: Color32::from_rgb(0xF7, 0xE3, 0xEF),
        fails: Color32::from_rgb(0x8A, 0x2A, 0x66),
        holds: Color32::from_rgb(0x00, 0x6B, 0x4A),
        transit: [
            Color32::from_rgb(0x08, 0x30, 0x6B),
            Color32::from_rgb(0x08, 0x51, 0x9C),
            Color32::from_rgb(0x21, 0x71, 0xB5),
            Color32::from_rgb(0x42, 0x92, 0xC6),
            Color32::from_rgb(0x85, 0xB9, 0xDD),
            Color32::from_rgb(0xB5, 0xD2, 0xEA),
        ],
        sketches: [
            Color32::from_rgb(0x00, 0x4F, 0x80),
            Color32::from_rgb(0x8F, 0x3E, 0x00),
            Color32::from_rgb(0x7A, 0x20, 0x60),
            Color32::from_rgb(0x00, 0x5A, 0x40),
            Color32::from_rgb(0x00, 0x00, 0x00),
        ],
        note: Color32::from_rgb(0xFF, 0xE4, 0x8A),
        on_note: Color32::from_rgb(0x00, 0x00, 0x00),
    };

    /// Ring of a group's markers.
    #[must_use]
    pub fn group(&self, group: KindGroup) -> Color32 {
        match group {
            KindGroup::Zorg24 => self.care,
            KindGroup::Boodschappen => self.groups[0],
            KindGroup::Zorg => self.groups[1],
            KindGroup::Ontmoeting => self.groups[2],
            KindGroup::Ov => self.groups[3],
            KindGroup::Buiten => self.groups[4],
        }
    }

    /// Color of an OV-klasse in the raster and its legend.
    #[must_use]
    pub fn transit_class(&self, class: TransitClass) -> Color32 {
        self.transit[class as usize]
    }

    /// Color of where the OV-klasse is not known, which is not where there is none.
    #[must_use]
    pub fn transit_unknown(&self) -> Color32 {
        self.line
    }

    /// Color of a sketch.
    #[must_use]
    pub fn sketch(&self, color: SketchColor) -> Color32 {
        self.sketches[color as usize]
    }

    /// Letters on the color of an OV-klasse: whichever of dark and light stands out more.
    #[must_use]
    pub fn on_transit_class(&self, class: TransitClass) -> Color32 {
        let ground = self.transit_class(class);
        let (dark, light) = (Color32::BLACK, Color32::WHITE);
        if contrast(dark, ground) >= contrast(light, ground) { dark } else { light }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast(Color32::from_rgb(0x77, 0x77, 0x77), Color32::WHITE) - 4.478).abs() < 1e-3);
    }

    #[test]
    fn text_is_legible_in_every_theme() {
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
                ("pill", p.care_text, p.halo),
                ("label", p.text, p.land),
                ("label on built-up", p.text, p.built_up),
                ("rank", p.site, p.halo),
                ("note", p.on_note, p.note),
            ];
            for ground in [p.canvas, p.card] {
                pairs.extend([
                    ("text", p.text, ground),
                    ("remark", p.remark, ground),
                    ("accent", p.accent, ground),
                    ("link", p.site, ground),
                    ("fails", p.fails, ground),
                    ("warning on ground", p.warning, ground),
                ]);
            }
            for class in TransitClass::ALL {
                pairs.push(("OV-klasse", p.on_transit_class(class), p.transit_class(class)));
            }
            for (what, text, ground) in pairs {
                let found = contrast(text, ground);
                assert!(found >= 4.5, "{theme:?}: {what} {text:?} on {ground:?} is {found:.2}");
            }
        }
    }

    #[test]
    fn what_is_drawn_stands_out_from_the_land_in_every_theme() {
        for theme in Theme::ALL {
            let p = palette_of(theme);
            for (what, line) in [
                ("zone", p.zone_line),
                ("near miss", p.near_miss_line),
                ("site", p.site),
                ("care", p.care),
                ("stop", p.stop),
                ("figures on care", p.on_care),
            ] {
                let ground = if what == "figures on care" { p.care } else { p.land };
                let found = contrast(line, ground);
                assert!(found >= 3.0, "{theme:?}: {what} is {found:.2}");
            }
        }
    }

    #[test]
    fn sketches_are_legible_on_land_and_built_up_in_every_theme() {
        for theme in Theme::ALL {
            let p = palette_of(theme);
            for color in SketchColor::ALL {
                for ground in [p.land, p.built_up, p.card] {
                    let found = contrast(p.sketch(color), ground);
                    assert!(found >= 3.0, "{theme:?}: {} on {ground:?} is {found:.2}", color.name());
                }
            }
        }
    }
}
