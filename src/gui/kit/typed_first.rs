//! What is being typed is handed in before anything else is done: a press elsewhere, the keys of a command and a request of
//! a screen reader wait for the frame after it.

use std::collections::VecDeque;

use egui::accesskit::Action;
use egui::{Context, Event, Id, Plugin, RawInput, ViewportId};

use super::typing::Typing;
use super::typing::asked_id;
use crate::gui::wish::Command;

/// Holds back what is done while something is being typed, until that is in the document.
#[derive(Debug, Default)]
pub struct TypedFirst {
    waiting: VecDeque<Event>,
    /// Were the fields asked to hand in before what waits first?
    has_asked: bool,
}

impl Plugin for TypedFirst {
    fn debug_name(&self) -> &'static str {
        "typed first"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        if input.viewport_id != ViewportId::ROOT {
            return;
        }
        let field = ctx.memory(|memory| memory.focused()).filter(|_| ctx.text_edit_focused());
        let asks = self.hold_back(&mut input.events, |event| field.is_some_and(|field| acts(ctx, field, event)));
        ctx.data_mut(|data| data.insert_temp(asked_id(), asks));
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }
}

impl TypedFirst {
    /// Leaves the events of this frame; true when the fields are to hand in, because something is done in the next. What is
    /// done has a frame of its own, so that what follows it finds the field left.
    fn hold_back(&mut self, events: &mut Vec<Event>, acts: impl Fn(&Event) -> bool) -> bool {
        self.waiting.extend(events.drain(..));
        if std::mem::take(&mut self.has_asked) {
            events.extend(self.waiting.pop_front());
            return false;
        }
        while let Some(event) = self.waiting.pop_front() {
            if acts(&event) {
                self.waiting.push_front(event);
                self.has_asked = true;
                return true;
            }
            events.push(event);
        }
        false
    }
}

/// Does an event do something else than typing in this field?
fn acts(ctx: &Context, field: Id, event: &Event) -> bool {
    match event {
        Event::PointerButton { pos, pressed: true, .. } => {
            ctx.read_response(field).is_none_or(|field| !field.interact_rect.contains(*pos))
        }
        Event::Key { key, pressed: true, modifiers, .. } => {
            let typing = Typing::now(ctx);
            let is_pressed = |command: &Command| {
                command.shortcuts().any(|keys| keys.logical_key == *key && modifiers.matches_logically(keys.modifiers))
            };
            Command::ALL.iter().any(|command| !typing.keeps(*command) && is_pressed(command))
        }
        Event::AccessKitActionRequest(request) => {
            let does = !matches!(request.action, Action::Focus | Action::Blur | Action::ScrollIntoView);
            does && request.target_node != field.accesskit_id()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{PointerButton, pos2};

    fn click() -> [Event; 2] {
        [true, false].map(|pressed| Event::PointerButton {
            pos: pos2(1.0, 1.0),
            button: PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        })
    }

    fn is_press(event: &Event) -> bool {
        matches!(event, Event::PointerButton { pressed: true, .. })
    }

    #[test]
    fn a_click_within_one_frame_waits_for_what_is_typed_and_keeps_its_order() {
        let mut first = TypedFirst::default();
        let text = Event::Text("a".to_owned());
        let [press, release] = click();
        let mut frame = vec![text.clone(), press.clone(), release.clone()];
        assert!(first.hold_back(&mut frame, is_press));
        assert_eq!(frame, [text]);
        let later = Event::Text("b".to_owned());
        let mut frame = vec![later.clone()];
        assert!(!first.hold_back(&mut frame, is_press));
        assert_eq!(frame, [press]);
        let mut frame = Vec::new();
        assert!(!first.hold_back(&mut frame, is_press));
        assert_eq!(frame, [release, later]);
    }

    #[test]
    fn two_clicks_wait_each_for_its_own_frame_and_nothing_waits_while_nothing_is_typed() {
        let mut first = TypedFirst::default();
        let all: Vec<Event> = click().into_iter().chain(click()).collect();
        let mut frame = all.clone();
        let (mut n_asked, mut seen) = (0, Vec::new());
        for _ in 0..8 {
            n_asked += usize::from(first.hold_back(&mut frame, is_press));
            seen.append(&mut frame);
        }
        assert_eq!((n_asked, seen), (2, all.clone()));
        let mut frame = all.clone();
        assert!(!first.hold_back(&mut frame, |_| false));
        assert_eq!(frame, all);
    }
}
