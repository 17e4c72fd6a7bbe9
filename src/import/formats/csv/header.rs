//! Where the header of a CSV stands and what separates its columns: below a `sep=` line or a title as well.

use csv::{ByteRecord, ReaderBuilder};

use crate::import::bytes::text_from_bytes;
use crate::import::columns::PlaceColumns;

/// The header is looked for in so many rows.
const MAX_HEADER_ROWS: usize = 20;

/// What separates columns; of equal chances the first.
const SEPARATORS: [u8; 3] = [b';', b',', b'\t'];

/// How a CSV is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) separator: u8,
    /// Rows above the header that hold no columns: a title, or the line that names the separator.
    pub(super) n_rows_before: usize,
    /// The first of those names the separator.
    pub(super) has_separator_line: bool,
    /// Lines end as on an old Macintosh.
    pub(super) has_bare_returns: bool,
}

/// The dialect of a file, by its first bytes: the first row that names coordinates is the header, else the first row.
pub(super) fn dialect(head: &[u8]) -> Dialect {
    let has_bare_returns = head.contains(&b'\r') && !head.contains(&b'\n');
    let mut head = head.to_vec();
    if has_bare_returns {
        make_line_feeds(&mut head);
    }
    let stated = stated_separator(&head);
    let n_stated = usize::from(stated.is_some());
    let of = |separator, n_rows_before| Dialect {
        separator,
        n_rows_before,
        has_separator_line: stated.is_some(),
        has_bare_returns,
    };
    let found = SEPARATORS
        .iter()
        .filter(|separator| stated.is_none_or(|stated| stated == **separator))
        .filter_map(|separator| Some((header_at(&head, *separator)?, *separator)))
        .min_by_key(|((row_idx, n_columns), _)| (*row_idx, std::cmp::Reverse(*n_columns)));
    match found {
        Some(((n_before, _), separator)) => of(separator, n_before),
        None => of(stated.unwrap_or_else(|| most_frequent(&head)), n_stated),
    }
}

/// Makes a line feed of every return.
pub(super) fn make_line_feeds(text: &mut [u8]) {
    text.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
}

/// The separator of a line such as `sep=;`, with which Excel begins a file.
fn stated_separator(head: &[u8]) -> Option<u8> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.strip_prefix(b"\"").map_or(line, |rest| rest.strip_suffix(b"\"").unwrap_or(rest));
    match line {
        [name @ .., b'=', separator] if name.eq_ignore_ascii_case(b"sep") => Some(*separator),
        _ => None,
    }
}

/// The position of the first row that names coordinates when columns are separated so, and how many columns it has.
fn header_at(head: &[u8], separator: u8) -> Option<(usize, usize)> {
    let mut reader = ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(head);
    let mut row = ByteRecord::new();
    for row_idx in 0..MAX_HEADER_ROWS {
        if !reader.read_byte_record(&mut row).ok()? {
            return None;
        }
        let names: Vec<String> = row.iter().map(|name| text_from_bytes(name).0.into_owned()).collect();
        if PlaceColumns::of(&names).is_some() {
            return Some((row_idx, names.len()));
        }
    }
    None
}

/// The separator that the first line has most of, outside quotes.
fn most_frequent(head: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = SEPARATORS.map(|separator| (separator, 0));
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && counts.iter().any(|(_, n)| *n > 0) => break,
            _ if !quoted => counts.iter_mut().filter(|(mark, _)| mark == byte).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    counts.into_iter().max_by_key(|(mark, n)| (*n, *mark == b';')).map_or(b';', |(mark, _)| mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(head: &str) -> (u8, usize) {
        let dialect = dialect(head.as_bytes());
        (dialect.separator, dialect.n_rows_before)
    }

    #[test]
    fn the_separator_is_the_one_that_makes_coordinates_of_the_header() {
        assert_eq!(found("id,naam,x,y\n1;2;3;4;5;6"), (b',', 0));
        assert_eq!(found("id;naam, voluit;x;y\n"), (b';', 0));
        assert_eq!(found("id\tnaam\tx\ty"), (b'\t', 0));
        assert_eq!(found("\"a,b,c,d\";x;y"), (b';', 0));
        assert_eq!(found("wkt\nLINESTRING(1 2, 3 4)\n"), (b';', 0));
    }

    #[test]
    fn without_coordinates_the_separator_is_the_most_frequent() {
        assert_eq!(found("id,naam,adres\n1;2;3;4"), (b',', 0));
        assert_eq!(found(""), (b';', 0));
    }

    #[test]
    fn a_header_is_found_below_a_title_and_a_line_that_names_the_separator() {
        assert_eq!(found("Kerncijfers, 2026;;\n;;\nnaam;x;y\n"), (b';', 2));
        assert_eq!(found("sep=;\r\nid;x;y\r\n"), (b';', 1));
        assert_eq!(found("\"sep=,\"\nid;a,x,y\n"), (b',', 1));
        assert_eq!(found("sep=\t\nid\tnaam\n"), (b'\t', 1));
        assert_eq!(found("titel\rid;x;y\ra;1;2"), (b';', 1));
    }
}
