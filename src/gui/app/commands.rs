//! Commands that concern the document and how it is looked at, and no other part of the window.

use super::second_screen::SecondScreen;
use super::workspace::Workspace;
use crate::gui::kit::side_panels;
use crate::gui::room::Pointing;
use crate::gui::state::{MapMove, Measure, SidePanel, SketchMode, Sketching, TEXT_SCALES, Tool, WhatIf};
use crate::gui::wish::variants::new_variant;
use crate::gui::wish::{Command, RoomTab};
use crate::nl::window as nl;
use crate::project::Edit;

impl Workspace {
    /// Does such a command; false for any other.
    pub(super) fn command(&mut self, command: Command) -> bool {
        let [smallest, largest] = TEXT_SCALES;
        let Self { state, features, .. } = self;
        let liked = &mut state.preferences;
        match command {
            Command::ResetNorms => self.put_norms_back(),
            Command::WholeRegion => state.map_move = Some(MapMove::WholeRegion),
            Command::ZoomIn => state.map_move = Some(MapMove::Zoom(0.5)),
            Command::ZoomOut => state.map_move = Some(MapMove::Zoom(-0.5)),
            Command::SwitchBasemap => state.basemap = state.basemap.next(),
            Command::Measure => state.toggle_tool(Tool::Measure(Measure::default())),
            Command::Deselect => features.put_away(state),
            Command::EditNorms => features.edit_norms(state, !features.norms.is_open),
            Command::Export => {
                // What is worked on goes out, not what it is compared with.
                state.comparison.shows_before = false;
                features.export.open();
            }
            Command::ShowMessages => state.list_messages(!state.lists_messages),
            Command::TextLarger => liked.text_scale = (liked.text_scale + 0.25).min(largest),
            Command::TextSmaller => liked.text_scale = (liked.text_scale - 0.25).max(smallest),
            Command::TextNormal => liked.text_scale = 1.0,
            Command::NextTheme => liked.theme = liked.theme.next(),
            Command::LayersPanel => side_panels::toggle(state, SidePanel::Left),
            Command::ExplanationPanel => side_panels::toggle(state, SidePanel::Right),
            Command::Legend => features.legend.toggle(state),
            Command::Help => features.help.toggle(),
            Command::Search => features.search.open(&self.ctx),
            Command::Lists => features.lists.toggle(),
            Command::WhatIf => state.toggle_tool(Tool::WhatIf(WhatIf::default())),
            Command::BeforeAfter => self.switch_before_after(),
            Command::NewVariant | Command::CopyVariant => self.begin_variant(command),
            Command::Sketch => state.toggle_tool(Tool::Sketch(Sketching::new(SketchMode::Area))),
            Command::Present if features.presenter.is_on() => features.stop_presenting(state),
            Command::Present => features.start_presenting(state),
            Command::AddBookmark => features.room.open(RoomTab::Bookmarks),
            Command::AddNote => features.room.pointing = Some(Pointing::NewNote),
            Command::SecondScreen if !SecondScreen::is_possible(&self.ctx) => state.tell(nl::room::ONE_SCREEN, false),
            Command::SecondScreen => features.room.second_screen = !features.room.second_screen,
            Command::Workshop => features.room.toggle(),
            Command::Undo
            | Command::Redo
            | Command::SaveNorms
            | Command::LoadNorms
            | Command::OpenLayer
            | Command::SaveProject
            | Command::SaveProjectAs
            | Command::OpenProject
            | Command::NewProject
            | Command::EarlierStates
            | Command::RemoveLayer => return false,
        }
        true
    }

    /// Undoes a step; true when another program's changes were taken over in it.
    pub(super) fn undo(&mut self) -> bool {
        let undone = self.ready_mut().and_then(|ready| ready.session.undo());
        self.follow_ground();
        undone.is_some_and(|edit| edit.is_of_others())
    }

    /// Does a step again; true when another program's changes were taken over in it.
    pub(super) fn redo(&mut self) -> bool {
        let redone = self.ready_mut().and_then(|ready| ready.session.redo());
        self.follow_ground();
        redone.is_some_and(|edit| edit.is_of_others())
    }

    fn put_norms_back(&mut self) {
        let Some(ready) = self.ready() else { return };
        let (norms, standard) = (ready.session.project().norms.clone(), ready.standard.clone());
        self.features.norms.sets.keep(&norms);
        self.edit(Edit::PutAllBack { norms: standard.norms, profile: standard.profile });
    }

    /// Without a variant there is nothing to switch between.
    fn switch_before_after(&mut self) {
        let Some(active) = self.ready().map(|ready| ready.session.project().plan.active) else { return };
        let comparison = &mut self.state.comparison;
        if active == comparison.against {
            comparison.shows_before = false;
            self.state.tell(nl::plan::NOTHING_TO_SWITCH, false);
        } else {
            comparison.shows_before = !comparison.shows_before;
        }
    }

    fn begin_variant(&mut self, command: Command) {
        let Some(ready) = self.ready() else { return };
        let project = ready.session.project();
        let copied = project.plan.active().filter(|_| command == Command::CopyVariant);
        let edit = new_variant(project, copied.map(|variant| &**variant));
        self.state.comparison.shows_before = false;
        self.edit(edit);
    }
}
