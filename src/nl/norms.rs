//! What is wrong with a normenkader, in one Dutch sentence: where, what, and what to do.

use super::numbers::decimal;
use crate::domain::amenity::AmenityKind;
use crate::import::normenkader::NormSetError;

/// The sentence for a normenkader that cannot be read; it names the file and the line.
#[must_use]
pub fn norm_set_error(error: &NormSetError, file: &str) -> String {
    match error {
        NormSetError::Syntax { line, message } => {
            format!("{file}, regel {line}: dit is geen geldig normenkader ({message}).")
        }
        NormSetError::UnknownWord { line, field, value } => {
            format!("{file}, regel {line}: '{value}' is geen bekende waarde van {field}; kies uit {}.", choices(field))
        }
        NormSetError::NoKinds { line } => {
            format!("{file}, regel {line}: deze norm noemt geen soort; geef er ten minste een.")
        }
        NormSetError::Distance { line, value } => {
            format!("{file}, regel {line}: {} m is geen loopafstand; geef een getal van 0 of meer.", number(*value))
        }
        NormSetError::Weight { line, value } => {
            format!("{file}, regel {line}: {} is geen gewicht; geef een getal van 0 of meer.", number(*value))
        }
        NormSetError::DetourFactor { line, value } => {
            format!("{file}, regel {line}: {} is geen omloopfactor; geef een getal van 1 of meer.", number(*value))
        }
        NormSetError::RepeatedRule { line, first_line, form, kinds } => format!(
            "{file}, regel {line}: de norm voor {} bij {} staat ook al op regel {first_line}; laat er een weg.",
            roles(kinds),
            form.name()
        ),
        NormSetError::RepeatedKind { line, first_line, form, kind } => format!(
            "{file}, regel {line}: {} staat bij {} ook al in de norm van regel {first_line}; laat er een weg.",
            kind.role(),
            form.name()
        ),
        NormSetError::RepeatedTransitNorm { line, first_line, form } => format!(
            "{file}, regel {line}: de OV-norm voor {} staat ook al op regel {first_line}; laat er een weg.",
            form.name()
        ),
    }
}

fn number(value: f64) -> String {
    if value.is_finite() { decimal(value, 2) } else { "dit".to_owned() }
}

fn roles(kinds: &[AmenityKind]) -> String {
    kinds.iter().map(|kind| kind.role()).collect::<Vec<_>>().join(" of ")
}

fn choices(field: &str) -> String {
    match field {
        "soort" => AmenityKind::all().map(AmenityKind::role).collect::<Vec<_>>().join(", "),
        "woonvorm" => "zorggeschikt, geclusterd, nultreden".to_owned(),
        "min_klasse" => "A, B, C, D, E, F".to_owned(),
        _ => "A, B, D, aanname".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::normenkader::read;

    #[test]
    fn a_sentence_names_the_file_the_line_and_what_to_do() {
        let error = read("naam = \"proef\"\nomloopfactor = 0.5\n").expect_err("below one");
        assert_eq!(
            norm_set_error(&error, "mijn.toml"),
            "mijn.toml, regel 2: 0,50 is geen omloopfactor; geef een getal van 1 of meer."
        );
    }
}
