//! Shared content as the key of a cache.

use std::sync::Arc;

/// Equal to itself only. It holds on to the content, so that nothing else can come to lie at the same place in memory.
#[derive(Debug)]
pub struct ArcKey<T>(Arc<T>);

impl<T> ArcKey<T> {
    /// The key of a content.
    #[must_use]
    pub fn of(content: &Arc<T>) -> Self {
        Self(content.clone())
    }
}

impl<T> Clone for ArcKey<T> {
    fn clone(&self) -> Self {
        Self::of(&self.0)
    }
}

impl<T> PartialEq for ArcKey<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
