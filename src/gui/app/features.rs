//! What each part of the window remembers for itself; nothing but the program as a whole sees more than one of them.

use uuid::Uuid;

use crate::gui::dialogs::help::Help;
use crate::gui::kit::side_panels::SidePanels;
use crate::gui::left::layers::LayerList;
use crate::gui::left::legend::Legend;
use crate::gui::left::norms_editor::NormsEditor;
use crate::gui::lists::Lists;
use crate::gui::presenter::Presenter;
use crate::gui::right::area::BoxCount;
use crate::gui::room::Room;
use crate::gui::search::Search;
use crate::gui::state::{Selection, ShownDocument, Tool, ViewState};
use crate::gui::wish::{Command, RoomTab};
use crate::gui::work::exporting::ExportForm;

/// The memory of every part.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// The panels beside the map.
    pub panels: SidePanels,
    /// The list of layers.
    pub layers: LayerList,
    /// The legend.
    pub legend: Legend,
    /// The editor of the normenkader.
    pub norms: NormsEditor,
    /// What was counted in the chosen box.
    pub counted: Option<BoxCount>,
    /// The lists below the map.
    pub lists: Lists,
    /// The search.
    pub search: Search,
    /// The help and the tour.
    pub help: Help,
    /// What the export dialog is filled in with.
    pub export: ExportForm,
    /// Was the card that says that there is nothing yet put away?
    pub empty_card_is_away: bool,
    /// The werkatelier.
    pub room: Room,
    /// The presentation.
    pub presenter: Presenter,
    /// The panel of the werkatelier as it was before the presentation.
    tab_before: Option<RoomTab>,
}

impl Features {
    /// Commands whose part of the window is open, or whose tool is in hand.
    pub(super) fn on(&self, state: &ViewState) -> Vec<Command> {
        let on = [
            (Command::Measure, matches!(state.tool, Tool::Measure(_))),
            (Command::WhatIf, matches!(state.tool, Tool::WhatIf(_))),
            (Command::Sketch, matches!(state.tool, Tool::Sketch(_))),
            (Command::BeforeAfter, state.comparison.shows_before),
            (Command::AddNote, self.room.pointing.is_some()),
            (Command::Workshop, self.room.tab.is_some()),
            (Command::Lists, self.lists.is_open),
            (Command::Help, self.help.page.is_some()),
        ];
        on.into_iter().filter(|(_, is_on)| *is_on).map(|(command, _)| command).collect()
    }

    /// What shows of a document that is worked on in a variant.
    pub(super) fn shown<'a>(&self, state: &'a ViewState, worked_on: Option<Uuid>) -> ShownDocument<'a> {
        let presented = self.presenter.shown_variant().filter(|variant| *variant != worked_on);
        match (state.draft.shown(), presented) {
            (Some(draft), _) => ShownDocument::Draft(draft),
            (None, Some(variant)) => ShownDocument::Variant(variant),
            (None, None) if state.comparison.shows_before => ShownDocument::Variant(state.comparison.against),
            (None, None) => ShownDocument::Document,
        }
    }

    /// Puts away what lies on top: a window, the tour, the tool in hand, else what is selected.
    pub(super) fn put_away(&mut self, state: &mut ViewState) {
        if self.room.put_away() {
            return;
        }
        if self.presenter.is_on() {
            self.stop_presenting(state);
        } else if self.help.page.take().is_some() || self.help.tour.take().is_some() || state.tool.put_away() {
            // What lay on top is away.
        } else if self.norms.is_open {
            self.edit_norms(state, false);
        } else {
            state.selection = Selection::Nothing;
        }
    }

    /// Opens or closes the editor of the normenkader; a drag that was under way in it comes to nothing.
    pub(super) fn edit_norms(&mut self, state: &mut ViewState, open: bool) {
        self.norms.is_open = open;
        state.draft.abandon();
    }

    /// Begins the presentation, for which everything beside the map is put away.
    pub(super) fn start_presenting(&mut self, state: &mut ViewState) {
        self.tab_before = self.room.tab.take();
        self.help = Help::default();
        self.edit_norms(state, false);
        self.presenter.start(state);
    }

    /// Ends the presentation: everything is again as it was, the panel of the werkatelier too.
    pub(super) fn stop_presenting(&mut self, state: &mut ViewState) {
        self.presenter.stop(state);
        self.room.tab = self.room.tab.or(self.tab_before.take());
    }

    /// Forgets what was about another project.
    pub(super) fn on_new_project(&mut self) {
        self.tab_before = None;
        (self.counted, self.help.tour, self.empty_card_is_away) = (None, None, false);
        (self.room, self.presenter, self.norms) = (Room::default(), Presenter::default(), NormsEditor::default());
    }
}
