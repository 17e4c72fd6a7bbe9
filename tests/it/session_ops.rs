//! Any sequence of what a session and its surroundings do: nothing that was acknowledged is lost, nobody is overwritten.
//!
//! `ZORGKRING_SEQUENCES=10000 cargo test --test it session_ops` runs more of them; a failing seed is kept and run again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use tempfile::TempDir;
use uuid::Uuid;
use zorgkring::crs::RdPoint;
use zorgkring::domain::amenity::{Amenity, AmenityKind};
use zorgkring::domain::baseline::{Baseline, LayerSource, Role};
use zorgkring::domain::identity::{Provenance, Status};
use zorgkring::domain::workshop::StickyNote;
use zorgkring::import::{Unwatched, normenkader};
use zorgkring::project::autosave::{Autosave, Snapshot, recoverable};
use zorgkring::project::file::{FileStamp, Known, Over, SaveError, open, save};
use zorgkring::project::{BoardEdit, BoardItem, Edit, History, Project};

use crate::power_cut::layer_path;

const MADE: &str = "2026-03-01T14:32:05Z";

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
    /// Something is dragged and not let go.
    Drag,
    /// A shop comes with a delivery.
    Import(u8),
    /// A delivery in which a shop stands elsewhere.
    Replace(u8),
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
        1 => Just(Op::Drag),
        3 => which.clone().prop_map(Op::Import),
        2 => which.clone().prop_map(Op::Replace),
        1 => Just(Op::RemoveLayer),
        5 => Just(Op::Save),
        3 => Just(Op::Keep),
        2 => Just(Op::Kill),
        2 => Just(Op::Reopen),
        3 => which.prop_map(Op::OtherNames),
        2 => Just(Op::OtherAdds),
        1 => Just(Op::FolderGone),
        1 => (0_u8..30).prop_map(Op::DiskFull),
        1 => Just(Op::DiskTrouble),
    ]
}

/// A shop as far as anyone changes it.
type Shops = BTreeMap<Uuid, (String, RdPoint)>;

struct World {
    home: TempDir,
    history: History,
    baseline: Arc<Baseline>,
    known: Option<Known>,
    /// After a kill: what the file looked like, if that was kept.
    looked: Option<Option<FileStamp>>,
    autosave: Option<Autosave>,
    n_sessions: u32,
    n_texts: u32,
    /// What must stand in the file.
    saved: Option<Arc<Project>>,
    shops_in_file: Shops,
    /// Shops that another program named since the file was known.
    named_by_other: BTreeSet<Uuid>,
    n_foreign_rows: u32,
    /// What was kept and is not in the file.
    kept: Option<(Arc<Project>, Arc<Baseline>)>,
}

fn shop_id(n: u8) -> Uuid {
    Uuid::from_u128(u128::from(n) + 100)
}

fn kind() -> AmenityKind {
    AmenityKind::from_role("supermarkt").expect("a kind")
}

fn shops_of(baseline: &Baseline) -> Shops {
    baseline.amenities.iter().map(|place| (place.id, (place.name.clone(), place.point))).collect()
}

impl World {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        fs::create_dir(home.path().join("map")).expect("a folder");
        let mut world = Self {
            home,
            history: History::new(Project::new(normenkader::standard())),
            baseline: Arc::default(),
            known: None,
            looked: None,
            autosave: None,
            n_sessions: 0,
            n_texts: 0,
            saved: None,
            shops_in_file: Shops::new(),
            named_by_other: BTreeSet::new(),
            n_foreign_rows: 0,
            kept: None,
        };
        world.begin_session();
        world
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("map")
    }

    fn path(&self) -> PathBuf {
        self.folder().join("plan.gpkg")
    }

    fn states(&self) -> PathBuf {
        self.home.path().join("bewaard")
    }

    fn begin_session(&mut self) {
        self.n_sessions += 1;
        self.autosave = Some(Autosave::start(&self.states(), &self.n_sessions.to_string()).expect("a folder"));
    }

    fn text(&mut self) -> String {
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
            Op::Drag => {
                let mut draft = Project::clone(self.history.current());
                Edit::SetDetourFactor(1.95).apply(&mut draft);
            }
            Op::Import(n) => self.put_shop(*n, 0.0),
            Op::Replace(n) => {
                let step = f64::from(self.n_texts % 7 + 1);
                if self.baseline.amenities.iter().any(|place| place.id == shop_id(*n)) {
                    self.put_shop(*n, step);
                }
                self.n_texts += 1;
            }
            Op::RemoveLayer => {
                let mut baseline = Baseline::clone(&self.baseline);
                (baseline.amenities, baseline.layers) = (Vec::new(), Vec::new());
                self.baseline = Arc::new(baseline);
            }
            Op::Save => self.save(),
            Op::Keep => self.keep().expect("kept"),
            Op::Kill => self.kill(),
            Op::Reopen => self.reopen(),
            Op::OtherNames(n) => self.other_names(*n),
            Op::OtherAdds => self.other_adds(),
            Op::FolderGone => self.folder_gone(),
            Op::DiskFull(at) => self.disk_full(*at),
            Op::DiskTrouble => self.disk_trouble(),
        }
    }

    fn put_shop(&mut self, n: u8, step: f64) {
        let mut baseline = Baseline::clone(&self.baseline);
        let known = baseline.amenities.iter().find(|place| place.id == shop_id(n));
        let name = known.map_or_else(|| format!("Winkel {n}"), |place| place.name.clone());
        let shop = Amenity {
            id: shop_id(n),
            kind: kind(),
            name,
            status: Status::Existing,
            provenance: Provenance::default(),
            point: RdPoint::at(251_000.0 + 100.0 * f64::from(n) + step, 471_000.0),
        };
        baseline.amenities.retain(|place| place.id != shop.id);
        baseline.amenities.push(Arc::new(shop));
        baseline.layers = vec![LayerSource {
            role: Role::Kind(kind()),
            file: "winkels.csv".to_owned(),
            source: None,
            date: None,
            licence: None,
            n_features: baseline.amenities.len(),
            n_problems: 0,
            fictional: false,
            problems: Vec::new(),
        }];
        self.baseline = Arc::new(baseline);
    }

    /// Saves as the window does; where both sides changed the same, this side wins.
    fn save(&mut self) {
        let (path, project, baseline) = (self.path(), self.history.current().clone(), self.baseline.clone());
        let put = |over: Over<'_>| save(&path, (&project, &baseline), MADE, over);
        let ours = shops_of(&baseline);
        let saved = match (&self.known, self.looked) {
            (Some(known), _) => {
                let before = shops_of(&known.baseline);
                let gone = before.keys().filter(|id| !ours.contains_key(id));
                let clashes = gone.clone().any(|id| self.named_by_other.contains(id));
                let first = put(Over::Known(known));
                assert_eq!(matches!(first, Err(SaveError::Conflicts(_))), clashes, "{first:?}");
                let saved = if clashes { put(Over::KnownMine(known)) } else { first };
                for id in gone {
                    self.shops_in_file.remove(id);
                    self.named_by_other.remove(id);
                }
                for (id, (name, point)) in &ours {
                    match (before.get(id), self.shops_in_file.get_mut(id)) {
                        (Some((_, was)), Some(there)) if was != point => there.1 = *point,
                        (Some(_), Some(_)) => {}
                        _ => drop(self.shops_in_file.insert(*id, (name.clone(), *point))),
                    }
                }
                saved
            }
            (None, looked) => {
                // Nothing is known of the file: whoever says so writes over it.
                let holds = looked.flatten().is_some_and(|stamp| stamp.still_holds(&path));
                if !holds && path.exists() {
                    assert!(matches!(put(Over::Nothing), Err(SaveError::ChangedSince)));
                }
                self.shops_in_file = ours;
                put(Over::Anything)
            }
        };
        let saved = saved.expect("it can be saved");
        self.autosave.as_ref().expect("a session").saved(project.clone());
        if saved.n_others == 0 {
            self.named_by_other.clear();
        }
        (self.known, self.looked) = (Some(saved.known), None);
        self.saved = Some(project);
        self.kept = None;
    }

    fn keep(&mut self) -> Result<(), ()> {
        let (project, baseline) = (self.history.current().clone(), self.baseline.clone());
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
                self.looked = Some(newest.stamp());
                self.known = None;
                self.history = History::new(back.project);
                self.baseline = back.baseline;
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
        if self.path().exists() {
            let there = open(&self.path(), &Unwatched).expect("whole");
            self.known = Some(there.known());
            self.named_by_other.clear();
            (self.history, self.baseline) = (History::new(there.project), there.baseline);
        } else {
            self.known = None;
            self.history = History::new(Project::new(normenkader::standard()));
            self.baseline = Arc::default();
        }
    }

    fn other(&self) -> Option<Connection> {
        let connection = self.path().exists().then(|| Connection::open(self.path()).expect("a database"))?;
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
        for name in ["ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"] {
            connection.create_scalar_function(name, 1, flags, |_| Ok(0.0)).expect("a function");
        }
        Some(connection)
    }

    fn other_names(&mut self, n: u8) {
        let name = format!("Van daar {}", self.text());
        let (Some(connection), Some(shop)) = (self.other(), self.shops_in_file.get_mut(&shop_id(n))) else { return };
        let sql = "UPDATE supermarkt SET naam = ? WHERE id = ?";
        assert_eq!(connection.execute(sql, [&name, &shop_id(n).to_string()]).expect("named"), 1);
        shop.0 = name;
        self.named_by_other.insert(shop_id(n));
    }

    fn other_adds(&mut self) {
        let Some(connection) = self.other() else { return };
        let sql = "CREATE TABLE IF NOT EXISTS eigen (a); INSERT INTO eigen VALUES (1)";
        connection.execute_batch(sql).expect("added");
        self.n_foreign_rows += 1;
    }

    fn folder_gone(&mut self) {
        let (folder, away) = (self.folder(), self.home.path().join("weg"));
        fs::rename(&folder, &away).expect("it goes");
        let (project, baseline) = (self.history.current().clone(), self.baseline.clone());
        let error = save(&self.path(), (&project, &baseline), MADE, Over::Anything).expect_err("no folder");
        assert!(matches!(error, SaveError::NotWritten(_)), "{error}");
        fs::rename(&away, &folder).expect("it comes back");
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
            // Where there was no room to put back what had been written, whoever comes next does it.
            let schema = "SELECT count(*) FROM sqlite_master";
            let other = self.other().expect("it is there");
            assert!(other.query_row(schema, [], |row| row.get::<_, u32>(0)).expect("a database") > 0);
            return;
        }
        let there = shops_of(&open(&self.path(), &Unwatched).expect("whole").baseline);
        let new: Vec<_> = there.into_iter().filter(|(_, (there, _))| *there == name).collect();
        assert_eq!(new.len(), 1, "said to be saved: {output:?}");
        self.shops_in_file.extend(new);
    }

    fn disk_trouble(&mut self) {
        let own = self.autosave.as_ref().expect("a session").folder().to_owned();
        let away = self.home.path().join("schijf");
        fs::rename(&own, &away).expect("it goes");
        fs::write(&own, "").expect("something else");
        let (kept, states) = (self.kept.clone(), self.states());
        assert_eq!(self.keep(), Err(()));
        fs::remove_file(&own).expect("our own");
        fs::rename(&away, &own).expect("it comes back");
        assert!(states.exists());
        self.kept = kept;
        self.keep().expect("kept now");
    }

    fn verify_invariants(&self) {
        let path = self.path();
        assert_eq!(path.exists(), self.saved.is_some());
        let Some(saved) = &self.saved else { return };
        let there = open(&path, &Unwatched).expect("whole");
        assert_eq!(there.project, **saved, "the document that was saved");
        assert_eq!(shops_of(&there.baseline), self.shops_in_file, "what both sides did to the shops");
        let connection = Connection::open(&path).expect("a database");
        let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a verdict");
        assert_eq!(verdict, "ok");
        if self.n_foreign_rows > 0 {
            let n: u32 = connection.query_row("SELECT count(*) FROM eigen", [], |row| row.get(0)).expect("theirs");
            assert_eq!(n, self.n_foreign_rows);
        }
        let index = "SELECT count(*) FROM sqlite_master WHERE name = 'rtree_supermarkt_geom'";
        if connection.query_row(index, [], |row| row.get::<_, u32>(0)).expect("a count") > 0 {
            let check = "SELECT rtreecheck('rtree_supermarkt_geom')";
            assert_eq!(connection.query_row(check, [], |row| row.get::<_, String>(0)).expect("a verdict"), "ok");
        }
        drop(connection);
        assert_eq!(names_in(&self.folder()), ["plan.gpkg"], "nothing stays beside it");
    }
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
        for op in &ops {
            world.do_op(op);
            world.verify_invariants();
        }
        Ok(())
    });
    assert!(tried.is_ok(), "{}", tried.err().map(|error| error.to_string()).unwrap_or_default());
}
