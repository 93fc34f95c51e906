//! Entities: an ordered collection whose members are known by a key of their own.
//!
//! [`Entities`] is what a state holds instead of a `Vec` when it has many rows, or when rows are looked up by their keys.
//! It shares what stays the same with its copies, so a state that somebody holds on to is cheap to change.

mod arrange;
mod diff;
mod iter;
mod order;
mod rank;
mod rows;
mod serde;
mod tree;
mod write;

use std::borrow::Borrow;
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;
use std::sync::Arc;

use hashbrown::DefaultHashBuilder;

use diff::Found;
pub use iter::{IntoIter, Iter, KeyIter, KeyList, Keys};
pub use order::{Insertion, Order};
use tree::{Element, Tree};

/// Something that is known by a key: no two entities in one collection have the same.
///
/// `#[state(id)]` on a field of a type that derives `State` makes that field the key.
///
/// # Examples
///
/// ```
/// use leptos_state_core::entities::{Entities, Entity};
/// use leptos_state_macros::State;
///
/// #[derive(Clone, State)]
/// struct Todo {
///     #[state(id)]
///     id: u32,
///     title: String,
/// }
///
/// let todo = Todo { id: 7, title: "wash".into() };
/// assert_eq!(todo.key(), &7);
/// let todos: Entities<Todo> = [todo].into_iter().collect();
/// assert!(todos.contains_key(&7));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "nothing says by which key it is known",
    note = "derive `State` for it, and put `#[state(id)]` on the field that is its key"
)]
pub trait Entity: Clone + 'static {
    /// What the entity is known by.
    type Key: Clone + Eq + Hash + fmt::Debug + Send + Sync + 'static;

    /// The key.
    fn key(&self) -> &Self::Key;
}

/// Entities in an order, each known by its key.
///
/// What the order is says `O`: that in which they were put in, unless it is another type that implements [`Order`].
///
/// | operation | takes |
/// | --- | --- |
/// | `clone` | as long as counting a reference |
/// | `get`, `contains_key`, `position`, `nth` | as many steps as the tree is deep: four for a hundred thousand entities, whose nodes have up to 24 children |
/// | `add`, `set`, `update`, `remove` and the like of one | the same, and a copy of each node on the way that a copy of the collection has too |
/// | `iter` and all at once | as long as there are entities |
///
/// An entity is copied when it is changed while a copy of the collection has it too.
///
/// # In a store
///
/// Handles to it have `at(key)` and `keys()`, and watchers are told as finely as those of a keyed `Vec`. Unlike there, what a
/// commit costs does not depend on how many entities there are, nor on how many of them are watched, but on how many differ.
/// For this, entities have to be `Send + Sync`, in stores on one thread as well.
///
/// # Examples
///
/// ```
/// use leptos_state_core::entities::Entities;
/// use leptos_state_core::Store;
/// use leptos_state_macros::{actions, State};
///
/// #[derive(Clone, State)]
/// struct Todo {
///     #[state(id)]
///     id: u32,
///     title: String,
/// }
///
/// #[derive(Clone, Default, State)]
/// struct Todos {
///     all: Entities<Todo>,
/// }
///
/// #[actions]
/// impl Todos {
///     pub fn add(&mut self, id: u32, title: String) {
///         self.all.add(Todo { id, title });
///     }
///
///     pub fn rename(&mut self, id: u32, title: String) {
///         self.all.update(&id, |todo| todo.title = title);
///     }
/// }
///
/// let todos = Store::new(Todos::default());
/// todos.add(1, "wash".into());
/// todos.add(2, "cook".into());
/// todos.rename(2, "bake".into());
/// assert_eq!(todos.all().at(2).title().get().as_deref(), Some("bake"));
/// assert_eq!(todos.all().keys(), [1, 2]);
/// ```
pub struct Entities<T: Entity, O = Insertion> {
    /// The entities in their order.
    rows: Tree<Row<T>>,
    /// Where they are, by the hashes of their keys.
    index: Tree<Slot>,
    hasher: DefaultHashBuilder,
    order: PhantomData<fn() -> O>,
}

/// An entity with its number in the order.
struct Row<T: Entity> {
    rank: u64,
    entry: Arc<Entry<T>>,
}

/// An entity with the key by which it is found, whatever happens in it.
struct Entry<T: Entity> {
    key: T::Key,
    value: T,
}

/// The hash of a key, and the number of its entity in the order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Slot {
    hash: u64,
    rank: u64,
}

impl<T: Entity> Entities<T> {
    /// No entities yet, to be kept in the order in which they are put in. In another order it is
    /// [`default`](Default::default).
    pub fn new() -> Self {
        Self::default()
    }
}

impl<T: Entity, O> Entities<T, O> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entity of this key.
    pub fn get<Q>(&self, key: &Q) -> Option<&T>
    where
        T::Key: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        Some(&self.find(key)?.entry.value)
    }

    /// Whether there is an entity of this key.
    pub fn contains_key<Q>(&self, key: &Q) -> bool
    where
        T::Key: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.find(key).is_some()
    }

    /// How many entities come before the one of this key.
    pub fn position<Q>(&self, key: &Q) -> Option<usize>
    where
        T::Key: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        Some(self.rows.position(self.find(key)?.rank))
    }

    /// The entity at a position.
    pub fn nth(&self, position: usize) -> Option<&T> {
        Some(&self.rows.nth(position)?.entry.value)
    }

    /// The first entity.
    pub fn first(&self) -> Option<&T> {
        self.nth(0)
    }

    /// The last entity.
    pub fn last(&self) -> Option<&T> {
        Some(&self.rows.last()?.entry.value)
    }

    /// The entities in their order. Skipping some, as with [`skip`](Iterator::skip), does not go through them.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter::new(self.rows.iter())
    }

    /// The keys in the entities' order.
    pub fn keys(&self) -> Keys<'_, T> {
        Keys::new(self.rows.iter())
    }

    fn find<Q>(&self, key: &Q) -> Option<&Row<T>>
    where
        T::Key: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let hash = self.hasher.hash_one(key);
        let mut from = Slot { hash, rank: 0 };
        loop {
            let slot = self.index.first_from(from)?;
            if slot.hash != hash {
                return None;
            }
            let row = self.rows.get(slot.rank)?;
            if row.entry.key.borrow() == key {
                return Some(row);
            }
            from.rank = slot.rank + 1;
        }
    }

    /// The slot of a key whose entity has this number.
    fn slot(&self, key: &T::Key, rank: u64) -> Slot {
        Slot {
            hash: self.hasher.hash_one(key),
            rank,
        }
    }

    /// Whether both have the same entities in the same order, where `same` compares two of them. What both share is not
    /// compared.
    fn equals(&self, other: &Self, same: impl Fn(&T, &T) -> bool) -> bool {
        let same = |a: &Row<T>, b: &Row<T>| {
            Arc::ptr_eq(&a.entry, &b.entry) || same(&a.entry.value, &b.entry.value)
        };
        let mut equal = self.len() == other.len();
        if equal {
            diff::compare(&self.rows, &other.rows, |found| match found {
                Found::Pair(a, b) => same(a, b),
                Found::Gap(own, others) => {
                    let mut pairs = own.iter().zip(others);
                    equal &= own.len() == others.len() && pairs.all(|(a, b)| same(a, b));
                    equal
                }
            });
        }
        equal
    }
}

impl<T: Entity> Element for Row<T> {
    type Place = u64;

    fn place(&self) -> u64 {
        self.rank
    }

    fn is(&self, other: &Self) -> bool {
        self.rank == other.rank && Arc::ptr_eq(&self.entry, &other.entry)
    }
}

impl<T: Entity> Clone for Row<T> {
    fn clone(&self) -> Self {
        Self {
            rank: self.rank,
            entry: Arc::clone(&self.entry),
        }
    }
}

impl<T: Entity> Entry<T> {
    fn of(entity: T) -> Arc<Self> {
        Arc::new(Self {
            key: entity.key().clone(),
            value: entity,
        })
    }

    /// The entity, copied if somebody else has it too.
    fn into_value(self: Arc<Self>) -> T {
        Arc::try_unwrap(self).map_or_else(|shared| shared.value.clone(), |own| own.value)
    }
}

impl<T: Entity> Clone for Entry<T> {
    fn clone(&self) -> Self {
        Self {
            key: self.key.clone(),
            value: self.value.clone(),
        }
    }
}

impl Element for Slot {
    type Place = Self;

    fn place(&self) -> Self {
        *self
    }

    fn is(&self, other: &Self) -> bool {
        self == other
    }
}

impl<T: Entity, O> Default for Entities<T, O> {
    fn default() -> Self {
        Self {
            rows: Tree::default(),
            index: Tree::default(),
            hasher: DefaultHashBuilder::default(),
            order: PhantomData,
        }
    }
}

impl<T: Entity, O> Clone for Entities<T, O> {
    fn clone(&self) -> Self {
        Self {
            rows: self.rows.clone(),
            index: self.index.clone(),
            hasher: self.hasher.clone(),
            order: PhantomData,
        }
    }
}

/// Two collections are equal if they have equal entities in the same order.
impl<T: Entity + PartialEq, O> PartialEq for Entities<T, O> {
    fn eq(&self, other: &Self) -> bool {
        self.equals(other, T::eq)
    }
}

impl<T: Entity + Eq, O> Eq for Entities<T, O> {}

impl<T: Entity + fmt::Debug, O> fmt::Debug for Entities<T, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}
