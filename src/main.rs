//! The program `zorgkring`.

use std::process::ExitCode;

/// Outlines and rasters come and go by the thousand on all threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    zorgkring::cli::run(std::env::args_os())
}
