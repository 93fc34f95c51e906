//! A page, as a server renders it and as a browser sees it.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::future::Future;
use std::sync::Arc;

use futures_util::StreamExt;
use hydration_context::{
    PinnedFuture, PinnedStream, SerializedDataId, SharedContext, SsrSharedContext,
};
use leptos::error::{Error, ErrorId};
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos_state::provide_environment;
use leptos_state::testing::TestEnvironment;

/// How Leptos sends a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Async,
    InOrder,
    OutOfOrder,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Async, Self::InOrder, Self::OutOfOrder];
}

/// What a server sent.
#[derive(Debug)]
pub struct Page {
    html: String,
    scripts: String,
    test: TestEnvironment,
}

impl Page {
    /// What a server sends of `app`, as `leptos_integration_utils` puts it together.
    pub fn rendered<V: IntoView + 'static>(
        mode: Mode,
        app: impl FnOnce() -> V,
    ) -> impl Future<Output = Self> {
        // Resources begin to load when they are made. Another test of this program may have set the executor.
        let _ = any_spawner::Executor::init_tokio();
        let context: Arc<dyn SharedContext + Send + Sync> = Arc::new(SsrSharedContext::new());
        let owner = Owner::new_root(Some(Arc::clone(&context)));
        let test = TestEnvironment::default();
        let view = owner.with(|| {
            provide_environment(test.environment());
            app().into_view()
        });
        let rendering = owner.with(|| {
            ScopedFuture::new(async move {
                match mode {
                    Mode::OutOfOrder => view.to_html_stream_out_of_order().collect().await,
                    Mode::InOrder | Mode::Async => view.to_html_stream_in_order().collect().await,
                }
            })
        });
        async move {
            let html: String = rendering.await;
            let data = context.pending_data().expect("a server has data");
            let scripts = data.collect().await;
            owner.unset_with_forced_cleanup();
            Self {
                html,
                scripts,
                test,
            }
        }
    }

    pub fn html(&self) -> &str {
        &self.html
    }

    /// All that was sent.
    pub fn all(&self) -> String {
        format!("{}<script>{}</script>", self.html, self.scripts)
    }

    /// The text between quotes that has the stores, after the number that it is under.
    fn literal(&self) -> Option<(&str, &str)> {
        let all = self.scripts.split("__RESOLVED_RESOURCES[").skip(1);
        let mut slots = all.filter_map(|one| {
            let (id, rest) = one.split_once("] = \"")?;
            let (text, _) = rest.split_once("\";")?;
            text.contains("stores").then_some((id, text))
        });
        let slot = slots.next();
        assert_eq!(slots.next(), None, "there is one slot: {}", self.scripts);
        slot
    }

    /// The JavaScript that has the stores.
    pub fn slot_script(&self) -> &str {
        self.literal().expect("there are stores").1
    }

    /// The text that has the stores.
    pub fn slot(&self) -> String {
        evaluated(self.slot_script())
    }

    /// The same page with another text in the place of its stores.
    pub fn with_slot(&self, change: impl FnOnce(&str) -> String) -> Self {
        let (_, literal) = self.literal().expect("there are stores");
        let scripts = self.scripts.replace(
            literal,
            format!("{:?}", change(&evaluated(literal)))[1..].trim_end_matches('"'),
        );
        Self {
            html: self.html.clone(),
            scripts,
            test: TestEnvironment::default(),
        }
    }

    /// Runs `app` as a browser does that hydrates the page.
    pub fn hydrate(&self, app: impl FnOnce()) {
        self.in_browser(true, app);
    }

    /// Runs `app` as a browser does that has hydrated the page.
    pub fn after_hydration(&self, app: impl FnOnce()) {
        self.in_browser(false, app);
    }

    fn in_browser(&self, during_hydration: bool, app: impl FnOnce()) {
        let slot = self
            .literal()
            .map(|(id, text)| (id.trim_matches('"').to_owned(), evaluated(text)));
        let owner = Owner::new_root(Some(Arc::new(Browser {
            slot,
            during_hydration,
        })));
        owner.with(|| {
            provide_environment(self.test.environment());
            app();
        });
        owner.unset_with_forced_cleanup();
    }

    /// What was reported on the server and in the browser.
    pub fn reports(&self) -> Vec<String> {
        self.test.reports.take()
    }

    /// Fails if there were reports.
    pub fn assert_quiet(&self) {
        assert_eq!(self.reports(), [""; 0]);
    }
}

/// What JavaScript makes of what stands between quotes (ECMAScript 2025, 12.9.4).
fn evaluated(literal: &str) -> String {
    let mut text = String::new();
    let mut signs = literal.chars();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            text.push(sign);
            continue;
        }
        text.push(match signs.next().expect("something is escaped") {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let digits: String = match signs.clone().next() {
                    Some('{') => signs
                        .by_ref()
                        .skip(1)
                        .take_while(|sign| *sign != '}')
                        .collect(),
                    _ => signs.by_ref().take(4).collect(),
                };
                let number = u32::from_str_radix(&digits, 16).expect("hexadecimal digits");
                char::from_u32(number).expect("a character")
            }
            same @ ('\\' | '"' | '\'') => same,
            other => panic!("\\{other} means something else in JavaScript"),
        });
    }
    text
}

/// What Leptos knows in a browser.
#[derive(Debug)]
struct Browser {
    /// The number of the data, and the data.
    slot: Option<(String, String)>,
    during_hydration: bool,
}

impl SharedContext for Browser {
    fn is_browser(&self) -> bool {
        true
    }

    fn next_id(&self) -> SerializedDataId {
        SerializedDataId::new(0)
    }

    fn write_async(&self, _: SerializedDataId, _: PinnedFuture<String>) {}

    fn read_data(&self, id: &SerializedDataId) -> Option<String> {
        // It is a number in one version of Leptos and a text in another.
        let wanted = id.clone().into_inner().to_string();
        let (id, text) = self.slot.as_ref()?;
        (*id == wanted && self.during_hydration).then(|| text.clone())
    }

    fn await_data(&self, _: &SerializedDataId) -> Option<String> {
        None
    }

    fn pending_data(&self) -> Option<PinnedStream<String>> {
        None
    }

    fn during_hydration(&self) -> bool {
        self.during_hydration
    }

    fn hydration_complete(&self) {}

    fn get_is_hydrating(&self) -> bool {
        self.during_hydration
    }

    fn set_is_hydrating(&self, _: bool) {}

    fn take_errors(&self) -> Vec<(SerializedDataId, ErrorId, Error)> {
        Vec::new()
    }

    fn errors(&self, _: &SerializedDataId) -> Vec<(ErrorId, Error)> {
        Vec::new()
    }

    fn seal_errors(&self, _: &SerializedDataId) {}

    fn register_error(&self, _: SerializedDataId, _: ErrorId, _: Error) {}

    fn defer_stream(&self, _: PinnedFuture<()>) {}

    fn await_deferred(&self) -> Option<PinnedFuture<()>> {
        None
    }

    fn set_incomplete_chunk(&self, _: SerializedDataId) {}

    fn get_incomplete_chunk(&self, _: &SerializedDataId) -> bool {
        false
    }
}
