//! Dates as they are read in Dutch.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

const MONTHS: [&str; 12] = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];

/// A date as a source writes it, in Dutch: `2021-01-01` and `1-1-2021` are both 1 jan 2021. A year, or what is no date,
/// stays as it is.
pub fn shown(text: &str) -> Cow<'_, str> {
    match date(text.trim()) {
        Some(date) => {
            let month = usize::try_from(date.month() - 1).unwrap_or(0);
            format!("{} {} {}", date.day(), MONTHS[month], date.year()).into()
        }
        None => Cow::Borrowed(text),
    }
}

/// A moment (`JJJJ-MM-DDTUU:MM:SSZ`) on the clock of a place: "14:32 (21 nov 2026)". What is no moment stays as it is.
pub fn moment(text: &str, place: &TimeZone) -> String {
    let Ok(moment) = text.parse::<Timestamp>() else { return text.to_owned() };
    let there = moment.to_zoned(place.clone());
    let month = usize::try_from(there.month() - 1).unwrap_or(0);
    format!("{:02}:{:02} ({} {} {})", there.hour(), there.minute(), there.day(), MONTHS[month], there.year())
}

/// The same, where the user is.
pub fn moment_here(text: &str) -> String {
    moment(text, &TimeZone::system())
}

fn date(text: &str) -> Option<Date> {
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let parts: Vec<&str> = day.split(['-', '/']).collect();
    let [first, month, last] = parts[..] else { return None };
    let (day, year) = match (first.len(), last.len()) {
        (4, 1..=2) => (last, first),
        (1..=2, 4) => (first, last),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_usual_form_are_written_in_dutch() {
        for text in ["2026-11-21", "21-11-2026", "21/11/2026", "2026-11-21T09:30:00Z"] {
            assert_eq!(shown(text), "21 nov 2026");
        }
        assert_eq!(shown("1-1-2021"), "1 jan 2021");
        assert_eq!(shown("2024-03-05"), "5 mrt 2024");
    }

    #[test]
    fn a_moment_stands_on_the_clock_of_its_place() {
        let amsterdam = TimeZone::fixed(jiff::tz::offset(1));
        assert_eq!(moment("2026-11-21T13:32:59Z", &amsterdam), "14:32 (21 nov 2026)");
        assert_eq!(moment("2026-12-31T23:05:00Z", &amsterdam), "00:05 (1 jan 2027)");
        assert_eq!(moment("gisteren", &amsterdam), "gisteren");
    }

    #[test]
    fn what_is_no_date_stays_as_it_is() {
        for text in ["2025", "voorjaar 2024", "31-2-2024", "1-2-3", "", "2024-13-01", "12-2024"] {
            assert_eq!(shown(text), text);
        }
    }
}
