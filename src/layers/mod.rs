//! Layers as others see them: what each role has rows of, and their fields, written down once for everything that is read
//! and written.

mod feature;
mod field;
mod fields;
pub(crate) mod spellings;

pub(crate) use feature::{Feature, Shape, features};
pub use field::{Field, FieldKind, Scope, Use};
pub(crate) use field::{Record, Value};
pub use fields::fields;
pub(crate) use fields::{HOUSING_FORMS, MODES, SECTORS, STATUSES, is_read};
