//! What other programs, and drives that go away, do to the project of a session.

use std::fs;

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use zorgkring::crs::RdPoint;
use zorgkring::import::Unwatched;
use zorgkring::project::file::{Over, SaveError, open, save};

use crate::session_facts::{Fact, Facts};
use crate::session_ops::{MADE, World, has_table, of, shop_id, square};

impl World {
    pub(crate) fn other(&self) -> Option<Connection> {
        let connection = self.path().exists().then(|| Connection::open(self.path()).expect("a database"))?;
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
        for name in ["ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"] {
            connection.create_scalar_function(name, 1, flags, |_| Ok(0.0)).expect("a function");
        }
        Some(connection)
    }

    pub(crate) fn other_names(&mut self, n: u8) {
        let name = format!("Van daar {}", self.text());
        let (Some(connection), Some(facts)) = (self.other(), &mut self.in_file) else { return };
        let Some(shop) = facts.get_mut(&Fact::Shop(shop_id(n))) else { return };
        let sql = "UPDATE supermarkt SET naam = ?1 WHERE fid = (SELECT min(fid) FROM supermarkt WHERE id = ?2)";
        assert_eq!(connection.execute(sql, [&name, &shop_id(n).to_string()]).expect("named"), 1);
        shop[0] = name;
        self.is_ours_alone = false;
    }

    pub(crate) fn other_adds(&mut self) {
        let Some(connection) = self.other() else { return };
        let sql = "CREATE TABLE IF NOT EXISTS eigen (a); INSERT INTO eigen VALUES (1)";
        connection.execute_batch(sql).expect("added");
        self.n_foreign_rows += 1;
        self.is_ours_alone = false;
    }

    /// Does something to a table of the file, if it is there; the program reads the same of it as before.
    pub(crate) fn other_does(&mut self, table: &str, sql: &str) -> bool {
        let Some(connection) = self.other().filter(|connection| has_table(connection, table)) else { return false };
        connection.execute_batch(sql).expect("done");
        self.is_ours_alone = false;
        true
    }

    pub(crate) fn other_nudges(&mut self) {
        self.n_texts += 1;
        let step = f64::from(self.n_texts % 40);
        let at = |n: u8| RdPoint::at(square(n).x() + step, square(n).y() - step);
        for n in 0..6 {
            let sql = format!("UPDATE vraag SET geom = x'{}' WHERE geom = x'{}'", hex(at(n)), hex(square(n)));
            self.other_does("vraag", &sql);
        }
    }

    pub(crate) fn other_copies(&mut self, n: u8) {
        let id = shop_id(n);
        let Some(shop) = self.in_file.as_ref().and_then(|facts| facts.get(&Fact::Shop(id))).cloned() else { return };
        self.n_texts += 1;
        let at = RdPoint::at(254_000.0 + f64::from(self.n_texts), 471_000.0);
        let sql = format!(
            "INSERT INTO supermarkt (geom, id, naam, soort, status) SELECT x'{}', id, naam, soort, status FROM supermarkt \
             WHERE id = '{id}' LIMIT 1",
            hex(at)
        );
        self.other_does("supermarkt", &sql);
        // It is another place, of the same name; which id it got is told by reading.
        let there = of(&open(&self.path(), &Unwatched).expect("whole"));
        let before = self.in_file.take().expect("facts");
        let new: Vec<_> = there.iter().filter(|(fact, _)| !before.contains_key(fact)).collect();
        assert_eq!(new.len(), 1, "{new:?}");
        assert_eq!(*new[0].1, [shop[0].clone(), format!("{at:?}")]);
        assert!(before.iter().all(|(fact, fields)| there.get(fact) == Some(fields)), "the others stay what they are");
        self.in_file = Some(there);
    }

    pub(crate) fn other_orders(&mut self, alike: bool) {
        self.has_other_order = true;
        let order = if alike { "7" } else { "100 - volgorde" };
        for table in ["zorgkring_ingreep", "plaats_plan", "notitie"] {
            self.other_does(table, &format!("UPDATE {table} SET volgorde = {order}"));
        }
    }

    pub(crate) fn other_drops(&mut self, table: &str) {
        let sql = format!(
            "DROP TABLE rtree_{table}_geom; DROP TABLE {table}; DELETE FROM gpkg_extensions WHERE table_name = '{table}'; \
             DELETE FROM gpkg_geometry_columns WHERE table_name = '{table}'; \
             DELETE FROM gpkg_contents WHERE table_name = '{table}'"
        );
        if self.other_does(table, &sql)
            && let Some(facts) = &mut self.in_file
        {
            facts.retain(|fact, _| match fact {
                Fact::Shop(_) => table != "supermarkt",
                Fact::Square(..) => table != "vraag",
                Fact::Layer(role) => *role != table,
                _ => true,
            });
        }
    }

    pub(crate) fn other_makes_layer(&mut self) {
        let Some(connection) = self.other().filter(|connection| !has_table(connection, "apotheek")) else { return };
        let name = format!("Apotheek {}", self.text());
        let make = format!(
            "CREATE TABLE apotheek (fid INTEGER PRIMARY KEY, geom POINT, naam TEXT, licentie TEXT); \
             INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) \
             VALUES ('apotheek', 'features', 'apotheek', 28992); \
             INSERT INTO gpkg_geometry_columns VALUES ('apotheek', 'geom', 'POINT', 28992, 0, 0); \
             INSERT INTO apotheek (geom, naam, licentie) VALUES (x'{}', '{name}', 'niet delen')",
            hex(RdPoint::at(255_000.0, 471_000.0))
        );
        connection.execute_batch(&make).expect("made");
        self.is_ours_alone = false;
        let there = of(&open(&self.path(), &Unwatched).expect("whole"));
        let mut before = self.in_file.take().expect("facts");
        let new = there.iter().filter(|(fact, _)| !before.contains_key(fact));
        let new: Facts = new.map(|(fact, fields)| (fact.clone(), fields.clone())).collect();
        assert!(new.len() == 3 && new.contains_key(&Fact::PharmaciesAtHome), "{new:?}");
        before.extend(new);
        self.in_file = Some(before);
    }

    pub(crate) fn log(&mut self, keeps: bool) {
        let Some(connection) = self.other() else { return };
        let journal = if keeps { "wal" } else { "delete" };
        connection.pragma_update_and_check(None, "journal_mode", journal, |_| Ok(())).expect("a journal");
        self.is_ours_alone = false;
    }

    pub(crate) fn folder_gone(&mut self) {
        let (folder, away) = (self.folder(), self.home.path().join("weg"));
        fs::rename(&folder, &away).expect("it goes");
        let (project, baseline) = (self.history.current().clone(), self.baseline().clone());
        let error = save(&self.path(), (&project, &baseline), MADE, Over::Anything).expect_err("no folder");
        assert!(matches!(error, SaveError::NotWritten(_)), "{error}");
        fs::rename(&away, &folder).expect("it comes back");
    }

    pub(crate) fn disk_trouble(&mut self) {
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
}

/// A point as a GeoPackage has it, in hexadecimal.
fn hex(at: RdPoint) -> String {
    let mut bytes = b"GP\x00\x01".to_vec();
    bytes.extend(28_992_i32.to_le_bytes());
    bytes.extend([1, 1, 0, 0, 0]);
    bytes.extend(at.x().to_le_bytes().into_iter().chain(at.y().to_le_bytes()));
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
