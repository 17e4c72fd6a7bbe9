//! One rule for whatever is dragged: let go, it is done; ended in any other way, nothing has happened.

use egui::Response;

/// Was it dragged and let go? Escape, a command or another tool ends a drag while the button is down: then it was not.
pub fn was_let_go(response: &Response) -> bool {
    response.drag_stopped() && !response.ctx.input(|input| input.pointer.any_down())
}
