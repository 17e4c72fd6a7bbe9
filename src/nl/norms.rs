//! What is wrong with a normenkader, in one Dutch sentence: where, what, and what to do.

use super::numbers::{decimal, whole};
use crate::domain::amenity::AmenityKind;
use crate::domain::norm::MAX_NORM_M;
use crate::import::normenkader::{NormSetError, NormSyntax};

/// The sentence for a normenkader that cannot be read; it names the file and the line.
pub fn norm_set_error(error: &NormSetError, file: &str) -> String {
    match error {
        NormSetError::Syntax { line, fault } => format!("{file}, regel {line}: {}.", syntax(fault)),
        NormSetError::UnknownWord { line, field, value } => {
            format!("{file}, regel {line}: '{value}' is geen bekende waarde van {field}; kies uit {}.", choices(field))
        }
        NormSetError::NoKinds { line } => {
            format!("{file}, regel {line}: deze norm noemt geen soort; geef er ten minste een.")
        }
        NormSetError::Distance { line, value } if *value > MAX_NORM_M => format!(
            "{file}, regel {line}: {} m is te ver om te lopen; een norm is ten hoogste {} m.",
            number(*value),
            whole(MAX_NORM_M)
        ),
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

fn syntax(fault: &NormSyntax) -> String {
    match fault {
        NormSyntax::DecimalComma { found, meant } => {
            format!("in {found} staat een komma in plaats van een punt; schrijf {meant}")
        }
        NormSyntax::QuotedNumber { number } => {
            format!("dit getal staat tussen aanhalingstekens; schrijf {number} zonder")
        }
        NormSyntax::AfterNumber { number } => {
            format!("achter het getal staat nog iets; schrijf alleen {number}")
        }
        NormSyntax::NoQuotes { found } => {
            format!("de tekst {found} staat niet tussen aanhalingstekens; schrijf \"{found}\"")
        }
        NormSyntax::CurlyQuotes => "hier staan gekrulde aanhalingstekens; schrijf rechte (\")".to_owned(),
        NormSyntax::OpenQuotes => "een aanhalingsteken ontbreekt; zet tekst tussen twee rechte (\")".to_owned(),
        NormSyntax::NoTruth { found } => format!("'{found}' is geen ja of nee; schrijf true of false"),
        NormSyntax::MissingField(field) => format!("hier ontbreekt {field}; voeg het toe aan deze norm of bovenaan"),
        NormSyntax::UnknownField(field) => format!("het veld {field} bestaat niet; verbeter de naam of laat het weg"),
        NormSyntax::RepeatedField(field) => format!("{field} staat er al; laat er een weg"),
        NormSyntax::WrongKind { field } => {
            format!("wat achter {field} staat past daar niet; kijk in een ander normenkader")
        }
        NormSyntax::NoField => "deze regel is niet te lezen; schrijf VELD = WAARDE".to_owned(),
        NormSyntax::Other => "deze regel is niet te lezen; kijk in een ander normenkader hoe het hoort".to_owned(),
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
        let error = read("naam = \"proef\"\nomloopfactor = 1,3\n").expect_err("a comma");
        assert_eq!(
            norm_set_error(&error, "mijn.toml"),
            "mijn.toml, regel 2: in 1,3 staat een komma in plaats van een punt; schrijf 1.3."
        );
    }
}
