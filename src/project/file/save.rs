//! Saving a project file: a new one whole or not at all, one that is there in one transaction of its own database, so that
//! what others put into it, or have open of it, stays.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::error::SaveError;
use super::in_place;
use super::known::{Known, Over, Saved};
use super::stamp::FileStamp;
use super::whole::project_bytes;
use crate::domain::baseline::Baseline;
use crate::files::write_whole;
use crate::project::Project;

/// Saves a project; `made` is when, `JJJJ-MM-DDTUU:MM:SSZ`.
///
/// # Errors
/// [`SaveError`]; what was there before is then untouched.
pub fn save(
    path: &Path,
    (project, baseline): (&Arc<Project>, &Arc<Baseline>),
    made: &str,
    over: Over<'_>,
) -> Result<Saved, SaveError> {
    let is_there = fs::metadata(path).is_ok_and(|meta| meta.len() > 0);
    if is_there {
        if matches!(over, Over::Nothing) {
            return Err(SaveError::ChangedSince);
        }
        return in_place::save(path, (project, baseline), made, over);
    }
    let bytes = project_bytes(project, baseline, made)?;
    write_whole(path, |out| out.write_all(&bytes))?;
    let known = Known {
        stamp: FileStamp::of(path)?,
        project: project.clone(),
        baseline: baseline.clone(),
        changed: BTreeSet::new(),
    };
    Ok(Saved { known, n_others: 0, others: Vec::new() })
}
