//! From records to domain values: one file per source schema, in reading order.

mod place;

mod ids;

mod carrying;

mod squares;

mod of_row;

mod people;

mod people_once;

mod postcodes;

mod area_people;

mod stops;

mod layer;

mod gathered;

mod areas;

mod places;

mod settlements;

mod by_role;

pub(crate) use gathered::Gathered;
pub(crate) use ids::Precedence;
pub(crate) use layer::{FeatureKey, LayerInProgress};
