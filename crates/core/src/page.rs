//! What happens to the page or window that shows a store.

use std::any::Any;

/// Something that happens to the page or window that shows a store, after which what was loaded may be out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageEvent {
    /// Somebody looks at it again.
    Focus,
    /// It is connected to the network again.
    Online,
}

/// Tells what happens to the page. It is a [service](crate::Environment::with_service), added as an `Arc<dyn PageEvents>`:
/// an adapter brings one for where its framework runs, `testing` one that a test sets off.
pub trait PageEvents: Send + Sync {
    /// Calls `tell` whenever something happens, as long as what is returned is kept.
    fn listen(&self, tell: Box<dyn Fn(PageEvent) + Send + Sync>) -> Box<dyn Any + Send + Sync>;
}
