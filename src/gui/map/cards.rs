//! Where cards stand over the map, so that what is drawn or placed there keeps clear of them.

use egui::{Context, LayerId, Order, Rect};

use crate::gui::panels::map_tools::basemap_room;
use crate::gui::panels::{legend, messages, what_if_card};
use crate::gui::presenter;
use crate::gui::room;
use crate::gui::sketching::bar;

/// Where the card of an area stood in the last frame, if it showed.
#[must_use]
pub fn shown(ctx: &Context, area: &str) -> Option<Rect> {
    let id = egui::Id::unique(area);
    ctx.memory(|memory| {
        let mut layers = [Order::Middle, Order::Foreground].into_iter().map(|order| LayerId::new(order, id));
        let shows = layers.any(|layer| memory.areas().visible_last_frame(&layer));
        memory.area_rect(id).filter(|_| shows)
    })
}

/// Where all of them stand on a map: the choice of basemap, the legend, messages, tools and what a room sees.
#[must_use]
pub fn cards_over(ctx: &Context, map: Rect) -> Vec<Rect> {
    let own = [legend::AREA, messages::AREA, what_if_card::AREA, bar::AREA, room::CLOCK_AREA];
    let areas = own.into_iter().chain(presenter::AREAS);
    areas.filter_map(|area| shown(ctx, area)).chain([basemap_room(map)]).collect()
}

/// From where down a column of the map is free of what stands at its top.
#[must_use]
pub fn free_below(ctx: &Context, map: Rect, column: egui::Rangef, areas: &[&str]) -> f32 {
    let at_top = areas.iter().filter_map(|area| shown(ctx, area)).chain([basemap_room(map)]);
    let above = at_top.filter(|rect| rect.x_range().intersection(column).span() > 0.0);
    above.map(|rect| rect.bottom()).fold(map.top(), f32::max)
}
