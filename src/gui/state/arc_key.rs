//! Shared content as the key of a cache.

use std::sync::{Arc, Weak};

/// Equal to itself only. It keeps the place in memory from being used anew, so that no other content can take its part, and
/// lets go of the content itself.
#[derive(Debug)]
pub struct ArcKey<T>(Weak<T>);

impl<T> ArcKey<T> {
    /// The key of a content.
    pub fn of(content: &Arc<T>) -> Self {
        Self(Arc::downgrade(content))
    }
}

impl<T> Clone for ArcKey<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> PartialEq for ArcKey<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr_eq(&other.0)
    }
}
