//! The bar of the sketching tool, over the upper left corner of the map while the tool is in hand.

use egui::accesskit::Role;
use egui::{Area, Button, Context, DragValue, Label, Rect, RichText, Ui, WidgetInfo, pos2, vec2};

use super::painting::icon;
use crate::domain::sketch::Sketch;
use crate::gui::kit::areas::{SKETCHING, basemap_space};
use crate::gui::kit::sketch_look::{look_ui, square};
use crate::gui::kit::theme::{self, STEP, TOUCH, palette};
use crate::gui::kit::widgets::card;
use crate::gui::state::{Selection, SketchHabits, SketchMode, SketchWish, Sketching, Tool, ViewState};
use crate::gui::wish::Action;
use crate::nl::window::sketches as nl;
use crate::project::Edit;

/// Distance from the corner of the map, in points.
const MARGIN: f32 = 12.0;
/// Widest the bar becomes, in points: all modes in one row.
const WIDEST: f32 = 11.0 * (TOUCH + 2.0) + 16.0;
/// With less space beside the choice of the basemap it stands below that, in points.
const LEAST_BESIDE: f32 = 7.0 * TOUCH;
/// Largest radius to type, in metres.
const LARGEST_RADIUS_M: f64 = 20_000.0;

/// Shows the bar, and returns what it and the tool on the map want.
pub fn ui(ctx: &Context, map: Rect, subject: Option<&Sketch>, state: &mut ViewState) -> Vec<Action> {
    let ViewState { tool, sketch_habits, .. } = state;
    let Tool::Sketch(sketching) = tool else { return Vec::new() };
    let mut is_put_away = false;
    let basemap = basemap_space(map);
    let beside = basemap.left() - map.left() - 2.0 * MARGIN;
    // On a narrow map it stands below the choice of the basemap, over the whole width and with less to read.
    let is_tight = beside < LEAST_BESIDE;
    let (top, width) = match is_tight {
        true => (basemap.bottom() + MARGIN / 2.0, map.width() - 2.0 * MARGIN),
        false => (map.top() + MARGIN, beside),
    };
    let width = width.clamp(4.0 * TOUCH, WIDEST);
    let area = Area::new(egui::Id::unique(SKETCHING)).fixed_pos(pos2(map.left() + MARGIN, top));
    area.order(egui::Order::Middle).constrain_to(map).show(ctx, |ui| {
        card(6, 6).show(ui, |ui| {
            ui.set_width(width - 14.0);
            ui.spacing_mut().item_spacing = vec2(2.0, 3.0);
            let most = (map.bottom() - top - MARGIN).max(2.0 * TOUCH);
            egui::ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
                is_put_away = content(ui, sketching, sketch_habits, subject, is_tight);
            });
        });
    });
    let wishes = wishes(sketching);
    if is_put_away {
        *tool = Tool::Look;
    }
    wishes
}

/// What the tool wants since it was last asked.
pub fn wishes(sketching: &mut Sketching) -> Vec<Action> {
    let action = |wish| match wish {
        SketchWish::Edit(edit) => Action::Edit(Edit::Board(edit)),
        SketchWish::Select(Some(id)) => Action::Select(Selection::Sketch(id)),
        SketchWish::Select(None) => Action::Select(Selection::Nothing),
    };
    sketching.take_wishes().into_iter().map(action).collect()
}

/// The modes and what can be done; true when the tool is to be put away.
fn content(
    ui: &mut Ui,
    tool: &mut Sketching,
    habits: &mut SketchHabits,
    subject: Option<&Sketch>,
    is_tight: bool,
) -> bool {
    let mut is_put_away = false;
    ui.horizontal_wrapped(|ui| {
        for &mode in SketchMode::ALL {
            let response = square(ui, tool.mode == mode, mode.name());
            let color = if tool.mode == mode { palette().accent } else { palette().text };
            icon(ui.painter(), Rect::from_center_size(response.rect.center(), vec2(18.0, 18.0)), mode, color);
            if response.clicked() {
                tool.take(mode);
            }
        }
    });
    ui.horizontal_wrapped(|ui| {
        if let Some(look) = look_ui(ui, habits.look, false) {
            habits.look = look;
            tool.wants_focus = true;
        }
        snap_button(ui, tool, habits);
    });
    if tool.mode == SketchMode::Circle {
        ui.horizontal(|ui| radius_ui(ui, habits));
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = STEP;
        let can_finish = !tool.points.is_empty() && tool.mode != SketchMode::Freehand;
        if text_button(ui, nl::FINISH, can_finish, false).clicked() {
            tool.finish(subject, habits);
            tool.wants_focus = true;
        }
        if text_button(ui, nl::TAKE_BACK, can_finish, false).clicked() {
            tool.take_back();
            tool.wants_focus = true;
        }
        is_put_away = text_button(ui, nl::PUT_AWAY, true, false).clicked();
    });
    told(ui, tool, subject, is_tight);
    is_put_away
}

/// What to do now, or why something did not happen.
fn told(ui: &mut Ui, tool: &Sketching, subject: Option<&Sketch>, is_tight: bool) {
    let crossing = tool.crossing.map(|_| nl::CROSSES);
    if let Some(why) = tool.refused.or(crossing) {
        let why = RichText::new(why).color(palette().fails).font(theme::label_font(theme::TEXT_SIZE));
        ui.add(Label::new(why).wrap());
        return;
    }
    let mode = tool.mode;
    let hint = if mode.needs_subject() && subject.is_none() { nl::CHOOSE_FIRST } else { mode.hint() };
    ui.add(Label::new(theme::medium(hint)).wrap().selectable(false));
    if is_tight {
        return;
    }
    let keys = if mode == SketchMode::Edit { nl::EDIT_KEYS } else { nl::KEYS };
    ui.add(Label::new(theme::remark(keys)).wrap().selectable(false));
}

fn snap_button(ui: &mut Ui, tool: &mut Sketching, habits: &mut SketchHabits) {
    let snaps = !habits.is_loose;
    let response = text_button(ui, nl::SNAP, true, snaps).on_hover_text(nl::SNAP_REMARK);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, snaps, nl::SNAP));
    if response.clicked() {
        habits.is_loose = snaps;
        tool.wants_focus = true;
    }
}

fn radius_ui(ui: &mut Ui, habits: &mut SketchHabits) {
    ui.spacing_mut().interact_size.y = TOUCH;
    ui.label(nl::RADIUS_SHORT);
    let shown = habits.radius_m;
    let field = DragValue::new(&mut habits.radius_m)
        .range(0.0..=LARGEST_RADIUS_M)
        .speed(10.0)
        .max_decimals(0)
        .custom_formatter(|meters, _| if meters > 0.0 { format!("{meters:.0}") } else { nl::RADIUS_FREE.to_owned() })
        .custom_parser(|text| if text.trim() == nl::RADIUS_FREE { Some(0.0) } else { text.trim().parse().ok() })
        .suffix(if shown > 0.0 { nl::METERS } else { "" });
    let response = ui.add(field).on_hover_text(nl::RADIUS);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::SpinButton, true, nl::RADIUS);
        info.value = Some(shown);
        info
    });
}

fn text_button(ui: &mut Ui, text: &str, enabled: bool, selected: bool) -> egui::Response {
    let (fill, color) =
        if selected { (palette().accent_pale, palette().accent) } else { (palette().card, palette().text) };
    let label = RichText::new(text).font(theme::label_font(theme::TEXT_SIZE)).color(color);
    ui.add_enabled(enabled, Button::new(label).fill(fill).min_size(vec2(0.0, TOUCH)))
}
