//! How all is drawn: as the user likes it, and larger for a room.

use std::path::PathBuf;

use super::workspace::{Phase, Workspace};
use crate::cartography::Theme;
use crate::gui::kit::theme;
use crate::gui::state::Preferences;

/// The preferences as kept, and the colors as drawn.
pub(super) struct Appearance {
    file: Option<PathBuf>,
    /// The preferences as written.
    kept: Preferences,
    /// The colors as drawn, and whether for a room.
    drawn: (Theme, bool),
}

impl Appearance {
    /// Draws as a file of preferences says; it is kept there too.
    pub(super) fn start(ctx: &egui::Context, file: Option<PathBuf>) -> Self {
        let kept = file.as_deref().map(Preferences::read).unwrap_or_default();
        theme::install(ctx, kept.theme);
        Self { file, drawn: (kept.theme, false), kept }
    }

    /// As the user likes it.
    pub(super) fn preferences(&self) -> &Preferences {
        &self.kept
    }

    /// Draws as the user likes it now, and keeps what was changed.
    pub(super) fn follow(&mut self, workspace: &mut Workspace) {
        let ctx = workspace.ctx.clone();
        let (scale, theme, presenting) = wanted(workspace);
        ctx.set_zoom_factor(scale);
        if (theme, presenting) != self.drawn {
            self.drawn = (theme, presenting);
            theme::apply(&ctx, theme);
            theme::presented::set_presenting(presenting);
            ctx.request_repaint();
        }
        keep_clock(workspace);
        let liked = &workspace.state.preferences;
        if *liked != self.kept {
            self.kept = liked.clone();
            if let Some(file) = &self.file {
                liked.write_later(file.clone());
            }
        }
    }
}

/// Lets the clock of a round outlive the program.
fn keep_clock(workspace: &mut Workspace) {
    let Workspace { ctx, phase, state, features, .. } = workspace;
    if let Phase::Ready(ready) = &*phase {
        let moment = [ctx.input(|input| input.time), jiff::Timestamp::now().as_duration().as_secs_f64()];
        let kept = &mut state.preferences.clock;
        features.room.keep_clock(&mut state.timer, kept, ready.session.project(), moment);
    }
}

/// The scale and the colors in which to draw, and whether for a room, which has its own.
fn wanted(workspace: &Workspace) -> (f32, Theme, bool) {
    let liked = &workspace.state.preferences;
    if !workspace.features.presenter.is_on() {
        return (liked.text_scale, liked.theme, false);
    }
    let window = workspace.ctx.content_rect().size() * workspace.ctx.zoom_factor();
    let scale = theme::presented::zoom_for(window) * liked.text_scale.max(1.0);
    let theme = if liked.presents_in_high_contrast { Theme::HighContrast } else { liked.theme };
    (scale, theme, true)
}
