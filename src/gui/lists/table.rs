//! A table of plain values: filtered, sorted and written as CSV, without anything of a window.

use std::borrow::Cow;
use std::cmp::Ordering;

use rayon::prelude::*;

use crate::gui::kit::names::folded;
use crate::gui::wish::Destination;
use crate::nl::{numbers, window as nl};

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Words.
    Text(Cow<'static, str>),
    /// A number, written as its column says.
    Number(f64),
    /// Not known: empty on screen and in the file, last in every order.
    Unknown,
}

impl Cell {
    /// Words; none when there are none.
    pub(super) fn text(text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Unknown } else { Self::Text(text) }
    }

    /// A number that may be unknown.
    pub(super) fn number(value: Option<f64>) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Unknown, Self::Number)
    }
}

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Words only.
    Text,
    /// Whole numbers.
    Whole,
    /// People, rounded to tens because they are estimates.
    Estimate,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    /// Its heading on screen.
    pub title: &'static str,
    /// Its heading in a file, with the unit.
    pub title_with_unit: &'static str,
    /// How its numbers are written.
    pub format: Format,
    /// Its width at first, in points.
    pub width: f32,
}

impl Column {
    /// A column of words, or of numbers whose heading has the unit already.
    pub(super) const fn new(title: &'static str, format: Format, width: f32) -> Self {
        Self { title, title_with_unit: title, format, width }
    }

    /// A column of numbers whose unit is in the file only.
    pub(super) const fn with_unit([title, title_with_unit]: [&'static str; 2], format: Format, width: f32) -> Self {
        Self { title, title_with_unit, format, width }
    }

    /// A value as it is shown.
    pub(super) fn shown<'c>(&self, cell: &'c Cell) -> Cow<'c, str> {
        match (cell, self.format) {
            (Cell::Text(text), _) => Cow::Borrowed(text),
            (Cell::Number(value), Format::Estimate) => numbers::estimate(Some(*value)).into(),
            (Cell::Number(value), _) => numbers::whole(*value).into(),
            (Cell::Unknown, _) => Cow::Borrowed(""),
        }
    }

    /// A value as a spreadsheet reads it.
    fn written<'c>(&self, cell: &'c Cell) -> Cow<'c, str> {
        match (cell, self.format) {
            (Cell::Text(text), _) => Cow::Borrowed(text),
            (Cell::Number(value), Format::Estimate) => format!("{:.0}", (value / 10.0).round() * 10.0).into(),
            (Cell::Number(value), Format::Text | Format::Whole) => {
                let decimals = usize::from(value.fract() != 0.0);
                format!("{value:.decimals$}").replace('.', ",").into()
            }
            (Cell::Unknown, _) => Cow::Borrowed(""),
        }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// As many as there are columns.
    pub cells: Vec<Cell>,
    /// Where it leads.
    pub destination: Destination,
    /// More to tell than fits its cells.
    pub remark: Option<String>,
}

/// Which column orders the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sort {
    /// Position of the column.
    pub column: usize,
    /// Largest first, or from Z to A.
    pub descending: bool,
}

impl Sort {
    /// What a click on a heading asks for: that column, and the other way round when it was that column already.
    pub(super) fn after_click(now: Option<Self>, column: usize) -> Self {
        let descending = now.is_some_and(|now| now.column == column && !now.descending);
        Self { column, descending }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// The words of each row, folded, to filter by.
    words: Vec<String>,
    rests_on_fiction: Option<bool>,
}

impl Table {
    /// A table in the order in which its rows are given. `rests_on_fiction` is said in the file; `None` for a table with
    /// a column of its own for that.
    pub(super) fn new(columns: Vec<Column>, rows: Vec<Row>, rests_on_fiction: Option<bool>) -> Self {
        let words = |row: &Row| {
            let texts = row.cells.iter().filter_map(|cell| match cell {
                Cell::Text(text) => Some(folded(text)),
                _ => None,
            });
            texts.collect::<Vec<_>>().join("\u{1f}")
        };
        let words = rows.par_iter().map(words).collect();
        Self { columns, rows, words, rests_on_fiction }
    }

    /// Its columns.
    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Its rows, as given.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Positions of the rows of which some word holds the filter, in the order asked for; equals stay as given.
    pub(super) fn order(&self, filter: &str, sort: Option<Sort>) -> Vec<usize> {
        let filter = folded(filter.trim());
        let mut order: Vec<usize> = (0..self.rows.len()).filter(|idx| self.words[*idx].contains(&filter)).collect();
        let Some(Sort { column, descending }) = sort.filter(|sort| sort.column < self.columns.len()) else {
            return order;
        };
        let keys: Vec<Key> = self.rows.par_iter().map(|row| Key::of(&row.cells[column])).collect();
        order.par_sort_by(|a, b| keys[*a].compare(&keys[*b], descending));
        order
    }

    /// Rows as CSV in Dutch: semicolons, decimal commas, a heading with units.
    pub(super) fn csv(&self, order: &[usize]) -> String {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        let last = |text: &'static str| self.rests_on_fiction.map(|_| Cow::Borrowed(text));
        let heading = self.columns.iter().map(|column| Cow::Borrowed(column.title_with_unit));
        let mut records: Vec<Vec<Cow<'_, str>>> = vec![heading.chain(last(nl::RESTS_ON_FICTION)).collect()];
        let fiction = last(nl::yes_no(self.rests_on_fiction.unwrap_or(false)));
        records.extend(order.iter().filter_map(|idx| self.rows.get(*idx)).map(|row| {
            let cells = self.columns.iter().zip(&row.cells).map(|(column, cell)| column.written(cell));
            cells.chain(fiction.clone()).collect()
        }));
        for record in records {
            writer.write_record(record.iter().map(|cell| cell.as_bytes())).expect("memory takes every record");
        }
        let bytes = writer.into_inner().expect("memory takes every record");
        String::from_utf8(bytes).expect("what was text stays text")
    }
}

/// What a cell is ordered by.
enum Key {
    Number(f64),
    Text(String),
    Unknown,
}

impl Key {
    fn of(cell: &Cell) -> Self {
        match cell {
            Cell::Number(value) => Self::Number(*value),
            Cell::Text(text) => Self::Text(folded(text)),
            Cell::Unknown => Self::Unknown,
        }
    }

    fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let known = match (self, other) {
            (Self::Unknown, Self::Unknown) => return Ordering::Equal,
            (Self::Unknown, _) => return Ordering::Greater,
            (_, Self::Unknown) => return Ordering::Less,
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        };
        if descending { known.reverse() } else { known }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::RdPoint;

    fn table(fiction: Option<bool>) -> Table {
        let columns = vec![
            Column::new("name", Format::Text, 100.0),
            Column::with_unit(["people", "people (estimate)"], Format::Estimate, 60.0),
            Column::new("area (ha)", Format::Whole, 60.0),
        ];
        let row = |name: &'static str, people: Option<f64>, area_ha: f64| Row {
            cells: vec![Cell::text(name), Cell::number(people), Cell::number(Some(area_ha))],
            destination: Destination::place(RdPoint::at(0.0, 0.0)),
            remark: None,
        };
        let rows = vec![
            row("Één; of \"twee\"", Some(1_234.0), 12.5),
            row("borne", None, 3.0),
            row("Almelo", Some(99.0), 3.0),
            row("Delden", Some(410.0), f64::NAN),
        ];
        Table::new(columns, rows, fiction)
    }

    fn sorted(column: usize, descending: bool) -> Vec<usize> {
        table(None).order("", Some(Sort { column, descending }))
    }

    #[test]
    fn words_sort_whatever_their_case_and_numbers_by_size_with_the_unknown_last() {
        assert_eq!(sorted(0, false), [2, 1, 3, 0]);
        assert_eq!(sorted(0, true), [0, 3, 1, 2]);
        assert_eq!(sorted(1, false), [2, 3, 0, 1]);
        assert_eq!(sorted(1, true), [0, 3, 2, 1]);
        assert_eq!(sorted(2, false), [1, 2, 0, 3], "equals stay as given");
        assert_eq!(sorted(2, true), [0, 1, 2, 3], "equals stay as given");
    }

    #[test]
    fn a_second_click_turns_the_order_round() {
        let first = Sort::after_click(None, 1);
        assert_eq!(first, Sort { column: 1, descending: false });
        let second = Sort::after_click(Some(first), 1);
        assert!(second.descending);
        assert!(!Sort::after_click(Some(second), 1).descending);
        assert!(!Sort::after_click(Some(second), 0).descending);
    }

    #[test]
    fn the_filter_asks_for_words_whatever_case_and_accents() {
        assert_eq!(table(None).order("een", None), [0]);
        assert_eq!(table(None).order(" EL", None), [2, 3]);
        assert!(table(None).order("xyz", None).is_empty());
    }

    #[test]
    fn a_spreadsheet_gets_semicolons_commas_and_units() {
        let expected = "name;people (estimate);area (ha)\n\
                        Almelo;100;3\n\
                        \"Één; of \"\"twee\"\"\";1230;12,5\n\
                        borne;;3\n";
        assert_eq!(table(None).csv(&[2, 0, 1]), expected);
        assert!(table(Some(true)).csv(&[3]).ends_with("Delden;410;;ja\n"));
        assert!(table(Some(true)).csv(&[]).ends_with("area (ha);fictieve gegevens\n"));
    }
}
