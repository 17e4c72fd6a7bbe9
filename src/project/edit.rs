//! What the user does to the document.

use std::sync::Arc;

use uuid::Uuid;

use super::board::BoardEdit;
use super::document::{CELL_SIZES_M, Project};
use super::plan::PlanEdit;
use crate::domain::baseline::Role;
use crate::domain::housing::HousingForm;
use crate::domain::mobility::MobilityProfile;
use crate::domain::norm::{Certainty, Norm, NormSet, OWN_CHOICE, TransitNorm};
use crate::units::Meters;

/// What the user did to the document.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Another largest distance for the norm at that position; its source becomes the user's own choice.
    SetNormDistance {
        /// Position in the normenkader.
        norm_idx: usize,
        /// Largest walking distance.
        max: Meters,
    },
    /// Required or not.
    SetNormRequired {
        /// Position in the normenkader.
        norm_idx: usize,
        /// Required?
        required: bool,
    },
    /// Another weight in the score.
    SetNormWeight {
        /// Position in the normenkader.
        norm_idx: usize,
        /// Weight, finite and 0 or more.
        weight: f64,
    },
    /// Who says so, and how sure that is.
    SetNormSource {
        /// Position in the normenkader.
        norm_idx: usize,
        /// Source in words.
        source: String,
        /// How sure it is.
        certainty: Certainty,
    },
    /// The norm at that position as it is elsewhere, for example in the standard.
    PutNormBack {
        /// Position in the normenkader.
        norm_idx: usize,
        /// What it becomes; for the same woonvorm and kinds.
        norm: Norm,
    },
    /// Another OV-norm for a woonvorm, or none.
    SetTransitNorm {
        /// For which woonvorm.
        form: HousingForm,
        /// The OV-norm of that woonvorm.
        norm: Option<TransitNorm>,
    },
    /// Another name for the normenkader; not an empty one.
    RenameNorms(String),
    /// Another normenkader and another doelgroep, in one step: everything as it was at the start.
    PutAllBack {
        /// The normenkader.
        norms: NormSet,
        /// The doelgroep.
        profile: MobilityProfile,
    },
    /// Another omloopfactor, at least 1.
    SetDetourFactor(f64),
    /// Another doelgroep.
    SetProfile(MobilityProfile),
    /// Another normenkader altogether.
    ReplaceNorms(NormSet),
    /// Another cell size, in metres.
    SetCellSize(u16),
    /// These records are a place each, though they seem to be one.
    PartTwins(Vec<Uuid>),
    /// These records are one place, as they seem to be.
    JoinTwins(Vec<Uuid>),
    /// Something about the variants.
    Plan(PlanEdit),
    /// Something on the board.
    Board(BoardEdit),
    /// The whole document as it was at an earlier moment.
    BringBack(Arc<Project>),
    /// The whole document with what another program changed in its file.
    TakeOver(Arc<Project>),
    /// Something about the layers: the document stays as it is, on another ground.
    Layers(LayersEdit),
}

impl Edit {
    /// Is it what another program did?
    pub fn is_of_others(&self) -> bool {
        matches!(self, Self::TakeOver(_) | Self::Layers(LayersEdit::TakenOver))
    }
}

/// What the user did to the layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayersEdit {
    /// Layers of these roles came, beside what was there or in its place.
    Read(Vec<Role>),
    /// The layers of these roles went.
    Removed(Vec<Role>),
    /// What another program changed in the file was taken over.
    TakenOver,
}

impl Edit {
    /// Applies it. An edit that points at nothing, or brings a value out of range, changes nothing.
    pub fn apply(&self, project: &mut Project) {
        match self {
            Self::SetNormDistance { norm_idx, max } => {
                if let Some(norm) = project.norms.norms.get_mut(*norm_idx).filter(|norm| norm.max != *max) {
                    norm.max = *max;
                    norm.source = OWN_CHOICE.into();
                    norm.certainty = Certainty::Assumption;
                }
            }
            Self::SetNormRequired { norm_idx, required } => {
                if let Some(norm) = project.norms.norms.get_mut(*norm_idx) {
                    norm.required = *required;
                }
            }
            Self::SetNormWeight { norm_idx, weight } => {
                let norm = project.norms.norms.get_mut(*norm_idx);
                if let Some(norm) = norm.filter(|_| weight.is_finite() && *weight >= 0.0) {
                    norm.weight = *weight;
                }
            }
            Self::SetNormSource { norm_idx, source, certainty } => {
                if let Some(norm) = project.norms.norms.get_mut(*norm_idx) {
                    norm.source = source.as_str().into();
                    norm.certainty = *certainty;
                }
            }
            Self::PutNormBack { norm_idx, norm } => {
                if let Some(there) = project.norms.norms.get_mut(*norm_idx).filter(|there| there.form == norm.form) {
                    *there = norm.clone();
                }
            }
            Self::SetTransitNorm { form, norm } => set_transit_norm(&mut project.norms, *form, norm.as_ref()),
            Self::RenameNorms(name) if !name.trim().is_empty() => project.norms.name = name.trim().to_owned(),
            Self::RenameNorms(_) => {}
            Self::PutAllBack { norms, profile } => {
                project.norms = norms.clone();
                project.profile = *profile;
            }
            Self::SetDetourFactor(factor) if factor.is_finite() && *factor >= 1.0 => {
                project.norms.detour_factor = *factor;
            }
            Self::SetDetourFactor(_) => {}
            Self::SetProfile(profile) => project.profile = *profile,
            Self::ReplaceNorms(norms) => project.norms = norms.clone(),
            Self::SetCellSize(cell_m) => {
                if CELL_SIZES_M.contains(cell_m) {
                    project.cell_m = *cell_m;
                }
            }
            Self::PartTwins(ids) => project.apart.extend(ids),
            Self::JoinTwins(ids) => project.apart.retain(|id| !ids.contains(id)),
            Self::Plan(edit) => edit.apply(&mut project.plan),
            Self::Board(edit) => edit.apply(&mut project.board),
            Self::BringBack(whole) | Self::TakeOver(whole) => *project = Project::clone(whole),
            Self::Layers(_) => {}
        }
    }
}

/// Puts the OV-norm of a woonvorm where it belongs: in place of the one that is there, else in the order of woonvormen.
fn set_transit_norm(norms: &mut NormSet, form: HousingForm, norm: Option<&TransitNorm>) {
    let there = norms.transit_norms.iter().position(|known| known.form == form);
    match (there, norm.filter(|norm| norm.form == form)) {
        (Some(idx), Some(norm)) => norms.transit_norms[idx] = norm.clone(),
        (Some(idx), None) if norm.is_none() => {
            norms.transit_norms.remove(idx);
        }
        (None, Some(norm)) => {
            let idx = norms.transit_norms.iter().position(|known| known.form > form);
            norms.transit_norms.insert(idx.unwrap_or(norms.transit_norms.len()), norm.clone());
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::transit::TransitClass;
    use crate::import::normenkader::standard;
    use crate::project::History;

    fn edits() -> Vec<Edit> {
        let norms = standard();
        let transit = TransitNorm {
            form: HousingForm::CareReady,
            min_class: TransitClass::D,
            required: true,
            source: OWN_CHOICE.into(),
            certainty: Certainty::Assumption,
        };
        vec![
            Edit::SetNormDistance { norm_idx: 0, max: Meters::new(453.0).expect("a length") },
            Edit::SetNormRequired { norm_idx: 3, required: true },
            Edit::SetNormWeight { norm_idx: 1, weight: 12.5 },
            Edit::SetNormSource { norm_idx: 2, source: "Woonzorgvisie".to_owned(), certainty: Certainty::A },
            Edit::PutNormBack { norm_idx: 0, norm: Norm { weight: 1.0, ..norms.norms[0].clone() } },
            Edit::SetTransitNorm { form: HousingForm::CareReady, norm: Some(transit) },
            Edit::SetTransitNorm { form: HousingForm::Clustered, norm: None },
            Edit::RenameNorms("Normen Borne".to_owned()),
            Edit::PutAllBack { norms: NormSet { name: "x".to_owned(), ..norms }, profile: MobilityProfile::Walker },
        ]
    }

    #[test]
    fn every_edit_of_the_norms_is_one_step_that_is_taken_back_exactly_and_made_only_once() {
        for edit in edits() {
            let before = Project::new(standard());
            let mut history = History::new(before.clone());
            history.apply(edit.clone());
            assert_ne!(**history.current(), before, "{edit:?}");
            let after = history.current().clone();
            history.apply(edit.clone());
            assert_eq!(*history.current(), after);
            assert_eq!(history.undo(), Some(edit.clone()));
            assert_eq!(**history.current(), before, "{edit:?}");
            assert!(history.can_undo().is_none(), "{edit:?}");
        }
    }

    #[test]
    fn a_distance_of_ones_own_has_no_source_and_the_same_distance_keeps_its_source() {
        let mut project = Project::new(standard());
        let known = project.norms.norms[1].clone();
        Edit::SetNormDistance { norm_idx: 1, max: known.max }.apply(&mut project);
        assert_eq!(project.norms.norms[1], known);
        Edit::SetNormDistance { norm_idx: 1, max: Meters::new(450.0).expect("a length") }.apply(&mut project);
        assert_eq!(&*project.norms.norms[1].source, OWN_CHOICE);
        assert_eq!(project.norms.norms[1].certainty, Certainty::Assumption);
        Edit::PutNormBack { norm_idx: 1, norm: known.clone() }.apply(&mut project);
        assert_eq!(project.norms.norms[1], known);
    }

    #[test]
    fn what_is_out_of_range_or_points_at_nothing_changes_nothing() {
        let before = Project::new(standard());
        let mut project = before.clone();
        Edit::SetNormWeight { norm_idx: 0, weight: -1.0 }.apply(&mut project);
        Edit::SetNormWeight { norm_idx: 0, weight: f64::NAN }.apply(&mut project);
        Edit::SetNormWeight { norm_idx: 999, weight: 1.0 }.apply(&mut project);
        Edit::PutNormBack { norm_idx: 0, norm: before.norms.norms[20].clone() }.apply(&mut project);
        Edit::RenameNorms("  ".to_owned()).apply(&mut project);
        assert_eq!(project, before);
    }

    #[test]
    fn an_ov_norm_that_is_taken_away_and_put_back_stands_where_it_stood() {
        let mut project = Project::new(standard());
        let before = project.norms.clone();
        let form = HousingForm::Clustered;
        Edit::SetTransitNorm { form, norm: None }.apply(&mut project);
        assert!(project.norms.transit_of(form).is_none());
        Edit::SetTransitNorm { form, norm: before.transit_of(form).cloned() }.apply(&mut project);
        assert_eq!(project.norms, before);
    }
}
