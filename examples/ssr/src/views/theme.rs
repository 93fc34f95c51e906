//! Light or dark. Which one is known to this browser alone, so the page learns it after it is taken over.

use leptos::prelude::*;
use leptos_state::after_hydration;
use leptos_state::prelude::*;

use super::form::is_live;
use super::interactive;
use crate::browser;

/// Shows the theme that was chosen before anything else is shown. The style sheet knows the attribute.
pub const EARLY_THEME: &str = r#"try { document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "" } catch {}"#;

const KEY: &str = "theme";

/// How the page looks.
#[derive(Clone, Debug, Default, PartialEq, State)]
struct Look {
    /// `light`, `dark`, or nothing, which leaves it to the system.
    theme: String,
}

/// The choice.
#[interactive]
pub fn ThemeChoice() -> impl IntoView {
    let live = is_live();
    let theme = Store::new(Look::default()).theme();
    after_hydration(move || {
        theme.set(browser::kept(KEY).unwrap_or_default());
        Effect::new(move |_| {
            theme.with(|theme| {
                browser::keep(KEY, theme);
                if let Some(page) = document().document_element() {
                    // An attribute with this name can be set.
                    let _ = page.set_attribute("data-theme", theme);
                }
            });
        });
    });
    view! {
        <label class="theme">
            "Theme "
            <select disabled=move || !live.get() bind:value=theme>
                <option value="">"As the system"</option>
                <option value="light">"Light"</option>
                <option value="dark">"Dark"</option>
            </select>
        </label>
    }
}
