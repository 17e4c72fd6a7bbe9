//! What a spreadsheet would take for a formula: kept from it on the way out, whole again on the way back.
//!
//! A text that begins as a formula does, also behind spaces and quotes, gets an apostrophe before it. So does what comes after
//! a mark that a spreadsheet may take for the end of a cell. Numbers are left as they are. Source: OWASP, CSV Injection.

use std::borrow::Cow;

/// What makes a cell a formula; the last four are their wide forms.
const STARTS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What may end a cell within a text, where a spreadsheet expects another separator.
const ENDS: [char; 4] = [';', '\t', '\r', '\n'];

const APOSTROPHE: char = '\'';

/// What a spreadsheet may leave out around what a cell says.
fn is_around(c: char) -> bool {
    c.is_whitespace() || [APOSTROPHE, '"', ';'].contains(&c)
}

/// Would a spreadsheet take the beginning of this text for a formula?
fn is_formula(text: &str) -> bool {
    let text = text.trim_start_matches(is_around);
    text.starts_with(STARTS) && !is_number(text.trim_end_matches(is_around))
}

/// A sign, digits, points and commas.
fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    text.len() - digits.len() <= 1
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
}

/// The text as it may stand in a cell of a CSV.
pub(crate) fn neutral(text: &str) -> Cow<'_, str> {
    // Nearly every text.
    if !text.contains(STARTS) {
        return Cow::Borrowed(text);
    }
    changed(text, |part| is_formula(part).then(|| format!("{APOSTROPHE}{part}")))
}

/// The text that [`neutral`] was given.
pub(crate) fn whole(text: &str) -> Cow<'_, str> {
    if !text.contains(APOSTROPHE) {
        return Cow::Borrowed(text);
    }
    changed(text, |part| part.strip_prefix(APOSTROPHE).filter(|rest| is_formula(rest)).map(str::to_owned))
}

/// The text with what is to stand for its parts, which are those between the marks of [`ENDS`].
fn changed(text: &str, change: impl Fn(&str) -> Option<String>) -> Cow<'_, str> {
    let mut out = String::new();
    let mut is_changed = false;
    for part in text.split_inclusive(ENDS) {
        let instead = change(part);
        is_changed |= instead.is_some();
        out.push_str(instead.as_deref().unwrap_or(part));
    }
    if is_changed { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_formula_gets_an_apostrophe_and_a_number_none() {
        for (text, cell) in [
            ("=HYPERLINK(\"http://kwaad\")", "'=HYPERLINK(\"http://kwaad\")"),
            ("+31 53 1234", "'+31 53 1234"),
            ("-1+1", "'-1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("  =1+1", "'  =1+1"),
            ("\"=1+1\"", "'\"=1+1\""),
            ("'=1+1", "''=1+1"),
            ("Hof;=1+1", "Hof;'=1+1"),
            ("\t=1+1", "\t'=1+1"),
            ("＝1+1", "'＝1+1"),
            ("-5", "-5"),
            ("-5,25", "-5,25"),
            ("+31531234", "+31531234"),
            ("Aan-en-uit", "Aan-en-uit"),
            ("'t Hof", "'t Hof"),
            ("", ""),
        ] {
            assert_eq!(neutral(text), cell);
            assert_eq!(whole(cell), text);
        }
    }

    proptest! {
        #[test]
        fn what_comes_back_is_what_went_out(text in "[-=+@'\"; \t\n\ra1,.]{0,12}") {
            let cell = neutral(&text).into_owned();
            prop_assert_eq!(whole(&cell), text.as_str());
            for part in cell.split(ENDS) {
                let starts = part.trim_start_matches([' ', '"']).starts_with(STARTS);
                prop_assert!(!starts || is_number(part.trim_matches([' ', '"', '\''])), "{:?}", cell);
            }
        }
    }
}
