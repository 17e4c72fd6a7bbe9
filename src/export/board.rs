//! What stands on the board: sketches and notes as features, decisions and votes as tables.

use std::io::{self, Write};

use serde::Serialize;
use uuid::Uuid;

use super::geojson::FeatureSink;
use super::geometry::{FileGeometry, OutputCrs};
use crate::domain::sketch::SketchShape;
use crate::domain::workshop::Decision;
use crate::import::neutral;
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
    ronde_titel: Option<&'a str>,
    tafel: &'a str,
    gemaakt: &'a str,
}

/// The title of a round.
fn title_of(board: &Board, round: Option<Uuid>) -> Option<&str> {
    let mut rounds = board.workshops.iter().flat_map(|workshop| &workshop.rounds);
    rounds.find(|known| Some(known.id) == round).map(|known| known.title.as_str())
}

/// `schetsen`.
pub(super) fn add_sketches(sink: &mut impl FeatureSink, board: &Board, crs: OutputCrs) -> io::Result<()> {
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
            ronde_titel: title_of(board, sketch.round),
            tafel: &sketch.table,
            gemaakt: &sketch.made,
        };
        let geometry = match &sketch.shape {
            SketchShape::Point(at) | SketchShape::Text(at) => FileGeometry::point(*at, crs),
            SketchShape::Line(line) | SketchShape::Arrow(line) => FileGeometry::line(line, crs),
            SketchShape::Area(area) => FileGeometry::polygon(area, crs),
        };
        sink.add(&id, &properties, &geometry)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct NoteProperties<'a> {
    id: &'a str,
    tekst: &'a str,
    ronde: Option<String>,
    ronde_titel: Option<&'a str>,
    tafel: &'a str,
    gemaakt: &'a str,
}

/// `notities`; a note on the parking list has no geometry.
pub(super) fn add_notes(sink: &mut impl FeatureSink, board: &Board, crs: OutputCrs) -> io::Result<()> {
    for note in &board.notes {
        let id = note.id.to_string();
        let properties = NoteProperties {
            id: &id,
            tekst: &note.text,
            ronde: note.round.map(|round| round.to_string()),
            ronde_titel: title_of(board, note.round),
            tafel: &note.table,
            gemaakt: &note.made,
        };
        let geometry = note.point.map_or(FileGeometry::Nowhere, |at| FileGeometry::point(at, crs));
        sink.add(&id, &properties, &geometry)?;
    }
    Ok(())
}

/// A table without geometry: the names of its columns, and its rows.
pub(super) struct PlainTable {
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Vec<String>>,
}

impl PlainTable {
    /// Writes it as CSV, without formulas.
    pub(super) fn write(&self, out: impl Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| neutral(cell).into_owned()))?;
        }
        writer.flush()
    }
}

/// The tables that hold something, with their names.
pub(super) fn tables(board: &Board) -> impl Iterator<Item = (&'static str, PlainTable)> {
    [("besluiten", decisions(board)), ("stemmingen", ballots(board))]
        .into_iter()
        .filter(|(_, table)| !table.rows.is_empty())
}

/// `besluiten`, with coordinates in RD.
pub(super) fn decisions(board: &Board) -> PlainTable {
    let row = |decision: &Decision| {
        let workshop = board.workshops.iter().find(|workshop| Some(workshop.id) == decision.workshop);
        let place = decision.point.map(|at| [format!("{:.2}", at.x()), format!("{:.2}", at.y())]).unwrap_or_default();
        let id = decision.id.to_string();
        let title = workshop.map_or("", |workshop| &workshop.title);
        let known = [&id, &decision.what, &decision.who, &decision.when, title, &decision.made];
        known.into_iter().map(str::to_owned).chain(place).collect()
    };
    PlainTable {
        columns: &["id", "wat", "wie", "wanneer", "werkatelier", "gemaakt", "x_rd", "y_rd"],
        rows: board.decisions.iter().map(|decision| row(decision)).collect(),
    }
}

/// `stemmingen`: a row per subject, in the order of the dots.
pub(super) fn ballots(board: &Board) -> PlainTable {
    let mut rows = Vec::new();
    for ballot in &board.ballots {
        for idx in ballot.ranking() {
            let subject = &ballot.subjects[idx];
            let kept = if ballot.keeps(idx) { "ja" } else { "nee" };
            let of = subject.of.map(|id| id.to_string()).unwrap_or_default();
            let n_votes = subject.n_votes.to_string();
            let row = [&ballot.title, &subject.text, &n_votes, kept, &of, &ballot.made];
            rows.push(row.into_iter().map(str::to_owned).collect());
        }
    }
    PlainTable { columns: &["stemming", "onderwerp", "stemmen", "blijft_over", "van", "gemaakt"], rows }
}
