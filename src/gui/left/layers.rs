//! Left, above: the layers with their swatch, count and year, and the choice of raster.

use std::collections::BTreeSet;

use egui::accesskit::Role as Accessible;
use egui::{FontId, Rect, Response, Sense, Stroke, Ui, pos2, vec2};

use super::covers;
use crate::domain::amenity::{AmenityKind, KindGroup};
use crate::domain::baseline::Role;
use crate::domain::place::PlaceClass;
use crate::domain::sketch::SketchColor;
use crate::gui::kit::fields::choose;
use crate::gui::kit::theme::{self, REMARK_SIZE, STEP, TEXT_SIZE, palette};
use crate::gui::kit::widgets::{Swatch, swatch};
use crate::gui::map::legend::raster_legend;
use crate::gui::state::{Layer, ViewState};
use crate::gui::wish::View;
use crate::nl::window as nl;
use crate::session::RasterWish;

/// Least height of a row, in points.
const ROW: f32 = 26.0;

/// Least room between a name and its count, in points; the second leaves room for the triangle.
const ROOM: f32 = 6.0;
const ROOM_WITH_FOLD: f32 = 26.0;

/// What the list remembers between frames.
#[derive(Debug, Clone, Default)]
pub struct LayerList {
    /// Groups whose kinds are listed.
    open_groups: BTreeSet<KindGroup>,
}

/// Shows the list.
pub fn ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, list: &mut LayerList) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.label(theme::heading(nl::LAYERS));
    ui.add_space(STEP);
    kind_row(ui, view, state, AmenityKind::CARE, Swatch::Care, 0.0);
    layer_row(ui, state, Layer::AllCircles, Swatch::Circle(palette().care), nl::ALL_CIRCLES, String::new());
    computed_rows(ui, view, state);
    let n_clusters = view.baseline.places[PlaceClass::Complex].len();
    if n_clusters > 0 {
        let count = nl::layer_count(n_clusters, view.baseline.layer(Role::Cluster));
        layer_row(ui, state, Layer::Clusters, Swatch::House(palette().zone_line), nl::CLUSTERS, count);
    }
    for group in KindGroup::of_amenities() {
        group_rows(ui, view, state, list, group);
    }
    kind_row(ui, view, state, AmenityKind::STOP, Swatch::SmallMarker(palette().stop), 0.0);
    kind_row(ui, view, state, AmenityKind::STATION, Swatch::Marker(palette().group(KindGroup::TRANSIT)), 0.0);
    let of_kernen = view.baseline.layer(Role::Settlement);
    let names = match view.baseline.settlements.len() {
        0 if of_kernen.is_none() => nl::LAYER_UNREAD.to_owned(),
        n => nl::layer_count(n, of_kernen),
    };
    layer_row(ui, state, Layer::Labels, Swatch::Letter, nl::SETTLEMENT_NAMES, names);
    let sketches = nl::sketches::count(view.project.board.sketches.len());
    let color = palette().sketch(SketchColor::default());
    let look = Swatch::Area(color.gamma_multiply(0.16), color);
    layer_row(ui, state, Layer::Sketches, look, nl::sketches::SKETCH, sketches);
    ui.add_space(2.0 * STEP);
    raster_ui(ui, view, state);
    covers::ui(ui, state);
}

fn computed_rows(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) {
    let p = palette();
    let outcome = view.answer.map(|answer| &answer.outcome);
    let zones = outcome.map(|o| nl::computed_count(o.n_zones_known())).unwrap_or_default();
    layer_row(ui, state, Layer::Zones, Swatch::Area(p.clustered, p.zone_line), nl::ZONES, zones);
    layer_row(ui, state, Layer::Rings, Swatch::Rings, nl::RINGS, nl::THREE_FORMS.to_owned());
    let near = outcome.map(|o| nl::near_miss_count(o.n_near_misses_known(), &o.near_misses)).unwrap_or_default();
    layer_row(ui, state, Layer::NearMisses, Swatch::DashedArea(p.near_miss, p.near_miss_line), nl::NEAR_MISSES, near);
    let sites = outcome.map(|o| {
        let n_proposed = o.sites.iter().filter(|site| site.proposed).count();
        nl::site_count(o.n_sites_known(), n_proposed, view.role_is_fictional(Role::CandidateSite))
    });
    layer_row(ui, state, Layer::Sites, Swatch::Diamond(p.site), nl::SITES, sites.unwrap_or_default());
}

fn layer_row(ui: &mut Ui, state: &mut ViewState, layer: Layer, look: Swatch, name: &str, count: String) {
    let shown = state.layers.shows(layer);
    if row(ui, shown, look, name, &count, 0.0, ROOM).clicked() {
        state.layers.set(layer, !shown);
    }
}

fn kind_row(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, kind: AmenityKind, look: Swatch, indent: f32) {
    let Some(layer) = view.baseline.layer(Role::Kind(kind)) else { return };
    let shown = state.layers.shows_kind(kind);
    let count = nl::layer_count(layer.n_features, Some(layer));
    if row(ui, shown, look, &nl::sentence_case(kind.plural()), &count, indent, ROOM).clicked() {
        state.layers.set_kind(kind, !shown);
    }
}

/// A group of kinds, and its kinds when it is open.
fn group_rows(ui: &mut Ui, view: &View<'_>, state: &mut ViewState, list: &mut LayerList, group: KindGroup) {
    let kinds: Vec<AmenityKind> = AmenityKind::all()
        .filter(|kind| kind.group() == group && view.baseline.layer(Role::Kind(*kind)).is_some())
        .collect();
    if kinds.is_empty() {
        return;
    }
    let layers: Vec<_> = kinds.iter().filter_map(|kind| view.baseline.layer(Role::Kind(*kind))).collect();
    let count = nl::group_count(&layers);
    let shown = kinds.iter().any(|kind| state.layers.shows_kind(*kind));
    let look = Swatch::Marker(palette().group(group));
    let open = list.open_groups.contains(&group);
    let response = row(ui, shown, look, group.label(), &count, 0.0, ROOM_WITH_FOLD);
    if fold_button(ui, &response, open, group.label()).clicked() {
        if open {
            list.open_groups.remove(&group);
        } else {
            list.open_groups.insert(group);
        }
    } else if response.clicked() {
        for kind in &kinds {
            state.layers.set_kind(*kind, !shown);
        }
    }
    if open {
        for kind in kinds {
            kind_row(ui, view, state, kind, Swatch::SmallMarker(palette().group(group)), 16.0);
        }
    }
}

/// The triangle that opens a group, right after its name.
fn fold_button(ui: &mut Ui, row: &Response, open: bool, name: &str) -> Response {
    let width = ui.painter().layout_no_wrap(name.to_owned(), theme::label_font(TEXT_SIZE), palette().text).size().x;
    let left = row.rect.left() + 42.0 + width + 2.0;
    let rect = Rect::from_min_size(pos2(left, row.rect.top() + 2.0), vec2(22.0, ROW - 4.0));
    let response = ui.interact(rect, ui.scope_id().with(("fold", name)), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(Accessible::Button, true, open, nl::unfold(name)));
    let (c, color) = (rect.center(), if response.hovered() { palette().accent } else { palette().remark });
    let corners = if open {
        vec![c + vec2(-4.0, -2.0), c + vec2(4.0, -2.0), c + vec2(0.0, 3.0)]
    } else {
        vec![c + vec2(-2.0, -4.0), c + vec2(3.0, 0.0), c + vec2(-2.0, 4.0)]
    };
    ui.painter().add(egui::Shape::convex_polygon(corners, color, Stroke::NONE));
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.5, palette().accent), egui::StrokeKind::Inside);
    }
    response
}

/// A row that is switched on and off as a whole; as high as its name needs. A count that does not fit beside the name
/// stands below it.
fn row(ui: &mut Ui, shown: bool, look: Swatch, name: &str, count: &str, indent: f32, room: f32) -> Response {
    let p = palette();
    let width = ui.available_width();
    let before_name = indent + 42.0;
    let color = if shown { p.text } else { p.remark };
    let font = if indent > 0.0 { FontId::proportional(TEXT_SIZE - 1.0) } else { theme::label_font(TEXT_SIZE) };
    let name_text = ui.painter().layout(name.to_owned(), font, color, width - before_name);
    let count_text = ui.painter().layout_no_wrap(count.to_owned(), FontId::proportional(REMARK_SIZE), p.remark);
    let beside = before_name + name_text.size().x + room + count_text.size().x <= width || count.is_empty();
    let below = if beside { 0.0 } else { count_text.size().y };
    let height = (name_text.size().y + below + 6.0).max(ROW);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::selected(Accessible::CheckBox, true, shown, name);
        info.current_text_value = Some(count.to_owned());
        info
    });
    let painter = ui.painter().clone();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect.expand2(vec2(4.0, 0.0)), 4.0, p.accent_pale);
    }
    let dot = pos2(rect.left() + indent + 5.0, rect.top() + ROW / 2.0);
    if shown {
        painter.circle_filled(dot, 4.0, p.accent);
    } else {
        painter.circle_stroke(dot, 3.5, Stroke::new(1.2, p.remark));
    }
    let square = Rect::from_min_size(pos2(rect.left() + indent + 17.0, rect.top() + 4.0), vec2(18.0, 18.0));
    swatch(&mut ui.new_child(egui::UiBuilder::new().max_rect(square)), look, shown);
    let text_height = name_text.size().y;
    let top = rect.center().y - (text_height + below) / 2.0;
    painter.galley(pos2(rect.left() + before_name, top), name_text, color);
    let count_at = if beside {
        pos2(rect.right() - count_text.size().x, rect.center().y - count_text.size().y / 2.0)
    } else {
        pos2(rect.left() + before_name, top + text_height)
    };
    painter.galley(count_at, count_text, p.remark);
    response
}

fn raster_ui(ui: &mut Ui, view: &View<'_>, state: &mut ViewState) {
    ui.label(theme::heading(nl::RASTER));
    ui.add_space(STEP);
    let read = AmenityKind::all().filter(|kind| view.baseline.layer(Role::Kind(*kind)).is_some());
    let combo = egui::ComboBox::from_id_salt("raster").width(ui.available_width()).height(420.0);
    let fixed = [RasterWish::Nothing, RasterWish::Score(state.form), RasterWish::TransitClass];
    let wishes = fixed.into_iter().chain(read.map(RasterWish::Distance));
    state.raster = choose(ui, combo, nl::RASTER, state.raster, wishes, nl::raster).unwrap_or(state.raster);
    ui.add_space(STEP);
    raster_legend(ui, state.raster);
}
