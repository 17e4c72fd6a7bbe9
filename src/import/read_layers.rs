//! Layers read into a baseline: files of each role, on top of what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use super::argument::LayerArgument;
use super::bytes::{file_name, file_size};
use super::intake::{Facts, RecordFn};
use super::problems::Problems;
use super::reading::{self, read_file};
use super::schema::{Gathered, LayerInProgress, Precedence};
use super::watch::{FileWatch, Watch};
use super::{region, twins};
use crate::domain::baseline::{Baseline, LayerSource, Role};
use crate::domain::problem::{Problem, ProblemKind};
use crate::layers::features;

/// What came out of an import: everything that could be read, and everything that was wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The layers, the given ones read on top of the start.
    pub baseline: Baseline,
    /// What was found, file by file in the order of reading; at most 1,000 per file besides the summed ones.
    pub problems: Vec<Problem>,
    /// What came of the files of each role.
    pub roles: BTreeMap<Role, RoleRead>,
}

/// What came of the files of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoleRead {
    /// Features that they brought in.
    pub n_features: usize,
    /// Were they of use: did they bring in anything, or say that there is nothing?
    pub is_read: bool,
    /// How many more problems there were than are listed.
    pub n_more_problems: usize,
}

impl Imported {
    /// Features that the given files brought in; zero means that nothing was usable.
    pub fn n_features_read(&self) -> usize {
        self.roles.values().map(|read| read.n_features).sum()
    }

    /// How many more problems there were than are listed.
    pub fn n_more_problems(&self) -> usize {
        self.roles.values().map(|read| read.n_more_problems).sum()
    }

    /// Were the files of a role of use?
    pub fn is_read(&self, role: Role) -> bool {
        self.roles.get(&role).is_some_and(|read| read.is_read)
    }

    /// What was found in the files of all roles, or of one, with how much more there was than is listed.
    pub fn told(&self, of: Option<Role>) -> Vec<Problem> {
        let is_of = |role: Option<Role>| of.is_none() || role == of;
        let found = self.problems.iter().filter(|problem| is_of(problem.role));
        let n_more =
            self.roles.iter().filter(|(role, _)| is_of(Some(**role))).map(|(_, read)| read.n_more_problems).sum();
        let kind = ProblemKind::NotListed(n_more);
        let more = Problem { file: String::new(), role: of, position: None, field: None, kind };
        found.cloned().chain((n_more > 0).then_some(more)).collect()
    }

    /// Leaves what was found with the layers it was found in, so that it is not forgotten.
    pub fn keep_problems(&mut self) {
        // A layer that stays because the new files are of no use is not the one that they were wrong about.
        let Self { baseline, problems, roles } = self;
        let is_of_read = |problem: &&Problem| problem.role.and_then(|role| roles.get(&role)).is_some_and(|r| r.is_read);
        for problem in problems.iter().filter(is_of_read) {
            let is_of = |layer: &&mut LayerSource| Some(layer.role) == problem.role && layer.file == problem.file;
            // Of two files of that name the last one was just read.
            if let Some(layer) = baseline.layers.iter_mut().rev().find(is_of) {
                layer.problems.push(problem.clone());
            }
        }
    }
}

/// Reads layers on top of `start`: a role that is given replaces that whole layer of `start`.
///
/// Several files of one role are joined, in the order given; `pc4`, `buurt` and `wijk` are read last, because their people
/// are spread over the kernen. A file that cannot be read leaves its role empty and says why; the others are read all the
/// same. `vraag` and `pc4` both replace the people of `start`; where several files give people, those of the first are kept.
/// Memory is bounded by what is kept and by one feature of at most 64 MiB.
pub fn read_layers(layers: &[LayerArgument], start: Baseline, watch: &dyn Watch) -> Imported {
    read_layers_beside(layers, &BTreeSet::new(), start, watch)
}

/// The same, but the layers of `kept` stay: what is read for them comes beside what `start` has.
pub fn read_layers_beside(
    layers: &[LayerArgument],
    kept: &BTreeSet<Role>,
    start: Baseline,
    watch: &dyn Watch,
) -> Imported {
    let roles: BTreeSet<Role> = layers.iter().map(|layer| layer.role).collect();
    let mut in_order: Vec<&LayerArgument> = layers.iter().collect();
    in_order.sort_by_key(|layer| rank(layer.role));
    let total_bytes = layers.iter().map(|layer| file_size(&layer.path)).sum();
    let mut import = Import::new(start, roles, kept, total_bytes);
    for layer in in_order {
        let name = file_name(&layer.path);
        if watch.cancelled() {
            let mut problems = Problems::new(&name, Some(layer.role));
            problems.about_file(ProblemKind::Cancelled);
            import.keep(layer.role, problems);
            break;
        }
        import.read_layer(layer.role, name, layer.layer.as_deref(), watch, |problems, watch, mut sink| {
            if let Some(kind) = layer.missing_with_colon() {
                problems.about_file(kind);
                return Facts::default();
            }
            read_file(&layer.path, layer.wanted(), problems, watch, &mut sink)
        });
        import.bytes_before += file_size(&layer.path);
    }
    import.finish()
}

/// Reads one layer from any reader, on top of `start`; `name` is what the file is called.
pub fn read_stream(role: Role, name: &str, input: Box<dyn Read>, start: Baseline, watch: &dyn Watch) -> Imported {
    let mut import = Import::new(start, BTreeSet::from([role]), &BTreeSet::new(), 0);
    import.read_layer(role, file_name(Path::new(name)), None, watch, |problems, watch, mut sink| {
        reading::read_stream(input, problems, watch, &mut sink)
    });
    import.finish()
}

/// People of areas are spread over the kernen, which must be there; of two sources the most precise is kept.
fn rank(role: Role) -> usize {
    match role {
        Role::Pc4 => 1,
        Role::Neighborhood => 2,
        Role::District => 3,
        _ => 0,
    }
}

struct Import {
    roles: BTreeMap<Role, RoleRead>,
    /// Those of which the start has features that go.
    replaced: Vec<Role>,
    gathered: Gathered,
    problems: Vec<Problem>,
    bytes_before: u64,
    total_bytes: u64,
}

impl Import {
    fn new(start: Baseline, roles: BTreeSet<Role>, beside: &BTreeSet<Role>, total_bytes: u64) -> Self {
        let is_replaced = |role: &Role| !beside.contains(role) && features(&start, role.kept_in()).next().is_some();
        Self {
            replaced: roles.iter().copied().filter(is_replaced).collect(),
            gathered: Gathered::on(start, &roles, beside),
            roles: roles.into_iter().map(|role| (role, RoleRead::default())).collect(),
            problems: Vec::new(),
            bytes_before: 0,
            total_bytes,
        }
    }

    fn read_layer(
        &mut self,
        role: Role,
        file: String,
        layer_name: Option<&str>,
        watch: &dyn Watch,
        read: impl FnOnce(&mut Problems, &FileWatch<'_>, &mut RecordFn<'_>) -> Facts,
    ) {
        let mut problems = Problems::new(&file, Some(role));
        let mut layer = LayerInProgress::new(role, &file, Precedence::Content);
        let file_watch = FileWatch { watch, bytes_before: self.bytes_before, total_bytes: self.total_bytes };
        let gathered = &mut self.gathered;
        let facts = read(&mut problems, &file_watch, &mut |record, problems| {
            gathered.add(&record, &mut layer, problems);
        });
        gathered.close(&mut layer, &mut problems);
        if let Some(name) = layer_name.filter(|_| facts.format.is_some_and(|format| !format.has_layers)) {
            problems.about_file(ProblemKind::NoLayersInFormat(name.to_owned()));
        }
        // A layer of which nothing could be used is not an empty layer: "none here" would be a claim about the ground.
        let empty_on_purpose = facts.format.is_some() && facts.n_met == 0 && problems.say_at_most_that_it_is_empty();
        let is_read = layer.n_used > 0 || empty_on_purpose;
        let of_role = self.roles.entry(role).or_default();
        of_role.n_features += layer.n_used;
        of_role.is_read |= is_read;
        let n_problems = self.keep(role, problems);
        self.take_from_earlier(role, &file, layer.n_again);
        if is_read {
            self.gathered.baseline.layers.push(LayerSource {
                role,
                file,
                source: layer.source,
                date: layer.date,
                licence: layer.licence,
                n_features: layer.n_used,
                n_problems,
                fictional: layer.fictional || facts.fictional,
                problems: Vec::new(),
            });
        }
    }

    /// Places that a newer file brings again count with that file, and no longer with an earlier one: that of the same name
    /// first. A layer of which nothing is left has had its day; one that must stay at home is remembered.
    fn take_from_earlier(&mut self, role: Role, file: &str, mut n_again: usize) {
        let layers = &mut self.gathered.baseline.layers;
        let mut of_role: Vec<usize> = (0..layers.len()).rev().filter(|idx| layers[*idx].role == role).collect();
        of_role.sort_by_key(|idx| layers[*idx].file != file);
        let mut is_empty = vec![false; layers.len()];
        for idx in of_role {
            let layer = &mut layers[idx];
            let n_taken = layer.n_features.min(n_again);
            layer.n_features -= n_taken;
            n_again -= n_taken;
            is_empty[idx] = n_taken > 0 && layer.n_features == 0 && layer.may_be_shared();
        }
        let mut empty = is_empty.into_iter();
        layers.retain(|_| !empty.next().unwrap_or_default());
    }

    /// Keeps what was found in a file and says how much of it is severe.
    fn keep(&mut self, role: Role, problems: Problems) -> usize {
        let found = problems.finish();
        self.problems.extend(found.list);
        self.roles.entry(role).or_default().n_more_problems += found.n_more;
        found.n_severe
    }

    fn finish(self) -> Imported {
        let Self { mut roles, replaced, gathered, mut problems, .. } = self;
        let (mut baseline, of_areas) = gathered.finish();
        for of_file in of_areas {
            let found = of_file.finish();
            let of_first = found.list.first().and_then(|first| Some((first.role?, first.file.clone())));
            let Some((role, file)) = of_first else { continue };
            roles.entry(role).or_default().n_more_problems += found.n_more;
            let is_of_file = |layer: &&mut LayerSource| layer.role == role && layer.file == file;
            if let Some(layer) = baseline.layers.iter_mut().rev().find(is_of_file) {
                layer.n_problems += found.n_severe;
            }
            // With what was found when it was read.
            let is_same = |problem: &Problem| problem.role == Some(role) && problem.file == file;
            let at = problems.iter().rposition(is_same).map_or(problems.len(), |last| last + 1);
            problems.splice(at..at, found.list);
        }
        let given: BTreeSet<Role> = roles.keys().copied().collect();
        let file_of = |role: Role| {
            let layer = baseline.layers.iter().rev().find(|layer| layer.role == role);
            layer.map(|layer| layer.file.clone()).unwrap_or_default()
        };
        for role in replaced.into_iter().filter(|role| roles[role].is_read && roles[role].n_features == 0) {
            problems.push(Problem::about_layer(&file_of(role), role, ProblemKind::LayerEmptied));
        }
        for (role, region) in region::outside(&baseline, &given) {
            problems.push(Problem::about_layer(&file_of(role), role, ProblemKind::OutsideRegion { region }));
        }
        for (file, role, kinds) in twins::found(&baseline, &given) {
            problems.extend(kinds.into_iter().map(|kind| Problem::about_layer(&file, role, kind)));
        }
        Imported { baseline, problems, roles }
    }
}

/// A baseline without the layer of a role; people of `vraag` and `pc4` are one layer. Where those who go were counted, people
/// that a buurt or wijk gives count from now on. Takes an overlay per area and kern that meet when people go.
pub fn without_layer(start: Baseline, role: Role) -> Baseline {
    Gathered::on(start, &BTreeSet::from([role]), &BTreeSet::new()).finish().0
}
