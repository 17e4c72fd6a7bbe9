//! What stands on the board: sketches and notes as GeoJSON, decisions and votes as tables.

use std::io::{self, Write};

use serde::Serialize;

use super::geojson::{Collection, FeatureSink, Origin};
use super::geometry::{FileGeometry, OutputCrs};
use crate::domain::sketch::SketchShape;
use crate::project::Board;

#[derive(Serialize)]
struct SketchProperties<'a> {
    id: &'a str,
    titel: &'a str,
    notitie: &'a str,
    vorm: &'static str,
    kleur: &'static str,
    dikte: &'static str,
    ronde: Option<String>,
    tafel: &'a str,
    gemaakt: &'a str,
}

/// `schetsen.geojson`.
pub(super) fn write_sketches(out: impl Write, board: &Board, crs: OutputCrs, origin: &Origin) -> io::Result<()> {
    let mut collection = Collection::begin(out, "schetsen", crs, origin)?;
    for sketch in &board.sketches {
        let id = sketch.id.to_string();
        let properties = SketchProperties {
            id: &id,
            titel: &sketch.title,
            notitie: &sketch.note,
            vorm: sketch.shape.name(),
            kleur: sketch.look.color.name(),
            dikte: sketch.look.width.name(),
            ronde: sketch.round.map(|round| round.to_string()),
            tafel: &sketch.table,
            gemaakt: &sketch.made,
        };
        let geometry = match &sketch.shape {
            SketchShape::Point(at) | SketchShape::Text(at) => FileGeometry::point(*at, crs),
            SketchShape::Line(line) | SketchShape::Arrow(line) => FileGeometry::line(line, crs),
            SketchShape::Area(area) => FileGeometry::polygon(area, crs),
        };
        collection.add(&id, &properties, &geometry)?;
    }
    collection.end()
}

#[derive(Serialize)]
struct NoteProperties<'a> {
    id: &'a str,
    tekst: &'a str,
    ronde: Option<String>,
    tafel: &'a str,
    gemaakt: &'a str,
}

/// `notities.geojson`; a note on the parking list has no geometry.
pub(super) fn write_notes(out: impl Write, board: &Board, crs: OutputCrs, origin: &Origin) -> io::Result<()> {
    let mut collection = Collection::begin(out, "notities", crs, origin)?;
    for note in &board.notes {
        let id = note.id.to_string();
        let properties = NoteProperties {
            id: &id,
            tekst: &note.text,
            ronde: note.round.map(|round| round.to_string()),
            tafel: &note.table,
            gemaakt: &note.made,
        };
        let geometry = note.point.map_or(FileGeometry::Nowhere, |at| FileGeometry::point(at, crs));
        collection.add(&id, &properties, &geometry)?;
    }
    collection.end()
}

/// `besluiten.csv`, with coordinates in RD.
pub(super) fn write_decisions(out: impl Write, board: &Board) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["id", "wat", "wie", "wanneer", "werkatelier", "gemaakt", "x_rd", "y_rd"])?;
    for decision in &board.decisions {
        let workshop = board.workshops.iter().find(|workshop| Some(workshop.id) == decision.workshop);
        let place = decision.point.map(|at| [format!("{:.2}", at.x()), format!("{:.2}", at.y())]).unwrap_or_default();
        let id = decision.id.to_string();
        let title = workshop.map_or("", |workshop| &workshop.title);
        let known = [&id, &decision.what, &decision.who, &decision.when, title, &decision.made];
        writer.write_record(known.into_iter().chain(place.iter().map(String::as_str)))?;
    }
    writer.flush()
}

/// `stemmingen.csv`: a row per subject, in the order of the dots.
pub(super) fn write_ballots(out: impl Write, board: &Board) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["stemming", "onderwerp", "stemmen", "gehouden", "van", "gemaakt"])?;
    for ballot in &board.ballots {
        for idx in ballot.ranking() {
            let subject = &ballot.subjects[idx];
            let kept = if ballot.keeps(idx) { "ja" } else { "nee" };
            let of = subject.of.map(|id| id.to_string()).unwrap_or_default();
            let n_votes = subject.n_votes.to_string();
            writer.write_record([&ballot.title, &subject.text, &n_votes, kept, &of, &ballot.made])?;
        }
    }
    writer.flush()
}
