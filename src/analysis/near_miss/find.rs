//! All near misses of a situation, as last time where nothing near them has changed.

use rayon::prelude::*;

use super::gain::Solution;
use super::memo::{NearMissMemo, task_key};
use super::miss::NearMiss;
use super::search::{Search, Task};
use crate::analysis::cancel::Cancel;
use crate::analysis::key::Key;
use crate::analysis::scene::Scene;
use crate::analysis::walk::additions;
use crate::analysis::zones::CaringZone;

/// For every 24-uurszorglocatie and kern without a zone, each single kind of place whose addition makes one; ranked by
/// the 75-plussers that it brings within a zone. Nothing when cancelled.
pub(in crate::analysis) fn find(
    scene: &Scene<'_>,
    zones: &[CaringZone],
    memo: &mut NearMissMemo,
    cancel: &Cancel,
) -> Option<Vec<NearMiss>> {
    let Some(search) = Search::new(scene, zones) else { return Some(Vec::new()) };
    let additions = additions(&search.core, scene.walk);
    memo.missing.resize_with(additions.len(), || None);
    let areas = additions.par_iter().zip(&mut memo.missing);
    let mut tasks: Vec<Task<'_>> =
        areas.flat_map_iter(|(addition, area)| search.settlement_tasks(addition, area)).collect();
    tasks.par_extend(search.care_tasks(&additions));
    tasks.retain(|(subject, addition, _)| !search.has_within_norm(subject, addition));
    let recalled = memo.recall(&search);
    let found: Vec<(Key, Solution)> = tasks
        .into_par_iter()
        .filter(|_| !cancel.is_set())
        .map(|task| {
            let key = task_key(scene, &task);
            let known = recalled.as_ref().and_then(|last| last.solution(key, &task));
            let mut solution = known.cloned().unwrap_or_else(|| search.solve(&task));
            if let Some(found) = &mut solution.near_miss {
                // Another layer may have been read since.
                found.kinds_without_layer = search.without_layer(task.1);
            }
            (key, solution)
        })
        .collect();
    if cancel.is_set() {
        return None;
    }
    let mut near_misses: Vec<NearMiss> = found.iter().filter_map(|(_, solution)| solution.near_miss.clone()).collect();
    memo.remember(search, found);
    let added = |near_miss: &NearMiss| near_miss.added.aged_75_plus.value().unwrap_or(0.0);
    near_misses.sort_by(|a, b| added(b).total_cmp(&added(a)).then(a.id.cmp(&b.id)));
    near_misses.dedup_by_key(|near_miss| near_miss.id);
    Some(near_misses)
}
