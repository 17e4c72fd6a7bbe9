//! The colors of the map, per theme.

use super::color::{Color, contrast};
use crate::domain::amenity::{GroupColor, KindGroup};
use crate::domain::sketch::SketchColor;
use crate::domain::transit::TransitClass;

/// A set of colors for a map and what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Light: as drawn. Files and paper have it.
    #[default]
    Light,
    /// Dark.
    Dark,
    /// High contrast, for a projector.
    HighContrast,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::HighContrast];

    /// Its colors for the map.
    pub const fn map(self) -> &'static MapColors {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::HighContrast => &HIGH_CONTRAST,
        }
    }

    /// The one after it.
    pub fn next(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::HighContrast,
            Self::HighContrast => Self::Light,
        }
    }
}

/// The colors of the map. Every theme has the same roles; whatever a color says is also said by shape, dash or text.
#[derive(Debug, Clone, PartialEq)]
pub struct MapColors {
    /// Text, and lines that stand out from everything.
    pub ink: Color,
    /// Inside markers and behind cards.
    pub paper: Color,
    /// Around labels and markers.
    pub halo: Color,
    /// Land.
    pub land: Color,
    /// Built-up areas.
    pub built_up: Color,
    /// Borders of gemeenten.
    pub border: Color,
    /// Borders of wijken and buurten, people, zones that are not wanted.
    pub faint: Color,
    /// 24-uurszorg.
    pub care: Color,
    /// On the color of 24-uurszorg.
    pub on_care: Color,
    /// Text on the label of a norm circle.
    pub care_text: Color,
    /// Inside a zone.
    pub zone: Color,
    /// Around a zone, and existing complexes.
    pub zone_line: Color,
    /// Inside the geclusterd ring.
    pub clustered: Color,
    /// Inside the zorggeschikt ring.
    pub care_ready: Color,
    /// Inside the search area of a near miss.
    pub near_miss: Color,
    /// Around it.
    pub near_miss_line: Color,
    /// Candidate sites.
    pub site: Color,
    /// Groups of kinds: ocher, orange, pink, blue and green.
    pub groups: [Color; 5],
    /// Haltes.
    pub stop: Color,
    /// OV-klasse A to F.
    pub transit: [Color; 6],
    /// Sketches: blue, orange, purple, green and black.
    pub sketches: [Color; 5],
    /// Notes.
    pub note: Color,
    /// Text on a note.
    pub on_note: Color,
}

impl MapColors {
    /// The color of a group of kinds.
    pub fn group(&self, group: KindGroup) -> Color {
        match group.color() {
            GroupColor::Care => self.care,
            GroupColor::Ocher => self.groups[0],
            GroupColor::Orange => self.groups[1],
            GroupColor::Pink => self.groups[2],
            GroupColor::Blue => self.groups[3],
            GroupColor::Green => self.groups[4],
        }
    }

    /// The color of an OV-klasse.
    pub fn transit_class(&self, class: TransitClass) -> Color {
        self.transit[class as usize]
    }

    /// Letters on the color of an OV-klasse: black or white, whichever stands out more.
    pub fn on_transit_class(&self, class: TransitClass) -> Color {
        let ground = self.transit_class(class);
        if contrast(Color::BLACK, ground) >= contrast(Color::WHITE, ground) { Color::BLACK } else { Color::WHITE }
    }

    /// The color of a sketch.
    pub fn sketch(&self, color: SketchColor) -> Color {
        self.sketches[color as usize]
    }
}

/// Okabe–Ito for what is shown, deep green for what is proposed. Source: Okabe & Ito 2008, "Color universal design".
const LIGHT: MapColors = MapColors {
    ink: Color::hex(0x1F_29_33),
    paper: Color::WHITE,
    halo: Color::WHITE,
    land: Color::hex(0xF3_F1_EB),
    built_up: Color::hex(0xE3_DF_D4),
    border: Color::hex(0xA7_9F_8E),
    faint: Color::hex(0x52_60_6D),
    care: Color::hex(0xD5_5E_00),
    on_care: Color::WHITE,
    care_text: Color::hex(0x8F_3F_00),
    zone: Color::hex(0x00_9E_73).with_opacity(0x3D),
    zone_line: Color::hex(0x00_57_3F),
    clustered: Color::hex(0x00_9E_73).with_opacity(0x57),
    care_ready: Color::hex(0x00_57_3F).with_opacity(0x80),
    near_miss: Color::hex(0xCC_79_A7).with_opacity(0x1F),
    near_miss_line: Color::hex(0xB0_50_8A),
    site: Color::hex(0x00_72_B2),
    groups: [
        Color::hex(0xE6_9F_00),
        Color::hex(0xD5_5E_00),
        Color::hex(0xCC_79_A7),
        Color::hex(0x56_B4_E9),
        Color::hex(0x00_9E_73),
    ],
    stop: Color::hex(0x2F_7F_B5),
    transit: [
        Color::hex(0x08_30_6B),
        Color::hex(0x08_51_9C),
        Color::hex(0x31_82_BD),
        Color::hex(0x6B_AE_D6),
        Color::hex(0x9E_CA_E1),
        Color::hex(0xC6_DB_EF),
    ],
    sketches: [
        Color::hex(0x00_72_B2),
        Color::hex(0xB8_52_00),
        Color::hex(0x8E_3F_78),
        Color::hex(0x00_7A_58),
        Color::hex(0x1F_29_33),
    ],
    note: Color::hex(0xFD_E7_A6),
    on_note: Color::hex(0x1F_29_33),
};

/// For a dim room and one's own screen: the same hues, lighter.
const DARK: MapColors = MapColors {
    ink: Color::hex(0xE8_EC_EF),
    paper: Color::hex(0x1F_24_28),
    halo: Color::hex(0x16_19_1C),
    land: Color::hex(0x22_26_2A),
    built_up: Color::hex(0x33_3A_40),
    border: Color::hex(0x8A_82_70),
    faint: Color::hex(0xAE_B8_C1),
    care: Color::hex(0xF0_7A_2E),
    on_care: Color::hex(0x24_10_00),
    care_text: Color::hex(0xFF_BE_92),
    zone: Color::hex(0x2F_C7_9A).with_opacity(0x3D),
    zone_line: Color::hex(0x7F_E3_C0),
    clustered: Color::hex(0x2F_C7_9A).with_opacity(0x57),
    care_ready: Color::hex(0x7F_E3_C0).with_opacity(0x6B),
    near_miss: Color::hex(0xE3_9A_C3).with_opacity(0x29),
    near_miss_line: Color::hex(0xEB_A3_CD),
    site: Color::hex(0x7C_C4_F5),
    groups: [
        Color::hex(0xF2_B0_35),
        Color::hex(0xF0_7A_2E),
        Color::hex(0xE3_9A_C3),
        Color::hex(0x7A_C7_F2),
        Color::hex(0x2F_C7_9A),
    ],
    stop: Color::hex(0x8C_C3_E8),
    transit: [
        Color::hex(0xE3_F0_FA),
        Color::hex(0xA9_D2_EC),
        Color::hex(0x75_B5_DE),
        Color::hex(0x45_94_CB),
        Color::hex(0x23_72_B3),
        Color::hex(0x1C_52_88),
    ],
    sketches: [
        Color::hex(0x56_B4_E9),
        Color::hex(0xF2_A2_3A),
        Color::hex(0xE3_A3_CA),
        Color::hex(0x45_CF_A0),
        Color::hex(0xF4_F6_F8),
    ],
    note: Color::hex(0xE9_C9_6A),
    on_note: Color::hex(0x16_19_1C),
};

/// For a weak projector in a light room: black on white, darker lines, fuller areas.
const HIGH_CONTRAST: MapColors = MapColors {
    ink: Color::BLACK,
    paper: Color::WHITE,
    halo: Color::WHITE,
    land: Color::WHITE,
    built_up: Color::hex(0xD6_D2_C8),
    border: Color::hex(0x5F_58_48),
    faint: Color::hex(0x26_32_3C),
    care: Color::hex(0xB8_4A_00),
    on_care: Color::WHITE,
    care_text: Color::hex(0x7A_30_00),
    zone: Color::hex(0x00_9E_73).with_opacity(0x5C),
    zone_line: Color::hex(0x00_40_2E),
    clustered: Color::hex(0x00_9E_73).with_opacity(0x75),
    care_ready: Color::hex(0x00_57_3F).with_opacity(0x9E),
    near_miss: Color::hex(0xCC_79_A7).with_opacity(0x38),
    near_miss_line: Color::hex(0x8A_2A_66),
    site: Color::hex(0x00_4F_80),
    groups: [
        Color::hex(0x9A_65_00),
        Color::hex(0xB8_4A_00),
        Color::hex(0x9C_35_73),
        Color::hex(0x00_68_A3),
        Color::hex(0x00_6B_4A),
    ],
    stop: Color::hex(0x00_50_7F),
    transit: [
        Color::hex(0x08_30_6B),
        Color::hex(0x08_51_9C),
        Color::hex(0x21_71_B5),
        Color::hex(0x42_92_C6),
        Color::hex(0x85_B9_DD),
        Color::hex(0xB5_D2_EA),
    ],
    sketches: [
        Color::hex(0x00_4F_80),
        Color::hex(0x8F_3E_00),
        Color::hex(0x7A_20_60),
        Color::hex(0x00_5A_40),
        Color::BLACK,
    ],
    note: Color::hex(0xFF_E4_8A),
    on_note: Color::BLACK,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_on_the_map_are_legible_in_every_theme() {
        for theme in Theme::ALL {
            let c = theme.map();
            let mut pairs = vec![
                ("norm circle", c.care_text, c.halo),
                ("name on land", c.ink, c.land),
                ("name on built-up", c.ink, c.built_up),
                ("rank", c.site, c.halo),
                ("note", c.on_note, c.note),
            ];
            pairs.extend(
                TransitClass::ALL.map(|class| ("OV-klasse", c.on_transit_class(class), c.transit_class(class))),
            );
            for (what, text, ground) in pairs {
                let found = contrast(text, ground);
                assert!(found >= 4.5, "{theme:?}: {what} {text} on {ground} is {found:.2}");
            }
        }
    }

    #[test]
    fn what_is_drawn_stands_out_from_the_land_in_every_theme() {
        for theme in Theme::ALL {
            let c = theme.map();
            let drawn = [
                ("zone", c.zone_line, c.land),
                ("near miss", c.near_miss_line, c.land),
                ("site", c.site, c.land),
                ("care", c.care, c.land),
                ("halte", c.stop, c.land),
                ("figures on care", c.on_care, c.care),
            ];
            for (what, line, ground) in drawn {
                let found = contrast(line, ground);
                assert!(found >= 3.0, "{theme:?}: {what} is {found:.2}");
            }
            for color in SketchColor::ALL {
                for ground in [c.land, c.built_up, c.paper] {
                    let found = contrast(c.sketch(color), ground);
                    assert!(found >= 3.0, "{theme:?}: {} on {ground} is {found:.2}", color.name());
                }
            }
        }
    }
}
