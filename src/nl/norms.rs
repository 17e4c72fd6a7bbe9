//! What is wrong with a normenkader, in one Dutch sentence: where, what, and what to do.

use super::numbers::{decimal, whole};
use crate::domain::amenity::AmenityKind;
use crate::domain::norm::MAX_NORM_M;
use crate::import::normenkader::{NormSetError, NormSyntax};

/// The sentence for a normenkader that cannot be read; it names the file and the line.
pub fn norm_set_error(error: &NormSetError, file: &str) -> String {
    use NormSetError as E;
    let (line, what) = match error {
        E::Syntax { line, fault } => (line, syntax(fault)),
        E::UnknownWord { line, field, value } => {
            (line, format!("'{value}' is geen bekende waarde van {field}; kies uit {}", choices(field)))
        }
        E::NoKinds { line } => (line, "deze norm noemt geen soort; geef er ten minste een".to_owned()),
        E::Distance { line, value } if *value > MAX_NORM_M => {
            let (value, most) = (number(*value), whole(MAX_NORM_M));
            (line, format!("{value} m is te ver om te lopen; een norm is ten hoogste {most} m"))
        }
        E::Distance { line, value } => {
            (line, format!("{} m is geen loopafstand; geef een getal van 0 of meer", number(*value)))
        }
        E::Weight { line, value } => {
            (line, format!("{} is geen gewicht; geef een getal van 0 of meer", number(*value)))
        }
        E::DetourFactor { line, value } => {
            (line, format!("{} is geen omloopfactor; geef een getal van 1 of meer", number(*value)))
        }
        E::RepeatedRule { line, first_line, form, kinds } => {
            let (rule, form) = (roles(kinds), form.name());
            (line, format!("de norm voor {rule} bij {form} staat ook al op regel {first_line}; laat er een weg"))
        }
        E::RepeatedKind { line, first_line, form, kind } => {
            let (kind, form) = (kind.role(), form.name());
            (line, format!("{kind} staat bij {form} ook al in de norm van regel {first_line}; laat er een weg"))
        }
        E::RepeatedTransitNorm { line, first_line, form } => {
            let form = form.name();
            (line, format!("de OV-norm voor {form} staat ook al op regel {first_line}; laat er een weg"))
        }
    };
    format!("{file}, regel {line}: {what}.")
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
