//! What a command says and how it ends.

use std::io::{self, Write};

use crate::domain::problem::{Problem, Severity};
use crate::export::Shareable;
use crate::nl;

/// How a command ended, the worse the higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Finish {
    /// Everything went well: 0.
    Fine,
    /// Done, but not everything in the input was: 1.
    WithProblems,
}

/// A command that failed and wrote nothing: exit code 2, with these Dutch sentences.
#[derive(Debug)]
pub(super) struct Failure(pub(super) Vec<String>);

impl From<String> for Failure {
    fn from(sentence: String) -> Self {
        Self(vec![sentence])
    }
}

impl From<&str> for Failure {
    fn from(sentence: &str) -> Self {
        sentence.to_owned().into()
    }
}

/// Writes to standard output; nobody listening any longer is no error.
pub(super) fn say(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Writes a line to standard error.
pub(super) fn warn(sentence: &str) {
    let _ = writeln!(io::stderr(), "{sentence}");
}

/// Says every problem, and whether there was one that is more than a notice.
pub(super) fn tell(problems: &[Problem], n_more: usize) -> Finish {
    tell_each(problems, n_more, nl::problems::problem)
}

/// The same in other sentences.
pub(super) fn tell_each(problems: &[Problem], n_more: usize, sentence: fn(&Problem) -> String) -> Finish {
    problems.iter().for_each(|problem| warn(&sentence(problem)));
    if n_more > 0 {
        warn(&nl::cli::more_problems(n_more as u64));
    }
    let is_severe = |problem: &Problem| problem.severity() == Severity::Problem;
    if n_more > 0 || problems.iter().any(is_severe) { Finish::WithProblems } else { Finish::Fine }
}

/// Says what stays at home.
pub(super) fn tell_withheld(shareable: &Shareable<'_>) {
    if !shareable.withheld().is_empty() {
        warn(&nl::project::withheld(shareable.withheld()));
    }
    if shareable.n_sketches_left_out() > 0 {
        warn(&nl::project::sketches_left_out(shareable.n_sketches_left_out()));
    }
}
