//! The files that were opened last, kept in a small file of the user's own.

use std::fs;
use std::path::PathBuf;

use serde::Deserialize;

use crate::gui::background::keep_in_background;

/// How many are kept.
const MAX_RECENT: usize = 10;

/// Its name in the folder for preferences.
const FILE_NAME: &str = "recent.toml";

/// Files that were opened, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recent {
    /// The files, the newest first.
    pub files: Vec<PathBuf>,
    /// Where they are kept; nowhere in tests.
    kept_in: Option<PathBuf>,
}

/// The file's own types.
#[derive(Debug, Default, Deserialize)]
struct RecentFile {
    #[serde(default)]
    bestanden: Vec<String>,
}

impl Recent {
    /// Those of this user. What cannot be read is an empty list.
    pub fn of_user() -> Self {
        let folder = directories::ProjectDirs::from("nl", "", "zorgkring").map(|dirs| dirs.config_dir().to_owned());
        folder.map(|folder| Self::kept_in(folder.join(FILE_NAME))).unwrap_or_default()
    }

    /// Those of a file. A file that is missing or damaged is an empty list.
    pub fn kept_in(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let read: RecentFile = toml::from_str(&text).unwrap_or_default();
        let files = read.bestanden.into_iter().take(MAX_RECENT).map(PathBuf::from).collect();
        Self { files, kept_in: Some(path) }
    }

    /// Puts a file first, and writes the list on a thread.
    pub fn add(&mut self, file: PathBuf) {
        self.files.retain(|known| *known != file);
        self.files.insert(0, file);
        self.files.truncate(MAX_RECENT);
        if let Some(path) = self.kept_in.clone() {
            keep_in_background("zorgkring-recent", path, self.text());
        }
    }

    /// As TOML: a string of JSON is one of TOML too, but for a character that no path has.
    fn text(&self) -> String {
        let quoted = self.files.iter().filter_map(|file| serde_json::to_string(file.to_str()?).ok());
        let lines: String = quoted.map(|file| format!("    {file},\n")).collect();
        format!("bestanden = [\n{lines}]\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::background::keep;

    #[test]
    fn the_newest_stands_first_once_and_ten_are_kept() {
        let mut recent = Recent::default();
        (0..12).for_each(|n| recent.add(PathBuf::from(format!("{n}.csv"))));
        recent.add(PathBuf::from("5.csv"));
        assert_eq!(recent.files.len(), MAX_RECENT);
        assert_eq!(recent.files[0], PathBuf::from("5.csv"));
        assert_eq!(recent.files.iter().filter(|file| file.ends_with("5.csv")).count(), 1);
    }

    #[test]
    fn what_is_written_is_read_again_and_a_damaged_file_is_an_empty_list() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("voorkeuren").join(FILE_NAME);
        let files = vec![PathBuf::from(r#"C:\data\"vreemd" é.csv"#), PathBuf::from("/data/a b.geojson")];
        let recent = Recent { files: files.clone(), kept_in: None };
        keep(&path, &recent.text()).expect("written");
        assert_eq!(Recent::kept_in(path.clone()).files, files);
        fs::write(&path, "bestanden = [").expect("written");
        assert!(Recent::kept_in(path).files.is_empty());
    }
}
