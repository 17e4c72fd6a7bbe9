//! Any text read as a normenkader: no panic, what is wrong has its sentence, and what was read comes back from what is written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zorgkring::import::normenkader::{read, write};
use zorgkring::nl::norms::norm_set_error;

fuzz_target!(|text: &str| {
    match read(text) {
        Ok(norms) => assert_eq!(read(&write(&norms)).as_ref(), Ok(&norms)),
        Err(error) => assert!(!norm_set_error(&error, "fuzz.toml").is_empty()),
    }
});
