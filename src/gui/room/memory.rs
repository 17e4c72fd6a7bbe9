//! What the window remembers of a werkatelier between frames.

use uuid::Uuid;

use super::forms::{BallotForm, DecisionForm, WorkshopForm};
use super::note::NoteCard;
use crate::crs::RdPoint;
use crate::domain::workshop::{Ballot, Workshop};
use crate::gui::state::{KeptClock, Timer};
use crate::gui::wish::{Action, RoomTab};
use crate::project::{BoardItem, Project};

/// What the next click on the map gives a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointing {
    /// A new note.
    NewNote,
    /// A note that has none yet.
    Note(Uuid),
    /// The decision that is being written.
    Decision,
}

/// Everything the window remembers of a room between frames.
#[derive(Debug, Clone, Default)]
pub struct Room {
    /// The tab of the panel that shows; the panel is closed without one.
    pub tab: Option<RoomTab>,
    /// The note that is being written, or read.
    pub card: Option<NoteCard>,
    /// The note that another one was opened over, until what was typed in it is handed in.
    pub(super) left: Option<NoteCard>,
    /// What the next click on the map gives a place.
    pub pointing: Option<Pointing>,
    /// The chosen werkatelier; the newest without a choice.
    pub workshop: Option<Uuid>,
    /// The chosen stemming; the newest without a choice.
    pub ballot: Option<Uuid>,
    /// Do the subjects stand in the order of their dots?
    pub by_votes: bool,
    /// Since which werkatelier news is told; the one before the newest without a choice.
    pub since: Option<Uuid>,
    /// Is the window for the projector open?
    pub second_screen: bool,
    /// Does the first field of the tab get the focus in the next frame?
    pub takes_focus: bool,
    /// The name of the bookmark that is being made.
    pub bookmark_name: String,
    /// The clock as it was last kept.
    kept_timer: Timer,
    pub(super) workshop_form: WorkshopForm,
    pub(super) ballot_form: BallotForm,
    pub(super) decision_form: DecisionForm,
}

impl Room {
    /// Opens the panel at a tab.
    pub fn open(&mut self, tab: RoomTab) {
        self.tab = Some(tab);
        self.takes_focus = true;
    }

    /// Opens the panel, or closes it.
    pub fn toggle(&mut self) {
        match self.tab {
            Some(_) => self.tab = None,
            None => self.open(RoomTab::default()),
        }
    }

    /// The place of the decision that is being written, while it is.
    pub fn place_of_decision(&self) -> Option<RdPoint> {
        self.decision_form.point.filter(|_| self.tab == Some(RoomTab::Decisions))
    }

    /// Opens a card; what was typed in the one that is open is handed in.
    pub fn show_card(&mut self, card: NoteCard) {
        self.left = self.card.replace(card);
    }

    /// What is being written, to be put on the board before the program or the project is left.
    pub fn hand_in(&mut self, project: &Project, round: Option<Uuid>) -> Vec<BoardItem> {
        let cards = [self.left.take(), self.card.take_if(|card| card.is_changed(&project.board))];
        let changed = cards.into_iter().flatten().filter(|card| card.is_changed(&project.board));
        let mut items: Vec<BoardItem> = changed.filter_map(|card| card.written(&project.board, round)).collect();
        let workshop = self.workshop(project).map(|workshop| workshop.id);
        items.extend(self.decision_form.written(workshop));
        items
    }

    /// Puts away what is in hand; false when there is nothing.
    pub fn put_away(&mut self) -> bool {
        let had = self.pointing.take().is_some();
        self.card.take().is_some() || had
    }

    /// A place was pointed out on the map.
    pub fn pointed_out(&mut self, place: RdPoint, at: egui::Pos2, project: &Project) -> Option<Action> {
        match self.pointing.take()? {
            Pointing::NewNote => {
                self.show_card(NoteCard::new(Some(place), at));
                None
            }
            Pointing::Note(id) => {
                let note = project.board.notes.iter().find(|note| note.id == id)?;
                let mut note = (**note).clone();
                note.point = Some(place);
                Some(Action::put(BoardItem::Note(note)))
            }
            Pointing::Decision => {
                self.decision_form.point = Some(place);
                None
            }
        }
    }

    /// The werkatelier that is going on.
    pub fn workshop<'a>(&self, project: &'a Project) -> Option<&'a Workshop> {
        let all = &project.board.workshops;
        let chosen = all.iter().find(|workshop| Some(workshop.id) == self.workshop);
        chosen.or(all.last()).map(|workshop| &**workshop)
    }

    /// Keeps the clock whenever it was set, and brings it back after the program was closed in the middle of a round.
    pub fn keep_clock(
        &mut self,
        timer: &mut Timer,
        kept: &mut Option<KeptClock>,
        project: &Project,
        [now, epoch_s]: [f64; 2],
    ) {
        if *timer != self.kept_timer {
            *kept = KeptClock::of(timer, now, epoch_s);
        } else if timer.round().is_none()
            && let Some(clock) = kept
            && let Some(again) = clock.timer(now, epoch_s)
            && project
                .board
                .workshops
                .iter()
                .any(|workshop| workshop.rounds.iter().any(|round| round.id == clock.round()))
        {
            *timer = again;
        }
        self.kept_timer = *timer;
    }

    /// The stemming that shows.
    pub fn ballot<'a>(&self, project: &'a Project) -> Option<&'a Ballot> {
        let all = &project.board.ballots;
        let chosen = all.iter().find(|ballot| Some(ballot.id) == self.ballot);
        chosen.or(all.last()).map(|ballot| &**ballot)
    }
}
