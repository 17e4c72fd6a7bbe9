//! A place that was typed: RD in metres or WGS84 in degrees, in any order, with a comma or a point.

use geo::Point;

use crate::crs::{NETHERLANDS_WGS84, RD_BOX, RdPoint, Wgs84, rd_from_wgs84};

/// Words that may stand beside the numbers, as the status bar and other programs write them.
const WORDS: [&str; 14] = ["rd", "x", "y", "m", "n", "o", "e", "nb", "ol", "lat", "lon", "wgs84", "breedte", "lengte"];

/// The place that a text names, if it names one within the Netherlands: `257000 471500`, `257.000, 471.500`,
/// `52,22 6,89`, `6.89 52.22`, `RD 257.000 · 471.500`. Which number is which follows from their size.
pub(super) fn place_from_text(text: &str) -> Option<RdPoint> {
    let lower = text.to_lowercase().replace("wgs84", " ").replace(['=', ':', '(', ')', '°', '·', '|', '/'], " ");
    let mut numbers: Vec<&str> = Vec::new();
    for token in lower.split(|c: char| c.is_whitespace() || c == ';') {
        let token = token.trim_matches([',', '.']);
        let number = token.trim_end_matches(['n', 'o', 'e', 'm']);
        if token.is_empty() || WORDS.contains(&token) {
            continue;
        }
        numbers.push(number);
    }
    match numbers.as_slice() {
        [both] => {
            let commas: Vec<usize> = both.match_indices(',').map(|(at, _)| at).collect();
            // A comma between the numbers: the only one, or the second when each number has its own.
            let at = *commas.get(usize::from(commas.len() == 3))?;
            (commas.len() != 2).then(|| place(&both[..at], &both[at + 1..]))?
        }
        [a, b] => place(a, b),
        [a, b, c, d] if b.len() == 3 && d.len() == 3 => place(&format!("{a}{b}"), &format!("{c}{d}")),
        _ => None,
    }
}

fn place(a: &str, b: &str) -> Option<RdPoint> {
    let (a, b) = (readings(a), readings(b));
    let pairs = || a.iter().flat_map(|a| b.iter().flat_map(move |b| [(*a, *b), (*b, *a)]));
    let [min_x, min_y, max_x, max_y] = RD_BOX;
    let is_rd = |(x, y): &(f64, f64)| (min_x..=max_x).contains(x) && (min_y..=max_y).contains(y);
    let [west, south, east, north] = NETHERLANDS_WGS84;
    let is_wgs84 = |(lon, lat): &(f64, f64)| (west..=east).contains(lon) && (south..=north).contains(lat);
    // Of `257.000` in front of `471.500` both readings lie in the box of RD: the larger is meant.
    let rd = pairs().filter(is_rd).max_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
    let rd = rd.map(|(x, y)| RdPoint::at(x, y));
    rd.or_else(|| pairs().find(is_wgs84).map(|(lon, lat)| rd_from_wgs84(Wgs84(Point::new(lon, lat)))))
}

/// The numbers that a text may mean, the largest first: `257.000` is 257000, or else 257.
fn readings(text: &str) -> Vec<f64> {
    if !text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
        || !text.starts_with(|c: char| c.is_ascii_digit())
    {
        return Vec::new();
    }
    let mut readings: Vec<f64> = Vec::new();
    let mut add = |digits: String| readings.extend(digits.parse::<f64>().ok());
    for (point, group) in [('.', ','), (',', '.')] {
        let (whole, decimals) = text.split_once(point).unwrap_or((text, "0"));
        if is_grouped(whole, group) && decimals.chars().all(|c| c.is_ascii_digit()) {
            add(format!("{}.{decimals}", whole.replace(group, "")));
        }
    }
    readings.sort_by(|a, b| b.total_cmp(a));
    readings
}

/// Is it digits only, or digits with a mark between every three?
fn is_grouped(whole: &str, mark: char) -> bool {
    let mut groups = whole.split(mark);
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let others: Vec<&str> = groups.collect();
    digits(first) && (others.is_empty() || first.len() <= 3) && others.iter().all(|g| g.len() == 3 && digits(g))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(text: &str, x: f64, y: f64) {
        let place = place_from_text(text).unwrap_or_else(|| panic!("{text} is a place"));
        assert!(place.straight_distance_m(RdPoint::at(x, y)) < 1.0, "{text}: {place:?}");
    }

    #[test]
    fn rd_is_read_however_it_is_written() {
        let ways = [
            "257000 471500",
            "257.000, 471.500",
            "257.000 471.500",
            "257000,471500",
            "257,000 471,500",
            "257 000 471 500",
            "471500 257000",
            "257000,0 471500,0",
            "257.000,0 471.500,0",
            "RD 257.000 · 471.500",
            "x=257000; y=471500",
        ];
        for text in ways {
            is_near(text, 257_000.0, 471_500.0);
        }
    }

    #[test]
    fn degrees_are_read_in_both_orders_with_comma_and_point() {
        let there = place_from_text("52.2183 6.8958").expect("a place");
        assert!(there.straight_distance_m(RdPoint::at(258_088.3, 471_096.1)) < 0.5, "{there:?}");
        for text in [
            "52,2183 6,8958",
            "6.8958 52.2183",
            "52.2183, 6.8958",
            "52.2183,6.8958",
            "52,2183, 6,8958",
            "52,2183,6,8958",
            "52,2183; 6,8958",
            "52,2183 N · 6,8958 O",
            "52.2183° 6.8958°",
        ] {
            is_near(text, there.x(), there.y());
        }
        let rounded = place_from_text("52,22 6,89").expect("a place");
        is_near("52.220 6.890", rounded.x(), rounded.y());
    }

    #[test]
    fn what_is_no_place_in_the_netherlands_is_none() {
        for text in
            ["", "257000", "Borne", "Borne 12 14", "12 14", "48,85 2,35", "-6 52", "257000 471500 3", "1,2,3", "é,ü"]
        {
            assert_eq!(place_from_text(text), None, "{text}");
        }
    }
}
