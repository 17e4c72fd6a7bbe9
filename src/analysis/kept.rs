//! Results found again by the key of what they rest on, so that what has not changed is not worked out again.
//!
//! Nothing is ever invalidated: what rests on something else has another key. A fresh store gives the same answers, only later.

use std::borrow::Borrow;
use std::collections::BTreeMap;

/// The results of the last computation. One looks up what the one before it left, and leaves its own in its place.
#[derive(Debug)]
pub(crate) struct Kept<K, V>(BTreeMap<K, V>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord, V> Kept<K, V> {
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.0.get(key)
    }

    /// Remembers these, and nothing else.
    pub(crate) fn replace(&mut self, with: impl IntoIterator<Item = (K, V)>) {
        self.0 = with.into_iter().collect();
    }
}

impl<K: Ord + Copy, V: Clone> Kept<K, V> {
    /// The only result that is kept: that of last time where the key is the same, else a new one.
    pub(crate) fn only(&mut self, key: K, make: impl FnOnce() -> V) -> V {
        let value = self.get(&key).cloned().unwrap_or_else(make);
        self.replace([(key, value.clone())]);
        value
    }
}

/// The results that were used last, up to a number of them.
#[derive(Debug)]
pub(crate) struct LastUsed<K, V> {
    /// The newest last.
    kept: Vec<(K, V)>,
    most: usize,
}

impl<K: PartialEq, V> LastUsed<K, V> {
    pub(crate) fn new(most: usize) -> Self {
        Self { kept: Vec::new(), most }
    }

    /// The result of a key, which counts as using it.
    pub(crate) fn get<Q: ?Sized + PartialEq>(&mut self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let idx = self.kept.iter().position(|(of, _)| of.borrow() == key)?;
        let used = self.kept.remove(idx);
        self.kept.push(used);
        self.values().next()
    }

    /// Keeps a result, in the place of one with the same key, and drops the one that was used longest ago.
    pub(crate) fn keep(&mut self, key: K, value: V) {
        self.kept.retain(|(of, _)| *of != key);
        self.kept.push((key, value));
        if self.kept.len() > self.most {
            self.kept.remove(0);
        }
    }

    /// All of them, the newest first.
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.kept.iter().rev().map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_last_computation_did_not_leave_is_forgotten() {
        let mut kept = Kept::default();
        kept.replace([(1, 'a'), (2, 'b')]);
        kept.replace([(2, 'c')]);
        assert_eq!((kept.get(&1), kept.get(&2)), (None, Some(&'c')));
        assert_eq!(kept.only(2, || 'x'), 'c');
        assert_eq!(kept.only(3, || 'y'), 'y');
        assert_eq!(kept.get(&2), None);
    }

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let mut kept = LastUsed::new(2);
        kept.keep(1, 'a');
        kept.keep(2, 'b');
        assert_eq!(kept.get(&1), Some(&'a'));
        kept.keep(3, 'c');
        assert_eq!(kept.get(&2), None);
        kept.keep(1, 'd');
        assert_eq!(kept.values().collect::<String>(), "dc");
    }
}
