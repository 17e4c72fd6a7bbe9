//! The command line of the contract: parse, call, print.

mod arguments;
mod commands;
mod finish;
mod moment;
mod progress;
mod projects;
mod reading;
#[cfg(feature = "gui")]
mod window;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use self::arguments::{Arguments, Command, WindowArguments};
use self::finish::{Failure, Finish, say, warn};
use crate::nl;

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
        None => window(&parsed.window),
        Some(Command::Voorstel(command)) => commands::proposal(&command),
        Some(Command::Bereik(command)) => commands::reach(&command),
        Some(Command::Demo(command)) => commands::demo(&command),
        Some(Command::Controleer(command)) => commands::check(&command),
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

/// A word that looks like no file is a command that does not exist.
fn window(arguments: &WindowArguments) -> Result<Finish, Failure> {
    let looks_like_file = |path: &PathBuf| path.extension().is_some() || path.components().count() > 1 || path.exists();
    if let Some(word) = arguments.project.as_ref().filter(|path| !looks_like_file(path)) {
        return Err(nl::cli::unknown_command(&word.to_string_lossy()).into());
    }
    #[cfg(feature = "gui")]
    return window::open(arguments);
    #[cfg(not(feature = "gui"))]
    Err(nl::cli::NO_WINDOW.into())
}

/// The exit code of a command that failed and wrote nothing.
const FAILED: u8 = 2;

fn fail(sentences: &[String]) -> ExitCode {
    sentences.iter().for_each(|sentence| warn(sentence));
    ExitCode::from(FAILED)
}
