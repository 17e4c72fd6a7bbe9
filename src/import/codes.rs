//! Codes of CBS and postcodes in one spelling, however a source writes them: `GM0153`, `0153` and `153` are the same.

/// What a code is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeOf {
    /// A gemeente: `GM` and four digits.
    Municipality,
    /// A wijk: `WK` and six digits.
    District,
    /// A buurt: `BU` and eight digits.
    Neighborhood,
    /// A postcode area of four digits.
    Postcode,
}

impl CodeOf {
    fn prefix(self) -> &'static str {
        match self {
            Self::Municipality => "GM",
            Self::District => "WK",
            Self::Neighborhood => "BU",
            Self::Postcode => "",
        }
    }

    fn n_digits(self) -> usize {
        match self {
            Self::Municipality | Self::Postcode => 4,
            Self::District => 6,
            Self::Neighborhood => 8,
        }
    }
}

/// A code in its one spelling; a text that is no code of the kind stays as it is, without white space around it.
pub(crate) fn normalized(of: CodeOf, text: &str) -> String {
    let text = text.trim();
    digits_of(of, text).map_or_else(|| text.to_owned(), |digits| format!("{}{digits:0>1$}", of.prefix(), of.n_digits()))
}

/// The code of the gemeente in which a wijk or buurt lies, which its own code begins with.
pub(crate) fn municipality_of(code: &str) -> Option<String> {
    let digits = code.strip_prefix("WK").or_else(|| code.strip_prefix("BU"))?.get(..4)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("GM{digits}"))
}

/// The digits of a code, if it is one of the kind.
fn digits_of(of: CodeOf, text: &str) -> Option<&str> {
    let prefix = of.prefix();
    let is_prefixed = text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let rest = if is_prefixed { text[prefix.len()..].trim_start() } else { text };
    // A spreadsheet makes a number of a code, and some programs write that with a decimal.
    let rest = rest.strip_suffix(".0").or_else(|| rest.strip_suffix(",0")).unwrap_or(rest);
    let rest = if of == CodeOf::Postcode { without_letters(rest) } else { rest };
    let is_number = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let fits = is_number && rest.len() <= of.n_digits() && (of != CodeOf::Postcode || rest.len() == of.n_digits());
    fits.then_some(rest)
}

/// A postcode of six without its two letters.
fn without_letters(text: &str) -> &str {
    match text.get(4..).map(str::trim_start) {
        Some(letters) if letters.len() == 2 && letters.bytes().all(|byte| byte.is_ascii_alphabetic()) => &text[..4],
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_spelling() {
        for text in ["GM0153", "0153", "153", "gm0153", " GM153 ", "153.0", "GM 0153"] {
            assert_eq!(normalized(CodeOf::Municipality, text), "GM0153", "{text}");
        }
        for text in ["WK015300", "15300", "wk015300"] {
            assert_eq!(normalized(CodeOf::District, text), "WK015300", "{text}");
        }
        assert_eq!(normalized(CodeOf::Neighborhood, "1530001"), "BU01530001");
        for text in ["7511", "7511 AB", "7511ab", "7511.0"] {
            assert_eq!(normalized(CodeOf::Postcode, text), "7511", "{text}");
        }
    }

    #[test]
    fn what_is_no_code_stays_as_it_is() {
        assert_eq!(normalized(CodeOf::Municipality, " Hengelo "), "Hengelo");
        assert_eq!(normalized(CodeOf::Municipality, "BU01530001"), "BU01530001");
        assert_eq!(normalized(CodeOf::Postcode, "751"), "751");
        assert_eq!(normalized(CodeOf::District, ""), "");
    }
}
