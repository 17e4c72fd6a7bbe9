//! A color and how much of what lies below it covers.

use std::fmt;

/// A color in sRGB. Its opacity is separate: the channels are not multiplied by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, green and blue.
    pub rgb: [u8; 3],
    /// 0 lets everything through, 255 nothing.
    pub opacity: u8,
}

impl Color {
    /// White.
    pub const WHITE: Self = Self::hex(0xFF_FF_FF);
    /// Black.
    pub const BLACK: Self = Self::hex(0);

    /// The opaque color of a number such as `0xE69F00`.
    pub const fn hex(rgb: u32) -> Self {
        let [_, r, g, b] = rgb.to_be_bytes();
        Self { rgb: [r, g, b], opacity: 255 }
    }

    /// The same color with another opacity.
    pub const fn with_opacity(self, opacity: u8) -> Self {
        Self { opacity, ..self }
    }

    /// As QGIS writes it: `red,green,blue,opacity`.
    pub fn qgis(self) -> String {
        let [r, g, b] = self.rgb;
        format!("{r},{g},{b},{}", self.opacity)
    }

    /// Its opacity as a share, 0–1.
    pub fn share(self) -> f32 {
        f32::from(self.opacity) / 255.0
    }

    /// Relative luminance of the opaque color, 0–1. Source: WCAG 2.2, definition of relative luminance.
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.rgb.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

/// As CSS and SVG write it, without the opacity: `#e69f00`.
impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.rgb;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

/// Contrast of two opaque colors, 1–21. Source: WCAG 2.2, success criterion 1.4.3.
pub fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast(Color::BLACK, Color::WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast(Color::hex(0x77_77_77), Color::WHITE) - 4.478).abs() < 1e-3);
    }

    #[test]
    fn a_color_is_written_as_each_reader_expects() {
        let orange = Color::hex(0xE6_9F_00).with_opacity(128);
        assert_eq!((orange.to_string().as_str(), orange.qgis().as_str()), ("#e69f00", "230,159,0,128"));
    }
}
