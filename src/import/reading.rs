//! From a file or stream to records in RD: recognized by its first bytes, read by the reader of its format.

use std::io::{self, Read};
use std::path::Path;

use super::bytes::{self, Content, Opened};
use super::crs_name::DeclaredCrs;
use super::formats::{csv, geojson, geopackage};
use super::intake::{Again, Facts, Format, Input, Intake, RecordSink, WhichLayers};
use super::problems::Problems;
use super::watch::FileWatch;
use crate::domain::problem::{ForeignFormat, ProblemKind, Repeated};

/// Reads a whole file into the intake.
type Reader = fn(Input<'_>, &mut Intake<'_, '_>);

/// The formats that are read, each with what it is recognized by.
const FORMATS: [(Content, Format, Reader); 3] = [
    (Content::Json, Format { name: "GeoJSON", has_layers: false }, geojson::read),
    (Content::Text, Format { name: "CSV", has_layers: false }, csv::read),
    (Content::Foreign(ForeignFormat::GeoPackage), Format { name: "GeoPackage", has_layers: true }, geopackage::read),
];

/// Reads a file record by record into a sink; everything wrong with it goes to `problems`.
pub(crate) fn read_file(
    path: &Path,
    wanted: WhichLayers<'_>,
    problems: &mut Problems,
    watch: &FileWatch<'_>,
    sink: &mut dyn RecordSink,
) -> Facts {
    let again = || bytes::open(path).map(|opened| opened.text);
    read_opened(bytes::open(path), (Some(path), wanted, Some(&again)), problems, watch, sink)
}

/// The same from any reader, for tests that have no file.
pub(crate) fn read_stream(
    input: Box<dyn Read>,
    problems: &mut Problems,
    watch: &FileWatch<'_>,
    sink: &mut dyn RecordSink,
) -> Facts {
    read_opened(bytes::recognize(input), (None, WhichLayers::Everything, None), problems, watch, sink)
}

/// Where a text comes from, what of it is wanted, and how it is had once more.
type Asked<'a> = (Option<&'a Path>, WhichLayers<'a>, Option<&'a Again<'a>>);

fn read_opened(
    opened: io::Result<Opened>,
    (path, wanted, again): Asked<'_>,
    problems: &mut Problems,
    watch: &FileWatch<'_>,
    sink: &mut dyn RecordSink,
) -> Facts {
    let nothing = |problems: &mut Problems, kind| {
        problems.about_file(kind);
        Facts::default()
    };
    let Opened { content, encoding, head, text } = match opened {
        Ok(opened) => opened,
        Err(error) => return nothing(problems, ProblemKind::NotReadable(error.kind().into())),
    };
    let is_text = matches!(content, Content::Json | Content::Text);
    // A format that is no text is read by its path.
    let known = FORMATS.iter().find(|(of, ..)| *of == content && (is_text || path.is_some()));
    let Some((_, format, read)) = known else {
        let kind = match content {
            Content::Empty => ProblemKind::Empty,
            Content::Foreign(format) => ProblemKind::FormatNotRead(format),
            _ => ProblemKind::NotRecognized,
        };
        return nothing(problems, kind);
    };
    let n_before = problems.n_found();
    let facts = Facts { format: Some(*format), encoding: is_text.then_some(encoding), ..Facts::default() };
    let mut intake = Intake::new(problems, watch, facts, sink);
    read(Input { path, wanted, head: &head, text, again }, &mut intake);
    let declared = intake.declared;
    let facts = intake.into_facts();
    if declared != DeclaredCrs::Unknown {
        // A crs member that stood behind the features says what their coordinates said already.
        problems.forget(Repeated::RdWithoutCrs);
    }
    if facts.n_met == 0 && problems.n_found() == n_before {
        problems.about_file(ProblemKind::NoFeatures);
    }
    facts
}
