//! How the dots of a stemming are spread.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Align2, Button, CornerRadius, Galley, Id, Rect, RichText, Sense, Stroke, TextStyle, TextWrapMode, Ui, Vec2,
    WidgetInfo, WidgetText, vec2,
};

use super::fields::told;
use super::theme::presented::presenting;
use super::theme::{self, STEP, TEXT_SIZE, palette};
use crate::domain::workshop::Ballot;
use crate::gui::wish::Action;
use crate::nl::window as nl;
use crate::project::BoardItem;

/// Least width of what is voted on, in points.
const NARROWEST_TEXT: f32 = 120.0;
/// Width of the longest bar: at least, and where there is space enough; in points.
const NARROW_BAR: f32 = 90.0;
const WIDE_BAR: f32 = 260.0;
/// Height of a row of one line, in points.
pub const ROW: f32 = 36.0;
/// Width of a button for a dot, in points.
const DOT_BUTTON: f32 = 43.0;
/// Height of the line below what is kept, where it has a row of its own; in points.
const CUT_HEIGHT: f32 = 15.0;

/// The width at which every subject stands on one line with space for its dots, in points.
pub fn wanted_width(ui: &Ui, ballot: &Ballot) -> f32 {
    widest_text(ui, ballot) + columns_width(ui, ballot) + WIDE_BAR
}

/// Shows how the dots are spread, with a line below what is kept, and buttons for a dot more or less; a row is at least so
/// high, in points.
pub fn distribution_ui(ui: &mut Ui, ballot: &Ballot, by_votes: bool, row_height: f32) -> Option<Action> {
    let mut action = None;
    let order: Vec<usize> = if by_votes { ballot.ranking() } else { (0..ballot.subjects.len()).collect() };
    let n_kept = order.iter().filter(|idx| ballot.keeps(**idx)).count();
    ui.spacing_mut().item_spacing.y = row_gap();
    ui.add(egui::Label::new(theme::remark(nl::room::votes(ballot))).wrap());
    let cut = nl::room::cut(n_kept, ballot.n_kept);
    let beside = if presenting() && by_votes { text_width(ui, &cut) + STEP } else { 0.0 };
    let most = ui.available_width() - columns_width(ui, ballot) - NARROW_BAR - beside;
    let columns = RowWidths { text: widest_text(ui, ballot).min(most.max(NARROWEST_TEXT)), beside, row_height };
    for (at, idx) in order.iter().enumerate() {
        if let Some(n_votes) = row(ui, ballot, *idx, columns) {
            let mut changed = ballot.clone();
            changed.subjects[*idx].n_votes = n_votes;
            action = Some(Action::put(BoardItem::Ballot(changed)));
        }
        if by_votes && at + 1 == n_kept && n_kept < order.len() {
            cut_line(ui, &cut);
        }
    }
    action
}

/// How a row is divided, in points.
#[derive(Clone, Copy)]
struct RowWidths {
    /// Width of what is voted on.
    text: f32,
    /// What is left free at the right for what stands at the cut.
    beside: f32,
    /// Height of a row of one line.
    row_height: f32,
}

/// Between two rows, in points: for a room all rows of ten must be in sight.
fn row_gap() -> f32 {
    if presenting() { 1.0 } else { STEP / 2.0 }
}

fn widest_text(ui: &Ui, ballot: &Ballot) -> f32 {
    ballot.subjects.iter().map(|subject| text_width(ui, &subject.text)).fold(0.0, f32::max)
}

/// Width of a text as it is drawn when it is kept, in points.
fn text_width(ui: &Ui, text: &str) -> f32 {
    laid_out(ui, theme::strong(text), f32::INFINITY).size().x.ceil()
}

/// Width of the buttons and of the figure, with what stands between all columns, in points.
fn columns_width(ui: &Ui, ballot: &Ballot) -> f32 {
    2.0 * DOT_BUTTON + figure_width(ballot) + 4.0 * ui.spacing().item_spacing.x + 2.0 * STEP
}

fn figure_width(ballot: &Ballot) -> f32 {
    let most = ballot.subjects.iter().map(|subject| subject.n_votes).max().unwrap_or(0);
    if most < 100 { DOT_BUTTON } else { 1.5 * DOT_BUTTON }
}

fn laid_out(ui: &Ui, text: RichText, width: f32) -> Arc<Galley> {
    WidgetText::from(text).into_galley(ui, Some(TextWrapMode::Wrap), width, TextStyle::Body)
}

/// A subject with its dots; how many it has, when that changed.
fn row(ui: &mut Ui, ballot: &Ballot, idx: usize, columns: RowWidths) -> Option<u32> {
    let p = palette();
    let subject = &ballot.subjects[idx];
    let kept = ballot.keeps(idx);
    let most = ballot.subjects.iter().map(|subject| subject.n_votes).max().unwrap_or(0).max(1);
    let mut changed = None;
    ui.horizontal(|ui| {
        // As high as the higher of both, so that no button moves when it comes to be kept.
        let texts = [theme::medium(&subject.text), theme::strong(&subject.text)];
        let [medium, strong] = texts.map(|text| laid_out(ui, text, columns.text));
        let height = columns.row_height.max(medium.size().y).max(strong.size().y);
        let text = if kept { strong } else { medium };
        let (rect, response) = ui.allocate_exact_size(vec2(columns.text, height), Sense::hover());
        told(&response, &subject.text);
        let at = Align2::LEFT_CENTER.anchor_size(rect.left_center(), text.size());
        ui.painter().galley(at.min, text, p.text);
        let size = vec2(DOT_BUTTON, columns.row_height);
        if dot_button(ui, "−", &nl::room::fewer(&subject.text), subject.n_votes > 0, size) {
            changed = Some(subject.n_votes.saturating_sub(1));
        }
        if dot_button(ui, "+", &nl::room::more(&subject.text), true, size) {
            changed = Some(subject.n_votes.saturating_add(1));
        }
        let (rect, response) = ui.allocate_exact_size(vec2(figure_width(ballot), height), Sense::hover());
        told(&response, &nl::room::of(&subject.text, &subject.n_votes.to_string()));
        let font = theme::marker_font(theme::FIGURE_SIZE);
        ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, subject.n_votes.to_string(), font, p.text);
        let space = (ui.available_width() - 2.0 * STEP - columns.beside).max(0.0);
        let (rect, _) = ui.allocate_exact_size(vec2(space, height), Sense::hover());
        let share = subject.n_votes as f32 / most as f32;
        let bar =
            Rect::from_min_size(rect.left_center() - vec2(0.0, 0.25 * ROW), vec2(share * rect.width(), 0.5 * ROW));
        // What is kept is filled, what is not is an outline: not by color alone.
        let round = CornerRadius::same(3);
        if kept {
            ui.painter().rect_filled(bar, round, p.site);
        } else if subject.n_votes > 0 {
            let edge = Stroke::new(theme::line(1.6), p.site);
            ui.painter().rect_stroke(bar, round, edge, egui::StrokeKind::Inside);
        }
    });
    changed
}

fn dot_button(ui: &mut Ui, sign: &str, name: &str, enabled: bool, size: Vec2) -> bool {
    let text = RichText::new(sign).font(theme::marker_font(theme::FIGURE_SIZE));
    let button = Button::new(text).min_size(size);
    let response = ui.scope(|ui| {
        // A row for a room is no higher than what is touched.
        ui.spacing_mut().button_padding.y = 0.0;
        ui.add_enabled(enabled, button)
    });
    response.inner.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response.inner.clicked()
}

/// The line below what is kept: for a room between two rows, with its text beside the bars.
fn cut_line(ui: &mut Ui, text: &str) {
    let p = palette();
    let font = if presenting() { theme::marker_font(TEXT_SIZE) } else { theme::label_font(theme::REMARK_SIZE) };
    let shown = ui.painter().layout_no_wrap(text.to_owned(), font, p.accent);
    let width = ui.available_width();
    let rect = if presenting() {
        let middle = ui.cursor().left_top() - vec2(0.0, row_gap() / 2.0);
        Rect::from_min_size(middle - vec2(0.0, shown.size().y / 2.0), vec2(width, shown.size().y))
    } else {
        ui.allocate_exact_size(vec2(width, CUT_HEIGHT), Sense::hover()).0
    };
    let at = Align2::RIGHT_CENTER.anchor_size(rect.right_center(), shown.size());
    let to = at.left() - STEP;
    ui.painter().galley(at.min, shown, p.accent);
    ui.painter().hline(rect.left()..=to, rect.center().y, Stroke::new(theme::line(2.0), p.accent));
    let response = ui.interact(rect, Id::unique("stemgrens"), Sense::hover());
    told(&response, text);
}
