//! Lists below the map: zones, near misses, sites, kernen and every layer, to sort, filter, fly by and copy.

use egui::accesskit::Role as Accessible;
use egui::{Align, Button, Id, Key, Layout, ScrollArea, Sense, Stroke, TextEdit, Ui, vec2};
use egui_extras::{Column as Width, TableBody, TableBuilder, TableRow};

use super::memory::Lists;
use super::table::{Format, Sort, Table};
use super::tabs;
use crate::domain::baseline::Role;
use crate::gui::kit::small_space::below_map;
use crate::gui::kit::theme::{self, STEP, palette};
use crate::gui::kit::widgets::{BadgeTone, badge, focus_frame};
use crate::gui::state::{Selection, ViewState};
use crate::gui::wish::{Action, ListTab, View};
use crate::nl::window as nl;

/// Height of a row, in points.
const ROW: f32 = 26.0;
/// Width of the filter field, in points.
const FILTER_WIDTH: f32 = 190.0;
/// To fill the room, columns become so many times as wide as they usually are.
const MOST_WIDE: f32 = 1.7;
/// To fit the room, columns become so many times as wide as they usually are; beyond that the table scrolls.
const LEAST_WIDE: f32 = 0.75;
/// Room beside the rows for the scroll bar, in points.
const SCROLL_BAR: f32 = 14.0;
/// By so much the room for a table must change before its columns are laid out anew, in points.
const WIDTH_STEP: f32 = 60.0;
/// Narrowest a column can be made, in points.
const MIN_COLUMN: f32 = 44.0;

/// Shows the panel below the map, while it is open.
pub fn ui(ui: &mut Ui, view: &View<'_>, state: &ViewState, lists: &mut Lists) -> Option<Action> {
    if !lists.is_open {
        return None;
    }
    let shown = |ui: &mut Ui| contents(ui, view, state.selection, lists);
    let (action, covers_map) = below_map(ui, ["lijsten", nl::LISTS], state.is_narrow(), shown);
    if covers_map && matches!(action, Some(Action::Show(..))) {
        // The map is wanted now.
        lists.is_open = false;
    }
    action
}

fn contents(ui: &mut Ui, view: &View<'_>, selection: Selection, lists: &mut Lists) -> Option<Action> {
    tabs::ui(ui, view, lists);
    let table = lists.table(view);
    let order = table.as_ref().map(|table| lists.order(table));
    tools(ui, view, lists, table.as_deref(), order.as_deref().map(Vec::as_slice));
    ui.add_space(STEP);
    let (Some(table), Some(order)) = (table, order) else {
        ui.label(nl::LIST_WAITS);
        return None;
    };
    // The filter may have changed in this very frame.
    let order = if lists.ordered.is_some() { order } else { lists.order(&table) };
    // Above the table, which takes all the room there is.
    if order.is_empty() {
        let empty = if table.rows().is_empty() { nl::EMPTY_LIST } else { nl::NOTHING_PASSES };
        let unknown = tabs::unknown(view, lists.tab, lists.kind);
        ui.add(egui::Label::new(theme::remark(unknown.as_deref().unwrap_or(empty))).wrap());
        ui.add_space(STEP);
    }
    let chosen = grid(ui, lists, &table, &order, selection);
    let row = &table.rows()[chosen?];
    Some(row.destination.action(view.answer.map(|answer| &*answer.outcome)))
}

/// Filter, count, what is invented, and the copy.
fn tools(ui: &mut Ui, view: &View<'_>, lists: &mut Lists, table: Option<&Table>, order: Option<&[usize]>) {
    ui.horizontal_wrapped(|ui| {
        let keys = egui::EventFilter { horizontal_arrows: true, escape: true, ..Default::default() };
        let field = TextEdit::singleline(&mut lists.filter)
            .id(Id::unique("lijstfilter"))
            .hint_text(nl::FILTER)
            .desired_width(FILTER_WIDTH)
            .event_filter(keys);
        let response = ui.add(field);
        focus_frame(ui, &response);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(nl::FILTER));
        if response.has_focus() && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape)) {
            lists.filter.clear();
            response.surrender_focus();
        }
        if lists.ordered.as_ref().is_some_and(|(filter, _, _)| *filter != lists.filter) {
            lists.changed();
        }
        let (Some(table), Some(order)) = (table, order) else { return };
        if tabs::unknown(view, lists.tab, lists.kind).is_none() {
            ui.label(theme::remark(nl::rows_shown(order.len(), table.rows().len())));
        }
        let fictional = match lists.tab {
            ListTab::Layer => view.role_is_fictional(Role::Kind(lists.kind)).then_some(nl::FICTIONAL),
            _ => view.is_fictional().then_some(nl::FICTIONAL_LOCATIONS),
        };
        if let Some(fictional) = fictional {
            badge(ui, fictional, BadgeTone::Warning);
        }
        if ui.add_enabled(!order.is_empty(), Button::new(nl::COPY_CSV)).clicked() {
            ui.ctx().copy_text(table.csv(order));
            lists.n_copied = Some(order.len());
        }
        if let Some(n) = lists.n_copied {
            ui.label(theme::remark(nl::rows_copied(n)));
        }
    });
}

/// The rows that are in sight; returns the one that was chosen.
fn grid(ui: &mut Ui, lists: &mut Lists, table: &Table, order: &[usize], selection: Selection) -> Option<usize> {
    let p = palette();
    let mut chosen = None;
    let mut focus = None;
    let sort = lists.sorts.get(&lists.tab).copied();
    let mut sort_by = None;
    let offset = lists.focus_row.take().and_then(|row| offset_for(row, lists.seen));
    ScrollArea::horizontal().id_salt(("lijst", lists.tab)).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(3.0 * STEP, 0.0);
        ui.visuals_mut().selection.bg_fill = p.accent_pale;
        ui.visuals_mut().selection.stroke.color = p.text;
        ui.visuals_mut().widgets.hovered.bg_fill = p.canvas;
        // Columns fill the room there is; when that changes much, widths set by hand go.
        let usual: f32 = table.columns().iter().map(|column| column.width + 3.0 * STEP).sum();
        let wider = ((ui.available_width() - SCROLL_BAR) / usual).clamp(LEAST_WIDE, MOST_WIDE);
        #[expect(clippy::cast_possible_truncation, reason = "at most a few hundred")]
        let room = (ui.available_width() / WIDTH_STEP) as i32;
        let mut builder = TableBuilder::new(ui)
            .id_salt(("lijst", lists.tab, room))
            .sense(Sense::CLICK)
            .resizable(true)
            .auto_shrink([true, false])
            .animate_scrolling(false)
            .min_scrolled_height(2.0 * ROW)
            .cell_layout(Layout::left_to_right(Align::Center));
        for column in table.columns() {
            builder = builder.column(Width::initial(wider * column.width).at_least(MIN_COLUMN).clip(true));
        }
        if let Some(offset) = offset {
            builder = builder.vertical_scroll_offset(offset);
        }
        let out = builder
            .header(ROW, |mut header| {
                for idx in 0..table.columns().len() {
                    header.col(|ui| {
                        if heading(ui, table, idx, sort) {
                            sort_by = Some(idx);
                        }
                    });
                }
            })
            .body(|body: TableBody<'_>| {
                body.rows(ROW, order.len(), |mut row| {
                    let at = row.index();
                    let idx = order[at];
                    match table_row(&mut row, table, idx, selection) {
                        RowNews::Chosen => chosen = Some(idx),
                        RowNews::Up if at > 0 => focus = Some(at - 1),
                        RowNews::Down if at + 1 < order.len() => focus = Some(at + 1),
                        _ => {}
                    }
                });
            });
        lists.seen = [out.state.clamped_offset().y, out.inner_rect.height()];
    });
    if let Some(row) = focus {
        lists.focus_row = Some(row);
        ui.memory_mut(|memory| memory.request_focus(row_id(row)));
        ui.ctx().request_repaint();
    }
    if let Some(column) = sort_by {
        lists.sorts.insert(lists.tab, Sort::after_click(sort, column));
        lists.changed();
    }
    chosen
}

/// The scroll offset that brings a row in sight, if it is not.
fn offset_for(row: usize, [offset, height]: [f32; 2]) -> Option<f32> {
    let top = row as f32 * ROW;
    if top < offset {
        Some(top)
    } else if top + ROW > offset + height {
        Some((top + ROW - height).max(0.0))
    } else {
        None
    }
}

/// The heading of a column, with an arrow when it orders the rows; true when it was clicked.
fn heading(ui: &mut Ui, table: &Table, idx: usize, sort: Option<Sort>) -> bool {
    let column = &table.columns()[idx];
    let descending = sort.filter(|sort| sort.column == idx).map(|sort| sort.descending);
    let arrow = match descending {
        None => "",
        Some(false) => " ▲",
        Some(true) => " ▼",
    };
    let label = theme::heading(format!("{}{arrow}", column.title));
    let response = ui.add(Button::new(label).frame(false).truncate()).on_hover_text(column.title_with_unit);
    let name = nl::sort_by(column.title, descending);
    response.widget_info(|| egui::WidgetInfo::selected(Accessible::ColumnHeader, true, descending.is_some(), &name));
    response.clicked()
}

/// What a row wants.
enum RowNews {
    Nothing,
    Chosen,
    Up,
    Down,
}

fn row_id(at: usize) -> Id {
    Id::unique("lijstrij").with(at)
}

fn table_row(row: &mut TableRow<'_, '_>, table: &Table, idx: usize, selection: Selection) -> RowNews {
    let p = palette();
    let at = row.index();
    let content = &table.rows()[idx];
    let is_selected = content.destination.is_selected(selection);
    row.set_selected(is_selected);
    let mut news = RowNews::Nothing;
    for (nth, (column, cell)) in table.columns().iter().zip(&content.cells).enumerate() {
        row.col(|ui| {
            if nth == 0 {
                news = row_news(ui, at, table, idx, is_selected);
            }
            let text = column.shown(cell);
            let text = if is_selected && column.format == Format::Text {
                theme::strong(text)
            } else {
                text.into_owned().into()
            };
            let label = egui::Label::new(text).truncate().selectable(false);
            if column.format == Format::Text {
                ui.add(label);
            } else {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.add(label));
            }
        });
    }
    let mut response = row.response().on_hover_cursor(egui::CursorIcon::PointingHand);
    if let Some(remark) = &content.remark {
        response = response.on_hover_text(remark);
    }
    if is_selected {
        let ctx = response.ctx.clone();
        let edge = egui::Rect::from_min_size(response.rect.min - vec2(6.0, 0.0), vec2(3.0, response.rect.height()));
        ctx.layer_painter(response.layer_id)
            .with_clip_rect(response.interact_rect.expand(6.0))
            .rect_filled(edge, 1.5, p.accent);
    }
    if response.clicked() { RowNews::Chosen } else { news }
}

/// The part of a row that has the focus and speaks: one stop for the whole row.
fn row_news(ui: &mut Ui, at: usize, table: &Table, idx: usize, is_selected: bool) -> RowNews {
    let rect = ui.max_rect();
    let response = ui.interact(rect, row_id(at), Sense::click());
    response.widget_info(|| {
        let columns = table.columns().iter().zip(&table.rows()[idx].cells);
        let spoken: Vec<_> = columns.map(|(column, cell)| column.shown(cell)).filter(|text| !text.is_empty()).collect();
        egui::WidgetInfo::selected(Accessible::Row, true, is_selected, spoken.join(", "))
    });
    let response = match &table.rows()[idx].remark {
        Some(remark) => response.on_hover_text(remark),
        None => response,
    };
    if response.has_focus() {
        let ring = Stroke::new(1.5, palette().accent);
        ui.painter().rect_stroke(rect.shrink(1.0), 4.0, ring, egui::StrokeKind::Inside);
        let keys = egui::EventFilter { vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, keys));
        if ui.input(|input| input.key_pressed(Key::ArrowUp)) {
            return RowNews::Up;
        }
        if ui.input(|input| input.key_pressed(Key::ArrowDown)) {
            return RowNews::Down;
        }
    }
    if response.clicked() { RowNews::Chosen } else { RowNews::Nothing }
}
