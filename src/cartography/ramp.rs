//! Color ramps of the rasters: cividis for score, a single hue for distance.

use super::color::Color;

/// Ten even stops of cividis. Source: Nuñez, Anderton & Renslow 2018, as in the package viridisLite (MIT).
const CIVIDIS: [[u8; 3]; 10] = [
    [0x00, 0x20, 0x4D],
    [0x00, 0x33, 0x6F],
    [0x39, 0x48, 0x6B],
    [0x57, 0x5C, 0x6D],
    [0x70, 0x71, 0x73],
    [0x8A, 0x87, 0x79],
    [0xA6, 0x9D, 0x75],
    [0xC4, 0xB5, 0x6C],
    [0xE4, 0xCF, 0x5B],
    [0xFF, 0xEA, 0x46],
];

/// One hue from near (dark) to far (light).
const DISTANCE: [[u8; 3]; 5] =
    [[0x3F, 0x00, 0x7D], [0x6A, 0x51, 0xA3], [0x9E, 0x9A, 0xC8], [0xCB, 0xC9, 0xE2], [0xF2, 0xF0, 0xF7]];

/// How many colors a table of a ramp has.
pub const TABLE_SIZE: usize = 256;

/// A ramp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ramp {
    /// Low is dark blue, high is yellow.
    Cividis,
    /// Near is dark, far is light.
    Distance,
}

impl Ramp {
    /// The color at a share 0–1 of the ramp; beyond the ends it stays the end's.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the stops first")]
    pub fn color(self, share: f32) -> Color {
        let stops: &[[u8; 3]] = match self {
            Self::Cividis => &CIVIDIS,
            Self::Distance => &DISTANCE,
        };
        let at = share.clamp(0.0, 1.0) * (stops.len() - 1) as f32;
        let low = (at as usize).min(stops.len() - 2);
        let mix = |channel: usize| {
            let [a, b] = [f32::from(stops[low][channel]), f32::from(stops[low + 1][channel])];
            (a + (b - a) * (at - low as f32)).round() as u8
        };
        Color { rgb: [mix(0), mix(1), mix(2)], opacity: 255 }
    }

    /// The ramp as a table, so that a million cells take a look-up each.
    pub fn table(self) -> Vec<Color> {
        (0..TABLE_SIZE).map(|idx| self.color(idx as f32 / (TABLE_SIZE - 1) as f32)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ramp_runs_from_its_first_to_its_last_stop_and_stays_there() {
        assert_eq!(Ramp::Cividis.color(0.0), Color::hex(0x00_20_4D));
        assert_eq!(Ramp::Cividis.color(1.0), Color::hex(0xFF_EA_46));
        assert_eq!(Ramp::Cividis.color(7.0), Ramp::Cividis.color(1.0));
    }

    #[test]
    fn lightness_of_cividis_only_grows() {
        let light =
            |Color { rgb: [r, g, b], .. }| 0.2126 * f32::from(r) + 0.7152 * f32::from(g) + 0.0722 * f32::from(b);
        let values: Vec<f32> = Ramp::Cividis.table().into_iter().map(light).collect();
        // A step of rounding in one channel is no step back.
        assert!(values.windows(2).all(|pair| pair[1] > pair[0] - 1.0) && values[0] + 150.0 < values[values.len() - 1]);
    }
}
