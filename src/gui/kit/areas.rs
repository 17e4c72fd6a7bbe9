//! The cards that stand over the map, so that what is drawn or placed there keeps clear of them.

use egui::{Context, Id, LayerId, Order, Rangef, Rect, vec2};

use super::presented_areas::AREAS;
use super::theme::{STEP, TOUCH};

/// The id of the legend.
pub const LEGEND: &str = "legenda";
/// The id of the messages.
pub const MESSAGES: &str = "meldingen";
/// The id of what a click adds to a variant.
pub const PLACING: &str = "wat-als";
/// The id of the bar of the sketching tool.
pub const SKETCHING: &str = "schetsbalk";
/// The id of the clock of a round.
pub const CLOCK: &str = "werkatelier-klok";
/// Width of the choice of basemap, in points.
pub const BASEMAP_WIDTH: f32 = 140.0;

/// Where the choice of basemap stands: in the upper right corner of the map.
pub fn basemap_space(map: Rect) -> Rect {
    let corner = map.right_top() + vec2(-3.0 * STEP, 3.0 * STEP);
    Rect::from_min_max(corner - vec2(BASEMAP_WIDTH + 20.0, 0.0), corner + vec2(0.0, TOUCH))
}

/// Where the card of an area stood in the last frame, if it showed.
pub fn shown(ctx: &Context, area: &str) -> Option<Rect> {
    let id = Id::unique(area);
    ctx.memory(|memory| {
        let mut layers = [Order::Middle, Order::Foreground].into_iter().map(|order| LayerId::new(order, id));
        let shows = layers.any(|layer| memory.areas().visible_last_frame(&layer));
        memory.area_rect(id).filter(|_| shows)
    })
}

/// Where all of them stand on a map: the choice of basemap, the legend, messages, tools and what a room sees.
pub fn cards_over(ctx: &Context, map: Rect) -> Vec<Rect> {
    let areas = [LEGEND, MESSAGES, PLACING, SKETCHING, CLOCK].into_iter().chain(AREAS);
    areas.filter_map(|area| shown(ctx, area)).chain([basemap_space(map)]).collect()
}

/// From where down a column of the map is free of what stands at its top.
pub fn free_below(ctx: &Context, map: Rect, column: Rangef, areas: &[&str]) -> f32 {
    let at_top = areas.iter().filter_map(|area| shown(ctx, area)).chain([basemap_space(map)]);
    let above = at_top.filter(|rect| rect.x_range().intersection(column).span() > 0.0);
    above.map(|rect| rect.bottom()).fold(map.top(), f32::max)
}
