//! What all parts of the window share: the selection, what the map shows, the tool in hand. Nothing here is saved in a project.

use std::collections::BTreeSet;
use std::mem::discriminant;

use geo::Rect;
use uuid::Uuid;

use super::basemap::Basemap;
use super::comparison::Comparison;
use super::draft::Draft;
use super::layers::{Layer, Layers};
use super::map_move::MapMove;
use super::message::{Message, Topic};
use super::panel_space::PanelSpace;
use super::preferences::Preferences;
use super::selection::Selection;
use super::sketch_mode::SketchMode;
use super::sketching::{SketchHabits, Sketching};
use super::timer::Timer;
use super::tool::Tool;
use crate::crs::RdPoint;
use crate::domain::housing::HousingForm;
use crate::session::RasterWish;

/// What all parts of the window share between frames.
#[derive(Debug, Clone)]
pub struct ViewState {
    /// What is explained.
    pub selection: Selection,
    /// What shows.
    pub layers: Layers,
    /// The raster on the map.
    pub raster: RasterWish,
    /// The woonvorm that norms, circles and explanations speak of.
    pub form: HousingForm,
    /// What lies below the layers.
    pub basemap: Basemap,
    /// The tool in hand.
    pub tool: Tool,
    /// How the next sketch will be.
    pub sketch_habits: SketchHabits,
    /// What shows instead of the document while something is dragged.
    pub draft: Draft,
    /// How variants are compared.
    pub comparison: Comparison,
    /// Where the map is to go in the next frame.
    pub map_move: Option<MapMove>,
    /// Does the map glide to where it is to go, instead of jumping?
    pub animate: bool,
    /// The place under the pointer.
    pub pointer: Option<RdPoint>,
    /// Metres per point of the map.
    pub meters_per_point: f64,
    /// What part of RD the map shows.
    pub shown_bounds: Option<Rect<f64>>,
    /// The rule under the pointer in the explanation, by its place in the trace: its line on the map lights up.
    pub pointed_rule: Option<usize>,
    /// The bookmark that was shown last.
    pub bookmark: Option<Uuid>,
    /// How much space the window has for panels beside the map.
    pub panel_space: PanelSpace,
    /// How the user likes the window.
    pub preferences: Preferences,
    /// Messages, the newest last.
    pub messages: Vec<Message>,
    /// What was told and is still so.
    pub unsettled: BTreeSet<Topic>,
    /// Are all messages listed below the map?
    pub lists_messages: bool,
    /// The clock of the round.
    pub timer: Timer,
}

impl Default for ViewState {
    fn default() -> Self {
        Self {
            selection: Selection::Nothing,
            layers: Layers::default(),
            raster: RasterWish::Nothing,
            form: HousingForm::Clustered,
            basemap: Basemap::default(),
            tool: Tool::Look,
            sketch_habits: SketchHabits::default(),
            draft: Draft::default(),
            comparison: Comparison::default(),
            map_move: Some(MapMove::WholeRegion),
            animate: true,
            pointer: None,
            meters_per_point: 1.0,
            shown_bounds: None,
            pointed_rule: None,
            bookmark: None,
            panel_space: PanelSpace::default(),
            preferences: Preferences::default(),
            messages: Vec::new(),
            unsettled: BTreeSet::new(),
            lists_messages: false,
            timer: Timer::default(),
        }
    }
}

impl ViewState {
    /// Whatever is being dragged comes to nothing.
    pub fn abandon_drag(&mut self) {
        self.draft.abandon();
        self.tool.abandon_drag();
    }

    /// Takes a tool in hand, or puts it away when it is.
    pub fn toggle_tool(&mut self, tool: Tool) {
        let is_in_hand = discriminant(&self.tool) == discriminant(&tool);
        self.tool = if is_in_hand { Tool::Look } else { tool };
        if self.tool.sketching().is_some() {
            self.layers.set(Layer::Sketches, true);
        }
    }

    /// Takes the sketching tool in hand in a mode; what was being drawn goes.
    pub fn sketch_in(&mut self, mode: SketchMode) {
        match &mut self.tool {
            Tool::Sketch(sketching) => sketching.take(mode),
            tool => *tool = Tool::Sketch(Sketching::new(mode)),
        }
    }

    /// Is there space for one panel at most beside the map?
    pub fn is_narrow(&self) -> bool {
        self.panel_space != PanelSpace::Both
    }

    /// Tells something.
    pub fn tell(&mut self, text: impl Into<String>, is_problem: bool) {
        self.tell_with(text.into(), Vec::new(), is_problem);
    }

    /// Tells something that may stop being so.
    pub fn tell_of(&mut self, topic: Topic, text: impl Into<String>, is_problem: bool) {
        self.tell(text, is_problem);
        self.unsettled.insert(topic);
        if let Some(told) = self.messages.last_mut() {
            told.topic = Some(topic);
        }
    }

    /// What was told is no longer so: it leaves the corner of the map. False when it was not told.
    pub fn settle(&mut self, topic: Topic) -> bool {
        let is_of_topic = |message: &&mut Message| message.topic == Some(topic);
        self.messages.iter_mut().filter(is_of_topic).for_each(|message| message.in_corner = false);
        self.unsettled.remove(&topic)
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
                let message = Message { topic: None, text, details, is_open: false, is_problem, n_times: 1, in_corner };
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
