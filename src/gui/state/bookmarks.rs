//! Bookmarks: what shows now as values that can be kept, and back.

use geo::Rect;
use uuid::Uuid;

use super::basemap::Basemap;
use super::layers::{Layer, Layers};
use super::map_move::MapMove;
use super::view_state::ViewState;
use crate::crs::Rd;
use crate::domain::amenity::AmenityKind;
use crate::domain::housing::HousingForm;
use crate::domain::workshop::Bookmark;
use crate::session::RasterWish;

/// What stands before the name of a raster of scores.
const SCORE: &str = "score:";
/// What stands before the name of a raster of distances.
const DISTANCE: &str = "afstand:";
/// The raster of OV-klassen.
const TRANSIT_CLASS: &str = "ov_klasse";

/// What shows now; nothing before the map was drawn.
pub fn of_now(state: &ViewState, variant: Option<Uuid>, name: String) -> Option<Bookmark> {
    let bounds = state.shown_bounds?;
    let layers = layer_names(&state.layers, state.raster, state.basemap);
    Some(Bookmark { id: Uuid::new_v4(), name, bounds: Rd(bounds), layers, variant })
}

/// Shows what a bookmark holds, its variant excepted; the map goes to its bounds in this way.
pub fn show(state: &mut ViewState, bookmark: &Bookmark, to: impl FnOnce(Rect<f64>) -> MapMove) {
    state.map_move = Some(to(bookmark.bounds.0));
    (state.raster, state.basemap) = show_layers(&mut state.layers, &bookmark.layers);
    state.bookmark = Some(bookmark.id);
}

/// The names of what shows; sorted.
fn layer_names(layers: &Layers, raster: RasterWish, basemap: Basemap) -> Vec<String> {
    let shown = Layer::ALL.iter().filter(|layer| layers.shows(**layer)).map(|layer| layer.name());
    let kinds = AmenityKind::all().filter(|kind| layers.shows_kind(*kind)).map(AmenityKind::role);
    let mut names: Vec<String> = shown.chain(kinds).map(str::to_owned).collect();
    match raster {
        RasterWish::Nothing => {}
        RasterWish::Score(form) => names.push(format!("{SCORE}{}", form.name())),
        RasterWish::Distance(kind) => names.push(format!("{DISTANCE}{}", kind.role())),
        RasterWish::TransitClass => names.push(TRANSIT_CLASS.to_owned()),
    }
    // Without a name the schematic one shows.
    names.extend((basemap != Basemap::Schematic).then(|| <&str>::from(basemap).to_owned()));
    names.sort();
    names
}

/// Shows exactly the layers of these names; one that is not known is passed over. Strength and order stay.
fn show_layers(layers: &mut Layers, names: &[String]) -> (RasterWish, Basemap) {
    let has = |name: &str| names.iter().any(|known| known == name);
    for &layer in Layer::ALL {
        layers.set(layer, has(layer.name()));
    }
    for kind in AmenityKind::all() {
        layers.set_kind(kind, has(kind.role()));
    }
    let raster = names.iter().find_map(|name| {
        let score = name.strip_prefix(SCORE).and_then(HousingForm::from_name).map(RasterWish::Score);
        let distance = || name.strip_prefix(DISTANCE).and_then(AmenityKind::from_role).map(RasterWish::Distance);
        score.or_else(distance).or((name == TRANSIT_CLASS).then_some(RasterWish::TransitClass))
    });
    let basemap = names.iter().find_map(|name| name.parse().ok());
    (raster.unwrap_or_default(), basemap.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_a_bookmark_keeps_of_layers_shows_again(
            shown in prop::collection::vec(any::<bool>(), 7),
            kinds in prop::collection::vec(any::<bool>(), AmenityKind::count()),
            raster in 0_usize..4,
            basemap in 0_usize..4,
        ) {
            let mut layers = Layers::default();
            for (layer, shown) in Layer::ALL.iter().zip(&shown) {
                layers.set(*layer, *shown);
            }
            for (kind, shown) in AmenityKind::all().zip(&kinds) {
                layers.set_kind(kind, *shown);
            }
            let raster = [
                RasterWish::Nothing,
                RasterWish::Score(HousingForm::Clustered),
                RasterWish::Distance(AmenityKind::STOP),
                RasterWish::TransitClass,
            ][raster];
            let basemap = Basemap::ALL[basemap];
            let names = layer_names(&layers, raster, basemap);
            let mut again = Layers::everything();
            prop_assert_eq!(show_layers(&mut again, &names), (raster, basemap));
            prop_assert_eq!(again, layers);
        }
    }

    #[test]
    fn a_layer_that_is_not_known_any_more_is_passed_over() {
        let mut layers = Layers::everything();
        let names = ["zones".to_owned(), "van_vroeger".to_owned()];
        assert_eq!(show_layers(&mut layers, &names), (RasterWish::Nothing, Basemap::Schematic));
        assert!(layers.shows(Layer::Zones) && !layers.shows(Layer::Rings));
    }
}
