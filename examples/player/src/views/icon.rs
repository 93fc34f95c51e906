//! Pictures on buttons.

use leptos::prelude::*;

/// A picture, drawn in a square of 24 by 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Play,
    Pause,
    Stop,
    Again,
    Back,
    Forward,
    Sound,
    Muted,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Play => "M8 5v14l11-7z",
            Self::Pause => "M7 5h4v14H7zM13 5h4v14h-4z",
            Self::Stop => "M6 6h12v12H6z",
            Self::Again => "M12 5V1.5L6.5 7 12 12.5V8a5 5 0 1 1-5 5H4a8 8 0 1 0 8-8z",
            Self::Back => "M12 6v12l-8-6zM20 6v12l-8-6z",
            Self::Forward => "M4 6v12l8-6zM12 6v12l8-6z",
            Self::Sound => "M4 9v6h4l5 4V5L8 9zM15.5 8.5a5 5 0 0 1 0 7l1.4 1.4a7 7 0 0 0 0-9.8z",
            Self::Muted => "M4 9v6h4l5 4V5L8 9zM16 9l-1.2 1.2L16.6 12l-1.8 1.8L16 15l1.8-1.8 1.8 1.8 1.2-1.2L19 12l1.8-1.8L19.6 9l-1.8 1.8z",
        }
    }
}

/// A picture, for eyes only: what stands around it says what it means.
#[component]
pub fn Picture(#[prop(into)] of: Signal<Icon>) -> impl IntoView {
    view! {
        <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path fill="currentColor" d=move || of.get().path()/>
        </svg>
    }
}
