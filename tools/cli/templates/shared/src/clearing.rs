//! A button that removes something asks before it does.

use leptos_state::prelude::*;

chart! {
    /// The first press asks, and the second one within five seconds is the answer.
    pub ClearDone;
    events {
        /// The button was pressed.
        Press,
        /// The visitor has gone on to something else.
        Leave,
    }

    Ready {
        on Press => Asking;
        on Leave ignore;
    }
    Asking {
        on Press | Leave => Ready;
        after 5s => Ready;
    }
}

/// The chart needs no functions, so there is nothing in it.
pub struct ClearDone;
