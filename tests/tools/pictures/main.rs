//! Pictures of the window in its main states, for people to look at:
//! `cargo run --example pictures -- FOLDER [NAME …]`, where a name is one of [`SUBJECTS`] and none means all.

mod map;
mod panels;
mod room;
#[path = "../../it/support"]
#[expect(dead_code, reason = "tests use more of what drives the window")]
mod support {
    pub(crate) mod afternoon;
    pub(crate) mod fixtures;
    pub(crate) mod newcomer;
    pub(crate) mod room;
    pub(crate) mod villages;
    pub(crate) mod window;
}

use std::path::{Path, PathBuf};

use support::window::Window;

/// Draws a subject into a folder.
type Draw = fn(&Path);

const SUBJECTS: [(&str, Draw); 10] = [
    ("states", panels::states),
    ("themes", panels::themes),
    ("norms", panels::norms),
    ("search", panels::search),
    ("files", panels::files),
    ("map", map::map),
    ("sketching", map::sketching),
    ("newcomer", room::newcomer),
    ("room", room::room),
    ("afternoon", room::afternoon),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("the folder for pictures"));
    let wanted: Vec<String> = arguments.collect();
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for (name, draw) in SUBJECTS {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            draw(&folder);
        }
    }
}

/// Writes what the window shows, where there is something to draw with.
fn picture(window: &mut Window, folder: &Path, name: &str) {
    match window.render() {
        Ok(image) => image.save(folder.join(format!("{name}.png"))).expect("a picture can be written"),
        Err(why) => eprintln!("no picture {name}: nothing here to draw with ({why})"),
    }
}
