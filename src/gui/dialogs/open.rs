//! Asks what a file is for, and shows what it looks like.

use egui::{Button, ComboBox, Frame, Grid, Label, Rect, RichText, ScrollArea, Sense, Shape, Stroke, Ui, vec2};
use geo::Coord;

use crate::domain::baseline::{Baseline, Role};
use crate::gui::kit::buttons::answer_button;
use crate::gui::kit::theme::{self, STEP, TOUCH, palette};
use crate::gui::kit::widgets::{focus_if_nothing_is, link, modal};
use crate::gui::wish::{Action, FileAction};
use crate::gui::work::opening::{AskedFile, can_join};
use crate::nl::{self as dutch, window as nl};

/// Width of the dialog, in points.
const WIDTH: f32 = 640.0;

/// Size of the sketch, in points.
const SKETCH: egui::Vec2 = vec2(220.0, 150.0);

/// Widest cell of the table, in characters.
const MAX_CELL_CHARS: usize = 28;

/// Shows the dialog.
pub fn ui(ctx: &egui::Context, asked: &mut AskedFile, baseline: &Baseline) -> Option<Action> {
    let mut action = None;
    let shown = modal(ctx, "laag-openen", WIDTH, |ui| {
        heading(ui, asked);
        ScrollArea::vertical().max_height((ctx.content_rect().height() - 220.0).max(120.0)).show(ui, |ui| {
            role_choice(ui, asked, baseline);
            ui.add_space(2.0 * STEP);
            table(ui, asked);
            ui.add_space(2.0 * STEP);
            ui.horizontal_top(|ui| {
                sketch(ui, asked);
                ui.vertical(|ui| problems(ui, asked));
            });
        });
        ui.add_space(3.0 * STEP);
        action = buttons(ui, asked, baseline);
    });
    action.or(shown.should_close().then_some(Action::Files(FileAction::Refuse)))
}

fn heading(ui: &mut Ui, asked: &AskedFile) {
    ui.horizontal(|ui| {
        ui.label(theme::heading(nl::files::OPEN_AS_LAYER));
        if asked.n_files > 1 {
            ui.label(theme::remark(nl::files::file_of(asked.number, asked.n_files)));
        }
    });
    ui.add(Label::new(theme::figure(asked.preview.report.file.as_str())).truncate())
        .on_hover_text(asked.path.display().to_string());
    ui.add(Label::new(theme::remark(nl::files::file_facts(&asked.preview.report))).wrap());
    ui.add_space(2.0 * STEP);
}

fn role_choice(ui: &mut Ui, asked: &mut AskedFile, baseline: &Baseline) {
    let label = ui.label(theme::medium(nl::files::WHAT_IS_IT));
    let chosen = asked.role.map_or_else(|| nl::files::CHOOSE_ROLE.to_owned(), nl::files::role);
    let combo = ComboBox::from_id_salt("rol").selected_text(chosen).width(320.0).height(360.0);
    let shown = combo.show_ui(ui, |ui| {
        for (group, roles) in nl::files::role_groups() {
            ui.label(theme::heading(group));
            for role in roles {
                if ui.selectable_value(&mut asked.role, Some(role), nl::files::role(role)).clicked() {
                    asked.is_guess = false;
                }
            }
        }
    });
    shown.response.labelled_by(label.id);
    if asked.is_guess {
        ui.add(Label::new(theme::remark(nl::files::GUESSED)).wrap());
    }
    if let Some(role) = asked.role {
        let n_present = n_present(baseline, role);
        ui.add(Label::new(theme::remark(nl::files::what_happens(role, n_present, can_join(baseline, role)))).wrap());
    }
}

/// How many features there are of a role already; for people those of either source.
fn n_present(baseline: &Baseline, role: Role) -> Option<usize> {
    let replaced = |of: Role| {
        let people = [Role::Demand, Role::Pc4];
        of == role || (people.contains(&of) && people.contains(&role))
    };
    let layers: Vec<usize> =
        baseline.layers.iter().filter(|layer| replaced(layer.role)).map(|layer| layer.n_features).collect();
    (!layers.is_empty()).then(|| layers.iter().sum())
}

fn table(ui: &mut Ui, asked: &AskedFile) {
    ui.label(theme::heading(nl::files::FIRST_ROWS));
    let p = palette();
    Frame::new().fill(p.canvas).stroke(Stroke::new(1.0, p.line)).inner_margin(6).show(ui, |ui| {
        ScrollArea::horizontal().id_salt("rijen").show(ui, |ui| {
            Grid::new("eerste-rijen").spacing(vec2(14.0, 3.0)).show(ui, |ui| {
                for column in &asked.preview.columns {
                    ui.label(theme::heading(column.as_str()));
                }
                ui.end_row();
                for row in &asked.preview.rows {
                    for cell in row {
                        let short: String = cell.chars().take(MAX_CELL_CHARS).collect();
                        let is_cut = short.len() < cell.len();
                        let text = if is_cut { format!("{short}…") } else { short };
                        let label = ui.label(RichText::new(text).size(theme::REMARK_SIZE));
                        if is_cut {
                            label.on_hover_text(cell);
                        }
                    }
                    ui.end_row();
                }
            });
        });
    });
}

/// Where it lies: the region's outlines with the file's places and outlines over them.
fn sketch(ui: &mut Ui, asked: &AskedFile) {
    ui.vertical(|ui| {
        ui.label(theme::heading(nl::files::WHERE_IT_LIES));
        let (rect, response) = ui.allocate_exact_size(SKETCH, Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, nl::files::SKETCH));
        let p = palette();
        let painter = ui.painter().with_clip_rect(rect);
        painter.rect(rect, 4.0, p.land, Stroke::new(1.0, p.line), egui::StrokeKind::Inside);
        let (region, preview) = (&asked.region.0, &asked.preview);
        let region_box = bounds(region.iter().flatten());
        let Some(box_rd) = region_box.or_else(|| bounds(&preview.places.0)) else { return };
        let view = SketchView::new(box_rd, rect);
        for (rings, width, color) in [(region, 1.0, p.border), (&preview.outlines.0, 1.2, p.accent)] {
            for ring in rings {
                let corners = ring.iter().map(|corner| view.at(*corner)).collect();
                painter.add(Shape::line(corners, Stroke::new(width, color)));
            }
        }
        let has_outlines = !preview.outlines.0.is_empty();
        let (n_drawn, n) = match has_outlines {
            true => (preview.outlines.0.len(), preview.n_outlines),
            false => (preview.places.0.len(), preview.report.n_placed),
        };
        if n_drawn < n {
            ui.label(theme::remark(nl::files::drawn_of(n_drawn, n)));
        }
        if !has_outlines {
            for place in &preview.places.0 {
                painter.circle_filled(view.at(*place), 1.8, p.accent);
            }
        }
        let is_inside = |place: &Coord<f64>| rect.contains(view.at(*place));
        if !preview.places.0.iter().any(is_inside) && !preview.outlines.0.iter().flatten().any(is_inside) {
            ui.label(RichText::new(nl::files::OUTSIDE_REGION).size(theme::REMARK_SIZE).color(p.warning));
        }
    });
}

/// Lower left and upper right corner, in RD.
fn bounds<'a>(places: impl IntoIterator<Item = &'a Coord<f64>>) -> Option<[Coord<f64>; 2]> {
    let corners = |place: &Coord<f64>| [*place, *place];
    let wider = |a: [Coord<f64>; 2], b: [Coord<f64>; 2]| {
        [Coord { x: a[0].x.min(b[0].x), y: a[0].y.min(b[0].y) }, Coord { x: a[1].x.max(b[1].x), y: a[1].y.max(b[1].y) }]
    };
    places.into_iter().map(corners).reduce(wider)
}

/// From RD to the sketch.
struct SketchView {
    middle: Coord<f64>,
    points_per_m: f64,
    rect: Rect,
}

impl SketchView {
    fn new([min, max]: [Coord<f64>; 2], rect: Rect) -> Self {
        let inner = rect.shrink(8.0);
        let size = Coord { x: (max.x - min.x).max(1_000.0), y: (max.y - min.y).max(1_000.0) };
        let points_per_m = (f64::from(inner.width()) / size.x).min(f64::from(inner.height()) / size.y);
        Self { middle: (min + max) / 2.0, points_per_m, rect }
    }

    #[expect(clippy::cast_possible_truncation, reason = "points on a screen")]
    fn at(&self, place: Coord<f64>) -> egui::Pos2 {
        let off = (place - self.middle) * self.points_per_m;
        self.rect.center() + vec2(off.x as f32, -off.y as f32)
    }
}

fn problems(ui: &mut Ui, asked: &mut AskedFile) {
    let report = &asked.preview.report;
    let n = report.problems.len() + report.n_more_problems;
    ui.horizontal(|ui| {
        ui.label(theme::heading(nl::files::remarks(n)));
        if n > 0 && link(ui, &nl::files::details(n, asked.lists_problems)).clicked() {
            asked.lists_problems = !asked.lists_problems;
        }
    });
    if asked.lists_problems {
        ScrollArea::vertical().id_salt("opmerkingen").max_height(SKETCH.y - 10.0).show(ui, |ui| {
            for problem in &report.problems {
                ui.add(Label::new(theme::remark(dutch::problems::problem(problem))).wrap());
            }
            if report.n_more_problems > 0 {
                ui.label(theme::remark(dutch::cli::more_problems(report.n_more_problems as u64)));
            }
        });
    }
}

fn buttons(ui: &mut Ui, asked: &AskedFile, baseline: &Baseline) -> Option<Action> {
    let mut action = None;
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let is_there = asked.role.is_some_and(|role| n_present(baseline, role).is_some());
        let joins = asked.role.is_some_and(|role| can_join(baseline, role));
        let mut offer = |ui: &mut Ui, name: &str, is_first: bool, beside: bool| {
            let response = ui.add_enabled(asked.role.is_some(), answer_button(name, is_first));
            focus_if_nothing_is(ui, &response, is_first);
            if let (true, Some(role)) = (response.clicked(), asked.role) {
                action = Some(Action::Files(FileAction::Accept { role, beside }));
            }
        };
        let first = if is_there { nl::files::REPLACE } else { nl::files::ADD };
        offer(ui, first, true, false);
        if is_there && joins {
            offer(ui, nl::files::ADD, false, true);
        }
        if ui.add(Button::new(nl::CANCEL).min_size(vec2(0.0, TOUCH))).clicked() {
            action = Some(Action::Files(FileAction::Refuse));
        }
    });
    action
}
