//! The program `zorgkring`.

use std::process::ExitCode;

fn main() -> ExitCode {
    zorgkring::cli::run(std::env::args_os())
}
