//! What the lists remember between frames.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::rows;
use super::table::{Sort, Table};
use crate::analysis::key::Key;
use crate::domain::amenity::AmenityKind;
use crate::domain::baseline::Baseline;
use crate::gui::state::ArcKey;
use crate::gui::wish::{ListTab, View};

/// What a prepared table rests on; the same means that it still holds.
#[derive(Debug, Clone, PartialEq)]
struct Basis {
    tab: ListTab,
    kind: Option<AmenityKind>,
    /// A layer does not follow from an answer.
    answer: Option<Key>,
    baseline: ArcKey<Baseline>,
}

/// What the lists remember between frames.
#[derive(Debug, Clone)]
pub struct Lists {
    /// Does the panel show?
    pub is_open: bool,
    pub(super) tab: ListTab,
    pub(super) kind: AmenityKind,
    pub(super) filter: String,
    pub(super) sorts: BTreeMap<ListTab, Sort>,
    prepared: Option<(Basis, Arc<Table>)>,
    pub(super) ordered: Option<(String, Option<Sort>, Arc<Vec<usize>>)>,
    pub(super) n_copied: Option<usize>,
    /// Scroll offset and height of the rows in the last frame, in points.
    pub(super) seen: [f32; 2],
    /// The row that gets the focus, by its position on screen.
    pub(super) focus_row: Option<usize>,
}

impl Default for Lists {
    fn default() -> Self {
        Self {
            is_open: false,
            tab: ListTab::Zones,
            kind: AmenityKind::CARE,
            filter: String::new(),
            sorts: BTreeMap::new(),
            prepared: None,
            ordered: None,
            n_copied: None,
            seen: [0.0; 2],
            focus_row: None,
        }
    }
}

impl Lists {
    /// Opens the panel if it is closed, closes it if it is open.
    pub fn toggle(&mut self) {
        self.is_open = !self.is_open;
    }

    /// Opens one of the lists, as a whole.
    pub fn open(&mut self, tab: ListTab) {
        self.is_open = true;
        self.filter.clear();
        self.show(tab);
    }

    pub(super) fn show(&mut self, tab: ListTab) {
        self.tab = tab;
        self.changed();
    }

    /// Other rows, or in another order.
    pub(super) fn changed(&mut self) {
        self.ordered = None;
        self.n_copied = None;
        self.focus_row = None;
    }

    /// The table of the tab; `None` before there is an answer to make it from.
    pub(super) fn table(&mut self, view: &View<'_>) -> Option<Arc<Table>> {
        let is_layer = self.tab == ListTab::Layer;
        let basis = Basis {
            tab: self.tab,
            kind: is_layer.then_some(self.kind),
            answer: view.answer.map(|answer| answer.outcome_key).filter(|_| !is_layer),
            baseline: ArcKey::of(view.baseline),
        };
        if let Some((known, table)) = &self.prepared
            && *known == basis
        {
            return Some(table.clone());
        }
        self.changed();
        let outcome = view.answer.map(|answer| &*answer.outcome);
        let table = Arc::new(match self.tab {
            ListTab::Zones => rows::zones(view, outcome?),
            ListTab::NearMisses => rows::near_misses(view, outcome?),
            ListTab::Sites => rows::sites(view, outcome?),
            ListTab::Kernen => rows::kernen(view, outcome),
            ListTab::Layer => rows::layer(view, self.kind),
        });
        self.prepared = Some((basis, table.clone()));
        Some(table)
    }

    /// The rows that pass the filter, in their order.
    pub(super) fn order(&mut self, table: &Table) -> Arc<Vec<usize>> {
        let sort = self.sorts.get(&self.tab).copied();
        match &self.ordered {
            Some((filter, by, order)) if *filter == self.filter && *by == sort => order.clone(),
            _ => {
                let order = Arc::new(table.order(&self.filter, sort));
                self.n_copied = None;
                self.ordered = Some((self.filter.clone(), sort, order.clone()));
                order
            }
        }
    }
}
