//! What is asked of the engine, and what it answers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::hash::{InputHash, outcome_key};
use super::planned::PlannedGround;
use crate::analysis::compare::Difference;
use crate::analysis::key::{Key, KeyHasher, Keyed};
use crate::analysis::outcome::{Outcome, Stage};
use crate::analysis::situation::Situation;
use crate::analysis::zones::CaringZone;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::transit::TransitCoverage;
use crate::domain::variant::PlannedZone;
use crate::grid::Raster;
use crate::project::Project;

/// Which raster the map wants to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RasterWish {
    /// None.
    #[default]
    Nothing,
    /// Score per cell for a woonvorm.
    Score(HousingForm),
    /// Walking distance to the nearest of a kind.
    Distance(AmenityKind),
    /// OV-klasse.
    TransitClass,
}

/// What is asked of the engine.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) situation: Arc<Situation>,
    pub(super) project: Arc<Project>,
    pub(super) wish: RasterWish,
    /// What it is compared with: another variant, or the ground without one, under the same norms.
    pub(super) other: Option<Other>,
    /// A drawn area to be measured as a zone.
    pub(super) trial: Option<Arc<PlannedZone>>,
}

/// What an answer is compared with.
#[derive(Debug, Clone)]
pub(super) struct Other {
    /// Its variant; the ground without one.
    pub(super) variant: Option<Uuid>,
    pub(super) ground: Arc<PlannedGround>,
}

impl Question {
    /// The key of its answer: the same key, the same answer.
    pub(super) fn key(&self) -> Key {
        let Self { situation, project, wish, other, trial } = self;
        let mut hasher = KeyHasher::default();
        outcome_key(situation, project).feed(&mut hasher);
        wish.feed(&mut hasher);
        hasher.flag(other.is_some());
        if let Some(Other { variant, ground }) = other {
            variant.feed(&mut hasher);
            outcome_key(&ground.situation, project).feed(&mut hasher);
        }
        hasher.flag(trial.is_some());
        if let Some(zone) = trial {
            zone.id.feed(&mut hasher);
            zone.feed(&mut hasher);
        }
        hasher.key()
    }
}

impl Keyed for RasterWish {
    fn feed(&self, hasher: &mut KeyHasher) {
        match self {
            Self::Nothing => hasher.text("nothing"),
            Self::Score(form) => {
                hasher.text("score");
                hasher.count(*form as usize);
            }
            Self::Distance(kind) => {
                hasher.text("distance");
                hasher.text(kind.role());
            }
            Self::TransitClass => hasher.text("transit class"),
        }
    }
}

/// The raster that was wished for.
#[derive(Debug, Clone)]
pub enum WishedRaster {
    /// Score 0–100; NaN where nothing weighted is known, and beyond the study area.
    Score(Arc<Raster<f32>>),
    /// Walking distance in metres; infinite where there is none, NaN beyond the study area.
    Distance(Arc<Raster<f32>>),
    /// OV-klasse; nothing beyond the study area.
    TransitClass(Arc<Raster<Option<TransitCoverage>>>),
}

/// What the engine answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Of all that was asked.
    pub(super) key: Key,
    /// Of all that the outcome rests on: the same key, the same outcome.
    pub outcome_key: Key,
    /// What was analysed.
    pub(super) situation: Arc<Situation>,
    /// The document it belongs to; a draft while something is dragged.
    pub project: Arc<Project>,
    /// Everything that follows.
    pub outcome: Arc<Outcome>,
    /// What it is compared with, when that is something else.
    pub other: Option<OtherOutcome>,
    /// The drawn area that was to be measured.
    pub tried: Option<TriedZone>,
    /// Which raster was wished for.
    pub wish: RasterWish,
    /// The raster, if there is one.
    pub raster: Option<WishedRaster>,
    /// How long it took.
    pub duration: Duration,
    /// How long the stages of the outcome took, when it was computed; another raster of it takes no stage.
    pub stages: StageDurations,
}

impl Answer {
    /// Hash of all inputs of the outcome, as files have it. Takes time in proportion to the ground.
    pub fn hash(&self) -> InputHash {
        InputHash::of(&self.situation, &self.project)
    }
}

/// A drawn area measured as a zone that it is not yet.
#[derive(Debug, Clone)]
pub struct TriedZone {
    /// What was drawn.
    pub of: Arc<PlannedZone>,
    /// What it would be.
    pub zone: Arc<CaringZone>,
}

/// What an answer is compared with: another variant, or the ground without one, under the same norms.
#[derive(Debug, Clone)]
pub struct OtherOutcome {
    /// Its variant; the ground without one.
    pub variant: Option<Uuid>,
    /// Its ground.
    pub ground: Arc<PlannedGround>,
    /// Of all that its outcome rests on.
    pub outcome_key: Key,
    /// Everything that follows there.
    pub outcome: Arc<Outcome>,
    /// What zones cover in the answer and not there, and the other way round.
    pub difference: Arc<Difference>,
}

/// How long each stage took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StageDurations {
    /// Distance fields and OV-klasse.
    pub reach: Duration,
    /// Zones and near misses.
    pub zones: Duration,
    /// Sites and the region's figures.
    pub sites: Duration,
}

impl StageDurations {
    /// From when each stage began and when the last ended.
    pub(super) fn of(begun: &[(Stage, Instant)], end: Instant) -> Self {
        let began = |stage: Stage| begun.iter().find(|(of, _)| *of == stage).map_or(end, |(_, at)| *at);
        Self {
            reach: began(Stage::Zones) - began(Stage::Reach),
            zones: began(Stage::Sites) - began(Stage::Zones),
            sites: end - began(Stage::Sites),
        }
    }
}
