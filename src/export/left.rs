//! What is left out of files for others.

use super::baseline_layers;
use super::geojson::is_small;
use super::result_layers;
use super::results::Results;
use super::withheld::Shareable;
use crate::analysis::region::RegionFigures;
use crate::domain::baseline::Role;
use crate::domain::problem::Problem;
use crate::nl;

/// What was left out of the files, and what was found in the input.
#[derive(Debug)]
pub(super) struct Left {
    /// How many counts of people were too small to be told.
    pub(super) n_small: usize,
    /// Layers that stay at home.
    pub(super) roles: Vec<Role>,
    /// What is to be said of what was left out.
    pub(super) sentences: Vec<String>,
    /// What is to be said of the input, and of what was left out of that.
    pub(super) problems: Vec<String>,
}

impl Left {
    /// Of results of which the layers of `written` are written too.
    pub(super) fn of(shareable: &Shareable<'_>, written: &[Role], problems: &[Problem]) -> Self {
        let Results { baseline, outcome, .. } = shareable.results();
        let n_small = baseline_layers::n_small(baseline, written)
            + result_layers::n_small(outcome)
            + n_small_in_report(&outcome.region);
        let mut told = shareable.problems(problems);
        let n_problems_left_out = problems.len() - told.len();
        let roles = shareable.withheld().to_vec();
        let mut sentences = Vec::new();
        if !roles.is_empty() {
            sentences.push(nl::project::withheld(&roles));
        }
        if shareable.n_sketches_left_out() > 0 {
            sentences.push(nl::project::sketches_left_out(shareable.n_sketches_left_out()));
        }
        if n_problems_left_out > 0 {
            sentences.push(nl::project::problems_left_out(n_problems_left_out));
        }
        told.extend(sentences.iter().cloned());
        if n_small > 0 {
            sentences.push(nl::project::small_counts(n_small));
        }
        Self { n_small, roles, sentences, problems: told }
    }
}

fn n_small_in_report(region: &RegionFigures) -> usize {
    let of_region = [&region.people, &region.in_zones, &region.in_clustered_rings, &region.in_care_ready_rings];
    let of_municipalities = region.municipalities.iter().flat_map(|m| [&m.people, &m.in_zones]);
    let counts = of_region.into_iter().chain(of_municipalities);
    counts.flat_map(|p| [p.residents, p.aged_65_plus, p.aged_75_plus]).filter(|sum| is_small(sum.value())).count()
}
