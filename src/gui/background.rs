//! Work on a thread that nobody waits for.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

use crate::files::write_whole;

/// Does something on a thread of that name that nobody waits for; nothing where no thread can be started.
pub fn in_background(name: &str, work: impl FnOnce() + Send + 'static) {
    let _not_started = thread::Builder::new().name(name.to_owned()).spawn(work);
}

/// Writes a small file of the user's own on such a thread. What cannot be kept is worth no message.
pub fn keep_in_background(name: &str, path: PathBuf, text: String) {
    in_background(name, move || drop(keep(&path, &text)));
}

/// Writes a file whole or not at all, in a folder that is made when there is none.
///
/// # Errors
/// When it cannot be written.
pub fn keep(path: &Path, text: &str) -> io::Result<()> {
    std::fs::create_dir_all(path.parent().ok_or(io::ErrorKind::InvalidInput)?)?;
    write_whole(path, |file| file.write_all(text.as_bytes()))
}
