//! What is being filled in on the panel of the werkatelier.

use uuid::Uuid;

use crate::crs::RdPoint;
use crate::domain::workshop::Decision;
use crate::gui::state::clock::now_text;
use crate::project::BoardItem;

/// How many dots a person has, and how many subjects are kept, unless somebody says otherwise. Source: Regionale
/// woonzorgvisie Twente §4.4: of ten opgaven four were kept.
const USUAL: [u32; 2] = [3, 4];

/// What is being filled in for the next werkatelier.
#[derive(Debug, Clone, Default)]
pub(super) struct WorkshopForm {
    pub(super) is_open: bool,
    pub(super) title: String,
    pub(super) date: String,
}

/// What is being filled in for the next stemming.
#[derive(Debug, Clone)]
pub(super) struct BallotForm {
    pub(super) is_open: bool,
    pub(super) title: String,
    pub(super) n_dots: u32,
    pub(super) n_kept: u32,
    /// Position among the kinds of subjects.
    pub(super) kind: usize,
    pub(super) statements: String,
}

impl Default for BallotForm {
    fn default() -> Self {
        let [n_dots, n_kept] = USUAL;
        Self { is_open: false, title: String::new(), n_dots, n_kept, kind: 0, statements: String::new() }
    }
}

/// The decision that is being written.
#[derive(Debug, Clone, Default)]
pub(super) struct DecisionForm {
    pub(super) what: String,
    pub(super) who: String,
    pub(super) when: String,
    pub(super) point: Option<RdPoint>,
    /// The one that is being changed.
    pub(super) known: Option<Decision>,
}

impl DecisionForm {
    /// The decision as it was written, and the form empty again; nothing while it does not say what.
    pub(super) fn written(&mut self, workshop: Option<Uuid>) -> Option<BoardItem> {
        if self.what.trim().is_empty() {
            return None;
        }
        let form = std::mem::take(self);
        let (id, workshop, made) = match form.known {
            Some(known) => (known.id, known.workshop, known.made),
            None => (Uuid::new_v4(), workshop, now_text()),
        };
        let [what, who, when] = [&form.what, &form.who, &form.when].map(|text| text.trim().to_owned());
        Some(BoardItem::Decision(Decision { id, what, who, when, point: form.point, workshop, made }))
    }
}
