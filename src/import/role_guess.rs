//! What a file may be for, from its name, the fields of well-known publishers, and its columns.

use std::collections::BTreeSet;

use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;

/// What is known of a file before somebody says what it is for.
#[derive(Debug)]
pub(crate) struct Clues<'a> {
    /// File name without folder and extension.
    pub(crate) stem: &'a str,
    /// Field names, folded.
    pub(crate) fields: &'a BTreeSet<String>,
    /// The words in its field `soort`, in lower case.
    pub(crate) kinds: &'a BTreeSet<String>,
    /// Are there areas in it?
    pub(crate) has_areas: bool,
}

/// The role that the clues point at: a stated `soort` first, then fields that only one publication has, then the file
/// name, then fields that usually belong to a role.
pub(crate) fn guessed(clues: &Clues<'_>) -> Option<Role> {
    of_stated_kind(clues).or_else(|| of_publisher(clues)).or_else(|| of_name(clues)).or_else(|| of_fields(clues))
}

fn of_stated_kind(clues: &Clues<'_>) -> Option<Role> {
    let mut kinds = clues.kinds.iter();
    match (kinds.next(), kinds.next()) {
        (Some(only), None) => AmenityKind::from_role(only).map(Role::Kind),
        _ => None,
    }
}

/// Folded fields that no other publication has: GTFS, TOP10NL, CBS and our own files.
fn of_publisher(clues: &Clues<'_>) -> Option<Role> {
    let any = |names: &[&str]| names.iter().any(|name| clues.fields.contains(*name));
    let all = |names: &[&str]| names.iter().all(|name| clues.fields.contains(*name));
    if all(&["stopid", "stopname"]) || any(&["vertrekkenwerkdag"]) {
        return Some(Role::Kind(AmenityKind::STOP));
    }
    if all(&["typegebied", "naamnl"]) {
        return Some(Role::Settlement);
    }
    if any(&["statcode"]) && clues.has_areas {
        // The gebiedsindelingen of CBS name every level alike; the file name says which.
        return of_name(clues).or(Some(Role::Municipality));
    }
    if any(&["buurtcode", "bucode"]) && clues.has_areas {
        return Some(Role::Neighborhood);
    }
    if any(&["wijkcode", "wkcode"]) && clues.has_areas {
        return Some(Role::District);
    }
    if any(&["pc4", "postcode4"]) && clues.has_areas {
        return Some(Role::Pc4);
    }
    if any(&["crs28992res100m", "vierkant100m"]) {
        return Some(Role::Demand);
    }
    None
}

/// Beginnings of words in a file name that are no role names themselves.
const NAME_PARTS: &[(&str, &str)] = &[
    ("verpleeghui", "zorg24"),
    ("zorglocatie", "zorg24"),
    ("24uurszorg", "zorg24"),
    ("ggz", "zorg24"),
    ("supermarkt", "supermarkt"),
    ("winkel", "dagelijks"),
    ("huisarts", "huisarts"),
    ("apothe", "apotheek"),
    ("fysiotherap", "fysio"),
    ("gezondheidscentr", "gezondheidscentrum"),
    ("buurthui", "ontmoeting"),
    ("dorpshui", "ontmoeting"),
    ("bibliothe", "bibliotheek"),
    ("basisschol", "onderwijs"),
    ("school", "onderwijs"),
    ("scholen", "onderwijs"),
    ("geldautoma", "geldpost"),
    ("park", "groen"),
    ("bankje", "bank"),
    ("restaurant", "horeca"),
    ("stops", "halte"),
    ("bushalte", "halte"),
    ("treinstation", "station"),
    ("inwoner", "vraag"),
    ("vierkant", "vraag"),
    ("bevolking", "vraag"),
    ("woonplaats", "kern"),
    ("kernen", "kern"),
    ("postcode", "pc4"),
    ("bouwlocatie", "kandidaat"),
    ("kandidat", "kandidaat"),
    ("complex", "cluster"),
    ("wijken", "wijk"),
];

fn of_name(clues: &Clues<'_>) -> Option<Role> {
    let stem = clues.stem.to_lowercase();
    let words: Vec<&str> = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let exact = words.iter().find_map(|word| Role::from_name(word));
    // `gemeenten`, `haltes`, `buurten`: a role name with a plural behind it.
    let plural = || {
        let ends = ["s", "n", "en", "es"];
        let singular = |word: &&str| ends.iter().find_map(|end| Role::from_name(word.strip_suffix(end)?));
        words.iter().find_map(singular)
    };
    let part = || {
        let begins = |word: &str| NAME_PARTS.iter().find(|(part, _)| word.starts_with(part));
        let joined = stem.replace(|c: char| !c.is_alphanumeric(), "");
        let found = words.iter().find_map(|word| begins(word));
        let found = found.or_else(|| NAME_PARTS.iter().find(|(part, _)| part.len() > 6 && joined.contains(part)));
        found.and_then(|(_, role)| Role::from_name(role))
    };
    exact.or_else(plural).or_else(part)
}

fn of_fields(clues: &Clues<'_>) -> Option<Role> {
    let any = |names: &[&str]| names.iter().any(|name| clues.fields.contains(*name));
    if any(&["sector", "plaatsen", "aantalplaatsen", "zorgaanbieder"]) {
        return Some(Role::Kind(AmenityKind::CARE));
    }
    if any(&["woonvormen"]) {
        return Some(Role::CandidateSite);
    }
    if any(&["gemeentecode", "gmcode"]) && any(&["gemeentenaam", "gmnaam"]) && clues.has_areas {
        return Some(Role::Municipality);
    }
    if any(&["inwoners", "aantalinwoners", "inwoners75plus"]) {
        return Some(Role::Demand);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(stem: &str, fields: &[&str], kinds: &[&str], has_areas: bool) -> Option<&'static str> {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<String>>();
        let clues = Clues { stem, fields: &own(fields), kinds: &own(kinds), has_areas };
        guessed(&clues).map(Role::name)
    }

    #[test]
    fn a_file_name_tells_its_role_in_singular_and_plural() {
        for (stem, role) in [
            ("zorg24", "zorg24"),
            ("gemeenten-2025", "gemeente"),
            ("Haltes_Twente", "halte"),
            ("huisartsen", "huisarts"),
            ("apotheken", "apotheek"),
            ("Verpleeghuizen Borne", "zorg24"),
            ("24-uurszorg", "zorg24"),
            ("export_supermarkten_osm", "supermarkt"),
            ("drie_dorpen_ontmoeting_epsg_28992", "ontmoeting"),
            ("kandidaten", "kandidaat"),
            ("bouwlocaties", "kandidaat"),
            ("wijken", "wijk"),
        ] {
            assert_eq!(guess(stem, &[], &[], false), Some(role), "{stem}");
        }
        assert_eq!(guess("export(3)", &[], &[], false), None);
    }

    #[test]
    fn a_stated_kind_says_more_than_the_name_and_a_mixture_says_nothing() {
        assert_eq!(guess("haltes", &[], &["apotheek"], false), Some("apotheek"));
        assert_eq!(guess("export", &[], &["apotheek", "huisarts"], false), None);
    }

    #[test]
    fn well_known_publications_are_told_by_their_fields() {
        assert_eq!(guess("stops", &["stopid", "stopname", "stoplat"], &[], false), Some("halte"));
        assert_eq!(guess("x", &["typegebied", "naamnl"], &[], true), Some("kern"));
        assert_eq!(guess("x", &["statcode", "statnaam"], &[], true), Some("gemeente"));
        assert_eq!(guess("buurten_2024", &["statcode", "statnaam"], &[], true), Some("buurt"));
        assert_eq!(guess("x", &["pc4", "aantalinwoners"], &[], true), Some("pc4"));
        assert_eq!(guess("x", &["crs28992res100m", "aantalinwoners"], &[], true), Some("vraag"));
    }

    #[test]
    fn columns_help_when_the_name_does_not() {
        assert_eq!(guess("x", &["naam", "sector"], &[], false), Some("zorg24"));
        assert_eq!(guess("x", &["inwoners"], &[], false), Some("vraag"));
        assert_eq!(guess("x", &["gmcode", "gmnaam"], &[], true), Some("gemeente"));
        assert_eq!(guess("x", &["naam"], &[], false), None);
    }
}
