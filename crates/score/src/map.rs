//! Maps with a text or number as key.
//!
//! In the hall there are millions of entries, and a hash map is fastest. A page handles
//! one resident's entries: there a sorted list is fast enough, and its code is smaller.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use hashed::{Map, all_differ, at};
#[cfg(target_arch = "wasm32")]
pub(crate) use listed::{Map, all_differ, at};

#[cfg(not(target_arch = "wasm32"))]
mod hashed {
    use std::hash::{BuildHasher, Hash};

    pub(crate) use foldhash::HashMap as Map;

    /// The value of a key; inserts `fresh` if there is none.
    pub(crate) fn at<K: Eq + Hash, V>(table: &mut Map<K, V>, key: K, fresh: V) -> &mut V {
        table.entry(key).or_insert(fresh)
    }

    /// Whether all texts are different. For millions of texts, comparing sorted hashes is
    /// fastest. If hashes collide, the result is `false` although the texts differ.
    pub(crate) fn all_differ<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
        let sums = foldhash::fast::RandomState::default();
        let mut seen: Vec<u64> = texts.map(|text| sums.hash_one(text)).collect();
        seen.sort_unstable();
        seen.array_windows().all(|[one, next]| one != next)
    }
}

#[cfg(any(target_arch = "wasm32", test))]
mod listed {
    use std::borrow::Borrow;

    use crate::sort::stable_sort_by;

    /// Values by key, sorted by key.
    pub(crate) struct Map<K, V>(Vec<(K, V)>);

    impl<K, V> Default for Map<K, V> {
        fn default() -> Map<K, V> {
            Map(Vec::new())
        }
    }

    impl<K: Ord, V> Map<K, V> {
        pub(crate) fn len(&self) -> usize {
            self.0.len()
        }

        pub(crate) fn is_empty(&self) -> bool {
            self.0.is_empty()
        }

        fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
        where
            K: Borrow<Q>,
        {
            self.0.binary_search_by(|(known, _)| known.borrow().cmp(key))
        }

        pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
        where
            K: Borrow<Q>,
        {
            self.0.get(self.place(key).ok()?).map(|(_, value)| value)
        }

        pub(crate) fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
        where
            K: Borrow<Q>,
        {
            self.place(key).is_ok()
        }

        pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
            match self.place(&key) {
                Ok(place) => {
                    let (_, known) = self.0.get_mut(place)?;
                    Some(std::mem::replace(known, value))
                }
                Err(place) => {
                    self.0.insert(place, (key, value));
                    None
                }
            }
        }
    }

    impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
        fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Map<K, V> {
            let mut table = Map::default();
            for (key, value) in pairs {
                table.insert(key, value);
            }
            table
        }
    }

    /// The value of a key; inserts `fresh` if there is none.
    pub(crate) fn at<K: Ord, V>(table: &mut Map<K, V>, key: K, fresh: V) -> &mut V {
        let (place, pair) = match table.place(&key) {
            Ok(place) => (place, table.0.remove(place)),
            Err(place) => (place, (key, fresh)),
        };
        &mut table.0.insert_mut(place, pair).1
    }

    /// Whether all texts are different.
    pub(crate) fn all_differ<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
        let mut texts: Vec<&str> = texts.collect();
        stable_sort_by(&mut texts, &|one, other| one.cmp(other));
        texts.array_windows().all(|[one, next]| one != next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorted_list_agrees_with_hash_map(
            asked in proptest::collection::vec((0_u8..4, "[ab]{0,2}", 0_u8..9), 0..40),
        ) {
            let (mut hashed, mut listed) = (Map::default(), listed::Map::default());
            for (question, key, value) in asked {
                let key = key.as_str().to_owned();
                match question {
                    0 => prop_assert_eq!(
                        hashed.insert(key.clone(), value),
                        listed.insert(key, value)
                    ),
                    1 => {
                        let one = at(&mut hashed, key.clone(), value);
                        let other = listed::at(&mut listed, key, value);
                        (*one, *other) = (one.wrapping_add(1), other.wrapping_add(1));
                        prop_assert_eq!(*one, *other);
                    }
                    2 => prop_assert_eq!(hashed.get(&*key), listed.get(&*key)),
                    _ => prop_assert_eq!(
                        hashed.contains_key(&*key),
                        listed.contains_key(&*key)
                    ),
                }
                prop_assert_eq!(hashed.len(), listed.len());
                prop_assert_eq!(hashed.is_empty(), listed.is_empty());
            }
        }

        #[test]
        fn last_of_equal_keys_is_collected(
            pairs in proptest::collection::vec(("[ab]{0,2}", 0_u8..9), 0..9),
        ) {
            let pairs = || pairs.iter().map(|(key, value)| (key.as_str(), *value));
            let (hashed, listed): (Map<_, _>, listed::Map<_, _>) =
                (pairs().collect(), pairs().collect());
            prop_assert_eq!(hashed.len(), listed.len());
            for (key, _) in pairs() {
                prop_assert_eq!(hashed.get(key), listed.get(key));
            }
        }

        #[test]
        fn both_detect_duplicates(
            texts in proptest::collection::vec("[a-d]{0,2}", 0..6),
        ) {
            let texts = || texts.iter().map(String::as_str);
            prop_assert_eq!(all_differ(texts()), listed::all_differ(texts()));
        }
    }
}
