//! The points of a reach table: which columns hold them, and blocks of whole lines with bounded memory.

use std::io::{self, Read};

use geo::{Coord, Point};
use memchr::{memchr, memchr2_iter, memrchr};

use super::{ReachError, RowProblemKind};
use crate::crs::{NETHERLANDS_WGS84, RD_BOX, Wgs84, rd_from_wgs84};

/// Which columns of a CSV hold the id and the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) separator: u8,
    pub(super) id: Option<usize>,
    place: PlaceColumns,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PlaceColumns {
    Rd { x: usize, y: usize },
    Degrees { lon: usize, lat: usize },
    Wkt(usize),
}

/// Column names for coordinates, as the contract lists them.
const RD_NAMES: [(&str, &str); 2] = [("x", "y"), ("x_rd", "y_rd")];
const DEGREE_NAMES: [(&str, &str); 3] = [("lon", "lat"), ("lengte", "breedte"), ("stop_lon", "stop_lat")];

impl Columns {
    /// From the header line, without its line end.
    pub(super) fn from_header(header: &[u8]) -> Result<Self, ReachError> {
        let header = header.strip_prefix(b"\xef\xbb\xbf").unwrap_or(header);
        let count = |separator: u8| memchr::memchr_iter(separator, header).count();
        let separator = [b',', b'\t', b';'].into_iter().max_by_key(|s| count(*s)).unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(header);
        let mut record = csv::ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(|_| ReachError::NoHeader)?;
        let names: Vec<String> =
            record.iter().map(|name| String::from_utf8_lossy(name).trim().to_lowercase()).collect();
        let find = |wanted: &str| names.iter().position(|name| name == wanted);
        let pair = |pairs: &[(&str, &str)]| pairs.iter().find_map(|(a, b)| Some((find(a)?, find(b)?)));
        let place = if let Some((x, y)) = pair(&RD_NAMES) {
            PlaceColumns::Rd { x, y }
        } else if let Some((lon, lat)) = pair(&DEGREE_NAMES) {
            PlaceColumns::Degrees { lon, lat }
        } else if let Some(wkt) = find("wkt") {
            PlaceColumns::Wkt(wkt)
        } else {
            return Err(ReachError::NoCoordinates { header: names.join(", ") });
        };
        Ok(Self { separator, id: find("id"), place })
    }

    /// The place of a record, in RD, and whether longitude and latitude stood in each other's column.
    pub(super) fn place(&self, record: &impl Fields) -> Result<Placed, RowProblemKind> {
        match self.place {
            PlaceColumns::Rd { x, y } => placed_rd(Coord { x: number(record, x)?, y: number(record, y)? }),
            PlaceColumns::Degrees { lon, lat } => {
                placed_degrees(Coord { x: number(record, lon)?, y: number(record, lat)? })
            }
            PlaceColumns::Wkt(column) => {
                let text = record.field(column).ok_or(RowProblemKind::NoValue)?;
                let at = coord_from_wkt(text)
                    .ok_or_else(|| RowProblemKind::NotAPoint { value: String::from_utf8_lossy(text).into_owned() })?;
                placed(at)
            }
        }
    }

    /// How many fields a line must be cut into to find everything.
    fn n_needed(&self) -> usize {
        let place = match self.place {
            PlaceColumns::Rd { x, y } => x.max(y),
            PlaceColumns::Degrees { lon, lat } => lon.max(lat),
            PlaceColumns::Wkt(column) => column,
        };
        place.max(self.id.unwrap_or(0)) + 1
    }
}

/// A place in RD.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub(super) at: Coord<f64>,
    /// Longitude and latitude were read in swapped order.
    pub(super) swapped: bool,
}

/// A place whose coordinates tell by their size whether they are metres or degrees.
pub(super) fn placed(at: Coord<f64>) -> Result<Placed, RowProblemKind> {
    if at.x.abs() <= 180.0 && at.y.abs() <= 180.0 { placed_degrees(at) } else { placed_rd(at) }
}

fn within(at: Coord<f64>, [west, south, east, north]: [f64; 4]) -> bool {
    (west..=east).contains(&at.x) && (south..=north).contains(&at.y)
}

/// A place in metres.
pub(super) fn placed_rd(at: Coord<f64>) -> Result<Placed, RowProblemKind> {
    if within(at, RD_BOX) {
        Ok(Placed { at, swapped: false })
    } else {
        Err(RowProblemKind::OutsideNetherlands { x: at.x, y: at.y })
    }
}

/// A place in degrees.
pub(super) fn placed_degrees(at: Coord<f64>) -> Result<Placed, RowProblemKind> {
    let turned = Coord { x: at.y, y: at.x };
    let (degrees, swapped) = if within(at, NETHERLANDS_WGS84) {
        (at, false)
    } else if within(turned, NETHERLANDS_WGS84) {
        (turned, true)
    } else {
        return Err(RowProblemKind::OutsideNetherlands { x: at.x, y: at.y });
    };
    Ok(Placed { at: rd_from_wgs84(Wgs84(Point::from(degrees))).0.0, swapped })
}

/// The fields of one record.
pub(super) trait Fields {
    fn field(&self, column: usize) -> Option<&[u8]>;
}

impl Fields for csv::ByteRecord {
    fn field(&self, column: usize) -> Option<&[u8]> {
        self.get(column)
    }
}

/// The fields of a line without quotes, as far as they are needed.
#[derive(Debug, Default)]
pub(super) struct PlainFields<'a> {
    fields: Vec<&'a [u8]>,
}

impl Fields for PlainFields<'_> {
    fn field(&self, column: usize) -> Option<&[u8]> {
        self.fields.get(column).copied()
    }
}

impl<'a> PlainFields<'a> {
    /// Cuts a line, leaving the vector of the line before to be used again.
    pub(super) fn cut(&mut self, line: &'a [u8], columns: &Columns) {
        self.fields.clear();
        let mut rest = line;
        for _ in 0..columns.n_needed() {
            match memchr(columns.separator, rest) {
                Some(end) => {
                    self.fields.push(&rest[..end]);
                    rest = &rest[end + 1..];
                }
                None => {
                    self.fields.push(rest);
                    return;
                }
            }
        }
    }
}

/// The number in a field: a decimal point, or a decimal comma.
fn number(record: &impl Fields, column: usize) -> Result<f64, RowProblemKind> {
    let text = record.field(column).map(<[u8]>::trim_ascii).filter(|text| !text.is_empty());
    let text = text.ok_or(RowProblemKind::NoValue)?;
    let value = fast_float2::parse::<f64, _>(text).ok().or_else(|| {
        let comma = memchr(b',', text)?;
        let mut with_point = text.to_vec();
        with_point[comma] = b'.';
        fast_float2::parse::<f64, _>(&with_point).ok()
    });
    value
        .filter(|value| value.is_finite())
        .ok_or_else(|| RowProblemKind::NotANumber { value: String::from_utf8_lossy(text).into_owned() })
}

/// The coordinates of `POINT (x y)`, also with a third number.
fn coord_from_wkt(text: &[u8]) -> Option<Coord<f64>> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let text = text.get(..5).filter(|word| word.eq_ignore_ascii_case("point")).map(|word| &text[word.len()..])?;
    let inner = text[text.find('(')? + 1..].split(')').next()?;
    let mut numbers = inner.split_whitespace().map(|n| fast_float2::parse::<f64, _>(n).ok().filter(|n| n.is_finite()));
    Some(Coord { x: numbers.next()??, y: numbers.next()?? })
}

/// Reads blocks of whole records.
pub(super) struct BlockReader<R> {
    input: R,
    rest: Vec<u8>,
    at_end: bool,
}

/// A block holds about so many bytes; small enough that its table stays in the cache of its core.
pub(super) const BLOCK_BYTES: usize = 128 << 10;

/// A record longer than this is refused, in bytes: the memory stays bounded.
pub(super) const MAX_RECORD_BYTES: usize = 16 << 20;

impl<R: Read> BlockReader<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, rest: Vec::new(), at_end: false }
    }

    /// The first line, without its line end; the rest waits for [`BlockReader::fill`].
    pub(super) fn header(&mut self) -> Result<Vec<u8>, ReachError> {
        let mut block = Vec::new();
        self.fill(&mut block)?;
        let end = memchr(b'\n', &block).unwrap_or(block.len());
        let header = block[..end].trim_ascii_end().to_vec();
        block.drain(..(end + 1).min(block.len()));
        block.append(&mut self.rest);
        self.rest = block;
        if header.is_empty() { Err(ReachError::NoHeader) } else { Ok(header) }
    }

    /// Fills `block` with whole records; empty at the end of the file.
    pub(super) fn fill(&mut self, block: &mut Vec<u8>) -> Result<(), ReachError> {
        block.clear();
        block.append(&mut self.rest);
        let mut wanted = BLOCK_BYTES;
        loop {
            while !self.at_end && block.len() < wanted {
                let missing = (wanted - block.len()) as u64;
                let n_read = self.input.by_ref().take(missing).read_to_end(block).map_err(ReachError::Read)?;
                self.at_end = n_read == 0;
            }
            if self.at_end && block.len() <= BLOCK_BYTES {
                return Ok(());
            }
            if let Some(end) = end_of_last_record(block) {
                self.rest.extend_from_slice(&block[end..]);
                block.truncate(end);
                return Ok(());
            }
            if self.at_end {
                return Ok(());
            }
            wanted += BLOCK_BYTES;
            if wanted > MAX_RECORD_BYTES {
                return Err(ReachError::Read(io::Error::from(io::ErrorKind::InvalidData)));
            }
        }
    }
}

/// Where the last whole record ends: after a line end that does not stand within quotes.
fn end_of_last_record(block: &[u8]) -> Option<usize> {
    if memchr(b'"', block).is_none() {
        return memrchr(b'\n', block).map(|at| at + 1);
    }
    let (mut quoted, mut end) = (false, None);
    for at in memchr2_iter(b'"', b'\n', block) {
        match block[at] {
            b'"' => quoted = !quoted,
            _ if !quoted => end = Some(at + 1),
            _ => {}
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_the_names_of_the_contract_in_any_case() {
        let columns = Columns::from_header(b"\xef\xbb\xbfID;Naam;X_RD;Y_RD").expect("a header");
        assert_eq!((columns.separator, columns.id, columns.n_needed()), (b';', Some(0), 4));
        assert!(matches!(Columns::from_header(b"id,straat"), Err(ReachError::NoCoordinates { .. })));
    }

    #[test]
    fn a_decimal_comma_and_a_swapped_pair_are_read() {
        let columns = Columns::from_header(b"id;lon;lat").expect("a header");
        let mut fields = PlainFields::default();
        fields.cut(b"a;52,2183;6,8958", &columns);
        let placed = columns.place(&fields).expect("Enschede");
        assert!(placed.swapped);
        assert!((placed.at.x - 258_088.3).abs() < 1.0 && (placed.at.y - 471_096.1).abs() < 1.0);
    }

    #[test]
    fn a_line_end_within_quotes_does_not_end_a_block() {
        assert_eq!(end_of_last_record(b"a,1\n\"b\nc"), Some(4));
        assert_eq!(end_of_last_record(b"a,1\n\"b\nc\",2\nd"), Some(12));
        assert_eq!(end_of_last_record(b"abc"), None);
    }

    #[test]
    fn blocks_put_together_are_the_file() {
        let text: String = (0..60_000).map(|i| format!("{i},250000.0,470000.5\n")).collect();
        let mut reader = BlockReader::new(text.as_bytes());
        let mut read = Vec::new();
        let mut block = Vec::new();
        loop {
            reader.fill(&mut block).expect("a slice reads");
            if block.is_empty() {
                break;
            }
            assert!(block.len() <= 2 * BLOCK_BYTES && block.ends_with(b"\n"));
            read.extend_from_slice(&block);
        }
        assert_eq!(read, text.as_bytes());
    }
}
