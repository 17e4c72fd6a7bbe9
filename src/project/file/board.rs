//! What a room left behind: notes as features, the rest as rows; sketches have a file of their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::{Coord, Rect};
use rusqlite::Connection;
use uuid::Uuid;

use super::error::ProjectFileError;
use super::names::{BALLOTS, BOOKMARKS, DECISIONS, NOTES, ROUNDS, SUBJECTS, WORKSHOPS};
use super::rows::{FileRow, count, id, integer, json, optional_id, optional_real, ordered_rows, text};
use super::shapes::point;
use super::sketches;
use crate::crs::{Rd, RdPoint};
use crate::domain::problem::Problem;
use crate::domain::workshop::{Ballot, BallotSubject, Bookmark, Decision, Round, StickyNote, Workshop};
use crate::geopackage::{ColumnKind, ORDER, Row, Table, TableKind};
use crate::project::Board;

/// The tables of the board.
pub(super) fn tables(board: &Board) -> Vec<Table> {
    let mut tables = sketches::tables(&board.sketches);
    tables.push(note_table(board));
    tables.extend(workshop_tables(board));
    tables.extend(ballot_tables(board));
    tables.push(decision_table(board));
    tables.push(bookmark_table(board));
    tables
}

fn note_table(board: &Board) -> Table {
    use ColumnKind::{Integer, Text};
    let columns =
        [("id", Text), (ORDER, Integer), ("tekst", Text), ("ronde", Text), ("tafel", Text), ("gemaakt", Text)];
    let mut table = Table::new(NOTES, TableKind::Features("POINT"), &columns).known_by(&["id"]);
    for (idx, note) in board.notes.iter().enumerate() {
        let round = optional_id(note.round);
        let values = vec![id(note.id), count(idx), text(&note.text), round, text(&note.table), text(&note.made)];
        table.rows.push(Row { fid: None, geometry: note.point.map(|at| at.0.into()), values });
    }
    table
}

fn workshop_tables(board: &Board) -> [Table; 2] {
    use ColumnKind::{Integer, Text};
    let columns = [("id", Text), (ORDER, Integer), ("titel", Text), ("datum", Text), ("bekend", Text)];
    let mut workshops = Table::new(WORKSHOPS, TableKind::Attributes, &columns).known_by(&["id"]);
    let columns = [("werkatelier", Text), (ORDER, Integer), ("id", Text), ("titel", Text), ("minuten", Integer)];
    let mut rounds = Table::new(ROUNDS, TableKind::Attributes, &columns).known_by(&["werkatelier", "id"]);
    for (idx, workshop) in board.workshops.iter().enumerate() {
        let known = json(&workshop.known_before);
        workshops.row([id(workshop.id), count(idx), text(&workshop.title), text(&workshop.date), known]);
        for (idx, round) in workshop.rounds.iter().enumerate() {
            rounds.row([id(workshop.id), count(idx), id(round.id), text(&round.title), integer(round.minutes)]);
        }
    }
    [workshops, rounds]
}

fn ballot_tables(board: &Board) -> [Table; 2] {
    use ColumnKind::{Integer, Text};
    let columns = [
        ("id", Text),
        (ORDER, Integer),
        ("titel", Text),
        ("stippen", Integer),
        ("houden", Integer),
        ("werkatelier", Text),
        ("gemaakt", Text),
    ];
    let mut ballots = Table::new(BALLOTS, TableKind::Attributes, &columns).known_by(&["id"]);
    let columns = [("stemming", Text), (ORDER, Integer), ("tekst", Text), ("van", Text), ("stemmen", Integer)];
    let mut subjects = Table::new(SUBJECTS, TableKind::Attributes, &columns).known_by(&["stemming", "tekst", "van"]);
    for (idx, ballot) in board.ballots.iter().enumerate() {
        ballots.row([
            id(ballot.id),
            count(idx),
            text(&ballot.title),
            integer(ballot.n_dots),
            integer(ballot.n_kept),
            optional_id(ballot.workshop),
            text(&ballot.made),
        ]);
        for (idx, subject) in ballot.subjects.iter().enumerate() {
            let of = optional_id(subject.of);
            subjects.row([id(ballot.id), count(idx), text(&subject.text), of, integer(subject.n_votes)]);
        }
    }
    [ballots, subjects]
}

fn decision_table(board: &Board) -> Table {
    use ColumnKind::{Double, Integer, Text};
    let columns = [
        ("id", Text),
        (ORDER, Integer),
        ("wat", Text),
        ("wie", Text),
        ("wanneer", Text),
        ("x", Double),
        ("y", Double),
        ("werkatelier", Text),
        ("gemaakt", Text),
    ];
    let mut table = Table::new(DECISIONS, TableKind::Attributes, &columns).known_by(&["id"]);
    for (idx, decision) in board.decisions.iter().enumerate() {
        table.row([
            id(decision.id),
            count(idx),
            text(&decision.what),
            text(&decision.who),
            text(&decision.when),
            optional_real(decision.point.map(RdPoint::x)),
            optional_real(decision.point.map(RdPoint::y)),
            optional_id(decision.workshop),
            text(&decision.made),
        ]);
    }
    table
}

fn bookmark_table(board: &Board) -> Table {
    use ColumnKind::{Double, Integer, Text};
    let columns = [
        ("id", Text),
        (ORDER, Integer),
        ("naam", Text),
        ("min_x", Double),
        ("min_y", Double),
        ("max_x", Double),
        ("max_y", Double),
        ("lagen", Text),
        ("variant", Text),
    ];
    let mut table = Table::new(BOOKMARKS, TableKind::Attributes, &columns).known_by(&["id"]);
    for (idx, bookmark) in board.bookmarks.iter().enumerate() {
        let (min, max) = (bookmark.bounds.0.min(), bookmark.bounds.0.max());
        let edges = [min.x, min.y, max.x, max.y].map(|edge| optional_real(Some(edge)));
        let names = [id(bookmark.id), count(idx), text(&bookmark.name)];
        table.row(names.into_iter().chain(edges).chain([json(&bookmark.layers), optional_id(bookmark.variant)]));
    }
    table
}

/// Reads the board. A sketch or note that another program drew gets an id; one without a usable geometry is told.
pub(super) fn read(
    connection: &Connection,
    file: &str,
    version: u32,
    problems: &mut Vec<Problem>,
) -> Result<Board, ProjectFileError> {
    let mut board = Board { sketches: sketches::read(connection, file, version, problems)?, ..Board::default() };
    for row in ordered_rows(connection, NOTES)? {
        problems.extend(row.problem_of_id(file));
        board.notes.push(Arc::new(note(&row)?));
    }
    board.workshops = workshops(connection)?;
    board.ballots = ballots(connection)?;
    for row in ordered_rows(connection, DECISIONS)? {
        board.decisions.push(Arc::new(Decision {
            id: row.id("id")?,
            what: row.text("wat")?,
            who: row.text("wie")?,
            when: row.text("wanneer")?,
            point: row.place("x", "y")?,
            workshop: row.optional_id("werkatelier")?,
            made: row.text("gemaakt")?,
        }));
    }
    for row in ordered_rows(connection, BOOKMARKS)? {
        let min = Coord { x: row.real("min_x")?, y: row.real("min_y")? };
        let max = Coord { x: row.real("max_x")?, y: row.real("max_y")? };
        board.bookmarks.push(Arc::new(Bookmark {
            id: row.id("id")?,
            name: row.text("naam")?,
            bounds: Rd(Rect::new(min, max)),
            layers: row.json("lagen")?,
            variant: row.optional_id("variant")?,
        }));
    }
    Ok(board)
}

fn note(row: &FileRow<'_>) -> Result<StickyNote, ProjectFileError> {
    Ok(StickyNote {
        id: row.own_id,
        text: row.text("tekst")?,
        // Without a geometry that can be read it goes to the parking list.
        point: row.geometry().ok().flatten().and_then(|geometry| point(&geometry)),
        round: row.optional_id("ronde")?,
        table: row.text("tafel")?,
        made: row.text("gemaakt")?,
    })
}

fn workshops(connection: &Connection) -> Result<Vec<Arc<Workshop>>, ProjectFileError> {
    let mut rounds: BTreeMap<Uuid, Vec<Round>> = BTreeMap::new();
    for row in ordered_rows(connection, ROUNDS)? {
        let round = Round { id: row.id("id")?, title: row.text("titel")?, minutes: row.integer("minuten")? };
        rounds.entry(row.id("werkatelier")?).or_default().push(round);
    }
    let mut workshops = Vec::new();
    for row in ordered_rows(connection, WORKSHOPS)? {
        let id = row.id("id")?;
        workshops.push(Arc::new(Workshop {
            id,
            title: row.text("titel")?,
            date: row.text("datum")?,
            rounds: rounds.remove(&id).unwrap_or_default(),
            known_before: row.json("bekend")?,
        }));
    }
    Ok(workshops)
}

fn ballots(connection: &Connection) -> Result<Vec<Arc<Ballot>>, ProjectFileError> {
    let mut subjects: BTreeMap<Uuid, Vec<BallotSubject>> = BTreeMap::new();
    for row in ordered_rows(connection, SUBJECTS)? {
        let of = row.optional_id("van")?;
        let subject = BallotSubject { text: row.text("tekst")?, of, n_votes: row.integer("stemmen")? };
        subjects.entry(row.id("stemming")?).or_default().push(subject);
    }
    let mut ballots = Vec::new();
    for row in ordered_rows(connection, BALLOTS)? {
        let id = row.id("id")?;
        ballots.push(Arc::new(Ballot {
            id,
            title: row.text("titel")?,
            n_dots: row.integer("stippen")?,
            n_kept: row.integer("houden")?,
            subjects: subjects.remove(&id).unwrap_or_default(),
            workshop: row.optional_id("werkatelier")?,
            made: row.text("gemaakt")?,
        }));
    }
    Ok(ballots)
}
