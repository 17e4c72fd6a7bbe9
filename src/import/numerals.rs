//! Numbers as people write them: what a text can mean by itself, and what the column it stands in makes of it.

use crate::crs::{NETHERLANDS_WGS84, RD_BOX};

/// The mark before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Point,
    Comma,
}

impl Mark {
    fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }

    fn char(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

/// What a text means by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Numeral {
    /// A number without a point or comma, or with white space or apostrophes between the thousands.
    Plain(f64),
    /// A number that says which mark its decimals have, be it by marks between its thousands.
    Marked { decimals: Mark, value: f64 },
    /// Three digits behind one mark: `1.250` is a thousand and more, or one and a quarter.
    Either { mark: Mark, as_decimals: f64, as_thousands: f64 },
    /// No number.
    Not,
}

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Marks {
    /// With this mark before the decimals.
    Decimals(Mark),
    /// Nothing tells; every number fits marks between thousands.
    #[default]
    Undecided,
    /// The cells contradict each other.
    Mixed,
}

/// A number of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Reading {
    /// The number.
    Sure(f64),
    /// Read with marks between thousands because nothing contradicts it.
    Thousands(f64),
    /// The column does not tell which of two it is.
    Unsure { as_decimals: f64, as_thousands: f64 },
    /// No number.
    Not,
}

impl Marks {
    /// A count: whole where the column leaves a choice.
    pub(crate) fn count(self, text: &str) -> Reading {
        match (numeral(text), self) {
            (Numeral::Plain(value) | Numeral::Marked { value, .. }, _) => Reading::Sure(value),
            (Numeral::Either { mark, as_decimals, .. }, Self::Decimals(decimals)) if mark == decimals => {
                Reading::Sure(as_decimals)
            }
            (Numeral::Either { as_thousands, .. }, Self::Decimals(_)) => Reading::Sure(as_thousands),
            (Numeral::Either { as_thousands, .. }, Self::Undecided) => Reading::Thousands(as_thousands),
            (Numeral::Either { as_decimals, as_thousands, .. }, Self::Mixed) => {
                Reading::Unsure { as_decimals, as_thousands }
            }
            (Numeral::Not, _) => Reading::Not,
        }
    }

    /// Something measured: with decimals where the column leaves a choice.
    pub(crate) fn quantity(self, text: &str) -> Reading {
        match self.count(text) {
            Reading::Thousands(_) => match numeral(text) {
                Numeral::Either { as_decimals, .. } => Reading::Sure(as_decimals),
                _ => Reading::Not,
            },
            reading => reading,
        }
    }
}

/// What the cells of a column say of its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Evidence {
    has_decimals: [bool; 2],
    has_either: [bool; 2],
    /// A thousand or more without a mark.
    has_plain_thousands: bool,
    has_text: bool,
}

impl Evidence {
    /// Takes a cell into account; an empty one says nothing.
    pub(crate) fn add(&mut self, text: &str) {
        match numeral(text) {
            Numeral::Plain(value) => {
                let has_spaces = !text.trim().bytes().skip(1).all(|byte| byte.is_ascii_digit());
                self.has_plain_thousands |= value.abs() >= 1000.0 && !has_spaces;
            }
            Numeral::Marked { decimals, .. } => self.has_decimals[decimals as usize] = true,
            Numeral::Either { mark, .. } => self.has_either[mark as usize] = true,
            Numeral::Not => self.has_text |= !text.trim().is_empty(),
        }
    }

    /// The mark that the numbers of a column without other texts surely have before their decimals.
    pub(crate) fn sure_mark(&self) -> Option<Mark> {
        match self.has_decimals {
            _ if self.has_text => None,
            [true, false] => Some(Mark::Point),
            [false, true] => Some(Mark::Comma),
            _ => None,
        }
    }

    /// The marks of a column, in a file of which the other columns say this.
    pub(crate) fn judged(&self, of_file: Option<Mark>) -> Marks {
        match (self.has_decimals, self.has_either) {
            ([true, false], _) => Marks::Decimals(Mark::Point),
            ([false, true], _) => Marks::Decimals(Mark::Comma),
            ([true, true], _) | (_, [true, true]) => Marks::Mixed,
            ([false, false], [false, false]) => Marks::Undecided,
            ([false, false], [is_point, _]) => {
                let between_thousands = if is_point { Mark::Point } else { Mark::Comma };
                match of_file {
                    Some(decimals) if decimals != between_thousands => Marks::Decimals(decimals),
                    _ if self.has_plain_thousands => Marks::Mixed,
                    _ => Marks::Undecided,
                }
            }
        }
    }
}

/// What a text means as a number by itself.
pub(crate) fn numeral(text: &str) -> Numeral {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    match unsigned(digits) {
        Numeral::Plain(value) => Numeral::Plain(sign * value),
        Numeral::Marked { decimals, value } => Numeral::Marked { decimals, value: sign * value },
        Numeral::Either { mark, as_decimals, as_thousands } => {
            Numeral::Either { mark, as_decimals: sign * as_decimals, as_thousands: sign * as_thousands }
        }
        Numeral::Not => Numeral::Not,
    }
}

fn unsigned(text: &str) -> Numeral {
    if let Some(value) = plain(text) {
        return value;
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',') {
        return Numeral::Not;
    }
    if text.contains(is_space_between_thousands) {
        let end = text.find(['.', ',']).unwrap_or(text.len());
        let Some(whole) = without_spaces(&text[..end]) else { return Numeral::Not };
        return match text[end..].chars().next() {
            None => parsed(&whole).map_or(Numeral::Not, Numeral::Plain),
            Some(mark) => with_decimals(if mark == '.' { Mark::Point } else { Mark::Comma }, &(whole + &text[end..])),
        };
    }
    let (n_points, n_commas) = (text.matches('.').count(), text.matches(',').count());
    match (n_points, n_commas) {
        (0, 0) => parsed(text).map_or(Numeral::Not, Numeral::Plain),
        (1, 0) => one_mark(Mark::Point, text),
        (0, 1) => one_mark(Mark::Comma, text),
        (_, 0) => between_thousands(Mark::Point, text),
        (0, _) => between_thousands(Mark::Comma, text),
        _ if text.rfind('.') < text.rfind(',') && n_commas == 1 => both_marks(Mark::Comma, text),
        _ if text.rfind(',') < text.rfind('.') && n_points == 1 => both_marks(Mark::Point, text),
        _ => Numeral::Not,
    }
}

/// Digits, and a point with any number of them behind it but three: nearly every number.
fn plain(text: &str) -> Option<Numeral> {
    let mut point = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => {}
            b'.' if point.is_none() && at > 0 => point = Some(at),
            _ => return None,
        }
    }
    match point {
        None => text.parse().ok().map(Numeral::Plain),
        Some(at) if text.len() - at == 4 => None,
        Some(_) => text.parse().ok().map(|value| Numeral::Marked { decimals: Mark::Point, value }),
    }
}

fn is_space_between_thousands(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}')
}

/// Digits without the white space or apostrophes between their thousands.
fn without_spaces(text: &str) -> Option<String> {
    are_thousands(text.split(is_space_between_thousands)).then(|| text.replace(is_space_between_thousands, ""))
}

/// Groups of three digits behind a first of one to three that does not begin with a zero.
fn are_thousands<'a>(mut groups: impl Iterator<Item = &'a str>) -> bool {
    let are_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    let first_fits = (1..=3).contains(&first.len()) && are_digits(first) && !first.starts_with('0');
    first_fits && groups.all(|group| group.len() == 3 && are_digits(group))
}

/// The number in a text with nothing but digits, a point and an exponent.
fn parsed(text: &str) -> Option<f64> {
    let fits = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    fits.then(|| text.parse().ok()).flatten().filter(|number: &f64| number.is_finite())
}

fn with_decimals(decimals: Mark, text: &str) -> Numeral {
    match parsed(&text.replace(decimals.char(), ".")) {
        Some(value) => Numeral::Marked { decimals, value },
        None => Numeral::Not,
    }
}

fn one_mark(mark: Mark, text: &str) -> Numeral {
    let as_decimals = with_decimals(mark, text);
    match as_decimals {
        Numeral::Marked { value, .. } if are_thousands(text.split(mark.char())) => {
            Numeral::Either { mark, as_decimals: value, as_thousands: (value * 1000.0).round() }
        }
        as_decimals => as_decimals,
    }
}

fn between_thousands(mark: Mark, text: &str) -> Numeral {
    let whole = are_thousands(text.split(mark.char())).then(|| parsed(&text.replace(mark.char(), ""))).flatten();
    whole.map_or(Numeral::Not, |value| Numeral::Marked { decimals: mark.other(), value })
}

fn both_marks(decimals: Mark, text: &str) -> Numeral {
    let Some((whole, _)) = text.split_once(decimals.char()) else { return Numeral::Not };
    let between = decimals.other().char();
    if are_thousands(whole.split(between)) { with_decimals(decimals, &text.replace(between, "")) } else { Numeral::Not }
}

/// A coordinate from a text, and whether a mark in it was taken to stand between thousands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ordinate {
    pub(crate) value: f64,
    pub(crate) had_thousands: bool,
}

/// A coordinate in metres or degrees. `245.123` is no place in degrees, so it is 245,123 metres; `52.221` is one.
pub(crate) fn ordinate(text: &str) -> Option<Ordinate> {
    let sure = |value| Some(Ordinate { value, had_thousands: false });
    match numeral(text) {
        Numeral::Plain(value) | Numeral::Marked { value, .. } => sure(value),
        Numeral::Either { as_decimals, as_thousands, .. } => {
            let [west, south, east, north] = NETHERLANDS_WGS84;
            let in_degrees = (west..=east).contains(&as_decimals) || (south..=north).contains(&as_decimals);
            let [left, bottom, right, top] = RD_BOX;
            let in_meters = (left..=right).contains(&as_thousands) || (bottom..=top).contains(&as_thousands);
            if in_degrees || !in_meters {
                return sure(as_decimals);
            }
            Some(Ordinate { value: as_thousands, had_thousands: true })
        }
        Numeral::Not => degrees(text).and_then(sure),
    }
}

/// Degrees with minutes and seconds: `52°13'06"N`, `N 52° 13,1'`; west and south are negative.
fn degrees(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_wind = |c: char| "NZSOEWnzsoew".contains(c);
    let (wind, rest) = match (text.chars().next(), text.chars().next_back()) {
        (Some(first), _) if is_wind(first) => (Some(first), &text[1..]),
        (_, Some(last)) if is_wind(last) => (Some(last), &text[..text.len() - 1]),
        _ => (None, text),
    };
    let (whole, rest) = rest.split_once(['\u{b0}', '\u{ba}'])?;
    let (minutes, rest) = match rest.split_once(['\'', '\u{2019}', '\u{2032}', '\u{b4}']) {
        Some((minutes, rest)) => (sixtieth(minutes)?, rest),
        None => (0.0, rest),
    };
    let rest = rest.trim().trim_end_matches(['"', '\u{201d}', '\u{2033}', '\'', '\u{2019}']);
    let seconds = if rest.is_empty() { 0.0 } else { sixtieth(rest)? };
    let value = unmarked(whole)? + minutes / 60.0 + seconds / 3600.0;
    Some(if wind.is_some_and(|wind| "WwZzSs".contains(wind)) { -value } else { value })
}

/// Minutes or seconds.
fn sixtieth(text: &str) -> Option<f64> {
    unmarked(text).filter(|number| (0.0..60.0).contains(number))
}

/// A number with a decimal point or comma and no marks between thousands.
fn unmarked(text: &str) -> Option<f64> {
    let text = text.trim();
    let starts_well = text.starts_with(|c: char| c.is_ascii_digit());
    starts_well.then(|| parsed(&text.replace(',', "."))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(cells: &[&str], of_file: Option<Mark>) -> Marks {
        let mut evidence = Evidence::default();
        cells.iter().for_each(|cell| evidence.add(cell));
        evidence.judged(of_file)
    }

    fn value(text: &str) -> Option<f64> {
        match numeral(text) {
            Numeral::Plain(value) | Numeral::Marked { value, .. } => Some(value),
            _ => None,
        }
    }

    #[test]
    fn numbers_are_read_with_point_and_comma() {
        for (text, number) in [
            ("12", 12.0),
            (" -99997 ", -99_997.0),
            ("52,25", 52.25),
            ("52.25", 52.25),
            ("0.125", 0.125),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1.234,567", 1234.567),
            ("1.234.567", 1_234_567.0),
            ("1 234", 1234.0),
            ("1\u{a0}234\u{a0}567,8", 1_234_567.8),
            ("1'234", 1234.0),
            ("\u{2212}5", -5.0),
            ("1e3", 1000.0),
            ("2,5E+05", 250_000.0),
        ] {
            assert_eq!(value(text), Some(number), "{text}");
        }
        for text in ["", "veel", "NaN", "inf", "1.2,3.4,5", "12 km", "12 34", "1.23.456", "1234.567,8", ".", "-"] {
            assert_eq!(numeral(text), Numeral::Not, "{text}");
        }
        let either = Numeral::Either { mark: Mark::Point, as_decimals: -1.25, as_thousands: -1250.0 };
        assert_eq!(numeral("-1.250"), either);
    }

    #[test]
    fn the_column_decides_what_three_digits_behind_a_mark_are() {
        assert_eq!(judged(&["1.250", "987", "12,5"], None), Marks::Decimals(Mark::Comma));
        assert_eq!(judged(&["1.250", "0.5"], None), Marks::Decimals(Mark::Point));
        assert_eq!(judged(&["1.250", "1.250.000"], None), Marks::Decimals(Mark::Comma));
        assert_eq!(judged(&["1.250", "987"], None), Marks::Undecided);
        assert_eq!(judged(&["1.250", "987"], Some(Mark::Comma)), Marks::Decimals(Mark::Comma));
        assert_eq!(judged(&["1.250", "1500"], Some(Mark::Comma)), Marks::Decimals(Mark::Comma));
        assert_eq!(judged(&["1.250", "1500"], None), Marks::Mixed);
        assert_eq!(judged(&["1.250", "1,250"], None), Marks::Mixed);
        assert_eq!(judged(&["1,5", "1.5"], None), Marks::Mixed);
    }

    #[test]
    fn a_count_is_whole_where_the_column_leaves_a_choice_and_unknown_where_it_contradicts_itself() {
        assert_eq!(Marks::Undecided.count("1.250"), Reading::Thousands(1250.0));
        assert_eq!(Marks::Undecided.quantity("7.500"), Reading::Sure(7.5));
        assert_eq!(Marks::Decimals(Mark::Comma).count("1.250"), Reading::Sure(1250.0));
        assert_eq!(Marks::Decimals(Mark::Point).count("1.250"), Reading::Sure(1.25));
        let unsure = Reading::Unsure { as_decimals: 1.25, as_thousands: 1250.0 };
        assert_eq!(Marks::Mixed.count("1.250"), unsure);
    }

    #[test]
    fn a_coordinate_is_read_as_what_can_lie_in_the_netherlands() {
        let read = |text: &str| ordinate(text).map(|ordinate| (ordinate.value, ordinate.had_thousands));
        assert_eq!(read("245.123"), Some((245_123.0, true)));
        assert_eq!(read("470.456"), Some((470_456.0, true)));
        assert_eq!(read("250.000,5"), Some((250_000.5, false)));
        assert_eq!(read("52.221"), Some((52.221, false)));
        assert_eq!(read("6,893"), Some((6.893, false)));
        assert_eq!(read("250 000"), Some((250_000.0, false)));
        assert_eq!(read("veel"), None);
    }

    #[test]
    fn degrees_minutes_and_seconds_are_read_with_straight_and_curly_marks() {
        let near = |text: &str, wanted: f64| {
            let read = ordinate(text).map(|ordinate| ordinate.value);
            assert!(read.is_some_and(|value| (value - wanted).abs() < 1e-9), "{text}: {read:?}");
        };
        let north = 52.0 + 13.0 / 60.0 + 6.0 / 3600.0;
        for text in ["52°13'06\"N", "52\u{b0}13\u{2019}06\u{201d}N", "52° 13\u{2032} 6\u{2033} N", "N 52° 13' 06\""]
        {
            near(text, north);
        }
        near("6° 53,5' O", 6.0 + 53.5 / 60.0);
        near("6°53'41''", 6.0 + 53.0 / 60.0 + 41.0 / 3600.0);
        near("6,895°", 6.895);
        near("1°30'W", -1.5);
        for text in ["52°73'06\"N", "52°N13", "°", "noord", "52 graden"] {
            assert_eq!(ordinate(text), None, "{text}");
        }
    }
}
