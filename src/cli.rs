//! The command line of the contract: parse, call, print.

mod arguments;
mod commands;
mod progress;
mod projects;
#[cfg(feature = "gui")]
mod window;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use self::arguments::{Arguments, Command};
use crate::nl;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finish {
    /// Everything went well: 0.
    Fine,
    /// Done, but not everything in the input was: 1.
    WithProblems,
}

/// A command that failed and wrote nothing: exit code 2, with these Dutch sentences.
#[derive(Debug)]
struct Failure(Vec<String>);

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

/// Runs the program with its arguments, the first of which is its own name. The exit code is 0, 1 or 2.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            say(&error.to_string());
            return ExitCode::SUCCESS;
        }
        Err(error) => return fail(&[nl::cli::usage_error(&error)]),
    };
    if parsed.command.is_some() {
        stop_cleanly();
    }
    let threads = parsed.command.as_ref().and_then(Command::n_threads);
    let work = || match parsed.command {
        None => commands::window(&parsed.window),
        Some(Command::Voorstel(command)) => commands::proposal(&command),
        Some(Command::Bereik(command)) => commands::reach(&command),
        Some(Command::Demo(command)) => commands::demo(&command),
        Some(Command::Controleer(command)) => Ok(commands::check(&command)?),
        Some(Command::Importeer(command)) => projects::import(&command),
        Some(Command::Exporteer(command)) => projects::export(&command),
    };
    let finished = match threads {
        None => work(),
        Some(n) => match rayon::ThreadPoolBuilder::new().num_threads(n).build() {
            Ok(pool) => pool.install(work),
            Err(_) => Err(Failure::from(nl::cli::NO_THREADS)),
        },
    };
    match finished {
        Ok(Finish::Fine) => ExitCode::SUCCESS,
        Ok(Finish::WithProblems) => ExitCode::from(1),
        Err(Failure(sentences)) => fail(&sentences),
    }
}

/// Whoever stops a command leaves nothing half-written; of files that are being put in place, all are or none.
fn stop_cleanly() {
    let stop = || {
        crate::files::abandon();
        warn(nl::cli::STOPPED);
        std::process::exit(i32::from(FAILED));
    };
    // Where signals cannot be caught, the program ends as any other.
    let _ = ctrlc::set_handler(stop);
}

/// The exit code of a command that failed and wrote nothing.
const FAILED: u8 = 2;

fn fail(sentences: &[String]) -> ExitCode {
    sentences.iter().for_each(|sentence| warn(sentence));
    ExitCode::from(FAILED)
}

/// Writes to standard output; nobody listening any longer is no error.
fn say(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Writes a line to standard error.
fn warn(sentence: &str) {
    let _ = writeln!(io::stderr(), "{sentence}");
}
