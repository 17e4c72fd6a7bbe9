//! What each step is called, to undo it or do it again.

use super::norms_editor::required;
use super::{kinds, norm_name, plan, profile, put_back, transit_class, transit_norm_name, weight};
use crate::domain::norm::NormSet;
use crate::nl::{delivery, numbers, twins};
use crate::project::Edit;

pub fn edit(edit: &Edit, norms: &NormSet) -> String {
    let name = |idx: usize| norms.norms.get(idx).map_or_else(|| "norm".to_owned(), norm_name);
    match edit {
        Edit::SetNormDistance { norm_idx, max } => match norms.norms.get(*norm_idx) {
            Some(norm) => format!("{} op {}", norm_name(norm), numbers::meters(max.meters())),
            None => "norm gewijzigd".to_owned(),
        },
        Edit::SetNormRequired { norm_idx, required } => {
            let kinds = norms.norms.get(*norm_idx).map(|norm| kinds(&norm.kinds)).unwrap_or_default();
            format!("{kinds} {}", self::required(*required))
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
        Edit::SetNormWeight { norm_idx, weight: value } => {
            format!("gewicht {} van {}", weight(*value), name(*norm_idx))
        }
        Edit::SetNormSource { norm_idx, .. } => format!("bron van {}", name(*norm_idx)),
        Edit::PutNormBack { norm_idx, .. } => put_back(&name(*norm_idx)),
        Edit::SetTransitNorm { form, norm: None } => format!("{} weg", transit_norm_name(*form)),
        Edit::SetTransitNorm { form, norm: Some(norm) } => {
            format!("{}: {}, {}", transit_norm_name(*form), transit_class(norm.min_class), required(norm.required))
        }
        Edit::RenameNorms(name) => format!("normenkader heet {name}"),
        Edit::PutAllBack { .. } => "alle normen terug naar standaard".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edit_says_what_it_did() {
        let norms = crate::import::normenkader::standard();
        let weight = Edit::SetNormWeight { norm_idx: 1, weight: 12.0 };
        assert_eq!(edit(&weight, &norms), "gewicht 12 van norm supermarkt of dagelijkse winkel (zorggeschikt)");
        assert_eq!(edit(&Edit::RenameNorms("Borne".to_owned()), &norms), "normenkader heet Borne");
    }
}
