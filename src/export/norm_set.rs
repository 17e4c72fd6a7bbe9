//! A normenkader as a file of its own.

use std::io::{self, Write};
use std::path::Path;

use super::target::check_chosen;
use crate::domain::norm::NormSet;
use crate::files::StagedFiles;
use crate::import::normenkader;

/// Writes a normenkader as TOML, whole or not at all, also over a file that the user chose himself, but over no database.
///
/// # Errors
/// When the file cannot be written; what was there before is then untouched.
pub fn write_norm_set(path: &Path, norms: &NormSet) -> io::Result<()> {
    check_chosen(path)?;
    let mut staged = StagedFiles::default();
    staged.write(path, |out| out.write_all(normenkader::write(norms).as_bytes()))?;
    staged.publish().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::norm::Certainty;
    use crate::units::Meters;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn write_then_read_is_identity(
            name in ".*",
            detour_factor in 1.0..5.0_f64,
            rules in prop::collection::vec((0.0..5e4_f64, any::<bool>(), 0.0..1e4_f64, ".*", 0_usize..4), 5),
        ) {
            let mut set = normenkader::standard();
            set.name = name;
            set.detour_factor = detour_factor;
            for (norm, (max_m, required, weight, source, sure)) in set.norms.iter_mut().zip(rules) {
                norm.max = Meters::new(max_m).expect("a length");
                norm.required = required;
                norm.weight = weight;
                norm.source = source.into();
                norm.certainty = [Certainty::A, Certainty::B, Certainty::D, Certainty::Assumption][sure];
            }
            prop_assert_eq!(normenkader::read(&normenkader::write(&set)), Ok(set));
        }
    }

    #[test]
    fn a_database_is_not_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.gpkg");
        std::fs::write(&path, "SQLite format 3\0 en meer").expect("a file");
        write_norm_set(&path, &normenkader::standard()).expect_err("a database");
        assert!(std::fs::read(&path).expect("there").starts_with(b"SQLite"));
    }

    #[test]
    fn what_is_saved_is_what_is_loaded() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("normen.toml");
        let mut set = normenkader::standard();
        set.name = "Normen \"Borne\" = [2025]\n".to_owned();
        set.detour_factor = 1.35;
        write_norm_set(&path, &set).expect("it can be written");
        let text = std::fs::read_to_string(&path).expect("it is there");
        assert_eq!(normenkader::read(&text), Ok(set));
    }
}
