//! The only place with colors, sizes and type: the tokens of the visual design, and what egui is told of them.

pub mod ramps;

use std::sync::Arc;

use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, RichText, Stroke, TextStyle, Vec2};

use crate::domain::amenity::KindGroup;
use crate::domain::transit::TransitClass;

/// Colors by role. Every theme has the same roles; whatever a color says is also said by shape, dash or text.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// Panels.
    pub canvas: Color32,
    /// Bars and cards.
    pub card: Color32,
    /// Text.
    pub text: Color32,
    /// Remarks and units.
    pub remark: Color32,
    /// Lines between things.
    pub line: Color32,
    /// What can be done.
    pub accent: Color32,
    /// What is chosen, behind text.
    pub accent_pale: Color32,
    /// On the accent.
    pub on_accent: Color32,
    /// Offline basemap: land.
    pub land: Color32,
    /// Offline basemap: built-up.
    pub built_up: Color32,
    /// Offline basemap: borders.
    pub border: Color32,
    /// Offline basemap: main roads.
    pub road: Color32,
    /// Offline basemap: railways.
    pub rail: Color32,
    /// Around labels and markers.
    pub halo: Color32,
    /// 24-uurszorg.
    pub care: Color32,
    /// Text on the pill of a norm circle.
    pub care_text: Color32,
    /// Fill of a zone's outer ring.
    pub zone: Color32,
    /// Outline of a zone.
    pub zone_line: Color32,
    /// Fill of the geclusterd ring.
    pub clustered: Color32,
    /// Fill of the zorggeschikt ring.
    pub care_ready: Color32,
    /// Fill of a near miss.
    pub near_miss: Color32,
    /// Outline of a near miss.
    pub near_miss_line: Color32,
    /// Candidate sites.
    pub site: Color32,
    /// Groups of kinds: boodschappen, zorg, ontmoeting, ov, buiten.
    pub groups: [Color32; 5],
    /// Haltes, as small rings.
    pub stop: Color32,
    /// Warning text; "fictief" wears it.
    pub warning: Color32,
    /// Behind a warning.
    pub warning_pale: Color32,
    /// Behind a remark that points at something missing.
    pub remark_pale: Color32,
    /// A rule that does not hold.
    pub fails: Color32,
    /// A rule that holds, as a bar.
    pub holds: Color32,
    /// OV-klasse A to F.
    pub transit: [Color32; 6],
}

impl Palette {
    /// The light theme: Okabe–Ito for data, deep green for what can be done.
    pub const LIGHT: Self = Self {
        canvas: Color32::from_rgb(0xFA, 0xFA, 0xF7),
        card: Color32::WHITE,
        text: Color32::from_rgb(0x1F, 0x29, 0x33),
        remark: Color32::from_rgb(0x52, 0x60, 0x6D),
        line: Color32::from_rgb(0xD9, 0xDE, 0xE3),
        accent: Color32::from_rgb(0x00, 0x57, 0x3F),
        accent_pale: Color32::from_rgb(0xE4, 0xF2, 0xED),
        on_accent: Color32::WHITE,
        land: Color32::from_rgb(0xF3, 0xF1, 0xEB),
        built_up: Color32::from_rgb(0xE3, 0xDF, 0xD4),
        border: Color32::from_rgb(0xA7, 0x9F, 0x8E),
        road: Color32::from_rgb(0xD3, 0xCC, 0xBB),
        rail: Color32::from_rgb(0xB9, 0xB3, 0xA6),
        halo: Color32::WHITE,
        care: Color32::from_rgb(0xD5, 0x5E, 0x00),
        care_text: Color32::from_rgb(0x8F, 0x3F, 0x00),
        zone: Color32::from_rgba_premultiplied(0x00, 0x26, 0x1C, 0x3D),
        zone_line: Color32::from_rgb(0x00, 0x57, 0x3F),
        clustered: Color32::from_rgba_premultiplied(0x00, 0x36, 0x27, 0x57),
        care_ready: Color32::from_rgba_premultiplied(0x00, 0x2C, 0x20, 0x80),
        near_miss: Color32::from_rgba_premultiplied(0x18, 0x0E, 0x14, 0x1F),
        near_miss_line: Color32::from_rgb(0xB0, 0x50, 0x8A),
        site: Color32::from_rgb(0x00, 0x72, 0xB2),
        groups: [
            Color32::from_rgb(0xE6, 0x9F, 0x00),
            Color32::from_rgb(0xD5, 0x5E, 0x00),
            Color32::from_rgb(0xCC, 0x79, 0xA7),
            Color32::from_rgb(0x56, 0xB4, 0xE9),
            Color32::from_rgb(0x00, 0x9E, 0x73),
        ],
        stop: Color32::from_rgb(0x2F, 0x7F, 0xB5),
        warning: Color32::from_rgb(0x7A, 0x52, 0x00),
        warning_pale: Color32::from_rgb(0xFF, 0xF4, 0xDC),
        remark_pale: Color32::from_rgb(0xFA, 0xEE, 0xF5),
        fails: Color32::from_rgb(0xB0, 0x50, 0x8A),
        holds: Color32::from_rgb(0x00, 0x9E, 0x73),
        transit: [
            Color32::from_rgb(0x08, 0x30, 0x6B),
            Color32::from_rgb(0x08, 0x51, 0x9C),
            Color32::from_rgb(0x31, 0x82, 0xBD),
            Color32::from_rgb(0x6B, 0xAE, 0xD6),
            Color32::from_rgb(0x9E, 0xCA, 0xE1),
            Color32::from_rgb(0xC6, 0xDB, 0xEF),
        ],
    };

    /// Ring of a group's markers.
    #[must_use]
    pub fn group(&self, group: KindGroup) -> Color32 {
        match group {
            KindGroup::Zorg24 => self.care,
            KindGroup::Boodschappen => self.groups[0],
            KindGroup::Zorg => self.groups[1],
            KindGroup::Ontmoeting => self.groups[2],
            KindGroup::Ov => self.groups[3],
            KindGroup::Buiten => self.groups[4],
        }
    }

    /// Color of an OV-klasse in the raster and its legend.
    #[must_use]
    pub fn transit_class(&self, class: TransitClass) -> Color32 {
        self.transit[class as usize]
    }
}

/// The palette in use.
#[must_use]
pub fn palette() -> &'static Palette {
    const LIGHT: Palette = Palette::LIGHT;
    &LIGHT
}

/// Spacing goes in steps of this many points.
pub const STEP: f32 = 4.0;
/// Corner radius of cards and buttons, in points.
pub const RADIUS: u8 = 7;
/// Smallest height of what can be touched, in points.
pub const TOUCH: f32 = 34.0;
/// Size of a remark, in points.
pub const REMARK_SIZE: f32 = 12.0;
/// Size of text, in points.
pub const TEXT_SIZE: f32 = 14.0;
/// Size of a title or figure, in points.
pub const FIGURE_SIZE: f32 = 20.0;
/// Width of the left panel, in points.
pub const LEFT_WIDTH: f32 = 304.0;
/// Width of the right panel, in points.
pub const RIGHT_WIDTH: f32 = 360.0;
/// Outline of what is selected, in points.
pub const SELECTED_LINE: f32 = 4.0;
/// Outline of a zone that is not selected, in points.
pub const ZONE_LINE: f32 = 2.4;
/// Side of a 24-uurszorg marker, in points.
pub const CARE_SIZE: f32 = 26.0;
/// Diameter of a voorziening's marker, in points.
pub const AMENITY_SIZE: f32 = 20.0;
/// Diameter of a halte's ring, in points.
pub const STOP_SIZE: f32 = 8.0;
/// Half diagonal of a candidate's diamond, in points.
pub const SITE_HALF: f32 = 13.0;

/// Family of headings and figures.
pub const BOLD: &str = "inter-bold";
/// Family of names and values.
pub const MEDIUM: &str = "inter-medium";

/// Smallest and largest text scale.
pub const TEXT_SCALES: [f32; 2] = [0.75, 3.0];

fn fonts() -> egui::FontDefinitions {
    let mut fonts = egui::FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let weights: [(&str, &'static [u8], FontFamily); 3] = [
        ("inter", include_bytes!("../../assets/fonts/Inter-Regular.otf"), FontFamily::Proportional),
        (MEDIUM, include_bytes!("../../assets/fonts/Inter-Medium.otf"), FontFamily::Name(MEDIUM.into())),
        (BOLD, include_bytes!("../../assets/fonts/Inter-Bold.otf"), FontFamily::Name(BOLD.into())),
    ];
    for (name, bytes, family) in weights {
        fonts.font_data.insert(name.to_owned(), Arc::new(egui::FontData::from_static(bytes)));
        let mut order = vec![name.to_owned()];
        order.extend(fallback.iter().cloned());
        fonts.families.insert(family, order);
    }
    fonts
}

/// Tells egui the type, spacing and colors; once at the start.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_theme(egui::Theme::Light);
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    let p = palette();
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
        style.visuals = visuals(p);
    });
}

fn visuals(p: &Palette) -> egui::Visuals {
    let mut visuals = egui::Visuals::light();
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
#[must_use]
pub fn remark(text: impl Into<String>) -> RichText {
    RichText::new(text).size(REMARK_SIZE).color(palette().remark)
}

/// A name or value within text.
#[must_use]
pub fn medium(text: impl Into<String>) -> RichText {
    RichText::new(text).font(FontId::new(TEXT_SIZE, FontFamily::Name(MEDIUM.into()))).color(palette().text)
}

/// A value that stands out within text.
#[must_use]
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).font(FontId::new(TEXT_SIZE, FontFamily::Name(BOLD.into()))).color(palette().text)
}

/// A title or a figure.
#[must_use]
pub fn figure(text: impl Into<String>) -> RichText {
    RichText::new(text).font(FontId::new(FIGURE_SIZE, FontFamily::Name(BOLD.into()))).color(palette().text)
}

/// The heading of a part of a panel.
#[must_use]
pub fn heading(text: impl Into<String>) -> RichText {
    RichText::new(text).font(FontId::new(REMARK_SIZE, FontFamily::Name(BOLD.into()))).color(palette().remark)
}

/// The font of map labels.
#[must_use]
pub fn label_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(MEDIUM.into()))
}

/// The font of figures on markers.
#[must_use]
pub fn marker_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(BOLD.into()))
}
