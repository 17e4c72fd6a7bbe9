//! Voorzieningen and their kinds (soorten), as the catalogue in `assets/soorten.toml` lists them.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// Soort: a kind of place that norms speak of, one of the catalogue; `zorg24`, `halte` and `station` included.
///
/// Sorts in the order of the catalogue. In files it is written as its role name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AmenityKind(u8);

/// Which family a kind belongs to: its colour on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KindGroup {
    /// `zorg24`: 24-uurszorg itself.
    Zorg24,
    /// `boodschappen`: shops.
    Boodschappen,
    /// `zorg`: care on appointment.
    Zorg,
    /// `ontmoeting`: meeting, culture, learning.
    Ontmoeting,
    /// `ov`: public transport.
    Ov,
    /// `buiten`: outdoors.
    Buiten,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogEntry {
    rol: String,
    naam: String,
    meervoud: String,
    groep: KindGroup,
    icoon: String,
    letter: String,
}

#[derive(Debug, Deserialize)]
struct Catalog {
    soort: Vec<CatalogEntry>,
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/soorten.toml")).expect("the kinds catalogue is ours and tested")
});

impl AmenityKind {
    /// 24-uurszorg.
    pub const CARE: Self = Self(0);
    /// Bushalte.
    pub const STOP: Self = Self(1);
    /// Treinstation.
    pub const STATION: Self = Self(2);

    /// Every kind, in the order of the catalogue.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..u8::try_from(CATALOG.soort.len()).expect("a catalogue of fewer than 256 kinds")).map(Self)
    }

    /// How many kinds there are.
    #[must_use]
    pub fn count() -> usize {
        CATALOG.soort.len()
    }

    /// The kind of that role name, for example `supermarkt`.
    #[must_use]
    pub fn from_role(role: &str) -> Option<Self> {
        Self::all().find(|kind| kind.role() == role)
    }

    fn entry(self) -> &'static CatalogEntry {
        &CATALOG.soort[usize::from(self.0)]
    }

    /// Position in the catalogue.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The role name in files and on the command line.
    #[must_use]
    pub fn role(self) -> &'static str {
        &self.entry().rol
    }

    /// What a planner calls one of them.
    #[must_use]
    pub fn label(self) -> &'static str {
        &self.entry().naam
    }

    /// What a planner calls several of them.
    #[must_use]
    pub fn plural(self) -> &'static str {
        &self.entry().meervoud
    }

    /// Its family.
    #[must_use]
    pub fn group(self) -> KindGroup {
        self.entry().groep
    }

    /// File name of its icon in `assets/icons`, without the extension.
    #[must_use]
    pub fn icon(self) -> &'static str {
        &self.entry().icoon
    }

    /// The letter that stands for it where an icon is too small.
    #[must_use]
    pub fn letter(self) -> &'static str {
        &self.entry().letter
    }
}

impl fmt::Debug for AmenityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.role())
    }
}

impl Serialize for AmenityKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.role())
    }
}

impl<'de> Deserialize<'de> for AmenityKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let role = String::deserialize(deserializer)?;
        Self::from_role(&role).ok_or_else(|| serde::de::Error::custom(format!("onbekende soort '{role}'")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_reads_and_its_fixed_kinds_stand_where_the_code_expects_them() {
        assert_eq!(AmenityKind::CARE.role(), "zorg24");
        assert_eq!(AmenityKind::STOP.role(), "halte");
        assert_eq!(AmenityKind::STATION.role(), "station");
    }

    #[test]
    fn every_role_of_the_contract_is_a_kind() {
        let contract = "zorg24 supermarkt dagelijks huisarts gezondheidscentrum apotheek fysio ontmoeting dagbesteding \
                        bibliotheek sport groen horeca geldpost onderwijs bank toilet halte station";
        for role in contract.split_whitespace() {
            assert!(AmenityKind::from_role(role).is_some(), "{role}");
        }
    }
}
