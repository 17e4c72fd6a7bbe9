//! Numbers the Dutch way: 1.560; 385 m; 9,1%; ≈ 1.230.

use crate::domain::demand::KnownSum;

/// A whole number with points between the thousands: `1.560`.
pub fn whole(value: f64) -> String {
    let rounded = value.round();
    let digits = format!("{:.0}", rounded.abs());
    let mut grouped = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx) % 3 == 0 {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    if rounded < 0.0 { format!("−{grouped}") } else { grouped }
}

/// A number with a comma and so many decimals: `1.560,5`.
pub fn decimal(value: f64, n_decimals: usize) -> String {
    let text = format!("{:.n_decimals$}", value.abs());
    let (integer, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let grouped = whole(integer.parse().unwrap_or(0.0));
    let sign = if value < 0.0 && text.bytes().any(|b| b.is_ascii_digit() && b != b'0') { "−" } else { "" };
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped},{fraction}") }
}

/// A distance in whole metres: `385 m`.
pub fn meters(value: f64) -> String {
    format!("{} m", whole(value))
}

/// An estimate of people, rounded to tens: `≈ 1.230`; `onbekend` when it is not known.
pub fn estimate(people: Option<f64>) -> String {
    people.map_or_else(|| "onbekend".to_owned(), |people| format!("≈ {}", whole((people / 10.0).round() * 10.0)))
}

/// The same of a sum, with the share of the residents for which it is known when that is not all: `≈ 1.230 (bekend voor 94%)`.
pub fn known_estimate(sum: &KnownSum) -> String {
    let of_whole = estimate(sum.value());
    // Downward, so that it never says 100% of what is not.
    sum.partly_known().map_or(of_whole.clone(), |share| {
        format!("{of_whole} (bekend voor {}%)", whole((share * 100.0).floor().max(1.0)))
    })
}

/// How many there are: `1.560`; `onbekend` when that cannot be told.
pub fn count(n: Option<usize>) -> String {
    n.map_or_else(|| "onbekend".to_owned(), |n| whole(n as f64))
}

/// So many of something, by its words for one and for more: `1 object`; `1.560 objecten`.
pub fn counted(n: usize, one: &str, more: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {more}", whole(n as f64)) }
}

/// A share (0–1) as a percentage with one decimal: `9,1%`.
pub fn percentage(share: f64) -> String {
    format!("{}%", decimal(share * 100.0, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::demand::{PeopleCounts, PeopleSum};

    #[test]
    fn numbers_are_written_the_dutch_way() {
        assert_eq!(whole(1560.0), "1.560");
        assert_eq!(whole(631_655.0), "631.655");
        assert_eq!(whole(999.6), "1.000");
        assert_eq!(whole(-12.0), "−12");
        assert_eq!(decimal(1560.25, 1), "1.560,2");
        assert_eq!(decimal(-0.04, 1), "0,0");
        assert_eq!(meters(384.6), "385 m");
        assert_eq!(estimate(Some(1234.0)), "≈ 1.230");
        assert_eq!(estimate(None), "onbekend");
        assert_eq!([count(Some(1_560)), count(Some(0)), count(None)], ["1.560", "0", "onbekend"]);
        assert_eq!([1, 1_560].map(|n| counted(n, "object", "objecten")), ["1 object", "1.560 objecten"]);
        assert_eq!(percentage(0.0914), "9,1%");
        let mut sum = PeopleSum::default();
        let people = |aged| PeopleCounts { residents: Some(100.0), aged_65_plus: None, aged_75_plus: aged };
        sum.add_share(&people(Some(8.0)), 9.49);
        assert_eq!(known_estimate(&sum.aged_75_plus), "≈ 80");
        sum.add_share(&people(None), 0.5);
        assert_eq!(known_estimate(&sum.aged_75_plus), "≈ 80 (bekend voor 94%)");
        assert_eq!(known_estimate(&sum.aged_65_plus), "onbekend");
    }
}
