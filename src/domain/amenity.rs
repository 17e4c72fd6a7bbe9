//! Voorzieningen and their kinds (soorten), as the catalogue in `assets/soorten.toml` lists them.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// Soort: a kind of place that norms speak of, one of the catalogue; `zorg24`, `halte` and `station` included.
///
/// Sorts in the order of the catalogue. In files it is written as its role name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AmenityKind(u8);

/// Groep: a family of kinds, one of the catalogue. Sorts in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KindGroup(u8);

/// Color of a group, by what it is called in the catalogue; what it looks like is said where it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum GroupColor {
    /// `zorg24`: that of 24-uurszorg.
    #[serde(rename = "zorg24")]
    Care,
    /// `oker`.
    #[serde(rename = "oker")]
    Ocher,
    /// `oranje`.
    #[serde(rename = "oranje")]
    Orange,
    /// `roze`.
    #[serde(rename = "roze")]
    Pink,
    /// `blauw`.
    #[serde(rename = "blauw")]
    Blue,
    /// `groen`.
    #[serde(rename = "groen")]
    Green,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupEntry {
    groep: String,
    naam: String,
    kleur: GroupColor,
    #[serde(default)]
    begint_verborgen: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogEntry {
    rol: String,
    naam: String,
    meervoud: String,
    groep: String,
    icoon: String,
    letter: String,
}

#[derive(Debug, Deserialize)]
struct Catalog {
    groep: Vec<GroupEntry>,
    soort: Vec<CatalogEntry>,
    /// The group of each kind.
    #[serde(skip)]
    groups: Vec<KindGroup>,
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let text = include_str!("../../assets/soorten.toml");
    let mut catalog: Catalog = toml::from_str(text).expect("the kinds catalogue is ours and tested");
    let group = |kind: &CatalogEntry| (0..).zip(&catalog.groep).find(|(_, group)| group.groep == kind.groep);
    let groups = catalog.soort.iter().map(|kind| KindGroup(group(kind).expect("every kind has a group").0));
    catalog.groups = groups.collect();
    catalog
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
    pub fn count() -> usize {
        CATALOG.soort.len()
    }

    /// The kind of that role name, for example `supermarkt`.
    pub fn from_role(role: &str) -> Option<Self> {
        Self::all().find(|kind| kind.role() == role)
    }

    fn entry(self) -> &'static CatalogEntry {
        &CATALOG.soort[usize::from(self.0)]
    }

    /// Position in the catalogue.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The role name in files and on the command line.
    pub fn role(self) -> &'static str {
        &self.entry().rol
    }

    /// What a planner calls one of them.
    pub fn label(self) -> &'static str {
        &self.entry().naam
    }

    /// What a planner calls several of them.
    pub fn plural(self) -> &'static str {
        &self.entry().meervoud
    }

    /// Its family.
    pub fn group(self) -> KindGroup {
        CATALOG.groups[self.index()]
    }

    /// File name of its icon in `assets/icons`, without the extension.
    pub fn icon(self) -> &'static str {
        &self.entry().icoon
    }

    /// The letter that stands for it where an icon is too small.
    pub fn letter(self) -> &'static str {
        &self.entry().letter
    }
}

impl KindGroup {
    /// 24-uurszorg.
    pub const CARE: Self = Self(0);
    /// Openbaar vervoer.
    pub const TRANSIT: Self = Self(4);

    /// Every group, in the order of the catalogue.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..u8::try_from(CATALOG.groep.len()).expect("a catalogue of fewer than 256 groups")).map(Self)
    }

    /// Every group of voorzieningen: all but 24-uurszorg and openbaar vervoer.
    pub fn of_amenities() -> impl Iterator<Item = Self> {
        Self::all().filter(|group| ![Self::CARE, Self::TRANSIT].contains(group))
    }

    fn entry(self) -> &'static GroupEntry {
        &CATALOG.groep[usize::from(self.0)]
    }

    /// What a planner calls it.
    pub fn label(self) -> &'static str {
        &self.entry().naam
    }

    /// Its color.
    pub fn color(self) -> GroupColor {
        self.entry().kleur
    }

    /// Is it left out of the map until somebody asks for it?
    pub fn starts_hidden(self) -> bool {
        self.entry().begint_verborgen
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
        assert_eq!(KindGroup::CARE, AmenityKind::CARE.group());
        assert_eq!(KindGroup::TRANSIT, AmenityKind::STOP.group());
        assert_eq!(KindGroup::TRANSIT, AmenityKind::STATION.group());
        for kind in AmenityKind::all() {
            assert_eq!(AmenityKind::all().filter(|other| other.letter() == kind.letter()).count(), 1, "{kind:?}");
        }
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
