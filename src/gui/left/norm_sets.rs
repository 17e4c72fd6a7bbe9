//! The normenkaders to choose from: those that come with the program and the user's own.

use std::sync::LazyLock;

use crate::domain::norm::NormSet;
use crate::import::normenkader;
use crate::nl::window as nl;

static BUILT_IN: LazyLock<Vec<NormSet>> =
    LazyLock::new(|| normenkader::built_in().into_iter().map(|(_, set)| set).collect());

/// The user's own normenkaders as they were when last left, saved or loaded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NormSets {
    own: Vec<NormSet>,
}

impl NormSets {
    /// Those that come with the program, the standard first.
    pub fn built_in() -> &'static [NormSet] {
        &BUILT_IN
    }

    /// The user's own, the oldest first.
    pub fn own(&self) -> &[NormSet] {
        &self.own
    }

    /// Has a normenkader the name of one that comes with the program without being that one?
    pub fn borrows_a_name(norms: &NormSet) -> bool {
        Self::built_in().iter().any(|set| set.name == norms.name && set != norms)
    }

    /// Is that the name of one that comes with the program?
    pub fn is_built_in_name(name: &str) -> bool {
        Self::built_in().iter().any(|set| set.name == name)
    }

    /// Keeps a normenkader as it is now, for when another one is chosen: nothing that was set is lost.
    pub fn keep(&mut self, norms: &NormSet) {
        if Self::built_in().contains(norms) || self.own.contains(norms) {
            return;
        }
        if Self::borrows_a_name(norms) {
            let name = self.free_name(&nl::changed_set(&norms.name));
            self.own.push(NormSet { name, ..norms.clone() });
        } else {
            self.put(norms);
        }
    }

    /// Takes a normenkader up as the user's own, in place of the one of that name; not one of ours as it is.
    pub fn take_up(&mut self, norms: &NormSet) {
        if !Self::built_in().contains(norms) {
            self.put(norms);
        }
    }

    fn put(&mut self, norms: &NormSet) {
        match self.own.iter_mut().find(|set| set.name == norms.name) {
            Some(known) => known.clone_from(norms),
            None => self.own.push(norms.clone()),
        }
    }

    /// One of the user's own has another name from now on.
    pub fn rename(&mut self, from: &str, to: &str) {
        if let Some(set) = self.own.iter_mut().find(|set| set.name == from) {
            to.clone_into(&mut set.name);
        }
    }

    /// The name, with a number when it is taken.
    pub fn free_name(&self, name: &str) -> String {
        let taken = |name: &str| Self::built_in().iter().chain(&self.own).any(|set| set.name == name);
        let numbered = (2..).map(|n| format!("{name} {n}"));
        std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_set_of_ours_is_kept_under_a_name_of_its_own_and_an_unchanged_one_is_not() {
        let mut sets = NormSets::default();
        let mut norms = NormSets::built_in()[0].clone();
        sets.keep(&norms);
        assert!(sets.own().is_empty());
        norms.detour_factor = 1.4;
        assert!(NormSets::borrows_a_name(&norms));
        sets.keep(&norms);
        assert_eq!(sets.own().len(), 1);
        assert!(!NormSets::borrows_a_name(&sets.own()[0]));
        norms.detour_factor = 1.5;
        sets.keep(&norms);
        assert_eq!(sets.own().len(), 2);
        assert_ne!(sets.own()[0].name, sets.own()[1].name);
    }

    #[test]
    fn a_set_of_ones_own_is_kept_as_it_was_last() {
        let mut sets = NormSets::default();
        let mut norms = NormSet { name: "Borne".to_owned(), ..NormSets::built_in()[0].clone() };
        sets.keep(&norms);
        norms.detour_factor = 1.4;
        sets.keep(&norms);
        assert_eq!(sets.own(), std::slice::from_ref(&norms));
        sets.rename("Borne", "Hengelo");
        assert_eq!(sets.own()[0].name, "Hengelo");
        assert_eq!(sets.free_name("Hengelo"), "Hengelo 2");
    }
}
