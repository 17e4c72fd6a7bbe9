//! The problems of one file, collected while it is read.

use std::collections::BTreeMap;

use crate::domain::baseline::Role;
use crate::domain::problem::{Example, Position, Problem, ProblemKind, Repeated, Severity};

/// How many problems of one file are kept; the rest is counted.
pub const MAX_PROBLEMS_PER_FILE: usize = 1_000;

/// Longest piece of a file that is quoted in a problem, in characters.
const MAX_QUOTE_CHARS: usize = 60;

/// The same thing in more fields than this is told once, with one of them as an example.
const MAX_FIELDS_TOLD: usize = 5;

/// Collects the problems of one file: the first [`MAX_PROBLEMS_PER_FILE`] as they are, repeated things summed up.
#[derive(Debug)]
pub(crate) struct Problems {
    file: String,
    role: Option<Role>,
    list: Vec<Problem>,
    n_more: usize,
    n_severe: usize,
    sums: BTreeMap<(Repeated, Option<String>), Sum>,
}

/// How often something was met, and the first of it.
#[derive(Debug, Default)]
struct Sum {
    n: usize,
    example: Option<Example>,
}

/// All that was found in one file.
#[derive(Debug)]
pub(crate) struct Found {
    /// The problems kept, in the order of the file; the summed ones last.
    pub(crate) list: Vec<Problem>,
    /// How many more there were.
    pub(crate) n_more: usize,
    /// How many were of severity problem, with those not kept.
    pub(crate) n_severe: usize,
}

impl Problems {
    pub(crate) fn new(file: &str, role: Option<Role>) -> Self {
        Self { file: file.to_owned(), role, list: Vec::new(), n_more: 0, n_severe: 0, sums: BTreeMap::new() }
    }

    /// Records something about the file as a whole.
    pub(crate) fn about_file(&mut self, kind: ProblemKind) {
        self.add(None, None, kind);
    }

    /// Records something about one feature.
    pub(crate) fn at(&mut self, position: &Position, kind: ProblemKind) {
        self.add(Some(position), None, kind);
    }

    /// Records something about one feature, in one of its fields where that is known.
    pub(crate) fn at_or_in(&mut self, position: &Position, field: Option<&str>, kind: ProblemKind) {
        self.add(Some(position), field, kind);
    }

    /// Counts something that is told once per file and field.
    pub(crate) fn count(&mut self, what: Repeated, field: Option<&str>) {
        self.sum(what, field).n += 1;
    }

    /// The same, with a value as an example.
    pub(crate) fn count_example(&mut self, what: Repeated, field: Option<&str>, found: &str, read: &str) {
        let sum = self.sum(what, field);
        sum.n += 1;
        sum.example.get_or_insert_with(|| Example { found: found.to_owned(), read: read.to_owned() });
    }

    /// Counts something that is met so many times in a field.
    pub(crate) fn count_times(&mut self, what: Repeated, field: Option<&str>, n: usize) {
        self.sum(what, field).n += n;
    }

    fn sum(&mut self, what: Repeated, field: Option<&str>) -> &mut Sum {
        self.sums.entry((what, field.map(str::to_owned))).or_default()
    }

    /// The same file, for what was told already: nothing that is found goes further.
    pub(crate) fn silent(&self) -> Self {
        Self::new(&self.file, self.role)
    }

    /// Takes back what was counted.
    pub(crate) fn forget(&mut self, what: Repeated) {
        self.sums.retain(|(kept, _), _| *kept != what);
    }

    /// Is nothing wrong but that there is nothing?
    pub(crate) fn say_at_most_that_it_is_empty(&self) -> bool {
        let is_harmless = |problem: &Problem| {
            problem.severity() == Severity::Notice || matches!(problem.kind, ProblemKind::NoFeatures)
        };
        self.n_more == 0 && self.list.iter().all(is_harmless)
    }

    /// How many problems there are so far.
    pub(crate) fn n_found(&self) -> usize {
        self.list.len() + self.n_more
    }

    fn add(&mut self, position: Option<&Position>, field: Option<&str>, kind: ProblemKind) {
        self.n_severe += usize::from(kind.severity() == Severity::Problem);
        if self.list.len() >= MAX_PROBLEMS_PER_FILE {
            self.n_more += 1;
            return;
        }
        let (position, field) = (position.cloned(), field.map(str::to_owned));
        self.list.push(Problem { file: self.file.clone(), role: self.role, position, field, kind });
    }

    /// Closes the file: everything found, with the repeated things as one each.
    pub(crate) fn finish(mut self) -> Found {
        let sums = std::mem::take(&mut self.sums);
        let mut n_fields: BTreeMap<Repeated, usize> = BTreeMap::new();
        for (what, _) in sums.keys().filter(|(_, field)| field.is_some()) {
            *n_fields.entry(*what).or_default() += 1;
        }
        let mut floods: BTreeMap<Repeated, (String, usize)> = BTreeMap::new();
        for ((what, field), sum) in sums {
            let is_flood = n_fields.get(&what).is_some_and(|n| *n > MAX_FIELDS_TOLD);
            match field {
                Some(field) if is_flood => floods.entry(what).or_insert((field, 0)).1 += sum.n,
                field => self.close(field, ProblemKind::Several { what, n: sum.n, example: sum.example }),
            }
        }
        for (what, (field, n)) in floods {
            let n_fields = n_fields.get(&what).copied().unwrap_or_default();
            self.close(None, ProblemKind::InManyFields { what, n, n_fields, field });
        }
        Found { list: self.list, n_more: self.n_more, n_severe: self.n_severe }
    }

    /// Adds what was summed up, also when the list is full.
    fn close(&mut self, field: Option<String>, kind: ProblemKind) {
        self.n_severe += usize::from(kind.severity() == Severity::Problem);
        let (file, role) = (self.file.clone(), self.role);
        self.list.push(Problem { file, role, position: None, field, kind });
    }
}

/// The first characters of a text from a file, without control characters, to quote in a problem.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted: String = text.chars().take(MAX_QUOTE_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(MAX_QUOTE_CHARS).is_some() {
        quoted.push('…');
    }
    quoted
}
