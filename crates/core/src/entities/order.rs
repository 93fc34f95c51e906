//! The orders that entities are kept in.

use std::cmp::Ordering;

/// An order of entities of type `T`. It is a type without a value: `Entities<Todo, ByTitle>` is always sorted by title.
///
/// Entities that compare as equal stay in the order in which they were put in. An order that contradicts itself leaves them in
/// some order, and each can still be found; putting in many at once may panic then, as sorting a `Vec` may.
///
/// # Examples
///
/// ```
/// use std::cmp::Ordering;
///
/// use leptos_state_core::entities::{Entities, Entity, Order};
///
/// #[derive(Clone)]
/// struct Todo {
///     id: u32,
///     title: String,
/// }
///
/// impl Entity for Todo {
///     type Key = u32;
///
///     fn key(&self) -> &u32 {
///         &self.id
///     }
/// }
///
/// enum ByTitle {}
///
/// impl Order<Todo> for ByTitle {
///     fn compare(a: &Todo, b: &Todo) -> Ordering {
///         a.title.cmp(&b.title)
///     }
/// }
///
/// let mut todos: Entities<Todo, ByTitle> = Entities::default();
/// todos.add(Todo { id: 1, title: "wash".into() });
/// todos.add(Todo { id: 2, title: "cook".into() });
/// assert!(todos.keys().eq(&[2, 1]));
/// todos.update(&2, |todo| todo.title = "zap".into());
/// assert!(todos.keys().eq(&[1, 2]));
/// ```
pub trait Order<T>: 'static {
    /// Whether entities have to be compared at all.
    #[doc(hidden)]
    const SORTS: bool = true;

    /// How two entities compare: the lesser comes first.
    fn compare(a: &T, b: &T) -> Ordering;
}

/// Entities stay where they were put: the newest comes last, unless it was moved.
#[derive(Clone, Copy, Debug)]
pub enum Insertion {}

impl<T> Order<T> for Insertion {
    const SORTS: bool = false;

    fn compare(_: &T, _: &T) -> Ordering {
        Ordering::Equal
    }
}
