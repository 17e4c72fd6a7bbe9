//! What keeps a text from being a normenkader, told from the line it stands on and not in the words of a library.

/// What is wrong with the form of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NormSyntax {
    /// A number with a decimal comma.
    DecimalComma {
        /// As it stands there.
        found: String,
        /// As it should be.
        meant: String,
    },
    /// A number between quotes.
    QuotedNumber {
        /// The number.
        number: String,
    },
    /// A number with something behind it.
    AfterNumber {
        /// The number by itself.
        number: String,
    },
    /// A text without quotes.
    NoQuotes {
        /// The text.
        found: String,
    },
    /// Quotes as a word processor makes them.
    CurlyQuotes,
    /// A text whose quotes are not closed.
    OpenQuotes,
    /// A yes or no that is neither `true` nor `false`.
    NoTruth {
        /// As it stands there.
        found: String,
    },
    /// A field that must be there and is not.
    MissingField(String),
    /// A field that does not exist.
    UnknownField(String),
    /// The same field twice.
    RepeatedField(String),
    /// A value of another kind than its field has.
    WrongKind {
        /// The field.
        field: String,
    },
    /// No name of a field at the beginning, or no `=` behind it.
    NoField,
    /// Anything else.
    Other,
}

/// What the reader's message and the line itself say together. The message is only looked at, never shown.
pub(super) fn syntax_from(message: &str, line: &str) -> NormSyntax {
    let quoted = |before: &str| message.strip_prefix(before)?.split('`').nth(1).map(str::to_owned);
    if let Some(field) = quoted("missing field ") {
        return NormSyntax::MissingField(field);
    }
    if let Some(field) = quoted("unknown field ") {
        return NormSyntax::UnknownField(field);
    }
    if line.contains(['“', '”', '„', '‘', '’']) {
        return NormSyntax::CurlyQuotes;
    }
    let Some((field, value)) = line.split_once('=') else {
        return if line.trim_start().starts_with('[') { NormSyntax::Other } else { NormSyntax::NoField };
    };
    let (field, value) = (field.trim().to_owned(), value.split('#').next().unwrap_or_default().trim());
    if field.is_empty() {
        return NormSyntax::NoField;
    }
    if message.starts_with("duplicate key") {
        return NormSyntax::RepeatedField(field);
    }
    of_value(message, field, value)
}

fn of_value(message: &str, field: String, value: &str) -> NormSyntax {
    let is_number = |text: &str| text.ends_with(|c: char| c.is_ascii_digit()) && text.parse::<f64>().is_ok();
    let with_point = value.replacen(',', ".", 1);
    let digits_end = value.find(|c: char| !c.is_ascii_digit() && !"+-.".contains(c)).unwrap_or(value.len());
    let is_truth = message.starts_with("invalid type") && message.ends_with("a boolean");
    let unquoted = value.trim_matches(['"', '\'']);
    let n_quotes = value.matches('"').count();
    if value.contains(',') && is_number(&with_point) {
        NormSyntax::DecimalComma { found: value.to_owned(), meant: with_point }
    } else if is_truth || ["ja", "nee", "waar", "onwaar"].iter().any(|word| value.eq_ignore_ascii_case(word)) {
        NormSyntax::NoTruth { found: unquoted.to_owned() }
    } else if unquoted != value && message.starts_with("invalid type") && is_number(&unquoted.replacen(',', ".", 1)) {
        NormSyntax::QuotedNumber { number: unquoted.replacen(',', ".", 1) }
    } else if message.starts_with("invalid type") {
        NormSyntax::WrongKind { field }
    } else if digits_end < value.len() && is_number(&value[..digits_end]) {
        NormSyntax::AfterNumber { number: value[..digits_end].to_owned() }
    } else if n_quotes % 2 == 1 {
        NormSyntax::OpenQuotes
    } else if value.starts_with(char::is_alphabetic) {
        match value.to_ascii_lowercase().as_str() {
            "true" | "false" => NormSyntax::NoTruth { found: value.to_owned() },
            _ => NormSyntax::NoQuotes { found: value.to_owned() },
        }
    } else {
        NormSyntax::Other
    }
}
