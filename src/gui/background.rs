//! Work on a thread that nobody waits for.

use std::thread;

/// Does something on a thread of that name that nobody waits for; nothing where no thread can be started.
pub fn in_background(name: &str, work: impl FnOnce() + Send + 'static) {
    let _not_started = thread::Builder::new().name(name.to_owned()).spawn(work);
}
