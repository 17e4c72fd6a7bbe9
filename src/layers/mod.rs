//! Layers as others see them: what each role has rows of, and their fields, written down once for everything that is read
//! and written.

mod feature;
mod field;
pub(crate) mod fields;

pub(crate) use feature::{Feature, FeatureMut, Shape, carried_columns, features};
pub use field::{Field, FieldKind, Scope, Use};
pub(crate) use field::{SourcedFeature, Value};
pub use fields::fields;
pub(crate) use fields::is_read;
