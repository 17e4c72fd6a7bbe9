//! Where the cards of a presentation stand over the map, and what they leave free.

use egui::Rect;

use super::theme::STEP;
use super::theme::presented::TOUCH_SIZE;

/// The ids of the cards: title, clock, legend, figure and bar.
pub const AREAS: [&str; 5] = ["zaal-titel", "zaal-klok", "zaal-legenda", "zaal-cijfer", "zaal-balk"];
/// Distance from the edge of the map, in points.
pub const MARGIN: f32 = 14.0;
/// Height of the title of one line with the line below it, in points.
const TITLE_HEIGHT: f32 = 67.0;
/// Height of the bar, in points.
pub const BAR_HEIGHT: f32 = TOUCH_SIZE + 18.0;
/// Width of the legend at most, in points.
pub const LEGEND_WIDTH: f32 = 278.0;
/// A map wider than this has space beside the legend for what is framed, in points.
pub const WIDE: f32 = 1.9 * LEGEND_WIDTH;
/// What is free of cards is at least this share of the map's height.
const LEAST_SHARE: f32 = 0.4;

/// The part of a map that the title, the bar and the legend leave free, whatever is in them just now: what is framed comes to
/// stand in it. Only a clock, and a figure beside a long legend, may lie over its corners.
pub fn free_of_cards(map: Rect) -> Rect {
    let mut free = map.shrink(MARGIN);
    free.min.y += TITLE_HEIGHT + STEP;
    free.max.y -= BAR_HEIGHT + STEP;
    if map.width() > WIDE {
        free.min.x += LEGEND_WIDTH + STEP;
    }
    // On a map that is hardly larger than the cards they are over it in any case.
    if free.height() < LEAST_SHARE * map.height() { map } else { free }
}
