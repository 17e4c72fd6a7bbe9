//! In which coordinate system a layer of a GeoPackage stands, by all that the file says of it.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::geopackage::{FeatureTable, has_table};
use crate::import::crs_name::{DeclaredCrs, crs_from_name, crs_from_number};

/// Registries whose codes are decisive: another code of theirs is another system, whatever else is said.
const REGISTRIES: [&str; 2] = ["EPSG", "ESRI"];

/// What `gpkg_spatial_ref_sys` says of a system (clause 1.1.2); empty where it says nothing.
#[derive(Debug, Default)]
struct Stated {
    organization: String,
    code: i64,
    name: String,
    /// Well-known text of either kind.
    definitions: [String; 2],
}

/// The coordinate system of a layer; how it is called when it is none that is read.
///
/// The code of a registry decides; else the definition, else the name. A layer whose system is missing from the table of
/// systems goes by its number.
pub(super) fn crs_of(connection: &Connection, table: &FeatureTable) -> rusqlite::Result<Result<DeclaredCrs, String>> {
    let sql = "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ? AND column_name = ?";
    let keys = [&table.name, &table.geometry_column];
    let number: Option<Value> = connection.query_row(sql, keys, |row| row.get(0)).optional()?;
    let number = number.as_ref().map_or(0, integer);
    let stated = if has_table(connection, "gpkg_spatial_ref_sys")? {
        let sql = "SELECT * FROM gpkg_spatial_ref_sys WHERE srs_id = ? LIMIT 1";
        connection.query_row(sql, [number], Stated::from_row).optional()?
    } else {
        None
    };
    Ok(match stated {
        Some(stated) => stated.crs().ok_or_else(|| stated.label(number)),
        None => crs_from_number(number).ok_or_else(|| number.to_string()),
    })
}

impl Stated {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let value = |column: &str| row.get::<_, Value>(column).unwrap_or(Value::Null);
        let text = |column: &str| match value(column) {
            Value::Text(text) => text,
            _ => String::new(),
        };
        Ok(Self {
            organization: text("organization"),
            code: integer(&value("organization_coordsys_id")),
            name: text("srs_name"),
            definitions: [text("definition"), text("definition_12_063")],
        })
    }

    fn crs(&self) -> Option<DeclaredCrs> {
        let by_code = || crs_from_name(&format!("{}:{}", self.organization, self.code));
        if self.code > 0 && REGISTRIES.iter().any(|known| self.organization.eq_ignore_ascii_case(known)) {
            return by_code();
        }
        let by_definition = || self.definitions.iter().find_map(|definition| crs_from_name(definition));
        by_code().or_else(by_definition).or_else(|| crs_from_name(&self.name))
    }

    /// How it is called in a message: by its code in a registry, else by its name.
    fn label(&self, number: i64) -> String {
        if self.code > 0 && REGISTRIES.iter().any(|known| self.organization.eq_ignore_ascii_case(known)) {
            format!("{}:{}", self.organization, self.code)
        } else if self.name.trim().is_empty() {
            number.to_string()
        } else {
            self.name.clone()
        }
    }
}

/// A whole number, also from a text, as some write it; zero where there is none.
fn integer(value: &Value) -> i64 {
    match value {
        Value::Integer(number) => *number,
        Value::Text(text) => text.trim().parse().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The layer's number, and for the table of systems: organization, code, name and definition.
    fn crs(number: i64, row: Option<(&str, i64, &str, &str)>) -> Result<DeclaredCrs, String> {
        let connection = Connection::open_in_memory().expect("memory");
        let schema = "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,
              organization_coordsys_id INTEGER, definition TEXT);";
        connection.execute_batch(schema).expect("a schema");
        let layer = "INSERT INTO gpkg_geometry_columns VALUES ('winkel', 'geom', ?)";
        connection.execute(layer, [number]).expect("a layer");
        if let Some((organization, code, name, definition)) = row {
            let system = "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?)";
            connection.execute(system, (name, number, organization, code, definition)).expect("a system");
        }
        let table = FeatureTable {
            name: "winkel".to_owned(),
            geometry_column: "geom".to_owned(),
            key_column: None,
            columns: Vec::new(),
        };
        crs_of(&connection, &table).expect("a sound database")
    }

    #[test]
    fn a_system_is_known_by_code_definition_name_or_number() {
        let crs84 = r#"GEOGCS["WGS 84 (CRS84)",AUTHORITY["OGC","CRS84"]]"#;
        assert_eq!(crs(4326, Some(("epsg", 4326, "", ""))), Ok(DeclaredCrs::Wgs84));
        assert_eq!(crs(84, Some(("OGC", 84, "x", "undefined"))), Ok(DeclaredCrs::Wgs84));
        assert_eq!(crs(100_000, Some(("NONE", 100_000, "x", crs84))), Ok(DeclaredCrs::Wgs84));
        assert_eq!(crs(100_001, Some(("NONE", 100_001, "Amersfoort / RD New", "undefined"))), Ok(DeclaredCrs::Rd));
        assert_eq!(crs(84, None), Ok(DeclaredCrs::Wgs84));
        assert_eq!(crs(28_992, None), Ok(DeclaredCrs::Rd));
    }

    #[test]
    fn another_system_is_called_by_its_code_or_its_name() {
        let refused = |name: &str| Err(name.to_owned());
        assert_eq!(crs(31_370, Some(("EPSG", 31_370, "WGS 84", ""))), refused("EPSG:31370"));
        assert_eq!(
            crs(-1, Some(("NONE", -1, "Undefined Cartesian SRS", "undefined"))),
            refused("Undefined Cartesian SRS")
        );
        assert_eq!(crs(100_000, Some(("NONE", 100_000, "", ""))), refused("100000"));
        assert_eq!(crs(25_832, None), refused("25832"));
    }
}
