//! What each step is called, to undo it or do it again.

use super::{kinds, norm_edit, plan, profile};
use crate::domain::norm::NormSet;
use crate::nl::{delivery, numbers, twins};
use crate::project::Edit;

pub fn edit(edit: &Edit, norms: &NormSet) -> String {
    match edit {
        Edit::SetNormDistance { norm_idx, max } => match norms.norms.get(*norm_idx) {
            Some(norm) => {
                format!("norm {} ({}) op {}", kinds(&norm.kinds), norm.form.name(), numbers::meters(max.meters()))
            }
            None => "norm gewijzigd".to_owned(),
        },
        Edit::SetNormRequired { norm_idx, required } => {
            let name = norms.norms.get(*norm_idx).map(|norm| kinds(&norm.kinds)).unwrap_or_default();
            format!("{name} {}", if *required { "verplicht" } else { "niet verplicht" })
        }
        Edit::SetDetourFactor(factor) => format!("omloopfactor {}", numbers::decimal(*factor, 2)),
        Edit::SetProfile(choice) => format!("doelgroep {}", profile(*choice)),
        Edit::ReplaceNorms(set) => format!("normenkader {}", set.name),
        Edit::PartTwins(ids) => twins::they_are_several(ids.len()),
        Edit::JoinTwins(_) => twins::IT_IS_ONE.to_owned(),
        Edit::SetCellSize(cell_m) => format!("raster van {cell_m} m"),
        Edit::Plan(edit) => plan::plan_edit(edit),
        Edit::Board(edit) => plan::board_edit(edit),
        Edit::BringBack(_) => "eerdere toestand".to_owned(),
        Edit::TakeOver(_) => delivery::OF_ANOTHER_PROGRAM.to_owned(),
        Edit::Layers(edit) => delivery::layers_edit(edit),
        Edit::SetNormWeight { .. }
        | Edit::SetNormSource { .. }
        | Edit::PutNormBack { .. }
        | Edit::SetTransitNorm { .. }
        | Edit::RenameNorms(_)
        | Edit::PutAllBack { .. } => norm_edit(edit, norms),
    }
}
