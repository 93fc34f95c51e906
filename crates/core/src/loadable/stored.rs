//! What is kept of a loadable value when it is stored or sent.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{LoadView, Loadable};
use crate::Timestamp;

/// A loadable value by the name of its status, without its request.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Loadable", rename_all = "snake_case")]
enum Stored<T, E> {
    Idle,
    Loading,
    Ready(Kept<T>),
    Failed { error: E, old: Option<Kept<T>> },
    Reloading(Kept<T>),
}

#[derive(Serialize, Deserialize)]
struct Kept<T> {
    value: T,
    key: Option<String>,
    loaded_at: Option<Timestamp>,
}

impl<T: Serialize, E: Serialize> Serialize for Loadable<T, E> {
    fn serialize<R: Serializer>(&self, serializer: R) -> Result<R::Ok, R::Error> {
        let kept = |value| Kept {
            value,
            key: self.key.clone(),
            loaded_at: self.loaded_at,
        };
        let stored = match self.view() {
            LoadView::Idle => Stored::Idle,
            LoadView::Loading => Stored::Loading,
            LoadView::Ready(value) => Stored::Ready(kept(value)),
            LoadView::Failed { error, old } => Stored::Failed {
                error,
                old: old.map(kept),
            },
            LoadView::Reloading(value) => Stored::Reloading(kept(value)),
        };
        stored.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>, E: Deserialize<'de>> Deserialize<'de> for Loadable<T, E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (kept, error) = match Stored::deserialize(deserializer)? {
            Stored::Idle | Stored::Loading => (None, None),
            Stored::Ready(kept) | Stored::Reloading(kept) => (Some(kept), None),
            Stored::Failed { error, old } => (old, Some(error)),
        };
        let mut loadable = Self::idle();
        loadable.error = error;
        if let Some(kept) = kept {
            loadable.value = Some(kept.value);
            loadable.key = kept.key;
            loadable.loaded_at = kept.loaded_at;
        }
        Ok(loadable.settled())
    }
}
