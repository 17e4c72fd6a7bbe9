//! What egui is told of the visual design, and text in its sizes and weights.

use std::sync::Arc;

use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, RichText, Stroke, TextStyle, Vec2};

use super::palette::{palette, palette_of, use_theme};
use super::presented::type_size;
use super::sizes::{FIGURE_SIZE, LEFT_WIDTH, RADIUS, REMARK_SIZE, STEP, TEXT_SIZE, TOUCH};
use crate::cartography::Theme;

/// Family of headings and figures.
pub const BOLD: &str = "inter-bold";
/// Family of names and values.
pub const MEDIUM: &str = "inter-medium";

fn fonts() -> egui::FontDefinitions {
    let mut fonts = egui::FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let weights: [(&str, &'static [u8], FontFamily); 3] = [
        ("inter", include_bytes!("../../../../assets/fonts/Inter-Regular.otf"), FontFamily::Proportional),
        (MEDIUM, include_bytes!("../../../../assets/fonts/Inter-Medium.otf"), FontFamily::Name(MEDIUM.into())),
        (BOLD, include_bytes!("../../../../assets/fonts/Inter-Bold.otf"), FontFamily::Name(BOLD.into())),
    ];
    for (name, bytes, family) in weights {
        fonts.font_data.insert(name.to_owned(), Arc::new(egui::FontData::from_static(bytes)));
        let mut order = vec![name.to_owned()];
        order.extend(fallback.iter().cloned());
        fonts.families.insert(family, order);
    }
    fonts
}

/// Tells egui the type and spacing, and the colors; once at the start.
pub fn install(ctx: &egui::Context, theme: Theme) {
    ctx.set_fonts(fonts());
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Small, FontId::proportional(REMARK_SIZE)),
            (TextStyle::Body, FontId::proportional(TEXT_SIZE)),
            (TextStyle::Button, FontId::proportional(TEXT_SIZE)),
            (TextStyle::Heading, FontId::new(FIGURE_SIZE, FontFamily::Name(BOLD.into()))),
            (TextStyle::Monospace, FontId::monospace(TEXT_SIZE)),
        ]
        .into();
        style.animation_time = 0.0;
        let spacing = &mut style.spacing;
        spacing.item_spacing = Vec2::new(2.0 * STEP, STEP);
        spacing.button_padding = Vec2::new(3.0 * STEP, 1.5 * STEP);
        spacing.interact_size = Vec2::new(TOUCH, 22.0);
        spacing.slider_rail_height = 4.0;
        spacing.slider_width = LEFT_WIDTH - 8.0 * STEP;
        spacing.menu_margin = Margin::same(6);
        spacing.scroll = egui::style::ScrollStyle::thin();
    });
    apply(ctx, theme);
}

/// Draws in a theme from now on.
pub fn apply(ctx: &egui::Context, theme: Theme) {
    use_theme(theme);
    ctx.set_theme(if theme == Theme::Dark { egui::Theme::Dark } else { egui::Theme::Light });
    ctx.all_styles_mut(|style| style.visuals = visuals(theme));
}

fn visuals(theme: Theme) -> egui::Visuals {
    let p = palette_of(theme);
    let mut visuals = if theme == Theme::Dark { egui::Visuals::dark() } else { egui::Visuals::light() };
    let radius = CornerRadius::same(RADIUS);
    visuals.panel_fill = p.canvas;
    visuals.window_fill = p.card;
    visuals.extreme_bg_color = p.card;
    visuals.faint_bg_color = p.canvas;
    visuals.window_stroke = Stroke::new(1.0, p.line);
    visuals.window_corner_radius = radius;
    visuals.menu_corner_radius = radius;
    visuals.slider_trailing_fill = true;
    visuals.handle_shape = egui::style::HandleShape::Circle;
    visuals.selection.bg_fill = p.accent;
    visuals.selection.stroke = Stroke::new(1.0, p.on_accent);
    visuals.hyperlink_color = p.site;
    visuals.weak_text_color = Some(p.remark);
    visuals.warn_fg_color = p.warning;
    visuals.error_fg_color = p.fails;
    let set = |widget: &mut egui::style::WidgetVisuals, fill: Color32, outline: Color32, text: Color32| {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, outline);
        widget.fg_stroke = Stroke::new(1.0, text);
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    };
    set(&mut visuals.widgets.noninteractive, p.canvas, p.line, p.text);
    set(&mut visuals.widgets.inactive, p.card, p.line, p.text);
    set(&mut visuals.widgets.hovered, p.accent_pale, p.accent, p.text);
    set(&mut visuals.widgets.active, p.accent_pale, p.accent, p.text);
    set(&mut visuals.widgets.open, p.accent_pale, p.accent, p.text);
    // The rail of a slider has the fill of an inactive widget: it must stand out from the panel.
    visuals.widgets.inactive.bg_fill = p.line;
    visuals.widgets.hovered.fg_stroke = Stroke::new(1.5, p.accent);
    visuals.widgets.active.fg_stroke = Stroke::new(2.0, p.accent);
    visuals
}

/// A remark: small and grey.
pub fn remark(text: impl Into<String>) -> RichText {
    RichText::new(text).size(type_size(REMARK_SIZE)).color(palette().remark)
}

/// A name or value within text.
pub fn medium(text: impl Into<String>) -> RichText {
    RichText::new(text).font(FontId::new(TEXT_SIZE, FontFamily::Name(MEDIUM.into()))).color(palette().text)
}

/// A value that stands out within text.
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).font(FontId::new(TEXT_SIZE, FontFamily::Name(BOLD.into()))).color(palette().text)
}

/// A title or a figure.
pub fn figure(text: impl Into<String>) -> RichText {
    RichText::new(text).font(FontId::new(FIGURE_SIZE, FontFamily::Name(BOLD.into()))).color(palette().text)
}

/// The heading of a part of a panel.
pub fn heading(text: impl Into<String>) -> RichText {
    RichText::new(text).font(FontId::new(type_size(REMARK_SIZE), FontFamily::Name(BOLD.into()))).color(palette().remark)
}

/// The font of map labels.
pub fn label_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(MEDIUM.into()))
}

/// The font of figures on markers.
pub fn marker_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(BOLD.into()))
}
