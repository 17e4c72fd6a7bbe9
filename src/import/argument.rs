//! `ROL=BESTAND[:LAAG]`: which file is read for what.

use std::fs;
use std::io::ErrorKind::NotFound;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::intake::WhichLayers;
use crate::domain::baseline::Role;
use crate::domain::problem::ProblemKind;

/// One layer to read, as given on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerArgument {
    /// What it is for.
    pub role: Role,
    /// The file.
    pub path: PathBuf,
    /// Layer within the file, for formats that have layers.
    pub layer: Option<String>,
}

/// Why a text is no layer argument.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LayerArgumentError {
    /// There is no `=`.
    #[error("'{0}' is not ROL=BESTAND")]
    NoEqualsSign(String),
    /// No role of that name.
    #[error("unknown role '{0}'")]
    UnknownRole(String),
    /// Nothing after the `=`.
    #[error("no file for role '{0}'")]
    NoFile(String),
}

impl LayerArgument {
    /// What to say of a file that is not there when its name has a colon: that may belong to the name.
    pub(super) fn missing_with_colon(&self) -> Option<ProblemKind> {
        let layer = self.layer.as_ref().filter(|_| fs::metadata(&self.path).is_err_and(|e| e.kind() == NotFound))?;
        Some(ProblemKind::NoSuchFile { whole: format!("{}:{layer}", self.path.display()), layer: layer.clone() })
    }

    /// The layers that are meant within its file.
    pub(super) fn wanted(&self) -> WhichLayers<'_> {
        self.layer.as_deref().map_or(WhichLayers::ForRole(self.role), WhichLayers::Layer)
    }
}

impl FromStr for LayerArgument {
    type Err = LayerArgumentError;

    /// Parses `ROL=BESTAND[:LAAG]`.
    ///
    /// A file that exists under the whole text is that file, colons and all; else the longest beginning that exists and
    /// is followed by a colon, and what comes after is the layer. When nothing exists the last colon decides, but for
    /// that of a drive letter (`C:\…`) and one before a path separator.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (role_name, file) =
            text.split_once('=').ok_or_else(|| LayerArgumentError::NoEqualsSign(text.to_owned()))?;
        let role_name = role_name.trim();
        let role = Role::from_name(role_name).ok_or_else(|| LayerArgumentError::UnknownRole(role_name.to_owned()))?;
        let (path, layer) = existing(file).unwrap_or_else(|| match file.rsplit_once(':') {
            Some((path, layer)) if !is_drive_letter(path) && !layer.contains(['/', '\\']) => (path, Some(layer)),
            _ => (file, None),
        });
        if path.is_empty() {
            return Err(LayerArgumentError::NoFile(role_name.to_owned()));
        }
        let layer = layer.filter(|layer| !layer.is_empty()).map(str::to_owned);
        Ok(Self { role, path: PathBuf::from(path), layer })
    }
}

/// The file that exists, and the layer behind it.
fn existing(text: &str) -> Option<(&str, Option<&str>)> {
    let exists = |path: &str| !path.is_empty() && !is_drive_letter(path) && Path::new(path).exists();
    if exists(text) {
        return Some((text, None));
    }
    let splits = text.rmatch_indices(':').map(|(at, _)| (&text[..at], Some(&text[at + 1..])));
    splits.into_iter().find(|(path, _)| exists(path))
}

fn is_drive_letter(path: &str) -> bool {
    path.len() == 1 && path.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Role, String, Option<String>) {
        let argument: LayerArgument = text.parse().expect("a good argument");
        (argument.role, argument.path.to_string_lossy().into_owned(), argument.layer)
    }

    #[test]
    fn a_role_a_file_and_a_layer_are_told_apart() {
        assert_eq!(parsed("gemeente=g.geojson"), (Role::Municipality, "g.geojson".to_owned(), None));
        assert_eq!(
            parsed("kern=a/b.gpkg:kernen"),
            (Role::Settlement, "a/b.gpkg".to_owned(), Some("kernen".to_owned()))
        );
    }

    #[test]
    fn a_drive_letter_is_no_layer() {
        assert_eq!(parsed(r"kern=C:\data\k.gpkg"), (Role::Settlement, r"C:\data\k.gpkg".to_owned(), None));
        let with_layer = (Role::Settlement, r"C:\data\k.gpkg".to_owned(), Some("kernen".to_owned()));
        assert_eq!(parsed(r"kern=C:\data\k.gpkg:kernen"), with_layer);
        assert_eq!(parsed("kern=C:k.gpkg").1, "C:k.gpkg");
    }

    #[test]
    fn a_file_that_exists_wins_from_a_layer() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        for name in ["plan: Noord.csv", "stand 09:30 – é.gpkg"] {
            std::fs::write(at(name), "").expect("written");
        }
        assert_eq!(parsed(&format!("kern={}", at("plan: Noord.csv"))).1, at("plan: Noord.csv"));
        for layer in ["kernen", "ns:kernen", "a/b"] {
            let of_layer = parsed(&format!("kern={}:{layer}", at("stand 09:30 – é.gpkg")));
            assert_eq!(of_layer, (Role::Settlement, at("stand 09:30 – é.gpkg"), Some(layer.to_owned())));
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |text: &str| text.parse::<LayerArgument>().expect_err("a bad argument");
        assert_eq!(error("kern.geojson"), LayerArgumentError::NoEqualsSign("kern.geojson".to_owned()));
        assert_eq!(error("kerk=k.geojson"), LayerArgumentError::UnknownRole("kerk".to_owned()));
        assert_eq!(error("kern="), LayerArgumentError::NoFile("kern".to_owned()));
    }
}
