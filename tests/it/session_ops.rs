//! Any sequence of what a session and its surroundings do: nothing that was acknowledged is lost, nobody is overwritten.
//!
//! `ZORGKRING_SEQUENCES=10000 cargo test --test it session_ops` runs more of them; a failing seed is kept and run again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rusqlite::{Connection, OptionalExtension};
use tempfile::TempDir;
use uuid::Uuid;
use zorgkring::crs::RdPoint;
use zorgkring::domain::amenity::AmenityKind;
use zorgkring::domain::baseline::{Baseline, LayerSource, Role};
use zorgkring::domain::demand::{Demand, DemandCell, PeopleCounts};
use zorgkring::domain::place::{Place, PlaceClass, What};
use zorgkring::domain::variant::{Intervention, Variant};
use zorgkring::domain::workshop::StickyNote;
use zorgkring::import::{Unwatched, normenkader};
use zorgkring::project::autosave::{Autosave, Snapshot, recoverable};
use zorgkring::project::file::{FileStamp, Known, Opened, Over, SaveError, open, save};
use zorgkring::project::{BoardEdit, BoardItem, Edit, History, LayersEdit, PlanEdit, Project, Standing};

use crate::power_cut::layer_path;
use crate::session_facts::{Fact, Facts, facts, merged};

pub(crate) const MADE: &str = "2026-03-01T14:32:05Z";

/// The one variant.
const VARIANT: Uuid = Uuid::from_u128(50);

/// How many sequences a test run tries.
const N_SEQUENCES: u32 = 200;

/// Something that happens.
#[derive(Debug, Clone)]
enum Op {
    /// A note comes, or gets another text.
    Note(u8),
    NoteGone(u8),
    Detour(u8),
    Undo,
    Redo,
    /// A place stands elsewhere in a variant.
    Move(u8),
    /// That is taken back, or what came after it.
    TakeOut(u8),
    /// A shop comes with a delivery.
    Import(u8),
    /// A delivery in which a shop stands elsewhere.
    Replace(u8),
    /// A delivery of the people of two squares.
    People(u8),
    RemoveLayer,
    Save,
    /// What is done is kept between two saves.
    Keep,
    /// The program is killed, and started again.
    Kill,
    /// The window is closed and the project opened again; what was not saved goes.
    Reopen,
    /// Another program names a shop.
    OtherNames(u8),
    /// Another program adds a row to a table of its own.
    OtherAdds,
    /// Another program moves the people of a square, within the square.
    OtherNudges,
    /// Another program copies a shop with its id, elsewhere.
    OtherCopies(u8),
    /// Another program turns the order of interventions and notes around, or makes all the same.
    OtherOrders(bool),
    /// Another program takes out the layer of shops, or the people.
    OtherDrops(bool),
    /// Another program makes a layer of pharmacies that stays at home.
    OtherMakesLayer,
    /// Another program lets the file keep a log, or no longer.
    Log(bool),
    /// The drive goes away during a save, and comes back.
    FolderGone,
    /// Another zorgkring adds a pharmacy, and the disk is full at one of its writes.
    DiskFull(u8),
    /// Another file stands where the copy between two saves should go.
    DiskTrouble,
}

fn op() -> impl Strategy<Value = Op> {
    let which = 0_u8..5;
    prop_oneof![
        4 => which.clone().prop_map(Op::Note),
        1 => which.clone().prop_map(Op::NoteGone),
        1 => which.clone().prop_map(Op::Detour),
        2 => Just(Op::Undo),
        1 => Just(Op::Redo),
        2 => which.clone().prop_map(Op::Move),
        1 => which.clone().prop_map(Op::TakeOut),
        3 => which.clone().prop_map(Op::Import),
        2 => which.clone().prop_map(Op::Replace),
        2 => which.clone().prop_map(Op::People),
        1 => Just(Op::RemoveLayer),
        5 => Just(Op::Save),
        3 => Just(Op::Keep),
        2 => Just(Op::Kill),
        2 => Just(Op::Reopen),
        3 => which.clone().prop_map(Op::OtherNames),
        1 => Just(Op::OtherAdds),
        2 => Just(Op::OtherNudges),
        2 => which.prop_map(Op::OtherCopies),
        1 => any::<bool>().prop_map(Op::OtherOrders),
        1 => any::<bool>().prop_map(Op::OtherDrops),
        1 => Just(Op::OtherMakesLayer),
        1 => any::<bool>().prop_map(Op::Log),
        1 => Just(Op::FolderGone),
        1 => (0_u8..30).prop_map(Op::DiskFull),
        1 => Just(Op::DiskTrouble),
    ]
}

pub(crate) struct World {
    pub(crate) home: TempDir,
    pub(crate) history: History,
    known: Option<Known>,
    /// After a kill: what the file looked like, if that was kept.
    looked: Option<Option<FileStamp>>,
    pub(crate) autosave: Option<Autosave>,
    n_sessions: u32,
    pub(crate) n_texts: u32,
    /// What must stand in the file, if there is one.
    pub(crate) in_file: Option<Facts>,
    /// Has nobody else written into the file since it was opened or saved, and does this side know all of it?
    pub(crate) is_ours_alone: bool,
    /// Has another program changed an order, which is no fact?
    pub(crate) has_other_order: bool,
    pub(crate) n_foreign_rows: u32,
    /// What was kept and is not in the file.
    pub(crate) kept: Option<(Arc<Project>, Arc<Baseline>)>,
}

pub(crate) fn shop_id(n: u8) -> Uuid {
    Uuid::from_u128(u128::from(n) + 100)
}

fn kind() -> AmenityKind {
    AmenityKind::from_role("supermarkt").expect("a kind")
}

pub(crate) fn of(opened: &Opened) -> Facts {
    facts(&opened.project, &opened.baseline)
}

/// The middle of a square.
pub(crate) fn square(n: u8) -> RdPoint {
    RdPoint::at(253_050.0 + 100.0 * f64::from(n), 473_050.0)
}

impl World {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        fs::create_dir(home.path().join("map")).expect("a folder");
        let mut world = Self {
            home,
            history: History::new(Project::new(normenkader::standard())),
            known: None,
            looked: None,
            autosave: None,
            n_sessions: 0,
            n_texts: 0,
            in_file: None,
            is_ours_alone: false,
            has_other_order: false,
            n_foreign_rows: 0,
            kept: None,
        };
        world.begin_session();
        world
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.home.path().join("map")
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder().join("plan.gpkg")
    }

    pub(crate) fn states(&self) -> PathBuf {
        self.home.path().join("bewaard")
    }

    fn begin_session(&mut self) {
        self.n_sessions += 1;
        self.autosave = Some(Autosave::start(&self.states(), &self.n_sessions.to_string()).expect("a folder"));
    }

    pub(crate) fn text(&mut self) -> String {
        self.n_texts += 1;
        self.n_texts.to_string()
    }

    fn do_op(&mut self, op: &Op) {
        match op {
            Op::Note(n) => {
                let text = self.text();
                let note = StickyNote {
                    id: Uuid::from_u128(u128::from(*n) + 1),
                    text,
                    point: Some(RdPoint::at(250_000.0 + f64::from(*n), 470_000.0)),
                    round: None,
                    table: String::new(),
                    made: MADE.to_owned(),
                };
                let put = vec![BoardItem::Note(note)];
                self.history.apply(Edit::Board(BoardEdit { remove: Vec::new(), put }));
            }
            Op::NoteGone(n) => {
                let remove = vec![Uuid::from_u128(u128::from(*n) + 1)];
                self.history.apply(Edit::Board(BoardEdit { remove, put: Vec::new() }));
            }
            Op::Detour(n) => self.history.apply(Edit::SetDetourFactor(1.0 + f64::from(*n) / 10.0)),
            Op::Undo => drop(self.history.undo()),
            Op::Redo => drop(self.history.redo()),
            Op::Move(n) => self.intervene(*n),
            Op::TakeOut(idx) => {
                let (variant, idx) = (VARIANT, usize::from(*idx));
                self.history.apply(Edit::Plan(PlanEdit::TakeOut { variant, idx }));
            }
            Op::Import(n) => self.put_shop(*n, 0.0),
            Op::Replace(n) => {
                let step = f64::from(self.n_texts % 7 + 1);
                if self.baseline().places[PlaceClass::Amenity].iter().any(|place| place.id == shop_id(*n)) {
                    self.put_shop(*n, step);
                }
                self.n_texts += 1;
            }
            Op::People(n) => {
                self.n_texts += 1;
                let people = |n: f64| PeopleCounts { residents: Some(n), ..PeopleCounts::default() };
                let cell = |n: u8, residents| DemandCell::at(square(n), people(residents));
                let mut baseline = Baseline::clone(self.baseline());
                let n_people = f64::from(self.n_texts);
                baseline.demand = Arc::new(Demand::from_cells(vec![cell(*n, n_people), cell(*n + 1, 3.0)]));
                self.stand_on(baseline, Role::Demand);
            }
            Op::RemoveLayer => {
                let mut baseline = Baseline::clone(self.baseline());
                baseline.places[PlaceClass::Amenity].retain(|place| place.kind() != Some(kind()));
                baseline.layers.retain(|layer| layer.role != Role::Kind(kind()));
                self.go_on(baseline, LayersEdit::Removed(Vec::new()));
            }
            Op::Save => self.save(),
            Op::Keep => self.keep().expect("kept"),
            Op::Kill => self.kill(),
            Op::Reopen => self.reopen(),
            Op::OtherNames(n) => self.other_names(*n),
            Op::OtherAdds => self.other_adds(),
            Op::OtherNudges => self.other_nudges(),
            Op::OtherCopies(n) => self.other_copies(*n),
            Op::OtherOrders(alike) => self.other_orders(*alike),
            Op::OtherDrops(shops) => self.other_drops(if *shops { "supermarkt" } else { "vraag" }),
            Op::OtherMakesLayer => self.other_makes_layer(),
            Op::Log(keeps) => self.log(*keeps),
            Op::FolderGone => self.folder_gone(),
            Op::DiskFull(at) => self.disk_full(*at),
            Op::DiskTrouble => self.disk_trouble(),
        }
    }

    pub(crate) fn baseline(&self) -> &Arc<Baseline> {
        &self.history.standing().baseline
    }

    fn go_on(&mut self, baseline: Baseline, what: LayersEdit) {
        let standing = Standing::on(Arc::new(baseline), &self.history.current().apart);
        self.history.stand_on(standing, Edit::Layers(what));
    }

    /// A delivery of a role brings another ground: a step that can be taken back.
    fn stand_on(&mut self, mut baseline: Baseline, role: Role) {
        let n_features = match role {
            Role::Demand => baseline.demand.cells().len(),
            _ => baseline.places_of(role).count(),
        };
        baseline.layers.retain(|layer| layer.role != role);
        baseline.layers.push(LayerSource {
            role,
            file: format!("{}.csv", role.name()),
            source: None,
            date: None,
            licence: None,
            n_features,
            n_problems: 0,
            fictional: false,
            problems: Vec::new(),
        });
        self.go_on(baseline, LayersEdit::Read(vec![role]));
    }

    fn put_shop(&mut self, n: u8, step: f64) {
        let mut baseline = Baseline::clone(self.baseline());
        let known = baseline.places[PlaceClass::Amenity].iter().find(|place| place.id == shop_id(n));
        let name = known.map_or_else(|| format!("Winkel {n}"), |place| place.name.clone());
        let point = RdPoint::at(251_000.0 + 100.0 * f64::from(n) + step, 471_000.0);
        let shop = Place::new(shop_id(n), name, point, What::Amenity(kind()));
        baseline.places[PlaceClass::Amenity].retain(|place| place.id != shop.id);
        baseline.places[PlaceClass::Amenity].push(Arc::new(shop));
        self.stand_on(baseline, Role::Kind(kind()));
    }

    fn intervene(&mut self, n: u8) {
        self.n_texts += 1;
        let to = RdPoint::at(252_000.0 + f64::from(self.n_texts), 471_000.0);
        let variant =
            Variant { id: VARIANT, name: "Plan A".to_owned(), note: String::new(), interventions: Vec::new() };
        self.history.apply(Edit::Plan(PlanEdit::New(variant)));
        let intervention = Intervention::MovePlace { id: shop_id(n), to };
        self.history.apply(Edit::Plan(PlanEdit::Intervene { variant: VARIANT, intervention }));
    }

    /// Saves as the window does; where both sides changed the same, this side wins.
    fn save(&mut self) {
        let (path, project, baseline) = (self.path(), self.history.current().clone(), self.baseline().clone());
        let put = |over: Over<'_>| save(&path, (&project, &baseline), MADE, over);
        let ours = facts(&project, &baseline);
        let saved = match (&self.known, self.looked) {
            (Some(known), _) => {
                let base = facts(&known.project, &known.baseline);
                let (merged, clashes) = merged(&base, &ours, self.in_file.as_ref().unwrap_or(&base));
                let first = put(Over::Known(known));
                assert_eq!(matches!(first, Err(SaveError::Conflicts(_))), clashes, "{first:?}");
                let saved = if clashes { put(Over::KnownMine(known)) } else { first };
                self.is_ours_alone = merged == ours;
                self.in_file = Some(merged);
                saved
            }
            (None, looked) => {
                // Nothing is known of the file: whoever says so writes over it.
                let holds = looked.flatten().is_some_and(|stamp| stamp.still_holds(&path));
                if !holds && path.exists() {
                    assert!(matches!(put(Over::Nothing), Err(SaveError::ChangedSince)));
                }
                (self.is_ours_alone, self.has_other_order) = (true, false);
                self.in_file = Some(ours);
                put(Over::Anything)
            }
        };
        let saved = saved.expect("it can be saved");
        self.autosave.as_ref().expect("a session").saved(project);
        assert!(!self.is_ours_alone || self.has_other_order || saved.n_others == 0, "nobody else changed anything");
        self.is_ours_alone &= saved.n_others == 0;
        (self.known, self.looked) = (Some(saved.known), None);
        self.kept = None;
    }

    pub(crate) fn keep(&mut self) -> Result<(), ()> {
        let (project, baseline) = (self.history.current().clone(), self.baseline().clone());
        let autosave = self.autosave.as_ref().expect("a session");
        let stamp = match (&self.known, self.looked) {
            (Some(known), _) => Some(known.stamp),
            (None, looked) => looked.flatten(),
        };
        let (project_kept, baseline_kept) = (project.clone(), baseline.clone());
        let file = Some(self.path());
        autosave.keep(Snapshot { project, baseline, made: MADE.to_owned(), file, stamp });
        autosave.wait().map_err(drop)?;
        self.kept = Some((project_kept, baseline_kept));
        Ok(())
    }

    fn kill(&mut self) {
        drop(self.autosave.take());
        let mut found = recoverable(&self.states());
        match &self.kept {
            Some((project, baseline)) => {
                let newest = found.last().expect("what was kept is found").newest();
                let back = newest.open(&Unwatched).expect("whole");
                assert_eq!((&back.project, &back.baseline), (&**project, baseline));
                let holds = newest.stamp().is_some_and(|stamp| stamp.still_holds(&self.path()));
                assert!(holds || !self.is_ours_alone, "nobody else wrote in it");
                self.looked = Some(newest.stamp());
                self.known = None;
                self.history = History::on(Standing::on(back.baseline, &back.project.apart), back.project);
            }
            None => self.go_on_from_file(),
        }
        found.drain(..).for_each(|former| former.discard().expect("removed"));
        self.kept = None;
        self.begin_session();
    }

    fn reopen(&mut self) {
        self.autosave.take().expect("a session").close();
        self.kept = None;
        self.go_on_from_file();
        self.begin_session();
    }

    fn go_on_from_file(&mut self) {
        self.looked = None;
        self.has_other_order = false;
        self.is_ours_alone = self.path().exists();
        if self.is_ours_alone {
            let there = open(&self.path(), &Unwatched).expect("whole");
            self.known = Some(there.known());
            self.history = History::on(Standing::on(there.baseline, &there.project.apart), there.project);
        } else {
            self.known = None;
            self.history = History::new(Project::new(normenkader::standard()));
        }
    }

    /// What it could not write it says, and then nothing of it is there; later writes than it makes all succeed.
    fn disk_full(&mut self, at: u8) {
        if !self.path().exists() {
            return;
        }
        let name = format!("Apotheek {}", self.text());
        let list = self.home.path().join("apotheken.csv");
        fs::write(&list, format!("id;naam;x;y\n{name};{name};252000;472000\n")).expect("written");
        let mut command = Command::new(env!("CARGO_BIN_EXE_zorgkring"));
        command.arg("importeer").arg(self.path()).arg("--laag").arg(format!("apotheek={}", list.display()));
        command.env("LD_PRELOAD", layer_path()).env("FAULTS_FOLDER", self.folder().canonicalize().expect("a path"));
        let output =
            command.envs([("FAULTS_KIND", "full"), ("FAULTS_AT", &at.to_string())]).output().expect("it starts");
        let told = String::from_utf8_lossy(&output.stderr);
        if output.status.code() == Some(2) {
            assert!(told.contains("is niet bewaard: "), "{told}");
            // Where there was no room to put back what had been written, whoever comes next does it; the file may look changed.
            let schema = "SELECT count(*) FROM sqlite_master";
            let n_tables = self.other().expect("there").query_row(schema, [], |row| row.get::<_, u32>(0));
            assert!(n_tables.expect("a database") > 0);
            self.is_ours_alone = false;
            return;
        }
        self.is_ours_alone = false;
        let there = of(&open(&self.path(), &Unwatched).expect("whole"));
        let is_new = |(_, fields): &(&Fact, &Vec<String>)| fields.first() == Some(&name);
        let new: Facts = there.iter().filter(is_new).map(|(fact, fields)| (fact.clone(), fields.clone())).collect();
        assert_eq!(new.len(), 1, "said to be saved: {output:?}");
        self.in_file.as_mut().expect("facts").extend(new.into_iter().chain([(Fact::Layer("apotheek"), Vec::new())]));
    }

    fn verify_invariants(&self) {
        let path = self.path();
        assert_eq!(path.exists(), self.in_file.is_some());
        let Some(in_file) = &self.in_file else { return };
        if let Some(known) = self.known.as_ref().filter(|_| self.is_ours_alone) {
            assert!(known.stamp.still_holds(&path), "nobody else wrote in it");
        }
        assert_eq!(of(&open(&path, &Unwatched).expect("whole")), *in_file);
        let connection = Connection::open(&path).expect("a database");
        let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a verdict");
        assert_eq!(verdict, "ok");
        if self.n_foreign_rows > 0 {
            let n: u32 = connection.query_row("SELECT count(*) FROM eigen", [], |row| row.get(0)).expect("theirs");
            assert_eq!(n, self.n_foreign_rows);
        }
        for table in ["supermarkt", "vraag", "plaats_plan"] {
            if has_table(&connection, &format!("rtree_{table}_geom")) {
                let check = format!("SELECT rtreecheck('rtree_{table}_geom')");
                assert_eq!(connection.query_row(&check, [], |row| row.get::<_, String>(0)).expect("a verdict"), "ok");
            }
        }
        drop(connection);
        assert_eq!(names_in(&self.folder()), ["plan.gpkg"], "nothing stays beside it");
    }
}

pub(crate) fn has_table(connection: &Connection, name: &str) -> bool {
    let found = connection.query_row("SELECT 1 FROM sqlite_master WHERE name = ?", [name], |_| Ok(()));
    found.optional().expect("a database").is_some()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    entries.map(|name| name.to_string_lossy().into_owned()).collect()
}

#[test]
fn whatever_happens_in_whatever_order_nothing_is_lost_and_nobody_overwritten() {
    let asked = std::env::var("ZORGKRING_SEQUENCES").ok().map(|n| n.parse().expect("a number"));
    let config = Config { cases: asked.unwrap_or(N_SEQUENCES), max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let tried = runner.run(&prop::collection::vec(op(), 1..14), |ops| {
        let mut world = World::new();
        ops.iter().for_each(|op| {
            world.do_op(op);
            world.verify_invariants();
        });
        Ok(())
    });
    assert!(tried.is_ok(), "{}", tried.err().map(|error| error.to_string()).unwrap_or_default());
}
