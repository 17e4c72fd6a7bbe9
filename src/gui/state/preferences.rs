//! What the window remembers from one day to the next: how it looks, never what is in a project.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::timer::KeptClock;
use crate::cartography::Theme;
use crate::gui::background::keep_in_background;

/// Smallest and largest text scale.
pub const TEXT_SCALES: [f32; 2] = [0.75, 3.0];

/// How the user likes the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Colors.
    pub theme: Theme,
    /// Text scale, 1 is as designed.
    pub text_scale: f32,
    /// Does the left panel show?
    pub left_open: bool,
    /// Does the right panel show?
    pub right_open: bool,
    /// Width of the left panel, in points, when it was set by hand.
    pub left_width: Option<f32>,
    /// Width of the right panel, in points, when it was set by hand.
    pub right_width: Option<f32>,
    /// Does the legend show on the map? Unless the user said so: where it leaves space enough.
    pub legend_open: Option<bool>,
    /// Does a presentation show in high contrast, for a weak projector?
    pub presents_in_high_contrast: bool,
    /// The clock of the round that was going on, to come back when the program was closed in its middle.
    pub clock: Option<KeptClock>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::Light,
            text_scale: 1.0,
            left_open: true,
            right_open: true,
            left_width: None,
            right_width: None,
            legend_open: None,
            presents_in_high_contrast: false,
            clock: None,
        }
    }
}

impl Preferences {
    /// The file of this user, where the system has a place for it.
    pub fn file() -> Option<PathBuf> {
        directories::ProjectDirs::from("nl", "", "zorgkring").map(|dirs| dirs.config_dir().join("venster.toml"))
    }

    /// The folder of this user for what was not saved, where the system has a place for it.
    pub fn autosave_folder() -> Option<PathBuf> {
        directories::ProjectDirs::from("nl", "", "zorgkring").map(|dirs| dirs.data_local_dir().join("niet-bewaard"))
    }

    /// What a file says; as designed where it says nothing, or nothing that can be understood.
    pub fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let mut found: Self = toml::from_str(&text).unwrap_or_default();
        let [smallest, largest] = TEXT_SCALES;
        if !(smallest..=largest).contains(&found.text_scale) {
            found.text_scale = 1.0;
        }
        found
    }

    /// Writes them on a thread of their own: a new file that takes the old one's place. A preference that cannot be kept
    /// is not worth a message.
    pub fn write_later(&self, file: PathBuf) {
        if let Ok(text) = toml::to_string(self) {
            keep_in_background("zorgkring-preferences", file, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_nonsense_gives_the_design() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("venster.toml");
        assert_eq!(Preferences::read(&file), Preferences::default());
        let liked = Preferences { theme: Theme::HighContrast, text_scale: 1.75, ..Preferences::default() };
        std::fs::write(&file, toml::to_string(&liked).expect("plain values")).expect("a file");
        assert_eq!(Preferences::read(&file), liked);
        for nonsense in ["theme = 3", "text_scale = nan", "\u{0}\u{1}", "text_scale = 99.0"] {
            std::fs::write(&file, nonsense).expect("a file");
            assert_eq!(Preferences::read(&file), Preferences::default(), "{nonsense}");
        }
    }
}
