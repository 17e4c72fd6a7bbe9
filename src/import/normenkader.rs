//! Normenkaders in TOML: the file's own types, what can be wrong with a file and on which line, and the built-in sets.

use serde::{Deserialize, Serialize};
use toml::Spanned;

pub use super::norm_syntax::NormSyntax;
use super::norm_syntax::syntax_from;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::norm::{Certainty, MAX_NORM_M, Norm, NormSet, TransitNorm};
use crate::domain::transit::TransitClass;
use crate::units::Meters;

/// Largest file that is read as a normenkader, in bytes; a thousand rules take a quarter of it.
pub const MAX_BYTES: u64 = 1024 * 1024;

/// What is wrong with a normenkader; lines count from 1.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NormSetError {
    /// Not TOML, or a field is missing, unknown or of the wrong type.
    #[error("line {line}: {fault:?}")]
    Syntax {
        /// Where.
        line: usize,
        /// What is wrong there.
        fault: NormSyntax,
    },
    /// A word that is none of the words its field may have.
    #[error("line {line}: unknown {field} '{value}'")]
    UnknownWord {
        /// Where.
        line: usize,
        /// The field, as the file calls it: `soort`, `woonvorm`, `zekerheid` or `min_klasse`.
        field: &'static str,
        /// The word found.
        value: String,
    },
    /// A norm without any kind.
    #[error("line {line}: a norm without a kind")]
    NoKinds {
        /// Where.
        line: usize,
    },
    /// A distance that is negative, not finite, or more than [`MAX_NORM_M`].
    #[error("line {line}: {value} m is not a distance")]
    Distance {
        /// Where.
        line: usize,
        /// The value found, in metres.
        value: f64,
    },
    /// A weight that is negative or not finite.
    #[error("line {line}: {value} is not a weight")]
    Weight {
        /// Where.
        line: usize,
        /// The value found.
        value: f64,
    },
    /// A detour factor below 1 or not finite.
    #[error("line {line}: {value} is not a detour factor")]
    DetourFactor {
        /// Where.
        line: usize,
        /// The value found.
        value: f64,
    },
    /// The same woonvorm and the same kinds again.
    #[error("line {line}: the rule of line {first_line} again")]
    RepeatedRule {
        /// Where the second one is.
        line: usize,
        /// Where the first one is.
        first_line: usize,
        /// For which woonvorm.
        form: HousingForm,
        /// The kinds of both rules.
        kinds: Vec<AmenityKind>,
    },
    /// A kind that another rule of that woonvorm, or the same rule, has already.
    #[error("line {line}: '{}' again, after line {first_line}", kind.role())]
    RepeatedKind {
        /// Where the second one is.
        line: usize,
        /// Where the first one is.
        first_line: usize,
        /// For which woonvorm.
        form: HousingForm,
        /// The kind.
        kind: AmenityKind,
    },
    /// A second OV-norm for a woonvorm.
    #[error("line {line}: the OV norm of line {first_line} again")]
    RepeatedTransitNorm {
        /// Where the second one is.
        line: usize,
        /// Where the first one is.
        first_line: usize,
        /// For which woonvorm.
        form: HousingForm,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NormSetFile {
    naam: String,
    omloopfactor: Spanned<f64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    norm: Vec<NormEntry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ov_norm: Vec<TransitNormEntry>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NormEntry {
    woonvorm: Spanned<String>,
    soort: Spanned<Vec<Spanned<String>>>,
    max_m: Spanned<f64>,
    verplicht: bool,
    #[serde(default = "one")]
    gewicht: Spanned<f64>,
    bron: String,
    zekerheid: Spanned<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TransitNormEntry {
    woonvorm: Spanned<String>,
    min_klasse: Spanned<String>,
    verplicht: bool,
    bron: String,
    zekerheid: Spanned<String>,
}

fn one() -> Spanned<f64> {
    unplaced(1.0)
}

/// A value that stands in no text yet.
fn unplaced<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

/// Reads a normenkader; a byte order mark before it is no part of it.
///
/// # Errors
/// [`NormSetError`] for the first thing that is wrong, with its line.
pub fn read(text: &str) -> Result<NormSet, NormSetError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: NormSetFile = toml::from_str(text).map_err(|error| {
        let line = line_at(text, error.span().map_or(0, |span| span.start));
        let on_line = text.lines().nth(line - 1).unwrap_or_default();
        NormSetError::Syntax { line, fault: syntax_from(error.message(), on_line) }
    })?;
    let detour_factor = *file.omloopfactor.get_ref();
    if !detour_factor.is_finite() || detour_factor < 1.0 {
        return Err(NormSetError::DetourFactor { line: line_of(text, &file.omloopfactor), value: detour_factor });
    }
    Ok(NormSet {
        name: file.naam,
        detour_factor,
        norms: norms_from_file(text, file.norm)?,
        transit_norms: transit_norms_from_file(text, file.ov_norm)?,
    })
}

/// Writes a normenkader, such that [`read`] gives the same back.
///
/// # Panics
/// Never: every value of a norm set has a form in TOML.
pub fn write(norms: &NormSet) -> String {
    let file = NormSetFile {
        naam: norms.name.clone(),
        omloopfactor: unplaced(norms.detour_factor),
        norm: norms.norms.iter().map(entry_from_norm).collect(),
        ov_norm: norms.transit_norms.iter().map(entry_from_transit_norm).collect(),
    };
    toml::to_string(&file).expect("strings, numbers and lists have a form in TOML")
}

/// The normenkaders that come with zorgkring, by the name of their file: `standaard`, `ruim`, `streng`.
///
/// # Panics
/// Never: a test reads all of them.
pub fn built_in() -> Vec<(&'static str, NormSet)> {
    [
        ("standaard", include_str!("../../assets/normen/standaard.toml")),
        ("ruim", include_str!("../../assets/normen/ruim.toml")),
        ("streng", include_str!("../../assets/normen/streng.toml")),
    ]
    .map(|(name, text)| (name, read(text).expect("a normenkader of ours, tested")))
    .to_vec()
}

/// The normenkader "zorgkring standaard".
///
/// # Panics
/// Never: a test reads it.
pub fn standard() -> NormSet {
    read(include_str!("../../assets/normen/standaard.toml")).expect("a normenkader of ours, tested")
}

fn line_at(text: &str, byte: usize) -> usize {
    1 + text.as_bytes().iter().take(byte).filter(|b| **b == b'\n').count()
}

fn line_of<T>(text: &str, value: &Spanned<T>) -> usize {
    line_at(text, value.span().start)
}

/// Reads a word as `T`, or says which field holds an unknown one.
fn word<T>(
    text: &str,
    field: &'static str,
    value: &Spanned<String>,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, NormSetError> {
    parse(value.get_ref()).ok_or_else(|| NormSetError::UnknownWord {
        line: line_of(text, value),
        field,
        value: value.get_ref().clone(),
    })
}

fn certainty_from_word(word: &str) -> Option<Certainty> {
    [Certainty::A, Certainty::B, Certainty::D, Certainty::Assumption].into_iter().find(|c| c.to_string() == word)
}

fn class_from_letter(letter: &str) -> Option<TransitClass> {
    TransitClass::ALL.into_iter().find(|class| class.letter() == letter)
}

/// A kind that a rule speaks of, and the line on which it does so.
struct Mention {
    form: HousingForm,
    kind: AmenityKind,
    line: usize,
}

fn norms_from_file(text: &str, entries: Vec<NormEntry>) -> Result<Vec<Norm>, NormSetError> {
    let mut norms: Vec<Norm> = Vec::with_capacity(entries.len());
    let mut lines: Vec<usize> = Vec::with_capacity(entries.len());
    let mut mentions: Vec<Mention> = Vec::new();
    for entry in entries {
        let (norm, kind_lines) = norm_from_entry(text, &entry)?;
        let line = line_of(text, &entry.soort);
        let set = |kinds: &[AmenityKind]| {
            let mut sorted = kinds.to_vec();
            sorted.sort();
            sorted
        };
        if let Some(idx) = norms.iter().position(|n| n.form == norm.form && set(&n.kinds) == set(&norm.kinds)) {
            let first_line = lines[idx];
            return Err(NormSetError::RepeatedRule { line, first_line, form: norm.form, kinds: norm.kinds.to_vec() });
        }
        for (&kind, &line) in norm.kinds.iter().zip(&kind_lines) {
            if let Some(first) = mentions.iter().find(|m| m.form == norm.form && m.kind == kind) {
                return Err(NormSetError::RepeatedKind { line, first_line: first.line, form: norm.form, kind });
            }
            mentions.push(Mention { form: norm.form, kind, line });
        }
        norms.push(norm);
        lines.push(line);
    }
    Ok(norms)
}

fn norm_from_entry(text: &str, entry: &NormEntry) -> Result<(Norm, Vec<usize>), NormSetError> {
    let words = entry.soort.get_ref();
    if words.is_empty() {
        return Err(NormSetError::NoKinds { line: line_of(text, &entry.soort) });
    }
    let kinds =
        words.iter().map(|kind| word(text, "soort", kind, AmenityKind::from_role)).collect::<Result<Vec<_>, _>>()?;
    let max_m = *entry.max_m.get_ref();
    let max = Meters::new(max_m).ok().filter(|max| max.meters() <= MAX_NORM_M);
    let weight = *entry.gewicht.get_ref();
    if !weight.is_finite() || weight < 0.0 {
        return Err(NormSetError::Weight { line: line_of(text, &entry.gewicht), value: weight });
    }
    let norm = Norm {
        form: word(text, "woonvorm", &entry.woonvorm, HousingForm::from_name)?,
        kinds: kinds.into(),
        max: max.ok_or_else(|| NormSetError::Distance { line: line_of(text, &entry.max_m), value: max_m })?,
        required: entry.verplicht,
        weight,
        source: entry.bron.clone().into(),
        certainty: word(text, "zekerheid", &entry.zekerheid, certainty_from_word)?,
    };
    Ok((norm, words.iter().map(|kind| line_of(text, kind)).collect()))
}

fn transit_norms_from_file(text: &str, entries: Vec<TransitNormEntry>) -> Result<Vec<TransitNorm>, NormSetError> {
    let mut norms: Vec<TransitNorm> = Vec::with_capacity(entries.len());
    let mut lines: Vec<usize> = Vec::with_capacity(entries.len());
    for entry in entries {
        let form = word(text, "woonvorm", &entry.woonvorm, HousingForm::from_name)?;
        let line = line_of(text, &entry.woonvorm);
        if let Some(idx) = norms.iter().position(|norm| norm.form == form) {
            return Err(NormSetError::RepeatedTransitNorm { line, first_line: lines[idx], form });
        }
        norms.push(TransitNorm {
            form,
            min_class: word(text, "min_klasse", &entry.min_klasse, class_from_letter)?,
            required: entry.verplicht,
            certainty: word(text, "zekerheid", &entry.zekerheid, certainty_from_word)?,
            source: entry.bron.into(),
        });
        lines.push(line);
    }
    Ok(norms)
}

fn entry_from_norm(norm: &Norm) -> NormEntry {
    NormEntry {
        woonvorm: unplaced(norm.form.name().to_owned()),
        soort: unplaced(norm.kinds.iter().map(|kind| unplaced(kind.role().to_owned())).collect()),
        max_m: unplaced(norm.max.meters()),
        verplicht: norm.required,
        gewicht: unplaced(norm.weight),
        bron: norm.source.to_string(),
        zekerheid: unplaced(norm.certainty.to_string()),
    }
}

fn entry_from_transit_norm(norm: &TransitNorm) -> TransitNormEntry {
    TransitNormEntry {
        woonvorm: unplaced(norm.form.name().to_owned()),
        min_klasse: unplaced(norm.min_class.letter().to_owned()),
        verplicht: norm.required,
        bron: norm.source.to_string(),
        zekerheid: unplaced(norm.certainty.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "naam = \"proef\"\nomloopfactor = 1.3\n";

    fn rule(form: &str, kinds: &str, rest: &str) -> String {
        format!(
            "[[norm]]\nwoonvorm = \"{form}\"\nsoort = [{kinds}]\n{rest}\nverplicht = true\nbron = \"b\"\nzekerheid = \"A\"\n"
        )
    }

    fn error(text: &str) -> NormSetError {
        read(text).expect_err("this text is wrong")
    }

    #[test]
    fn what_was_written_reads_back_the_same() {
        for (name, set) in built_in() {
            assert_eq!(read(&write(&set)), Ok(set), "{name}");
        }
    }

    #[test]
    fn the_standard_set_has_the_required_distances_of_its_sources() {
        let set = standard();
        let distances = |form| set.of(form).filter(|n| n.required).map(|n| n.max.meters()).collect::<Vec<_>>();
        assert_eq!(distances(HousingForm::CareReady), [250.0, 500.0, 250.0]);
        assert_eq!(distances(HousingForm::Clustered), [500.0, 500.0, 400.0]);
        assert_eq!(distances(HousingForm::StepFree), [1040.0, 1040.0, 1040.0]);
        assert_eq!(set.detour_factor, 1.3);
    }

    #[test]
    fn the_wide_set_is_the_standard_one_times_the_stated_factor() {
        let sets = built_in();
        let (standard, wide) = (&sets[0].1, &sets[1].1);
        assert_eq!(standard.norms.len(), wide.norms.len());
        for (norm, wider) in standard.norms.iter().zip(&wide.norms) {
            assert!((norm.max.meters() * 1.3 - wider.max.meters()).abs() < 1e-6, "{norm:?}");
        }
    }

    #[test]
    fn in_every_set_the_rings_lie_within_one_another() {
        for (name, set) in built_in() {
            for inner in &set.norms {
                let wider = HousingForm::ALL.into_iter().filter(|form| *form > inner.form);
                for outer in wider.filter_map(|form| set.find(form, inner.kinds[0])) {
                    assert!(inner.max <= outer.max, "{name}: {inner:?}");
                }
            }
        }
    }

    #[test]
    fn an_unknown_kind_is_named_with_its_line() {
        let text = format!("{HEAD}{}", rule("geclusterd", "\"supermarkt\", \"postduif\"", "max_m = 500"));
        assert_eq!(error(&text), NormSetError::UnknownWord { line: 5, field: "soort", value: "postduif".to_owned() });
    }

    #[test]
    fn a_distance_or_weight_out_of_range_is_named_with_its_line() {
        let text = format!("{HEAD}{}", rule("geclusterd", "\"supermarkt\"", "max_m = 50000.1"));
        assert_eq!(error(&text), NormSetError::Distance { line: 6, value: 50_000.1 });
        let text = format!("{HEAD}{}", rule("geclusterd", "\"supermarkt\"", "max_m = -1"));
        assert_eq!(error(&text), NormSetError::Distance { line: 6, value: -1.0 });
        let text = format!("{HEAD}{}", rule("geclusterd", "\"supermarkt\"", "max_m = 1\ngewicht = -2"));
        assert_eq!(error(&text), NormSetError::Weight { line: 7, value: -2.0 });
    }

    #[test]
    fn a_repeated_rule_names_both_lines_whatever_the_order_of_its_kinds() {
        let text = format!(
            "{HEAD}{}{}",
            rule("geclusterd", "\"supermarkt\", \"dagelijks\"", "max_m = 1"),
            rule("geclusterd", "\"dagelijks\", \"supermarkt\"", "max_m = 2")
        );
        let NormSetError::RepeatedRule { line, first_line, .. } = error(&text) else { panic!("a repeated rule") };
        assert_eq!((first_line, line), (5, 12));
    }

    #[test]
    fn a_kind_in_two_rules_of_one_form_is_named_and_in_two_forms_is_fine() {
        let one = rule("geclusterd", "\"supermarkt\", \"dagelijks\"", "max_m = 1");
        let text = format!("{HEAD}{one}{}", rule("geclusterd", "\"dagelijks\"", "max_m = 2"));
        let NormSetError::RepeatedKind { line, first_line, kind, .. } = error(&text) else { panic!("a repeated kind") };
        assert_eq!((first_line, line, kind.role()), (5, 12, "dagelijks"));
        let text = format!("{HEAD}{one}{}", rule("nultreden", "\"dagelijks\"", "max_m = 2"));
        assert!(read(&text).is_ok());
    }

    #[test]
    fn a_detour_factor_below_one_or_not_finite_is_named_with_its_line() {
        for value in ["0.9", "nan", "inf"] {
            let text = format!("naam = \"proef\"\n\nomloopfactor = {value}\n");
            let NormSetError::DetourFactor { line, .. } = error(&text) else { panic!("a detour factor") };
            assert_eq!(line, 3, "{value}");
        }
    }

    #[test]
    fn broken_toml_and_a_missing_field_are_named_with_their_line() {
        let NormSetError::Syntax { line, .. } = error("naam = \"x\"\nomloopfactor = = 1\n") else { panic!("syntax") };
        assert_eq!(line, 2);
        let text = format!("{HEAD}{}", rule("geclusterd", "\"supermarkt\"", ""));
        let missing = NormSyntax::MissingField("max_m".to_owned());
        assert_eq!(error(&text), NormSetError::Syntax { line: 3, fault: missing });
    }

    #[test]
    fn what_people_write_by_mistake_is_named_with_its_line() {
        let text = |what: &str| what.to_owned();
        for (line, fault) in [
            ("omloopfactor = 1,3", NormSyntax::DecimalComma { found: text("1,3"), meant: text("1.3") }),
            ("omloopfactor = \"1,3\"", NormSyntax::QuotedNumber { number: text("1.3") }),
            ("omloopfactor = 1.3;", NormSyntax::AfterNumber { number: text("1.3") }),
            ("omloopfactor = veel", NormSyntax::NoQuotes { found: text("veel") }),
            ("omloopfactor = [1]", NormSyntax::WrongKind { field: text("omloopfactor") }),
            ("omloopfactor = “1.3”", NormSyntax::CurlyQuotes),
            ("naam = \"twee\"", NormSyntax::RepeatedField(text("naam"))),
            ("omloopfactr = 1.3", NormSyntax::UnknownField(text("omloopfactr"))),
            ("omloopfactor 1.3", NormSyntax::NoField),
            ("omloopfactor = \"1.3", NormSyntax::OpenQuotes),
        ] {
            assert_eq!(
                error(&format!("naam = \"proef\"\n{line}\n")),
                NormSetError::Syntax { line: 2, fault },
                "{line}"
            );
        }
        let rule = rule("geclusterd", "\"supermarkt\"", "max_m = 1");
        for wrong in ["ja", "True", "\"true\""] {
            let text = format!("{HEAD}{}", rule.replace("verplicht = true", &format!("verplicht = {wrong}")));
            let found = wrong.trim_matches('"').to_owned();
            assert_eq!(error(&text), NormSetError::Syntax { line: 7, fault: NormSyntax::NoTruth { found } });
        }
    }

    #[test]
    fn line_ends_of_windows_and_a_byte_order_mark_are_read() {
        let text = format!("\u{feff}{HEAD}").replace('\n', "\r\n");
        assert_eq!(read(&text).map(|set| set.name), Ok("proef".into()));
    }

    #[test]
    fn an_unknown_form_class_or_certainty_is_named_with_its_line() {
        let text = format!("{HEAD}{}", rule("hutje", "\"supermarkt\"", "max_m = 1"));
        assert_eq!(error(&text), NormSetError::UnknownWord { line: 4, field: "woonvorm", value: "hutje".to_owned() });
        let ov = "[[ov_norm]]\nwoonvorm = \"geclusterd\"\nmin_klasse = \"G\"\nverplicht = false\nbron = \"\"\nzekerheid = \"A\"\n";
        let text = format!("{HEAD}{ov}");
        assert_eq!(error(&text), NormSetError::UnknownWord { line: 5, field: "min_klasse", value: "G".to_owned() });
        let good = ov.replace('G', "F");
        let NormSetError::RepeatedTransitNorm { line, first_line, .. } = error(&format!("{HEAD}{good}{good}")) else {
            panic!("a repeated norm")
        };
        assert_eq!((first_line, line), (4, 10));
    }
}
