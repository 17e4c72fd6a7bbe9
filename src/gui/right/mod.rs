//! Right: the explanation of what is selected, a card for each sort of thing.

pub mod area;
mod charts;
mod checks;
pub mod explanation;
mod facility;
mod missing;
mod near_miss;
mod parts;
mod place;
mod place_changes;
mod region;
mod site;
mod sketch;
mod twins;
mod variant;
mod zone;
