//! Layers read into a baseline: files of each role, on top of what is there.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use super::argument::LayerArgument;
use super::bytes::{file_name, file_size};
use super::intake::Facts;
use super::problems::Problems;
use super::reading::{self, read_file};
use super::record::Record;
use super::schema::{Gathered, LayerInProgress, Precedence};
use super::watch::{FileWatch, Watch};
use super::{region, twins};
use crate::domain::baseline::{Baseline, LayerSource, Role};
use crate::domain::problem::{Problem, ProblemKind};

/// What came out of an import: everything that could be read, and everything that was wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The layers, the given ones read on top of the start.
    pub baseline: Baseline,
    /// What was found, file by file in the order of reading; at most 1,000 per file besides the summed ones.
    pub problems: Vec<Problem>,
    /// How many more there were.
    pub n_more_problems: usize,
    /// Features that the given files brought in; zero means that nothing was usable.
    pub n_features_read: usize,
}

impl Imported {
    /// Leaves what was found with the layers it was found in, a sentence each, so that it is not forgotten.
    pub fn keep_problems(&mut self, sentence: impl Fn(&Problem) -> String) {
        for problem in &self.problems {
            let is_of = |layer: &&mut LayerSource| Some(layer.role) == problem.role && layer.file == problem.file;
            // Of two files of that name the last one was just read.
            if let Some(layer) = self.baseline.layers.iter_mut().rev().find(is_of) {
                layer.problems.push(sentence(problem));
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
            import.keep(problems);
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

/// What becomes of a layer that is there already when a file of its role is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays; the same places are as the file has them, others come beside them.
    AddedTo,
    /// What is not in the file goes.
    Replaced,
}

/// Reads layers for a project. A layer is not given up for files of which nothing is of use.
pub fn read_delivery(layers: &[LayerArgument], existing: Existing, start: Baseline, watch: &dyn Watch) -> Imported {
    let roles: BTreeSet<Role> = layers.iter().map(|layer| layer.role).collect();
    let beside = if existing == Existing::AddedTo { roles.clone() } else { BTreeSet::new() };
    let imported = read_layers_beside(layers, &beside, start.clone(), watch);
    let is_lost = |role: &Role| start.layer(*role).is_some() && imported.baseline.layer(*role).is_none();
    let lost: BTreeSet<Role> = roles.into_iter().filter(is_lost).collect();
    if lost.is_empty() {
        return imported;
    }
    let rest: Vec<LayerArgument> = layers.iter().filter(|layer| !lost.contains(&layer.role)).cloned().collect();
    let again = read_layers_beside(&rest, &beside, start, watch);
    // What was wrong is that of the first reading, which has it of all files.
    Imported { baseline: again.baseline, n_features_read: again.n_features_read, ..imported }
}

/// Reads one layer from any reader, on top of `start`; `name` is what the file is called.
pub fn read_stream(role: Role, name: &str, input: Box<dyn Read>, start: Baseline, watch: &dyn Watch) -> Imported {
    let mut import = Import::new(start, BTreeSet::from([role]), &BTreeSet::new(), 0);
    import.read_layer(role, file_name(Path::new(name)), None, watch, |problems, watch, mut sink| {
        reading::read_stream(input, problems, watch, &mut sink)
    });
    import.finish()
}

type RecordSink<'a> = dyn FnMut(Record, &mut Problems) + 'a;

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
    roles: BTreeSet<Role>,
    gathered: Gathered,
    problems: Vec<Problem>,
    n_more_problems: usize,
    n_features_read: usize,
    bytes_before: u64,
    total_bytes: u64,
}

impl Import {
    fn new(start: Baseline, roles: BTreeSet<Role>, beside: &BTreeSet<Role>, total_bytes: u64) -> Self {
        Self {
            gathered: Gathered::on(start, &roles, beside),
            roles,
            problems: Vec::new(),
            n_more_problems: 0,
            n_features_read: 0,
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
        read: impl FnOnce(&mut Problems, &FileWatch<'_>, &mut RecordSink<'_>) -> Facts,
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
        self.n_features_read += layer.n_used;
        // A layer of which nothing could be used is not an empty layer: "none here" would be a claim about the ground.
        let empty_on_purpose = facts.format.is_some() && facts.n_met == 0 && problems.say_at_most_that_it_is_empty();
        let n_problems = self.keep(problems);
        self.take_from_earlier(role, &file, layer.n_again);
        if layer.n_used > 0 || empty_on_purpose {
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
    fn keep(&mut self, problems: Problems) -> usize {
        let found = problems.finish();
        self.problems.extend(found.list);
        self.n_more_problems += found.n_more;
        found.n_severe
    }

    fn finish(self) -> Imported {
        let Self { roles, gathered, mut problems, mut n_more_problems, n_features_read, .. } = self;
        let (mut baseline, of_areas) = gathered.finish();
        for of_file in of_areas {
            let found = of_file.finish();
            n_more_problems += found.n_more;
            let Some((role, file)) = found.list.first().map(|first| (first.role, first.file.clone())) else { continue };
            let is_of_file = |layer: &&mut LayerSource| Some(layer.role) == role && layer.file == file;
            if let Some(layer) = baseline.layers.iter_mut().rev().find(is_of_file) {
                layer.n_problems += found.n_severe;
            }
            // With what was found when it was read.
            let is_same = |problem: &Problem| problem.role == role && problem.file == file;
            let at = problems.iter().rposition(is_same).map_or(problems.len(), |last| last + 1);
            problems.splice(at..at, found.list);
        }
        for (role, region) in region::outside(&baseline, &roles) {
            let file = baseline.layers.iter().rev().find(|layer| layer.role == role).map(|layer| layer.file.as_str());
            let mut of_file = Problems::new(file.unwrap_or_default(), Some(role));
            of_file.about_file(ProblemKind::OutsideRegion { region });
            problems.extend(of_file.finish().list);
        }
        for (file, role, kinds) in twins::found(&baseline, &roles) {
            let mut of_file = Problems::new(&file, Some(role));
            kinds.into_iter().for_each(|kind| of_file.about_file(kind));
            problems.extend(of_file.finish().list);
        }
        Imported { baseline, problems, n_more_problems, n_features_read }
    }
}

/// A baseline without the layer of a role; people of `vraag` and `pc4` are one layer. Where those who go were counted, people
/// that a buurt or wijk gives count from now on. Takes an overlay per area and kern that meet when people go.
#[must_use]
pub fn without_layer(start: Baseline, role: Role) -> Baseline {
    Gathered::on(start, &BTreeSet::from([role]), &BTreeSet::new()).finish().0
}
