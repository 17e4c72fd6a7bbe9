//! The files that a call reads.

use std::fs;
use std::path::{Path, PathBuf};

/// The files that a call reads: nothing is written over them, by whatever name they are reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources(Vec<PathBuf>);

impl Sources {
    /// Of their paths; what is no file on this machine is of no account.
    pub fn new(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Self(paths.into_iter().collect())
    }

    /// Is a path one of them? Links, another spelling and another case are the same file: what counts is where it lies on
    /// the disk.
    pub fn contains(&self, path: &Path) -> bool {
        self.0.iter().any(|source| is_same_file(source, path))
    }
}

fn is_same_file(a: &Path, b: &Path) -> bool {
    // Opening a pipe waits for whoever writes it.
    let is_file = |path: &Path| fs::metadata(path).is_ok_and(|meta| meta.is_file());
    let by_name = || fs::canonicalize(a).ok().zip(fs::canonicalize(b).ok()).is_some_and(|(a, b)| a == b);
    is_file(a) && is_file(b) && same_file::is_same_file(a, b).unwrap_or_else(|_| by_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_the_same_by_any_of_its_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("plan.gpkg"), "a").expect("a file");
        fs::write(at("ander.gpkg"), "a").expect("a file");
        fs::hard_link(at("plan.gpkg"), at("naam.gpkg")).expect("a link");
        fs::create_dir(at("map")).expect("a folder");
        let sources = Sources::new([at("plan.gpkg"), at("weg.csv"), at("map")]);
        assert!(sources.contains(&at("plan.gpkg")));
        assert!(sources.contains(&at("naam.gpkg")));
        assert!(sources.contains(&at("map/../plan.gpkg")));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at("plan.gpkg"), at("wijzer.gpkg")).expect("a link");
            assert!(sources.contains(&at("wijzer.gpkg")));
        }
        for other in ["ander.gpkg", "weg.csv", "map"] {
            assert!(!sources.contains(&at(other)), "{other}");
        }
    }
}
