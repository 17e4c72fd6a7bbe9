//! The help: a tour in five steps, the keys, the terms with their source, and what the program is.

use egui::{Align2, Button, Context, Frame, Grid, Label, Margin, Panel, RichText, ScrollArea, Ui, Window, vec2};

use crate::gui::kit::buttons::main_button;
use crate::gui::kit::theme::{self, RADIUS, STEP, TOUCH, palette};
use crate::gui::state::{MapMove, Selection, ViewState};
use crate::gui::wish::{Action, Command, Destination, View};
use crate::nl::window as nl;

/// A page of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HelpPage {
    /// What the tour is, and where it starts.
    #[default]
    Tour,
    /// The keys of every command.
    Keys,
    /// What the terms mean.
    Terms,
    /// Version, licence, sources.
    About,
}

impl HelpPage {
    const ALL: [Self; 4] = [Self::Tour, Self::Keys, Self::Terms, Self::About];
}

/// Largest size of the help, in points.
const SIZE: [f32; 2] = [600.0, 520.0];

/// What shows of the help.
#[derive(Debug, Clone, Copy, Default)]
pub struct Help {
    /// The page that shows.
    pub page: Option<HelpPage>,
    /// The step of the tour that shows.
    pub tour: Option<usize>,
}

impl Help {
    /// Opens the help at its first page, or closes it.
    pub fn toggle(&mut self) {
        self.page = if self.page.is_some() { None } else { Some(HelpPage::Tour) };
    }
}

/// Shows the help where it is open.
pub fn ui(ctx: &Context, state: &mut ViewState, help: &mut Help) {
    let Some(mut page) = help.page else { return };
    let mut open = true;
    let mut starts = false;
    let room = ctx.content_rect().shrink(6.0 * STEP).size();
    Window::new(nl::HELP)
        .open(&mut open)
        .collapsible(false)
        .resizable(false)
        .anchor(Align2::CENTER_CENTER, [0.0, 0.0])
        .fixed_size([SIZE[0].min(room.x), SIZE[1].min(room.y - 12.0 * STEP)])
        .show(ctx, |ui| {
            ui.horizontal_wrapped(|ui| {
                for (candidate, name) in HelpPage::ALL.into_iter().zip(nl::HELP_PAGES) {
                    let text = RichText::new(name).font(theme::label_font(theme::TEXT_SIZE));
                    let color = if candidate == page { palette().on_accent } else { palette().text };
                    let button = Button::selectable(candidate == page, text.color(color)).min_size(vec2(0.0, TOUCH));
                    if ui.add(button).clicked() {
                        page = candidate;
                    }
                }
            });
            ui.add_space(STEP);
            ScrollArea::vertical().id_salt(page as u8).auto_shrink(false).show(ui, |ui| match page {
                HelpPage::Tour => starts = tour_page(ui),
                HelpPage::Keys => keys_page(ui),
                HelpPage::Terms => terms_page(ui),
                HelpPage::About => about_page(ui),
            });
        });
    help.page = (open && !starts).then_some(page);
    if starts {
        help.tour = Some(0);
        state.map_move = Some(MapMove::WholeRegion);
    }
}

fn tour_page(ui: &mut Ui) -> bool {
    ui.add(Label::new(nl::TOUR_LINE).wrap());
    ui.add_space(2.0 * STEP);
    for (idx, [title, _]) in nl::TOUR.iter().enumerate() {
        ui.label(theme::medium(format!("{}. {title}", idx + 1)));
    }
    ui.add_space(2.0 * STEP);
    ui.add(main_button(nl::TOUR_START)).clicked()
}

fn keys_page(ui: &mut Ui) {
    Grid::new("toetsen").num_columns(2).spacing([4.0 * STEP, STEP]).show(ui, |ui| {
        for &command in Command::ALL {
            let keys: Vec<String> = command.shortcuts().map(|keys| ui.ctx().format_shortcut(&keys)).collect();
            if keys.is_empty() {
                continue;
            }
            ui.label(theme::strong(keys.join(", ")));
            ui.add(Label::new(command.name()).wrap());
            ui.end_row();
        }
        for [keys, does] in nl::room::PRESENTER_KEYS {
            ui.label(theme::strong(keys));
            ui.add(Label::new(does).wrap());
            ui.end_row();
        }
    });
}

fn terms_page(ui: &mut Ui) {
    for [term, meaning, source] in nl::TERMS {
        ui.label(theme::strong(term));
        ui.add(Label::new(meaning).wrap());
        ui.add(Label::new(theme::remark(source)).wrap());
        ui.add_space(2.0 * STEP);
    }
}

fn about_page(ui: &mut Ui) {
    ui.label(theme::figure(nl::PRODUCT).color(palette().accent));
    ui.label(theme::remark(nl::version(env!("CARGO_PKG_VERSION"))));
    ui.add_space(STEP);
    ui.add(Label::new(nl::ABOUT).wrap());
    ui.add_space(STEP);
    ui.add(Label::new(nl::LICENSE).wrap());
    ui.add_space(2.0 * STEP);
    ui.label(theme::heading(nl::SOURCES));
    for line in nl::SOURCE_LINES {
        ui.add(Label::new(line).wrap());
    }
}

/// The step of the tour that shows, below the map: it covers nothing of what it explains.
pub fn tour_ui(ui: &mut Ui, view: &View<'_>, help: &mut Help) -> Option<Action> {
    let step = help.tour.filter(|step| *step < nl::TOUR.len())?;
    let [title, text] = nl::TOUR[step];
    let p = palette();
    let mut next = Some(step);
    let card = Frame::new()
        .fill(p.card)
        .stroke(egui::Stroke::new(2.0, p.accent))
        .corner_radius(RADIUS)
        .inner_margin(Margin::symmetric(14, 8));
    Panel::bottom("rondleiding").resizable(false).frame(card).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::strong(title));
            ui.label(theme::remark(nl::tour_step(step + 1, nl::TOUR.len())));
        });
        ui.add(Label::new(text).wrap());
        ui.add_space(STEP);
        ui.horizontal_wrapped(|ui| {
            let is_last = step + 1 == nl::TOUR.len();
            if ui.add(main_button(if is_last { nl::TOUR_END } else { nl::NEXT })).clicked() {
                next = (!is_last).then_some(step + 1);
            }
            if step > 0 && ui.add(Button::new(nl::PREVIOUS).min_size(vec2(0.0, TOUCH))).clicked() {
                next = Some(step - 1);
            }
            if !is_last && ui.add(Button::new(nl::STOP).min_size(vec2(0.0, TOUCH))).clicked() {
                next = None;
            }
        });
    });
    if next == Some(step) {
        return None;
    }
    help.tour = next;
    next.and_then(|step| shown_at(step, view))
}

/// What the map and the explanation show at a step.
fn shown_at(step: usize, view: &View<'_>) -> Option<Action> {
    let outcome = &view.answer?.outcome;
    match step {
        1 => outcome.zones.first().map(|zone| Destination::zone(zone).action(None)),
        2 => outcome.near_misses.first().map(|near| Destination::near_miss(near).action(None)),
        _ => Some(Action::Show(Selection::Nothing, MapMove::WholeRegion)),
    }
}
