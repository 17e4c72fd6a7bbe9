//! Sizes for a room: while presenting all is drawn larger, and nothing smaller or thinner than is seen from six metres.

use std::cell::Cell;

use egui::Vec2;

use super::sizes::TEXT_SIZE;

/// The picture that sizes are designed for, in pixels.
const PICTURE: Vec2 = Vec2::new(1920.0, 1080.0);
/// On that picture a point is so many pixels.
const PIXELS: f32 = 2.0;
/// Smallest and largest scale of the window while presenting.
const SCALES: [f32; 2] = [1.2, 6.0];
/// Thinnest line: 3 pixels.
const THINNEST: f32 = 3.0 / PIXELS;
/// Of a marker's picture so much is drawn; the rest is the margin around it.
const DRAWN: f32 = 0.8;
/// Smallest marker: 24 pixels of it are drawn.
const SMALLEST_MARKER: f32 = 24.0 / PIXELS / DRAWN;
/// How much larger a marker is whose icon or figure is to be read.
const LARGER: f32 = 1.25;

/// From this many metres per point on the map is looked at from far away.
const FAR_M: f64 = 20.0;

/// The title: 46 pixels.
pub const TITLE_SIZE: f32 = 46.0 / PIXELS;
/// Text below the title and on buttons: 30 pixels.
pub const LINE_SIZE: f32 = 30.0 / PIXELS;
/// The figure that the room is to remember: 78 pixels.
pub const LARGE_FIGURE_SIZE: f32 = 78.0 / PIXELS;
/// What is touched: 68 pixels.
pub const TOUCH_SIZE: f32 = 34.0;

thread_local! {
    /// Does this thread draw for a room now?
    static PRESENTING: Cell<bool> = const { Cell::new(false) };
}

/// Is what is being drawn meant for a room?
pub fn presenting() -> bool {
    PRESENTING.get()
}

/// Draws for a room from now on, or not any more; on this thread.
pub fn set_presenting(presenting: bool) {
    PRESENTING.set(presenting);
}

/// The scale at which a window of a size fills a projector's picture as designed.
pub fn zoom_for(window: Vec2) -> f32 {
    let share = (window / PICTURE).min_elem();
    // In steps, so that the letters are not made anew for every point that the window grows.
    let zoom = (PIXELS * share * 20.0).round() / 20.0;
    zoom.clamp(SCALES[0], SCALES[1])
}

/// A size of type, in points: while presenting never below text.
pub fn type_size(size: f32) -> f32 {
    if presenting() { size.max(TEXT_SIZE) } else { size }
}

/// Width of a line, in points: while presenting never below what is seen.
pub fn line(width: f32) -> f32 {
    if presenting() { width.max(THINNEST) } else { width }
}

/// Size of a marker, in points: while presenting never below what is seen.
pub fn marker_size(size: f32) -> f32 {
    if presenting() { size.max(SMALLEST_MARKER) } else { size }
}

/// Size of a marker with an icon or a figure, in points: while presenting so large that it is read from afar.
pub fn icon_size(size: f32) -> f32 {
    if presenting() { LARGER * size } else { size }
}

/// The scale of the map by which markers are chosen. Near by, what shows in full on a laptop does so on a projector too; far
/// away larger markers would hide each other, and fewer show.
pub fn chosen_by(meters_per_point: f64) -> f64 {
    if presenting() && meters_per_point < FAR_M { meters_per_point / f64::from(PIXELS) } else { meters_per_point }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_a_full_projector_type_is_28_pixels_lines_3_and_markers_24() {
        set_presenting(true);
        let zoom = zoom_for(PICTURE);
        assert!((zoom - 2.0).abs() < f32::EPSILON);
        for size in [1.0, 9.5, 12.0, 14.0] {
            assert!(zoom * type_size(size) >= 28.0 && zoom * line(size / 10.0) >= 3.0, "{size}");
            assert!(zoom * DRAWN * marker_size(size) >= 24.0, "{size}");
        }
        // Figures in a marker take two fifths of it; those of type of 28 pixels are 20 high.
        assert!(zoom * icon_size(20.0) * 0.4 >= 20.0);
        assert!(zoom * TITLE_SIZE >= 46.0 && zoom * TOUCH_SIZE >= 44.0);
        set_presenting(false);
        assert!((type_size(9.5) - 9.5).abs() < f32::EPSILON && (line(0.8) - 0.8).abs() < f32::EPSILON);
    }

    #[test]
    fn a_smaller_window_shows_the_same_picture_smaller() {
        assert!((zoom_for(PICTURE / 1.5) - 1.35).abs() < 0.01);
        assert!(zoom_for(Vec2::splat(100.0)) >= 1.2);
    }
}
