//! What stays at home: names, places and ids of layers that are not to be shared, out of everything that follows from them.
//!
//! Computed with they are, so figures stay: people, distances, scores, areas. A name becomes "niet gedeeld", an id is none, and
//! what was stuck on such a place by hand is left out.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use geo::{Coord, CoordsIter};
use uuid::Uuid;

use super::baseline_layers::withheld_roles;
use super::results::Results;
use crate::analysis::assessment::PlaceAssessment;
use crate::analysis::near_miss::{NearMiss, WithoutZone};
use crate::analysis::outcome::Outcome;
use crate::analysis::zones::CaringZone;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::{Baseline, Role};
use crate::domain::problem::Problem;
use crate::domain::sketch::SketchShape;
use crate::import::without_roles;
use crate::layers::{Feature, Shape, features};
use crate::nl::{self, project::NOT_SHARED};
use crate::project::{Board, Project};

/// A shorter name stands in too many words to be looked for, in characters.
const MIN_NAME_CHARS: usize = 3;

/// What was put closer to a place than this was put on it, in metres: half of how far a point is snapped at arm's length.
const SNAPPED_M: f64 = 1.0;

/// What follows from a project, as it may be shared.
pub struct Shareable<'a> {
    baseline: Cow<'a, Baseline>,
    project: Cow<'a, Project>,
    outcome: Cow<'a, Outcome>,
    /// The layers that stay at home.
    roles: Vec<Role>,
    n_sketches_left_out: usize,
}

impl<'a> Shareable<'a> {
    /// Takes time and memory in proportion to the results only where something stays at home.
    pub fn of(results: Results<'a>) -> Self {
        let Results { baseline, project, outcome } = results;
        let roles = withheld_roles(baseline);
        if roles.is_empty() {
            let (baseline, project, outcome) =
                (Cow::Borrowed(baseline), Cow::Borrowed(project), Cow::Borrowed(outcome));
            return Self { baseline, project, outcome, roles, n_sketches_left_out: 0 };
        }
        let secrets = Secrets::of(baseline, &roles);
        let left = without_roles(baseline.clone(), &roles.iter().copied().collect());
        // What is known of the layers as a whole stays: it tells what was computed with.
        let mut shown = Baseline { layers: baseline.layers.clone(), ..left };
        // What others wrote in columns of their own may name what stays at home.
        shown.change_carried(|_, _, carried| {
            let is_id = |text: &str| Uuid::parse_str(text.trim()).is_ok_and(|id| secrets.ids.contains(&id));
            let told = carried.with_texts(|text| if is_id(text) { NOT_SHARED.to_owned() } else { secrets.text(text) });
            (told != *carried).then_some(told)
        });
        let shown_project = secrets.project(project);
        Self {
            n_sketches_left_out: project.board.sketches.len() - shown_project.board.sketches.len(),
            baseline: Cow::Owned(shown),
            project: Cow::Owned(shown_project),
            outcome: Cow::Owned(secrets.outcome(outcome)),
            roles,
        }
    }

    /// The results without what stays at home.
    pub fn results(&self) -> Results<'_> {
        Results { baseline: &self.baseline, project: &self.project, outcome: &self.outcome }
    }

    /// The layers that stay at home, in the order of [`Role::all`].
    pub fn withheld(&self) -> &[Role] {
        &self.roles
    }

    /// How many sketches are left out because they were put on a place of such a layer.
    pub fn n_sketches_left_out(&self) -> usize {
        self.n_sketches_left_out
    }

    /// What was found in layers, a sentence each, without what was found in those that stay at home: it quotes them, or names
    /// their files.
    pub fn problems(&self, found: &[Problem]) -> Vec<String> {
        let is_withheld = |role: Role| self.roles.contains(&role.kept_in());
        let withheld = self.baseline.layers.iter().filter(|layer| is_withheld(layer.role));
        let files: Vec<&str> = withheld.map(|layer| layer.file.as_str()).filter(|file| !file.is_empty()).collect();
        let shared = found.iter().filter(|problem| !problem.role.is_some_and(is_withheld));
        shared.map(nl::problems::problem).filter(|told| !files.iter().any(|file| told.contains(file))).collect()
    }
}

/// The names, ids and places of layers that are not to be shared.
struct Secrets<'a> {
    roles: &'a [Role],
    ids: BTreeSet<Uuid>,
    names: Option<AhoCorasick>,
    /// Squares of [`SNAPPED_M`] with a place in them.
    spots: BTreeSet<(i64, i64)>,
}

/// A place of any layer, by what may not be told of it.
struct Known<'a> {
    role: Role,
    id: Uuid,
    name: &'a str,
    corners: Vec<Coord<f64>>,
}

/// Everything that has a name or an outline: all but squares of people.
fn known(baseline: &Baseline) -> impl Iterator<Item = Known<'_>> {
    let roles = Role::all().into_iter().filter(|role| *role != Role::Demand);
    roles.flat_map(|role| features(baseline, role).map(move |feature| Known::of(role, &feature)))
}

impl<'a> Known<'a> {
    fn of(role: Role, feature: &Feature<'a>) -> Self {
        let mut corners: Vec<Coord<f64>> = match feature.shape() {
            Shape::Point(at) => vec![at.0.0],
            Shape::Area(area) => area.0.coords_iter().collect(),
        };
        if let Feature::Settlement(kern) = feature {
            corners.push(kern.point.0.0);
        }
        Self { role, id: feature.own_id().unwrap_or_default(), name: feature.name(), corners }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "metres within the Netherlands")]
fn square(at: Coord<f64>) -> (i64, i64) {
    ((at.x / SNAPPED_M).floor() as i64, (at.y / SNAPPED_M).floor() as i64)
}

impl<'a> Secrets<'a> {
    fn of(baseline: &Baseline, roles: &'a [Role]) -> Self {
        let (secret, shared): (Vec<Known<'_>>, Vec<Known<'_>>) =
            known(baseline).partition(|known| roles.contains(&known.role));
        // A name that a shared layer has as well is no secret.
        let told: BTreeSet<&str> = shared.iter().map(|known| known.name).collect();
        let is_telling = |name: &&str| name.chars().count() >= MIN_NAME_CHARS && !told.contains(name);
        let names: BTreeSet<&str> = secret.iter().map(|known| known.name).filter(is_telling).collect();
        let names = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(names)
            .ok();
        Self {
            roles,
            ids: secret.iter().map(|known| known.id).filter(|id| !id.is_nil()).collect(),
            spots: secret.iter().flat_map(|known| &known.corners).map(|at| square(*at)).collect(),
            names,
        }
    }

    fn hides(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    fn hides_kind(&self, kind: AmenityKind) -> bool {
        self.hides(Role::Kind(kind))
    }

    /// A text without the names that are not to be shared, wherever they stand as words of their own.
    fn text(&self, text: &str) -> String {
        let Some(names) = &self.names else { return text.to_owned() };
        let mut shown = String::with_capacity(text.len());
        let mut rest_idx = 0;
        for found in names.find_iter(text) {
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let is_within =
                is_letter(text[..found.start()].chars().next_back()) || is_letter(text[found.end()..].chars().next());
            if !is_within {
                shown.push_str(&text[rest_idx..found.start()]);
                shown.push_str(NOT_SHARED);
                rest_idx = found.end();
            }
        }
        shown.push_str(&text[rest_idx..]);
        shown
    }

    fn is_on_a_spot(&self, at: Coord<f64>) -> bool {
        let (x, y) = square(at);
        (x - 1..=x + 1).any(|x| (y - 1..=y + 1).any(|y| self.spots.contains(&(x, y))))
    }

    fn outcome(&self, outcome: &Outcome) -> Outcome {
        let mut shown = outcome.clone();
        shown.zones.iter_mut().for_each(|zone| self.zone(zone));
        shown.near_misses.iter_mut().for_each(|miss| self.near_miss(miss));
        if self.hides(Role::CandidateSite) {
            shown.sites.retain(|site| site.proposed);
        }
        for site in &mut shown.sites {
            site.settlement = site.settlement.take().filter(|_| !self.hides(Role::Settlement));
            site.municipality = site.municipality.take().filter(|_| !self.hides(Role::Municipality));
            self.assessment(Arc::make_mut(&mut site.assessment));
        }
        if self.hides(Role::Municipality) {
            shown.region.municipalities.clear();
        }
        shown
    }

    fn zone(&self, zone: &mut CaringZone) {
        zone.name = self.text(&zone.name);
        if self.hides_kind(AmenityKind::CARE) {
            for care in &mut zone.care {
                (care.id, care.name) = (Uuid::nil(), NOT_SHARED.into());
            }
        }
        for of_kind in zone.amenities.iter_mut().filter(|of_kind| self.hides_kind(of_kind.kind)) {
            of_kind.nearest_name = of_kind.nearest_name.take().map(|_| NOT_SHARED.into());
        }
        if self.hides(Role::Municipality) {
            zone.municipalities.clear();
        }
        if self.hides(Role::Settlement) {
            zone.settlements.clear();
        }
    }

    fn near_miss(&self, miss: &mut NearMiss) {
        let role = match miss.subject {
            WithoutZone::Care { .. } => Role::Kind(AmenityKind::CARE),
            WithoutZone::Settlement { .. } => Role::Settlement,
        };
        if self.hides(role) {
            let (WithoutZone::Care { id, name, point } | WithoutZone::Settlement { id, name, point }) =
                &mut miss.subject;
            (*id, *name, *point) = (Uuid::nil(), NOT_SHARED.into(), miss.best_place);
        }
        if self.hides(Role::Settlement) {
            NOT_SHARED.clone_into(&mut miss.search_area_name);
        }
    }

    fn assessment(&self, assessment: &mut PlaceAssessment) {
        let of_rules = assessment.checks.iter_mut().filter_map(|check| check.nearest.as_mut());
        for nearest in of_rules.chain(&mut assessment.nearest).filter(|nearest| self.hides_kind(nearest.kind)) {
            (nearest.id, nearest.name, nearest.point) = (Uuid::nil(), NOT_SHARED.into(), assessment.place);
        }
    }

    fn project(&self, project: &Project) -> Project {
        let mut shown = project.clone();
        for variant in &mut shown.plan.variants {
            let name = self.text(&variant.name);
            if name != variant.name {
                Arc::make_mut(variant).name = name;
            }
        }
        self.board(&mut shown.board);
        shown
    }

    fn board(&self, board: &mut Board) {
        board.sketches.retain(|sketch| !self.is_snapped(&sketch.shape));
        for sketch in &mut board.sketches {
            let sketch = Arc::make_mut(sketch);
            (sketch.title, sketch.note) = (self.text(&sketch.title), self.text(&sketch.note));
        }
        for note in &mut board.notes {
            let note = Arc::make_mut(note);
            note.text = self.text(&note.text);
            note.point = note.point.filter(|at| !self.is_on_a_spot(at.0.0));
        }
        for decision in &mut board.decisions {
            let decision = Arc::make_mut(decision);
            (decision.what, decision.who) = (self.text(&decision.what), self.text(&decision.who));
            decision.point = decision.point.filter(|at| !self.is_on_a_spot(at.0.0));
        }
        for ballot in &mut board.ballots {
            let ballot = Arc::make_mut(ballot);
            ballot.title = self.text(&ballot.title);
            for subject in &mut ballot.subjects {
                subject.text = self.text(&subject.text);
                subject.of = subject.of.filter(|id| !self.ids.contains(id));
            }
        }
    }

    fn is_snapped(&self, shape: &SketchShape) -> bool {
        match shape {
            SketchShape::Point(at) | SketchShape::Text(at) => self.is_on_a_spot(at.0.0),
            SketchShape::Line(line) | SketchShape::Arrow(line) => line.0.0.iter().any(|at| self.is_on_a_spot(*at)),
            SketchShape::Area(area) => area.0.coords_iter().any(|at| self.is_on_a_spot(at)),
        }
    }
}
