//! Waiting on the injected clock.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::turn::lock;
use crate::{Environment, Timer};

impl Environment {
    /// A future that is ready `delay` from now, by this environment's clock. For effects that wait.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_core::testing::TestEnvironment;
    /// use leptos_state_core::EffectRunner;
    /// use std::time::Duration;
    ///
    /// let test = TestEnvironment::default();
    /// let environment = test.environment();
    /// let nap = environment.sleep(Duration::from_secs(1));
    /// EffectRunner::run(&test.effects, "nap", Box::pin(nap));
    /// test.effects.run();
    /// assert_eq!(test.effects.names(), ["nap"]);
    /// test.clock.advance(Duration::from_secs(1));
    /// test.effects.run();
    /// assert!(test.effects.names().is_empty());
    /// ```
    pub fn sleep(&self, delay: Duration) -> Sleep {
        let nap = Arc::<Mutex<Nap>>::default();
        let woken = Arc::clone(&nap);
        let timer = self.after(delay, move || {
            let waker = {
                let mut nap = lock(&woken);
                nap.is_over = true;
                nap.waker.take()
            };
            if let Some(waker) = waker {
                waker.wake();
            }
        });
        Sleep { nap, _timer: timer }
    }
}

/// A future that is ready at a time. Made by [`Environment::sleep`].
#[must_use = "a future does nothing unless it is awaited"]
pub struct Sleep {
    nap: Arc<Mutex<Nap>>,
    _timer: Timer,
}

#[derive(Default)]
struct Nap {
    is_over: bool,
    waker: Option<Waker>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut nap = lock(&self.nap);
        if nap.is_over {
            return Poll::Ready(());
        }
        nap.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sleep")
            .field("is_over", &lock(&self.nap).is_over)
            .finish_non_exhaustive()
    }
}
