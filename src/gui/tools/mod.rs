//! The tools of the map: each follows pointer and keys, and paints what is in hand.

pub mod box_select;
pub mod measure;
pub mod sketching;
pub mod what_if;
pub mod what_if_card;
