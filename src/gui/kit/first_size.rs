//! The size of the window when it opens: as designed, or what the monitor has space for.

use egui::{Vec2, ViewportInfo, vec2};

/// As designed, in points.
pub const FIRST_SIZE: [f32; 2] = [1440.0, 900.0];

/// What the system draws around a window, as far as it does not say so, in points: a border and a bar with the title.
const FRAME: Vec2 = vec2(4.0, 36.0);

/// What the system keeps along the edges of the screen for itself, in points: a bar with what is open.
const EDGES: Vec2 = vec2(0.0, 44.0);

/// Asks once, when the monitor is known, for a size that fits it. What the user does to the window afterwards stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FirstSize {
    is_settled: bool,
}

impl FirstSize {
    /// The size to ask for, if the window is larger than what there is space for.
    pub fn wanted(&mut self, viewport: &ViewportInfo, size: Vec2) -> Option<Vec2> {
        let monitor = viewport.monitor_size.filter(|monitor| !self.is_settled && monitor.min_elem() > 0.0)?;
        self.is_settled = true;
        if viewport.maximized == Some(true) || viewport.fullscreen == Some(true) {
            return None;
        }
        let frame = viewport.outer_rect.zip(viewport.inner_rect).map(|(outer, inner)| outer.size() - inner.size());
        let space = monitor - frame.unwrap_or_default().max(FRAME) - EDGES;
        let fitting = size.min(space);
        (fitting != size).then_some(fitting)
    }
}

#[cfg(test)]
mod tests {
    use egui::{Rect, pos2};

    use super::*;

    fn on(monitor: Vec2) -> ViewportInfo {
        ViewportInfo { monitor_size: Some(monitor), ..ViewportInfo::default() }
    }

    #[test]
    fn a_window_that_fills_the_monitor_without_its_title_bar_shrinks_once_and_one_that_fits_stays() {
        let screen = vec2(1280.0, 800.0);
        let mut first = FirstSize::default();
        let wanted = first.wanted(&on(screen), screen).expect("too large");
        assert!(wanted.x <= 1280.0 && wanted.y <= 800.0 - 36.0 - 40.0, "{wanted}");
        assert!(wanted.x > 1200.0 && wanted.y > 700.0, "{wanted}");
        assert_eq!(first.wanted(&on(screen), screen), None, "what the user chose afterwards stays");
        let mut first = FirstSize::default();
        assert_eq!(first.wanted(&ViewportInfo::default(), screen), None, "the monitor is not known yet");
        assert_eq!(first.wanted(&on(vec2(1920.0, 1080.0)), FIRST_SIZE.into()), None);
    }

    #[test]
    fn a_thick_frame_counts_and_a_maximized_window_is_left_alone() {
        let screen = vec2(1280.0, 800.0);
        let inner = Rect::from_min_size(pos2(10.0, 80.0), vec2(1280.0, 720.0));
        let outer = Rect::from_min_max(pos2(0.0, 0.0), inner.max + vec2(10.0, 10.0));
        let framed = ViewportInfo { inner_rect: Some(inner), outer_rect: Some(outer), ..on(screen) };
        let wanted = FirstSize::default().wanted(&framed, inner.size()).expect("too large");
        assert!(wanted.x <= 1260.0 && wanted.y <= 710.0, "{wanted}");
        let maximized = ViewportInfo { maximized: Some(true), ..on(screen) };
        assert_eq!(FirstSize::default().wanted(&maximized, screen), None);
    }
}
