//! Opens a file, recognizes what it is by its first bytes and gives its text as UTF-8, piece by piece.

use std::fs::{self, File};
use std::io::{self, Cursor, Read};
use std::path::Path;

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::domain::problem::ForeignFormat;

/// How much of a file is looked at to recognize it, in bytes.
const HEAD_BYTES: usize = 64 * 1024;

/// Largest feature that is read, in bytes; a detailed outline of the Netherlands is a tenth of it.
pub(crate) const MAX_FEATURE_BYTES: usize = 64 * 1024 * 1024;

/// What the first bytes of a file say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Empty,
    Foreign(ForeignFormat),
    /// Begins as JSON does.
    Json,
    /// Any other text.
    Text,
    /// Bytes that are no text.
    Binary,
}

/// How the text of a file is encoded; single strings that are not UTF-8 are told apart later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

/// An opened file.
pub(crate) struct Opened {
    pub(crate) content: Content,
    pub(crate) encoding: TextEncoding,
    /// The first bytes, as UTF-8.
    pub(crate) head: Vec<u8>,
    /// The whole text as UTF-8, without a byte order mark.
    pub(crate) text: Box<dyn Read>,
}

/// Opens a file to read, and nothing but a file: a pipe would wait for a writer, and a device has no end.
///
/// # Errors
/// [`io::ErrorKind::IsADirectory`] for a folder, [`io::ErrorKind::Unsupported`] for a pipe, socket or device, and whatever
/// else the system says.
pub fn open_file(path: &Path) -> io::Result<File> {
    // Looked at before it is opened: opening a pipe waits.
    let kind = fs::metadata(path)?.file_type();
    if kind.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else if kind.is_file() {
        File::open(path)
    } else {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// The name of a file without its folder.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The size of a file in bytes; zero where it cannot be told.
pub(crate) fn file_size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |meta| meta.len())
}

/// A whole text file of at most so many bytes, of whatever encoding: UTF-8 or UTF-16 by its mark, else Windows-1252.
///
/// # Errors
/// As [`open_file`], and [`io::ErrorKind::FileTooLarge`].
pub fn read_text_file(path: &Path, max_bytes: u64) -> io::Result<String> {
    let mut raw = Vec::new();
    open_file(path)?.take(max_bytes.saturating_add(1)).read_to_end(&mut raw)?;
    if raw.len() as u64 > max_bytes {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let (encoding, bom_len) = encoding_of(&raw);
    let raw = &raw[bom_len..];
    Ok(match encoding {
        TextEncoding::Utf8 => text_from_bytes(raw).0.into_owned(),
        TextEncoding::Utf16Le => UTF_16LE.decode_without_bom_handling(raw).0.into_owned(),
        TextEncoding::Utf16Be => UTF_16BE.decode_without_bom_handling(raw).0.into_owned(),
    })
}

/// Opens a file and recognizes it.
pub(crate) fn open(path: &Path) -> io::Result<Opened> {
    recognize(Box::new(open_file(path)?))
}

/// Recognizes what comes out of a reader.
pub(crate) fn recognize(mut input: Box<dyn Read>) -> io::Result<Opened> {
    let raw_head = first_bytes(&mut input)?;
    let (encoding, bom_len) = encoding_of(&raw_head);
    if let Some(format) = foreign_format(&raw_head) {
        let content = Content::Foreign(format);
        return Ok(Opened { content, encoding, head: Vec::new(), text: Box::new(io::empty()) });
    }
    let whole = Cursor::new(raw_head[bom_len..].to_vec()).chain(input);
    let mut text: Box<dyn Read> = match encoding {
        TextEncoding::Utf8 => Box::new(whole),
        TextEncoding::Utf16Le => Box::new(Utf8Reader::new(whole, UTF_16LE.new_decoder_without_bom_handling())),
        TextEncoding::Utf16Be => Box::new(Utf8Reader::new(whole, UTF_16BE.new_decoder_without_bom_handling())),
    };
    let head = first_bytes(&mut text)?;
    let content = content_of(&head);
    let text = Box::new(Cursor::new(head.clone()).chain(text));
    Ok(Opened { content, encoding, head, text })
}

fn first_bytes(input: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    input.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The encoding by its byte order mark, or by a zero beside the first character; and the length of the mark.
fn encoding_of(head: &[u8]) -> (TextEncoding, usize) {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => (TextEncoding::Utf8, 3),
        [0xFF, 0xFE, ..] => (TextEncoding::Utf16Le, 2),
        [0xFE, 0xFF, ..] => (TextEncoding::Utf16Be, 2),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => (TextEncoding::Utf16Le, 0),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => (TextEncoding::Utf16Be, 0),
        _ => (TextEncoding::Utf8, 0),
    }
}

fn foreign_format(head: &[u8]) -> Option<ForeignFormat> {
    match head {
        _ if head.starts_with(b"SQLite format 3\0") => Some(ForeignFormat::GeoPackage),
        [0, 0, 0x27, 0x0A, ..] => Some(ForeignFormat::Shapefile),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Some(ForeignFormat::Zip),
        [0x1F, 0x8B, ..] => Some(ForeignFormat::Gzip),
        [b'f', b'g', b'b', _, b'f', b'g', b'b', ..] => Some(ForeignFormat::FlatGeobuf),
        [0, 0, 0, _, 0x0A, 9, b'O', b'S', b'M', ..] => Some(ForeignFormat::OsmPbf),
        _ if head.starts_with(b"%PDF-") => Some(ForeignFormat::Pdf),
        _ => None,
    }
}

fn content_of(head: &[u8]) -> Content {
    // 0x1E separates the records of a GeoJSON text sequence (RFC 8142).
    let start = head.iter().find(|b| !b.is_ascii_whitespace() && **b != 0x1E);
    match start {
        None => Content::Empty,
        Some(b'{' | b'[') => Content::Json,
        Some(b'<') => Content::Foreign(ForeignFormat::Xml),
        Some(_) if head.contains(&0) => Content::Binary,
        Some(_) => Content::Text,
    }
}

/// Text of one string or record: UTF-8, or else Windows-1252; true when it was the latter.
pub(crate) fn text_from_bytes(bytes: &[u8]) -> (std::borrow::Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.into(), false),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, true),
    }
}

/// Turns another encoding into UTF-8 while it is read.
struct Utf8Reader<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Utf8Reader<R> {
    fn new(input: R, decoder: Decoder) -> Self {
        Self { input, decoder, raw: Vec::new(), decoded: Vec::new(), at: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut chunk = [0; 16 * 1024];
        let n_read = self.input.read(&mut chunk)?;
        self.raw.extend_from_slice(&chunk[..n_read]);
        self.ended = n_read == 0;
        // Three bytes of UTF-8 for each two of UTF-16, and room for what the decoder still holds.
        self.decoded.resize(self.raw.len() * 3 + 16, 0);
        let (result, n_used, n_written, _) = self.decoder.decode_to_utf8(&self.raw, &mut self.decoded, self.ended);
        debug_assert_eq!(result, CoderResult::InputEmpty, "the output has room for all input");
        self.raw.drain(..n_used);
        self.decoded.truncate(n_written);
        self.at = 0;
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.decoded.len() && !self.ended {
            self.refill()?;
        }
        let n = into.len().min(self.decoded.len() - self.at);
        into[..n].copy_from_slice(&self.decoded[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(bytes: &[u8]) -> (Content, TextEncoding, String) {
        let opened = recognize(Box::new(Cursor::new(bytes.to_vec()))).expect("memory can be read");
        let mut text = String::new();
        let mut reader = opened.text;
        reader.read_to_string(&mut text).expect("valid text");
        (opened.content, opened.encoding, text)
    }

    #[test]
    fn utf_16_is_read_with_and_without_a_mark() {
        let le: Vec<u8> = "{\"é\":1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = "{\"é\":1}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read_all(&le), (Content::Json, TextEncoding::Utf16Le, "{\"é\":1}".to_owned()));
        assert_eq!(read_all(&be), (Content::Json, TextEncoding::Utf16Be, "{\"é\":1}".to_owned()));
        let marked = [&[0xFF, 0xFE], le.as_slice()].concat();
        assert_eq!(read_all(&marked).2, "{\"é\":1}");
    }

    #[test]
    fn a_long_utf_16_text_is_whole() {
        let text = "x;y;naam\n€ é ü\n".repeat(20_000);
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(read_all(&le).2 == text);
    }

    #[test]
    fn other_formats_are_recognized_by_their_content() {
        let content = |bytes: &[u8]| recognize(Box::new(Cursor::new(bytes.to_vec()))).expect("memory").content;
        assert_eq!(content(b"SQLite format 3\0rest"), Content::Foreign(ForeignFormat::GeoPackage));
        assert_eq!(content(b"PK\x03\x04rest"), Content::Foreign(ForeignFormat::Zip));
        assert_eq!(content(b"fgb\x03fgb\x00"), Content::Foreign(ForeignFormat::FlatGeobuf));
        assert_eq!(content(b"\0\0\0\x0d\x0a\x09OSMHeader"), Content::Foreign(ForeignFormat::OsmPbf));
        assert_eq!(content(b"\0\0\x27\x0a\0\0\0\0"), Content::Foreign(ForeignFormat::Shapefile));
        assert_eq!(content(b" \n\t"), Content::Empty);
    }
}
