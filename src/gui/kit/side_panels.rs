//! The two panels beside the map: they resize, fold away and come back as they were.

use egui::accesskit::Role as Accessible;
use egui::scroll_area::ScrollBarVisibility;
use egui::{Button, Frame, Margin, Panel, RichText, ScrollArea, Ui, vec2};

use super::theme::{LEFT_WIDTH, RIGHT_WIDTH, STEP, TEXT_SIZE, TOUCH, palette};
use crate::gui::state::{PanelSpace, SidePanel, ViewState};
use crate::gui::wish::Command;

/// In a window narrower than this only one panel shows beside the map, in points.
const NARROW: f32 = 780.0;
/// Width of a panel that is folded away, in points.
const FOLDED: f32 = TOUCH + 6.0;
/// A panel takes at most this part of the window.
const LARGEST_PART: f32 = 0.42;
/// Smallest widths of an open panel, in points.
const SMALLEST: [f32; 2] = [216.0, 236.0];

/// In a window narrower than this the panels are folded until one is asked for, in points.
const TINY: f32 = 480.0;

/// Shows or hides a panel; in a narrow window the other one makes space.
pub fn toggle(state: &mut ViewState, panel: SidePanel) {
    let opened = !shows(state, panel);
    let narrow = state.is_narrow();
    if let PanelSpace::OnDemand(asked) = &mut state.panel_space {
        *asked = opened.then_some(panel);
        return;
    }
    let liked = &mut state.preferences;
    let (this, other) = match panel {
        SidePanel::Left => (&mut liked.left_open, &mut liked.right_open),
        SidePanel::Right => (&mut liked.right_open, &mut liked.left_open),
    };
    *this = opened;
    if opened && narrow {
        *other = false;
    }
}

/// In a narrow window with space for one, the explanation goes first.
fn shows(state: &ViewState, panel: SidePanel) -> bool {
    let liked = &state.preferences;
    match (state.panel_space, panel) {
        (PanelSpace::OnDemand(asked), _) => asked == Some(panel),
        (_, SidePanel::Left) => liked.left_open && !(state.is_narrow() && liked.right_open),
        (_, SidePanel::Right) => liked.right_open,
    }
}

/// The width of a panel as it was last shown, to tell a pull at its edge from a window that became smaller.
#[derive(Debug, Clone, Copy, Default)]
struct ShownWidth {
    last: Option<f32>,
    is_pulled: bool,
}

impl ShownWidth {
    /// The width to remember, once the pointer lets go of an edge that it pulled.
    fn pulled_to(&mut self, width: f32, pointer_is_down: bool) -> Option<f32> {
        let changed = self.last.replace(width).is_some_and(|last| (width - last).abs() > 0.5);
        self.is_pulled |= changed && pointer_is_down;
        let released = self.is_pulled && !pointer_is_down;
        self.is_pulled &= pointer_is_down;
        released.then(|| width.round())
    }
}

/// The widths of the left and the right panel as last shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct SidePanels([ShownWidth; 2]);

impl SidePanels {
    /// The left panel with its content.
    pub fn left(&mut self, ui: &mut Ui, state: &mut ViewState, content: impl FnOnce(&mut Ui, &mut ViewState)) {
        let width = ui.available_width();
        state.panel_space = match state.panel_space {
            _ if width >= NARROW => PanelSpace::Both,
            _ if width >= TINY => PanelSpace::One,
            PanelSpace::OnDemand(asked) => PanelSpace::OnDemand(asked),
            _ => PanelSpace::OnDemand(None),
        };
        // Its space is kept free from the first frame on, so that no count stands below the scroll bar.
        let area = ScrollArea::vertical().scroll_bar_visibility(ScrollBarVisibility::AlwaysVisible);
        panel_ui(ui, state, SidePanel::Left, &mut self.0[0], area, content);
    }

    /// The right panel with its content; another subject is read from its top.
    pub fn right(&mut self, ui: &mut Ui, state: &mut ViewState, content: impl FnOnce(&mut Ui, &mut ViewState)) {
        let area = ScrollArea::vertical().id_salt(state.selection.subject());
        panel_ui(ui, state, SidePanel::Right, &mut self.0[1], area, content);
    }
}

/// Shows a panel, open or folded, and remembers the width it was pulled to.
fn panel_ui(
    ui: &mut Ui,
    state: &mut ViewState,
    panel: SidePanel,
    width: &mut ShownWidth,
    area: ScrollArea,
    content: impl FnOnce(&mut Ui, &mut ViewState),
) {
    let available = ui.available_width();
    let [smallest_left, smallest_right] = SMALLEST;
    // One sign points outward, where the panel goes, the other inward, where it comes from.
    let ([opened, folded], [outward, inward], command, smallest, usual) = match panel {
        SidePanel::Left => {
            let panels = ["lagen", "lagen-dicht"].map(Panel::left);
            let usual = (0.24 * available).clamp(smallest_left, LEFT_WIDTH);
            (panels, ["«", "»"], Command::LayersPanel, smallest_left, usual)
        }
        SidePanel::Right => {
            let panels = ["toelichting", "toelichting-dicht"].map(Panel::right);
            let usual = (0.37 * available).clamp(smallest_right, RIGHT_WIDTH);
            (panels, ["»", "«"], Command::ExplanationPanel, smallest_right, usual)
        }
    };
    let toggled = if shows(state, panel) {
        let largest = (LARGEST_PART * available).max(smallest);
        let asked = kept_width(state, panel).unwrap_or(usual).clamp(smallest, largest);
        let opened = opened.resizable(true).default_size(asked).size_range(smallest..=largest);
        let shown = opened.frame(frame(14, 10)).show(ui, |ui| {
            let shown = area.auto_shrink(false).show(ui, |ui| {
                let folds = corner_button(ui, outward, command);
                content(ui, state);
                folds
            });
            shown.inner
        });
        let is_down = ui.input(|input| input.pointer.any_down());
        let pulled_to = width.pulled_to(shown.response.rect.width(), is_down);
        let kept = kept_width(state, panel);
        *kept = pulled_to.or(*kept);
        shown.inner
    } else {
        *width = ShownWidth::default();
        let folded = folded.exact_size(FOLDED).resizable(false).frame(frame(3, 8));
        folded.show(ui, |ui| fold_button(ui, inward, command)).inner
    };
    if toggled {
        toggle(state, panel);
    }
}

/// The width of a panel when it was set by hand.
fn kept_width(state: &mut ViewState, panel: SidePanel) -> &mut Option<f32> {
    match panel {
        SidePanel::Left => &mut state.preferences.left_width,
        SidePanel::Right => &mut state.preferences.right_width,
    }
}

fn frame(across: i8, along: i8) -> Frame {
    Frame::new().fill(palette().canvas).inner_margin(Margin::symmetric(across, along))
}

fn fold_button(ui: &mut Ui, sign: &str, command: Command) -> bool {
    let button = Button::new(RichText::new(sign).size(TEXT_SIZE + STEP)).frame(false).min_size(vec2(TOUCH, TOUCH));
    let response = ui.add(button).on_hover_text(command.tooltip(ui.ctx()));
    response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, true, command.name()));
    response.clicked()
}

/// In the upper right corner of a panel, beside what is written there.
fn corner_button(ui: &mut Ui, sign: &str, command: Command) -> bool {
    let around = ui.available_rect_before_wrap();
    let at = egui::Rect::from_min_size(egui::pos2(around.right() - 22.0, around.top() - 2.0), vec2(22.0, 22.0));
    let button = Button::new(RichText::new(sign).size(TEXT_SIZE).color(palette().remark)).frame(false);
    let response = ui.put(at, button).on_hover_text(command.tooltip(ui.ctx()));
    response.widget_info(|| egui::WidgetInfo::labeled(Accessible::Button, true, command.name()));
    ui.advance_cursor_after_rect(egui::Rect::from_min_size(around.min, vec2(0.0, 0.0)));
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_pull_at_the_edge_is_remembered_and_only_when_it_ends() {
        let mut width = ShownWidth::default();
        assert_eq!(width.pulled_to(304.0, false), None);
        assert_eq!(width.pulled_to(216.0, false), None, "the window became smaller");
        assert_eq!(width.pulled_to(216.0, true), None, "a click somewhere");
        assert_eq!(width.pulled_to(216.0, false), None);
        assert_eq!(width.pulled_to(240.2, true), None, "still pulling");
        assert_eq!(width.pulled_to(260.4, true), None);
        assert_eq!(width.pulled_to(260.4, false), Some(260.0));
        assert_eq!(width.pulled_to(260.4, false), None);
    }
}
