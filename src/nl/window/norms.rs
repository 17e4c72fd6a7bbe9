//! Norms, woonvormen and doelgroepen in Dutch.

use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::mobility::MobilityProfile;
use crate::domain::norm::{Certainty, Norm, OWN_CHOICE};
use crate::nl::numbers;

pub const ALL_NORMS: &str = "alle normen";
pub const REQUIRED: &str = "verplicht";
pub const NOT_REQUIRED: &str = "telt mee in de score";
pub const DETOUR_FACTOR: &str = "omloopfactor";
pub const DETOUR_REMARK: &str = "lopen is zoveel maal hemelsbreed";
pub const DETOUR_SOURCE: &str = "Loopafstand = hemelsbrede afstand × omloopfactor. SN 640 290: gemiddeld 20–30% omweg; in \
     Nederlandse bebouwde kom 1,2–1,4 (aanname). Standaard 1,3.";
pub const PROFILE: &str = "doelgroep";

pub fn form(form: HousingForm) -> String {
    format!("{} wonen", form.name())
}

pub fn norms_of(of: HousingForm) -> String {
    format!("Normen · {}", form(of))
}

/// The kinds of a norm: one of them is enough.
pub fn kinds(kinds: &[AmenityKind]) -> String {
    let names: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [many @ .., last] => format!("{} of {last}", many.join(", ")),
    }
}

/// Accessible name of a norm's slider.
pub fn norm_slider(kinds: &str, of: HousingForm) -> String {
    format!("norm {kinds}, {}, in meters loopafstand", form(of))
}

/// Accessible name of the box that makes a norm required.
pub fn required_of(kinds: &str, of: HousingForm) -> String {
    format!("{kinds} verplicht voor {}", form(of))
}

/// How sure a figure is, in words.
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::A => "A: bron gezien",
        Certainty::B => "B: uit tweede hand",
        Certainty::D => "D: afgeleid",
        Certainty::Assumption => "aanname",
    }
}

/// Required or not, with the first words of the source and how sure it is.
pub fn source_line(norm: &Norm) -> String {
    let required = if norm.required { REQUIRED } else { NOT_REQUIRED };
    let source = source_words(&norm.source);
    let sure = certainty(norm.certainty);
    if source.is_empty() || (norm.certainty == Certainty::Assumption && source.to_lowercase().starts_with(sure)) {
        return format!("{required} · {}", if source.is_empty() { sure } else { source });
    }
    format!("{required} · {source} · {sure}")
}

/// A source up to where it goes into particulars; an own choice as it is.
fn source_words(source: &str) -> &str {
    if source == OWN_CHOICE {
        return source;
    }
    source.split([',', ';', ':', '(']).next().unwrap_or(source).trim()
}

pub fn norm_source(norm: &Norm) -> String {
    full_source(norm.max.meters(), &norm.source, norm.certainty, norm.required)
}

/// Everything about the source of a norm in metres.
pub fn full_source(norm_m: f64, source: &str, sure: Certainty, required: bool) -> String {
    let required = if required { "verplicht voor de ring" } else { "telt alleen mee in de score" };
    format!("Hoogstens {} lopen, {required}. Bron: {source} ({})", numbers::meters(norm_m), certainty(sure))
}

/// Norm and source in a few words.
pub fn norm_and_source(norm_m: f64, source: &str) -> String {
    const SHORT: usize = 16;
    if source.to_lowercase().starts_with("aanname") {
        return format!("norm {} · aanname", numbers::whole(norm_m));
    }
    let first = source.split([':', ';', '(']).next().unwrap_or(source).trim();
    let short: String = if first.chars().count() > SHORT {
        first.chars().take(SHORT - 1).chain(['…']).collect()
    } else {
        first.to_owned()
    };
    format!("norm {} · {short}", numbers::whole(norm_m))
}

pub fn profile(profile: MobilityProfile) -> &'static str {
    match profile {
        MobilityProfile::Fit => "vitaal, 65–74",
        MobilityProfile::Independent75 => "75+ zelfstandig",
        MobilityProfile::Frail => "kwetsbaar, 80+ of stok",
        MobilityProfile::Walker => "met rollator",
        MobilityProfile::Dementia => "met dementie",
        MobilityProfile::MobilityScooter => "met scootmobiel",
    }
}

/// What a doelgroep does to the norms.
pub fn profile_remark(profile: MobilityProfile) -> String {
    let factor = profile.norm_factor();
    let reach = numbers::meters(profile.comfortable_m());
    if (factor - 1.0).abs() < f64::EPSILON {
        format!("loopt {reach}; normen zoals ze staan")
    } else {
        format!("loopt {reach} (aanname): normen × {}", numbers::decimal(factor, 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_which_one_is_enough_are_joined_by_of() {
        let of =
            |roles: &[&str]| kinds(&roles.iter().filter_map(|role| AmenityKind::from_role(role)).collect::<Vec<_>>());
        assert_eq!(of(&["supermarkt"]), "supermarkt");
        assert_eq!(of(&["supermarkt", "dagelijks"]), "supermarkt of dagelijkse winkel");
    }

    #[test]
    fn a_source_line_says_how_sure_it_is_once() {
        let mut norm = crate::import::normenkader::standard().norms[1].clone();
        assert_eq!(source_line(&norm), "verplicht · In voor zorg · A: bron gezien");
        norm.source = OWN_CHOICE.into();
        norm.certainty = Certainty::Assumption;
        assert_eq!(source_line(&norm), "verplicht · Aanname (eigen keuze)");
        norm.source = "".into();
        assert_eq!(source_line(&norm), "verplicht · aanname");
    }

    #[test]
    fn a_long_source_is_cut_to_its_first_words() {
        assert_eq!(norm_and_source(500.0, "In voor zorg: 400–500 m loopafstand"), "norm 500 · In voor zorg");
    }
}
