//! Invented names, every one with its label, and ids that stay the same.

use serde::Deserialize;
use uuid::Uuid;

use super::dice::Dice;
use zorgkring::domain::identity::id_from_source;

/// The parts of names in `assets/demo/namen.toml`.
#[derive(Debug, Deserialize)]
pub(super) struct Names {
    achtervoegsel: String,
    eerste: Vec<String>,
    tweede: Vec<String>,
    organisaties: Vec<String>,
    pub(super) zorg24: String,
    pub(super) kandidaat: String,
    pub(super) cluster: String,
    halte: String,
    halte_buiten: String,
    station: String,
    haltes: Vec<String>,
}

/// What the demo names as the source of each layer, in `assets/demo/bronnen.toml`.
#[derive(Debug, Deserialize)]
pub(super) struct Sources {
    pub(super) bestand: String,
    pub(super) fictief: String,
    pub(super) fictief_datum: String,
    pub(super) kern: String,
    pub(super) vraag: String,
    pub(super) datum: String,
    pub(super) licentie: String,
    pub(super) gemeente: String,
    pub(super) gemeente_datum: String,
    pub(super) buurt: String,
    pub(super) buurt_datum: String,
}

/// The id of the `n`-th feature of a layer of the demo region.
pub(super) fn id_of(layer: &str, n: usize) -> Uuid {
    id_from_source("demo", &format!("{layer}/{n}"))
}

impl Sources {
    pub(super) fn read() -> Self {
        toml::from_str(include_str!("../../../assets/demo/bronnen.toml")).expect("a table of ours, tested")
    }
}

impl Names {
    pub(super) fn read() -> Self {
        toml::from_str(include_str!("../../../assets/demo/namen.toml")).expect("a table of ours, tested")
    }

    /// The `n`-th name in a pattern; `offset` lets each layer begin elsewhere.
    pub(super) fn numbered(&self, pattern: &str, offset: usize, n: usize) -> String {
        let (n_first, n_second) = (self.eerste.len(), self.tweede.len());
        let first = &self.eerste[(n + offset) % n_first];
        let second = &self.tweede[(n / n_first + n + offset) % n_second];
        let name = pattern.replace("{}", &format!("{first}{second}"));
        // After every pair of parts once, a number keeps names apart.
        let round = n / (n_first * n_second);
        if round == 0 {
            format!("{name}{}", self.achtervoegsel)
        } else {
            format!("{name} {}{}", round + 1, self.achtervoegsel)
        }
    }

    pub(super) fn organization(&self, dice: &mut Dice) -> String {
        format!("{}{}", self.organisaties[dice.index(self.organisaties.len())], self.achtervoegsel)
    }

    pub(super) fn station(&self, name: &str) -> String {
        format!("{}{}", self.station.replace("{}", name), self.achtervoegsel)
    }

    /// The `n`-th halte of a kern, or one in the open.
    pub(super) fn stop(&self, town: &str, is_in_town: bool, n: usize) -> String {
        let pattern = if is_in_town { &self.halte } else { &self.halte_buiten };
        let street = &self.haltes[n % self.haltes.len()];
        let round = n / self.haltes.len();
        let street = if round == 0 { street.clone() } else { format!("{street} {}", round + 1) };
        format!("{}{}", pattern.replace("{kern}", town).replace("{naam}", &street), self.achtervoegsel)
    }
}
