//! Cuts a GeoJSON text into its features without holding more than one of them.

use std::io::{self, Read};

use crate::import::bytes::MAX_FEATURE_BYTES;

/// Deepest nesting that is read; a geometry collection of multipolygons needs eight.
pub(crate) const MAX_DEPTH: usize = 48;

/// How much is read at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// Why the rest of a text cannot be read.
#[derive(Debug)]
pub(crate) enum Break {
    /// The text ends in the middle.
    Truncated,
    /// Something stands where it cannot.
    Malformed,
    /// The reader failed.
    Io(io::ErrorKind),
    /// The caller asked to stop.
    Stopped,
}

/// Why one value was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Skipped {
    TooLarge,
    TooDeep,
}

/// What is met on the way through the text.
pub(crate) enum Event<'a> {
    /// The list of `features` begins.
    FeatureList,
    /// One element of `features`, as it stands; NaN and Infinity are written as `null`.
    Feature(Result<&'a [u8], Skipped>),
    /// Another member of the root object.
    Member(&'a [u8], Result<&'a [u8], Skipped>),
    /// A root object has ended.
    RootEnd,
}

/// Members of the root object that mean something to an import; others are skipped unread.
const ROOT_MEMBERS: [&[u8]; 10] = [
    b"type",
    b"crs",
    b"coordRefSys",
    b"id",
    b"geometry",
    b"place",
    b"properties",
    b"coordinates",
    b"geometries",
    b"zorgkring",
];

/// Reads JSON bytes through a buffer of its own.
pub(crate) struct JsonStream<R> {
    input: R,
    chunk: Vec<u8>,
    n_filled: usize,
    at: usize,
    n_before: u64,
    value: Vec<u8>,
}

impl<R: Read> JsonStream<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, chunk: vec![0; CHUNK_BYTES], n_filled: 0, at: 0, n_before: 0, value: Vec::new() }
    }

    /// Reads on to the end of the text; `on_event` returns false to stop. One root object after another is accepted.
    pub(crate) fn read(&mut self, on_event: &mut dyn FnMut(u64, Event<'_>) -> bool) -> Result<(), Break> {
        loop {
            match self.next_solid()? {
                None => return Ok(()),
                Some(b'{') => self.read_root(on_event)?,
                Some(_) => return Err(Break::Malformed),
            }
        }
    }

    fn read_root(&mut self, on_event: &mut dyn FnMut(u64, Event<'_>) -> bool) -> Result<(), Break> {
        loop {
            match self.next_solid()?.ok_or(Break::Truncated)? {
                b'}' => break,
                b',' => {}
                b'"' => {
                    let key = self.key()?;
                    if self.next_solid()?.ok_or(Break::Truncated)? != b':' {
                        return Err(Break::Malformed);
                    }
                    self.read_member(&key, on_event)?;
                }
                _ => return Err(Break::Malformed),
            }
        }
        let position = self.position();
        if on_event(position, Event::RootEnd) { Ok(()) } else { Err(Break::Stopped) }
    }

    fn read_member(&mut self, key: &[u8], on_event: &mut dyn FnMut(u64, Event<'_>) -> bool) -> Result<(), Break> {
        let first = self.next_solid()?.ok_or(Break::Truncated)?;
        if key == b"features" && first == b'[' {
            let position = self.position();
            return if on_event(position, Event::FeatureList) {
                self.read_features(on_event)
            } else {
                Err(Break::Stopped)
            };
        }
        let keep = ROOT_MEMBERS.contains(&key);
        let outcome = self.read_value(first, keep)?;
        if keep {
            let position = self.position();
            let value = std::mem::take(&mut self.value);
            let goes_on = on_event(position, Event::Member(key, outcome.map(|()| value.as_slice())));
            self.value = value;
            if !goes_on {
                return Err(Break::Stopped);
            }
        }
        Ok(())
    }

    fn read_features(&mut self, on_event: &mut dyn FnMut(u64, Event<'_>) -> bool) -> Result<(), Break> {
        loop {
            let first = match self.next_solid()?.ok_or(Break::Truncated)? {
                b']' => return Ok(()),
                b',' => continue,
                b'}' | b':' => return Err(Break::Malformed),
                first => first,
            };
            let outcome = self.read_value(first, true)?;
            let position = self.position();
            let value = std::mem::take(&mut self.value);
            let goes_on = on_event(position, Event::Feature(outcome.map(|()| value.as_slice())));
            self.value = value;
            // One huge feature does not hold its memory for the rest of the file.
            if self.value.capacity() > MAX_FEATURE_BYTES / 16 {
                self.value = Vec::new();
            }
            if !goes_on {
                return Err(Break::Stopped);
            }
        }
    }

    /// Reads one value, of which the first byte was read, into `self.value`.
    fn read_value(&mut self, first: u8, keep: bool) -> Result<Result<(), Skipped>, Break> {
        self.value.clear();
        let mut copy = Copy { keep, skipped: None };
        let mut depth = 0_usize;
        let mut byte = first;
        loop {
            match byte {
                b'"' => self.read_string(&mut copy)?,
                b'{' | b'[' => {
                    depth += 1;
                    if depth > MAX_DEPTH {
                        copy.skip(Skipped::TooDeep, &mut self.value);
                    }
                    copy.push(byte, &mut self.value);
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1).ok_or(Break::Malformed)?;
                    copy.push(byte, &mut self.value);
                }
                _ if byte.is_ascii_alphabetic() => self.read_word(byte, &mut copy)?,
                _ => copy.push(byte, &mut self.value),
            }
            if depth == 0 {
                // A bare number or word ends before the next mark; a string or bracket has ended itself.
                match self.peek()? {
                    Some(next) if !ends_value(byte) && !b",}] \n\r\t".contains(&next) => {}
                    None if !ends_value(byte) => return Err(Break::Truncated),
                    _ => return Ok(copy.skipped.map_or(Ok(()), Err)),
                }
            }
            byte = self.next()?.ok_or(Break::Truncated)?;
        }
    }

    fn read_string(&mut self, copy: &mut Copy) -> Result<(), Break> {
        copy.push(b'"', &mut self.value);
        loop {
            let byte = self.next()?.ok_or(Break::Truncated)?;
            copy.push(byte, &mut self.value);
            match byte {
                b'"' => return Ok(()),
                b'\\' => {
                    let escaped = self.next()?.ok_or(Break::Truncated)?;
                    copy.push(escaped, &mut self.value);
                }
                _ => {}
            }
        }
    }

    /// Copies a word outside strings; NaN and Infinity, which JSON does not have, become `null`.
    fn read_word(&mut self, first: u8, copy: &mut Copy) -> Result<(), Break> {
        if self.value.last().is_some_and(|last| last.is_ascii_digit() || *last == b'.') {
            copy.push(first, &mut self.value); // the e of an exponent
            return Ok(());
        }
        let mut word = vec![first];
        while let Some(next) = self.peek()?.filter(u8::is_ascii_alphabetic) {
            if word.len() < 16 {
                word.push(next);
            }
            self.at += 1;
        }
        let not_a_number = [&b"nan"[..], b"infinity", b"inf"].iter().any(|w| word.eq_ignore_ascii_case(w));
        if not_a_number && matches!(self.value.last(), Some(b'-' | b'+')) {
            self.value.pop();
        }
        for byte in if not_a_number { b"null".to_vec() } else { word } {
            copy.push(byte, &mut self.value);
        }
        Ok(())
    }

    /// A key of the root object, of which the opening quote was read; a long one is cut.
    fn key(&mut self) -> Result<Vec<u8>, Break> {
        let mut key = Vec::new();
        loop {
            match self.next()?.ok_or(Break::Truncated)? {
                b'"' => return Ok(key),
                b'\\' => {
                    self.next()?.ok_or(Break::Truncated)?;
                }
                byte if key.len() < 64 => key.push(byte),
                _ => {}
            }
        }
    }

    /// Bytes read so far.
    pub(crate) fn position(&self) -> u64 {
        self.n_before + self.at as u64
    }

    fn next_solid(&mut self) -> Result<Option<u8>, Break> {
        loop {
            match self.next()? {
                Some(b' ' | b'\n' | b'\r' | b'\t' | 0x1E) => {}
                other => return Ok(other),
            }
        }
    }

    fn next(&mut self) -> Result<Option<u8>, Break> {
        let byte = self.peek()?;
        self.at += usize::from(byte.is_some());
        Ok(byte)
    }

    fn peek(&mut self) -> Result<Option<u8>, Break> {
        if self.at == self.n_filled {
            self.n_before += self.n_filled as u64;
            self.at = 0;
            self.n_filled = 0;
            self.n_filled = loop {
                match self.input.read(&mut self.chunk) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(Break::Io(error.kind())),
                    Ok(n_read) => break n_read,
                }
            };
        }
        Ok(self.chunk[..self.n_filled].get(self.at).copied())
    }
}

fn ends_value(byte: u8) -> bool {
    matches!(byte, b'"' | b'}' | b']')
}

/// Whether bytes are still copied, and if not, why.
struct Copy {
    keep: bool,
    skipped: Option<Skipped>,
}

impl Copy {
    fn push(&mut self, byte: u8, value: &mut Vec<u8>) {
        if self.keep && self.skipped.is_none() {
            value.push(byte);
            if value.len() > MAX_FEATURE_BYTES {
                self.skip(Skipped::TooLarge, value);
            }
        }
    }

    fn skip(&mut self, why: Skipped, value: &mut Vec<u8>) {
        self.skipped.get_or_insert(why);
        *value = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(text: &str) -> (Vec<String>, bool) {
        let mut found = Vec::new();
        let mut stream = JsonStream::new(text.as_bytes());
        let end = stream.read(&mut |_, event| {
            if let Event::Feature(feature) = event {
                found.push(feature.map_or_else(|why| format!("{why:?}"), |f| String::from_utf8_lossy(f).into_owned()));
            }
            true
        });
        (found, end.is_ok())
    }

    #[test]
    fn features_are_cut_out_one_by_one() {
        let (found, whole) = features(r#"{"a":[1,{"features":[0]}],"features":[{"s":"}]\"{"}, {"n":[1e5]} ],"z":1}"#);
        assert_eq!(found, [r#"{"s":"}]\"{"}"#, r#"{"n":[1e5]}"#]);
        assert!(whole);
    }

    #[test]
    fn nan_and_infinity_become_null_outside_strings_only() {
        let (found, _) = features(r#"{"features":[[NaN,-Infinity,"NaN",true,null,1.5E3]]}"#);
        assert_eq!(found, [r#"[null,null,"NaN",true,null,1.5E3]"#]);
    }

    #[test]
    fn a_truncated_text_keeps_the_whole_features() {
        let (found, whole) = features(r#"{"features":[{"a":1},{"b":"#);
        assert_eq!(found, [r#"{"a":1}"#]);
        assert!(!whole);
    }

    #[test]
    fn deep_nesting_is_skipped_and_reading_goes_on() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let (found, whole) = features(&format!(r#"{{"features":[{deep},{{"a":1}}]}}"#));
        assert_eq!(found, ["TooDeep", r#"{"a":1}"#]);
        assert!(whole);
    }
}
