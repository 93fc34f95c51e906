//! Entities as a list in their order.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{Entities, Entity, Entry, Order};

impl<T: Entity + Serialize, O> Serialize for Entities<T, O> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

/// It is an error if two entities have the same key. Those that have an [`Order`] are sorted, whatever order they come in.
impl<'de, T: Entity + Deserialize<'de>, O: Order<T>> Deserialize<'de> for Entities<T, O> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(List(PhantomData))
    }
}

struct List<T, O>(PhantomData<fn() -> (T, O)>);

impl<'de, T: Entity + Deserialize<'de>, O: Order<T>> Visitor<'de> for List<T, O> {
    type Value = Entities<T, O>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entities with different keys")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entity) = list.next_element()? {
            entries.push(Entry::of(entity));
        }
        let mut entities = Entities::default();
        match entities.replace_all(entries.iter().cloned()) {
            None => Ok(entities),
            Some((first, later)) => Err(A::Error::custom(format_args!(
                "the entities at the indices {first} and {later} have the same key, {:?}",
                entries[later].key
            ))),
        }
    }
}
