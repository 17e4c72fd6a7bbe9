//! What only the window knows: the selection, what is shown, and what is being dragged. Nothing here is saved in a project.

use std::collections::BTreeSet;

use geo::{Coord, Rect};
use uuid::Uuid;

use super::dragging::Draft;
use super::map_layers::{Layer, Layers};
use super::norm_sets::NormSets;
use super::panels::help::HelpPage;
use super::preferences::Preferences;
use super::what_if::WhatIf;
use crate::crs::RdPoint;
use crate::domain::amenity::KindGroup;
use crate::domain::housing::HousingForm;
use crate::gui::exporting::ExportForm;
use crate::gui::map::measure::Measure;
use crate::gui::panels::area::BoxCount;
use crate::gui::panels::lists::ListsState;
use crate::gui::panels::palette::SearchState;
use crate::gui::panels::side_panels::{PanelRoom, ShownWidth};
use crate::gui::presenter;
use crate::gui::room::Room;
use crate::gui::sketching::tool::Sketching;
use crate::nl::window as nl;
use crate::session::RasterWish;

/// What the right panel explains and the map draws thick.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Selection {
    /// The region as a whole.
    #[default]
    Nothing,
    /// A place outside every zone.
    Place(RdPoint),
    /// A zone, and where it was clicked.
    Zone {
        /// Its id.
        id: Uuid,
        /// The place, when it was clicked on the map.
        place: Option<RdPoint>,
    },
    /// A near miss.
    NearMiss(Uuid),
    /// A site.
    Site(Uuid),
    /// A 24-uurszorglocatie.
    Care(Uuid),
    /// A voorziening, halte or station.
    Facility(Uuid),
    /// A kern.
    Settlement(Uuid),
    /// What lies within a box of RD.
    Box(Rect<f64>),
    /// A sketch.
    Sketch(Uuid),
}

impl Selection {
    /// What is explained, whatever the place: another subject is read from its top.
    #[must_use]
    pub fn subject(self) -> (u8, Uuid) {
        match self {
            Self::Nothing => (0, Uuid::nil()),
            Self::Place(_) => (1, Uuid::nil()),
            Self::Zone { id, .. } => (2, id),
            Self::NearMiss(id) => (3, id),
            Self::Site(id) => (4, id),
            Self::Care(id) => (5, id),
            Self::Facility(id) => (6, id),
            Self::Settlement(id) => (7, id),
            Self::Box(_) => (8, Uuid::nil()),
            Self::Sketch(id) => (9, id),
        }
    }

    /// The sketch, if it is one.
    #[must_use]
    pub fn sketch(self) -> Option<Uuid> {
        match self {
            Self::Sketch(id) => Some(id),
            _ => None,
        }
    }

    /// The place that rules are held against, if there is one.
    #[must_use]
    pub fn place(self) -> Option<RdPoint> {
        match self {
            Self::Place(place) | Self::Zone { place: Some(place), .. } => Some(place),
            _ => None,
        }
    }
}

/// What lies below the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basemap {
    /// Drawn from what is loaded; needs no internet.
    #[default]
    Schematic,
    /// BRT-A grijs from PDOK.
    BrtGray,
    /// BRT-A standaard from PDOK.
    BrtStandard,
    /// The newest aerial photo from PDOK.
    Aerial,
}

impl Basemap {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 4] = [Self::Schematic, Self::BrtGray, Self::BrtStandard, Self::Aerial];

    /// The one after it, the first after the last.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|known| *known == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// Whose it is, for one that comes from the internet.
    #[must_use]
    pub fn credit(self) -> Option<&'static str> {
        match self {
            Self::Schematic => None,
            Self::BrtGray | Self::BrtStandard => Some(nl::MAP_ATTRIBUTION),
            Self::Aerial => Some(nl::AERIAL_ATTRIBUTION),
        }
    }
}

/// Where the map is to go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MapMove {
    /// Show a box of RD.
    Fit(Rect<f64>),
    /// Put a place in the middle, near enough to see its surroundings.
    FlyTo(Coord<f64>),
    /// Show the whole region.
    WholeRegion,
    /// Nearer (positive) or farther by so many zoom levels.
    Zoom(f64),
    /// Show a box of RD in all the room there is, without a margin.
    Exactly(Rect<f64>),
    /// Show a box of RD in what the cards of a presentation leave free, without a margin.
    BetweenCards(Rect<f64>),
}

/// Something to tell, until it is put away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What happened.
    pub text: String,
    /// The parts it consists of, shown on demand; none for a message of one sentence.
    pub details: Vec<String>,
    /// Are the details shown?
    pub is_open: bool,
    /// Did something go wrong?
    pub is_problem: bool,
    /// How often it was told in a row.
    pub n_times: usize,
    /// Does it still show in the corner of the map?
    pub in_corner: bool,
}

/// Everything the window remembers between frames, the map's caches excepted.
#[derive(Debug, Clone)]
pub struct ViewState {
    /// What is explained.
    pub selection: Selection,
    /// What shows.
    pub layers: Layers,
    /// Groups whose kinds are listed.
    pub open_groups: BTreeSet<KindGroup>,
    /// The raster on the map.
    pub raster: RasterWish,
    /// The woonvorm that norms, circles and explanations speak of.
    pub form: HousingForm,
    /// Is the editor of the normenkader open?
    pub editing_norms: bool,
    /// The normenkaders to choose from.
    pub norm_sets: NormSets,
    /// What shows instead of the document: as it would become while something is dragged, or another variant.
    pub draft: Draft,
    /// What lies below the layers.
    pub basemap: Basemap,
    /// Where the map is to go in the next frame.
    pub map_move: Option<MapMove>,
    /// Does the map glide to where it is to go, instead of jumping?
    pub animate: bool,
    /// What is being measured, while the tool is in hand.
    pub measure: Option<Measure>,
    /// What was counted in the chosen box.
    pub area: Option<BoxCount>,
    /// The place under the pointer.
    pub pointer: Option<RdPoint>,
    /// Metres per point of the map.
    pub meters_per_point: f64,
    /// How much room the window has for panels beside the map.
    pub panel_room: PanelRoom,
    /// The widths of the left and the right panel as last shown.
    pub shown_widths: [ShownWidth; 2],
    /// Width of the map, in points.
    pub map_width: f32,
    /// Does the legend show in a narrow window, where it covers much of the map?
    pub legend_over_map: bool,
    /// How the user likes the window.
    pub preferences: Preferences,
    /// Messages, the newest last.
    pub messages: Vec<Message>,
    /// The page of the help that shows.
    pub help: Option<HelpPage>,
    /// The step of the tour that shows.
    pub tour: Option<usize>,
    /// The rule under the pointer in the explanation, by its place in the trace: its line on the map lights up.
    pub pointed_rule: Option<usize>,
    /// The search over the map.
    pub search: SearchState,
    /// The lists below the map.
    pub lists: ListsState,
    /// Are all messages listed below the map?
    pub lists_messages: bool,
    /// Was the card that says that there is nothing yet put away?
    pub empty_card_is_away: bool,
    /// What the export dialog is filled in with.
    pub export_form: ExportForm,
    /// Variants as they are looked at, and the tool that changes them.
    pub what_if: WhatIf,
    /// The sketching tool.
    pub sketching: Sketching,
    /// What part of RD the map shows.
    pub shown_bounds: Option<Rect<f64>>,
    /// What a werkatelier does with the window.
    pub room: Room,
}

impl Default for ViewState {
    fn default() -> Self {
        Self {
            selection: Selection::Nothing,
            layers: Layers::default(),
            open_groups: BTreeSet::new(),
            raster: RasterWish::Nothing,
            form: HousingForm::Clustered,
            editing_norms: false,
            norm_sets: NormSets::default(),
            draft: Draft::default(),
            basemap: Basemap::default(),
            map_move: Some(MapMove::WholeRegion),
            animate: true,
            measure: None,
            area: None,
            pointer: None,
            meters_per_point: 1.0,
            panel_room: PanelRoom::default(),
            shown_widths: [ShownWidth::default(); 2],
            map_width: 0.0,
            legend_over_map: false,
            preferences: Preferences::default(),
            messages: Vec::new(),
            help: None,
            tour: None,
            pointed_rule: None,
            search: SearchState::default(),
            lists: ListsState::default(),
            lists_messages: false,
            empty_card_is_away: false,
            export_form: ExportForm::default(),
            what_if: WhatIf::default(),
            sketching: Sketching::default(),
            shown_bounds: None,
            room: Room::default(),
        }
    }
}

impl ViewState {
    /// Puts away what lies on top: a window, the tour, the measuring tool, else what is selected.
    pub fn put_away(&mut self) {
        if self.room.put_away() {
            return;
        }
        if self.room.presenter.is_on() {
            presenter::stop(self);
        } else if self.help.is_some() {
            self.help = None;
        } else if self.tour.is_some() {
            self.tour = None;
        } else if self.what_if.tool.is_some() {
            self.what_if.toggle();
        } else if self.measure.is_some() {
            self.measure = None;
        } else if self.sketching.put_away() {
            // What lay on top is away.
        } else if self.editing_norms {
            self.edit_norms(false);
        } else {
            self.selection = Selection::Nothing;
        }
    }

    /// Whatever is being dragged comes to nothing; false when nothing was.
    pub fn abandon_drag(&mut self) -> bool {
        self.draft.abandon();
        let had_corner = self.sketching.held.take().is_some();
        self.what_if.grip.take().is_some() || had_corner
    }

    /// Takes the measuring tool in hand, or puts it away.
    pub fn toggle_measuring(&mut self) {
        self.sketching.take(None);
        self.what_if.tool = None;
        self.measure = self.measure.is_none().then(Measure::default);
    }

    /// Takes the tool that places and moves in hand, or puts it away.
    pub fn toggle_what_if(&mut self) {
        self.sketching.take(None);
        self.measure = None;
        self.what_if.toggle();
    }

    /// Takes the sketching tool in hand, or puts it away.
    pub fn toggle_sketching(&mut self) {
        self.measure = None;
        self.what_if.tool = None;
        self.sketching.toggle();
        if self.sketching.is_in_hand() {
            self.layers.set(Layer::Sketches, true);
        }
    }

    /// Is the map for looking and choosing, with no tool in hand?
    #[must_use]
    pub fn is_map_free(&self) -> bool {
        self.measure.is_none() && !self.sketching.is_in_hand()
    }

    /// Is there room for one panel at most beside the map?
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        self.panel_room != PanelRoom::Both
    }

    /// Tells something.
    pub fn tell(&mut self, text: impl Into<String>, is_problem: bool) {
        self.tell_with(text.into(), Vec::new(), is_problem);
    }

    /// What was told is no longer so: it leaves the corner of the map.
    pub fn settle(&mut self, text: &str) {
        self.messages.iter_mut().filter(|message| message.text == text).for_each(|message| message.in_corner = false);
    }

    /// Opens or closes the editor of the normenkader; a drag that was under way in it comes to nothing.
    pub fn edit_norms(&mut self, open: bool) {
        self.editing_norms = open;
        self.draft.abandon();
    }

    /// Tells several things of one kind in one message, with the parts on demand; one alone is told as it is.
    pub fn tell_together(&mut self, heading: String, mut details: Vec<String>) {
        match details.len() {
            0 => {}
            1 => self.tell_with(details.remove(0), Vec::new(), true),
            _ => self.tell_with(heading, details, true),
        }
    }

    /// Tells something with details on demand; what was told last is counted instead of repeated.
    pub fn tell_with(&mut self, text: String, details: Vec<String>, is_problem: bool) {
        let in_corner = !self.lists_messages;
        match self.messages.last_mut().filter(|last| last.text == text && last.details == details) {
            Some(last) => {
                last.n_times += 1;
                last.in_corner = in_corner;
            }
            None => {
                let message = Message { text, details, is_open: false, is_problem, n_times: 1, in_corner };
                self.messages.push(message);
            }
        }
    }

    /// Lists all messages below the map, or not any more; what is listed leaves the corner.
    pub fn list_messages(&mut self, listed: bool) {
        self.lists_messages = listed;
        self.messages.iter_mut().for_each(|message| message.in_corner = false);
    }
}
