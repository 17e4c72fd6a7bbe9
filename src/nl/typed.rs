//! Numbers as a planner types them: 1.040; 1040 m; 0,8 km; 1,3.

/// A number written the Dutch way; `None` when it is none.
///
/// A point is a thousands separator when three digits follow each one, and otherwise a decimal point, as in `1.3`.
pub fn number(text: &str) -> Option<f64> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.replace('−', "-");
    let (whole, fraction) = text.split_once(',').map_or((text.as_str(), None), |(whole, part)| (whole, Some(part)));
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let is_grouped = !first.trim_start_matches('-').is_empty()
        && !first.trim_start_matches('-').starts_with('0')
        && rest.iter().all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()));
    let plain = match (rest.len(), fraction) {
        (0, None) => whole.to_owned(),
        (_, Some(fraction)) if rest.is_empty() || is_grouped => {
            if !fraction.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            format!("{}.{fraction}", whole.replace('.', ""))
        }
        (_, None) if is_grouped => whole.replace('.', ""),
        (1, None) => whole.to_owned(),
        _ => return None,
    };
    // Words such as "inf" are read as numbers otherwise.
    let digits = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    plain.parse().ok().filter(|value: &f64| digits && value.is_finite())
}

/// A distance in metres, with or without its unit: `450`, `450 m`, `0,8 km`.
pub fn meters(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase();
    let without = |unit: &str| text.strip_suffix(unit).map(str::trim_end);
    if let Some(km) = without("km") {
        return number(km).map(|km| km * 1_000.0);
    }
    let text = without("meter").or_else(|| without("m")).unwrap_or(&text);
    number(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_the_dutch_way() {
        assert_eq!(number("1.040"), Some(1040.0));
        assert_eq!(number("1.040,5"), Some(1040.5));
        assert_eq!(number(" 1,3 "), Some(1.3));
        assert_eq!(number("1.3"), Some(1.3));
        assert_eq!(number("0.125"), Some(0.125));
        assert_eq!(number("-12"), Some(-12.0));
        for wrong in ["", "abc", "inf", "nan", "1e9", "1.0.3", "1,2,3", "12m"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_distance_may_have_its_unit() {
        assert_eq!(meters("450"), Some(450.0));
        assert_eq!(meters("450 m"), Some(450.0));
        assert_eq!(meters("450M"), Some(450.0));
        assert_eq!(meters("1.040 meter"), Some(1040.0));
        assert_eq!(meters("0,8 km"), Some(800.0));
        assert_eq!(meters("ver"), None);
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        for value in [0.0, 7.0, 385.0, 1_040.0, 631_655.0] {
            assert_eq!(meters(&crate::nl::numbers::meters(value)), Some(value));
        }
        assert_eq!(number(&crate::nl::numbers::decimal(1.35, 2)), Some(1.35));
    }
}
