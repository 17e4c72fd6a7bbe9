//! Search: one field for every place and every command.

use std::sync::Arc;

use egui::accesskit::Role as Accessible;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align2, Context, Frame, Id, Key, Margin, Modal, Modifiers, Rect, Response, ScrollArea, Sense, TextEdit, Ui, pos2,
    vec2,
};

use super::entries::{Entry, Goal, Index};
use crate::gui::kit::names::matched_letters;
use crate::gui::kit::theme::{self, REMARK_SIZE, STEP, TEXT_SIZE, TOUCH, palette};
use crate::gui::kit::widgets::focus_frame;
use crate::gui::wish::{Action, Command, View};
use crate::nl::window as nl;

/// At most so many results show.
const MAX_RESULTS: usize = 10;
/// At most so many earlier choices are kept.
const MAX_RECENT: usize = 5;
/// Width of the overlay, in points.
const WIDTH: f32 = 560.0;
/// Its distance to the top of the window, in points.
const TOP: f32 = 66.0;
/// Room for all but the results, in points.
const AROUND_RESULTS: f32 = 110.0;

/// What the search remembers between frames.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Does it show?
    pub is_open: bool,
    query: String,
    marked: usize,
    index: Option<Arc<Index>>,
    found: Vec<Entry>,
    found_for: Option<String>,
    recent: Vec<(&'static str, String)>,
    focus_before: Option<Id>,
}

impl Search {
    /// Opens it with an empty field.
    pub fn open(&mut self, ctx: &Context) {
        self.focus_before = ctx.memory(egui::Memory::focused);
        self.is_open = true;
        self.query.clear();
        self.found_for = None;
        self.marked = 0;
    }

    /// Closes it, and gives the focus back to where it was.
    fn close(&mut self, ctx: &Context) {
        self.is_open = false;
        self.found.clear();
        if let Some(id) = self.focus_before.take() {
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// Looks up what is typed, when that or the answer changed.
    fn refresh(&mut self, view: &View<'_>) {
        let index = match &self.index {
            Some(index) if index.serves(view) => index.clone(),
            _ => {
                self.found_for = None;
                self.index.insert(Arc::new(Index::new(view))).clone()
            }
        };
        if self.found_for.as_ref() != Some(&self.query) {
            self.found = if self.query.trim().is_empty() {
                index.suggested(&self.recent, MAX_RESULTS)
            } else {
                index.find(&self.query, MAX_RESULTS)
            };
            self.found_for = Some(self.query.clone());
            self.marked = 0;
        }
    }

    fn choose(&mut self, ctx: &Context, view: &View<'_>, idx: usize) -> Option<Action> {
        let entry = self.found.get(idx)?.clone();
        let key = (entry.kind, entry.name);
        self.recent.retain(|other| *other != key);
        self.recent.insert(0, key);
        self.recent.truncate(MAX_RECENT);
        self.close(ctx);
        Some(match entry.goal {
            Goal::Command(command) => Action::Command(command),
            Goal::Destination(destination) => destination.action(view.answer.map(|answer| &*answer.outcome)),
        })
    }
}

/// Shows the search over everything else, while it is open.
pub fn ui(ctx: &Context, view: &View<'_>, search: &mut Search) -> Option<Action> {
    if !search.is_open {
        return None;
    }
    search.refresh(view);
    let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let again = Command::Search.shortcuts().any(|keys| ctx.input_mut(|input| input.consume_shortcut(&keys)));
    if pressed(Key::Escape) || again {
        search.close(ctx);
        return None;
    }
    let n_found = search.found.len().max(1);
    let mut moved = true;
    if pressed(Key::ArrowDown) {
        search.marked = (search.marked + 1) % n_found;
    } else if pressed(Key::ArrowUp) {
        search.marked = (search.marked + n_found - 1) % n_found;
    } else {
        moved = false;
    }
    if pressed(Key::Enter) {
        return search.choose(ctx, view, search.marked);
    }
    let p = palette();
    let id = Id::unique("zoeken");
    let frame = Frame::popup(&ctx.global_style()).fill(p.card).inner_margin(Margin::same(12));
    let modal = Modal::new(id)
        .area(Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, TOP)))
        .backdrop_color(egui::Color32::TRANSPARENT)
        .frame(frame);
    let shown = modal.show(ctx, |ui| {
        let screen = ctx.content_rect();
        ui.set_width(WIDTH.min(screen.width() - 48.0));
        field(ui, search);
        search.refresh(view);
        results(ui, search, screen.height() - TOP - AROUND_RESULTS, moved)
    });
    if let Some(idx) = shown.inner {
        return search.choose(ctx, view, idx);
    }
    if shown.backdrop_response.clicked() {
        search.close(ctx);
    }
    None
}

fn field(ui: &mut Ui, search: &mut Search) {
    let field = TextEdit::singleline(&mut search.query)
        .id(Id::unique("zoekveld"))
        .hint_text(nl::SEARCH_HINT)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(10, 8))
        .min_size(vec2(0.0, TOUCH))
        .show(ui);
    let response = field.response.response;
    focus_frame(ui, &response);
    // The results are chosen with the arrows from here, so that the focus stays.
    if !response.has_focus() {
        response.request_focus();
    }
    let marked = (!search.found.is_empty()).then(|| row_id(search.marked).accesskit_id());
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_label(nl::SEARCH);
        if let Some(marked) = marked {
            node.set_active_descendant(marked);
        }
    });
}

/// The results, and which of them was clicked.
fn results(ui: &mut Ui, search: &mut Search, max_height: f32, moved: bool) -> Option<usize> {
    let mut clicked = None;
    ui.add_space(STEP);
    if search.found.is_empty() {
        ui.add_space(STEP);
        ui.add(egui::Label::new(nl::nothing_found(&search.query)).wrap());
        ui.add_space(STEP);
        return None;
    }
    ScrollArea::vertical().max_height(max_height.max(3.0 * TOUCH)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let pointer_moves = ui.input(|input| input.pointer.delta() != egui::Vec2::ZERO);
        for (idx, entry) in search.found.iter().enumerate() {
            let is_marked = idx == search.marked;
            let response = row(ui, idx, entry, &search.query, is_marked);
            if is_marked && moved {
                response.scroll_to_me(None);
            }
            if response.hovered() && pointer_moves {
                search.marked = idx;
            }
            if response.clicked() {
                clicked = Some(idx);
            }
        }
    });
    ui.add_space(STEP);
    ui.label(theme::remark(nl::SEARCH_KEYS));
    clicked
}

fn row_id(idx: usize) -> Id {
    Id::unique("zoekresultaat").with(idx)
}

fn row(ui: &mut Ui, idx: usize, entry: &Entry, query: &str, is_marked: bool) -> Response {
    let p = palette();
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), TOUCH));
    let response = ui.interact(rect, row_id(idx), Sense::CLICK);
    let mut remark = entry.remark();
    if let Goal::Command(command) = entry.goal
        && let Some(keys) = command.shortcuts().next()
    {
        remark = format!("{remark} · {}", ui.ctx().format_shortcut(&keys));
    }
    let spoken = format!("{}, {remark}", entry.name);
    response.widget_info(|| egui::WidgetInfo::selected(Accessible::ListBoxOption, true, is_marked, &spoken));
    let painter = ui.painter();
    if is_marked {
        painter.rect_filled(rect, 4.0, p.accent_pale);
        let edge = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        painter.rect_filled(edge, 1.5, p.accent);
    }
    let remark = painter.layout_no_wrap(remark, egui::FontId::proportional(REMARK_SIZE), p.remark);
    let left = rect.left() + 3.0 * STEP;
    let room = (rect.right() - left - remark.size().x - 6.0 * STEP).max(80.0);
    let name = painter.layout_job(name_with_matches(&entry.name, query, room));
    painter.galley(pos2(left, rect.center().y - name.size().y / 2.0), name, p.text);
    let corner = pos2(rect.right() - 2.0 * STEP - remark.size().x, rect.center().y - remark.size().y / 2.0);
    painter.galley(corner, remark, p.remark);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A name in which the letters that were typed are bold.
fn name_with_matches(name: &str, query: &str, room: f32) -> LayoutJob {
    let matched = matched_letters(name, query);
    let mut job = LayoutJob { wrap: TextWrapping::truncate_at_width(room), ..LayoutJob::default() };
    let regular = TextFormat::simple(egui::FontId::proportional(TEXT_SIZE), palette().text);
    let bold = TextFormat::simple(theme::marker_font(TEXT_SIZE), palette().text);
    for (idx, letter) in name.chars().enumerate() {
        let format = if matched.binary_search(&idx).is_ok() { &bold } else { &regular };
        job.append(letter.encode_utf8(&mut [0; 4]), 0.0, format.clone());
    }
    job
}
