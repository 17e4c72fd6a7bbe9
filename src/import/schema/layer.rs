//! One file while it is read: what it is read for, what is learned of it, and what waits until its last record.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::problems::{Problems, quote};
use super::super::record::Row;
use super::carrying::Carrying;
use super::ids::{Claim, Precedence};
use super::postcodes::PostcodeArea;
use super::squares::Inhabited;
use super::stops::Quay;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Role;
use crate::domain::problem::{Position, ProblemKind, Repeated};
use crate::layers::fields::{LICENCE, SOURCE, SOURCE_DATE};
use crate::layers::{Field, fields};

/// By what the feature is known that a row became part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FeatureKey {
    /// A place or kern; a table of haltes may have stations.
    Place {
        /// What it is.
        role: Role,
        /// Its id.
        id: Uuid,
    },
    /// A gemeente, wijk or buurt, by its code.
    Area(String),
    /// The people of a square.
    Square {
        /// Its row.
        row: i32,
        /// Its column.
        col: i32,
        /// Did a wijk or buurt give them?
        is_of_area: bool,
    },
    /// The study area.
    StudyArea,
}

/// What one file is read for, and what is learned of it as a whole.
#[derive(Debug)]
pub(crate) struct LayerInProgress {
    pub(crate) role: Role,
    /// The fields of the role that a row gives by their value alone.
    pub(super) fields: Vec<&'static Field>,
    /// The columns that no field takes.
    pub(super) carrying: Carrying,
    /// File name without its folder.
    pub(super) file: String,
    pub(crate) source: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) licence: Option<String>,
    pub(crate) fictional: bool,
    /// Features used so far.
    pub(crate) n_used: usize,
    /// Of those, how many are a place that was there already and stays.
    pub(crate) n_again: usize,
    /// Ids that a place of another role had already, each with the one it has now.
    pub(crate) renewed: Vec<(Uuid, Uuid)>,
    /// Of a table of a project: which of its rows became part of what.
    pub(crate) traced: Vec<(usize, FeatureKey)>,
    pub(super) precedence: Precedence,
    /// What the places made so far say of their identity, in order.
    pub(super) claims: Vec<Claim>,
    pub(super) quays: Vec<Quay>,
    /// People at points and in squares.
    pub(super) people: Vec<Inhabited>,
    /// Postcode areas, not yet spread.
    pub(super) areas: Vec<PostcodeArea>,
    /// Where in the file the wijken and buurten with people stand, by their code.
    pub(super) peopled: BTreeMap<String, Position>,
    /// A kind that records state which is not that of the layer, as the file writes it.
    other_kind: Option<String>,
    /// How many records state another kind.
    n_other_kind: usize,
    /// Does a record state the kind of the layer?
    states_own_kind: bool,
}

impl LayerInProgress {
    pub(crate) fn new(role: Role, file: &str, precedence: Precedence) -> Self {
        Self {
            role,
            fields: fields(role).into_iter().map(|of| of.field).filter(|field| field.is_settable()).collect(),
            carrying: Carrying::new(role, precedence),
            file: file.to_owned(),
            precedence,
            traced: Vec::new(),
            source: None,
            date: None,
            licence: None,
            fictional: false,
            n_used: 0,
            n_again: 0,
            renewed: Vec::new(),
            claims: Vec::new(),
            quays: Vec::new(),
            people: Vec::new(),
            areas: Vec::new(),
            peopled: BTreeMap::new(),
            other_kind: None,
            n_other_kind: 0,
            states_own_kind: false,
        }
    }

    /// Is it a delivery, and not a table of a project?
    pub(super) fn is_delivery(&self) -> bool {
        self.precedence == Precedence::Content
    }

    /// A row as what a place of a project's table is made of.
    pub(super) fn rows_of(&self, number: usize) -> Vec<usize> {
        if self.is_delivery() { Vec::new() } else { vec![number] }
    }

    /// One more row is part of the same place, of which a project's table has one list.
    pub(super) fn add_row_to_claim(&mut self, idx: usize, number: usize) {
        if !self.is_delivery()
            && let Some(claim) = self.claims.get_mut(idx)
        {
            claim.rows.push(number);
        }
    }

    /// Remembers what a row of a project's table became part of.
    pub(super) fn trace(&mut self, number: usize, feature: FeatureKey) {
        if !self.is_delivery() {
            self.traced.push((number, feature));
        }
    }

    /// Does a record say that it is of a known kind which is not that of the layer? Then it is no part of it.
    pub(super) fn is_of_another_kind(&mut self, row: &Row<'_>) -> bool {
        let Some(stated) = row.text(&["soort"]) else { return false };
        let Some(kind) = AmenityKind::from_role(&stated.to_lowercase()) else { return false };
        // A file of haltes has the stations too.
        let is_other = !matches!(self.role, Role::Kind(own) if own == kind || (is_of_stops(own) && is_of_stops(kind)));
        self.states_own_kind |= !is_other;
        if is_other {
            self.n_other_kind += 1;
            self.other_kind.get_or_insert(stated);
        }
        is_other
    }

    /// Tells once what was of another kind: a file of several kinds is read for each of them, one without the kind of the
    /// layer was meant for something else.
    pub(super) fn tell_other_kinds(&mut self, problems: &mut Problems) {
        let n = self.n_other_kind;
        match self.other_kind.take() {
            Some(_) if self.states_own_kind => {
                problems.count_times(Repeated::OtherKind, Some("soort"), n);
            }
            Some(stated) => {
                let stated = quote(&stated);
                problems.about_file(ProblemKind::OtherKind { n, stated, role: self.role });
            }
            None => {}
        }
    }

    /// Rows of stops kept so far, of which stops are made at the end.
    pub(crate) fn n_quays(&self) -> usize {
        self.quays.len()
    }

    /// Takes what a record says of its source for the layer as a whole: the first that says it.
    pub(super) fn note(&mut self, row: &Row<'_>) {
        let source = row.text(SOURCE.spellings);
        self.fictional |= source.as_ref().is_some_and(|source| source.to_lowercase().starts_with(FICTIONAL));
        self.source = self.source.take().or(source);
        self.date = self.date.take().or_else(|| row.text(SOURCE_DATE.spellings));
        self.licence = self.licence.take().or_else(|| row.text(LICENCE.spellings));
        if let Some(published) = Publication::recognized(row) {
            self.source.get_or_insert_with(|| published.source.to_owned());
            self.licence.get_or_insert_with(|| published.licence.to_owned());
            self.date = self.date.take().or(published.date);
        }
    }
}

/// Is it a kind of the timetable?
fn is_of_stops(kind: AmenityKind) -> bool {
    [AmenityKind::STOP, AmenityKind::STATION].contains(&kind)
}

/// A well-known publication that does not name itself in its records, but has fields that no other has.
struct Publication {
    source: &'static str,
    licence: &'static str,
    date: Option<String>,
}

impl Publication {
    /// TOP10NL by its `typeGebied` and `naamNL`; the gebiedsindelingen of CBS by `jrstatcode`, which begins with the year.
    fn recognized(row: &Row<'_>) -> Option<Self> {
        const LICENCE: &str = "CC BY 4.0";
        if row.text(&["typegebied"]).is_some() && row.text(&["naamnl"]).is_some() {
            return Some(Self { source: "Kadaster (TOP10NL)", licence: LICENCE, date: None });
        }
        let code = row.text(&["jrstatcode"])?;
        let year = code.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()));
        Some(Self { source: "CBS, Kadaster (gebiedsindelingen)", licence: LICENCE, date: year.map(str::to_owned) })
    }
}

/// How the source of an invented record begins.
const FICTIONAL: &str = "fictief";
