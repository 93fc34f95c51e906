//! The counter as a chart with two states, a guard, an action and a timer.

/// Such charts, each with types of its own.
macro_rules! counters {
    ($($name:ident $module:ident;)*) => {
        $(
            chart! {
                pub $name { context: i32 }
                #[expect(dead_code, reason = "not all of them are sent here")]
                events { Add(i32), Lock, Unlock }
                Open {
                    on Add(amount) if is_small(amount) / add(amount);
                    on Lock => Locked;
                }
                Locked {
                    on Unlock => Open;
                    after 30s => Open;
                }
            }

            /// Counts by what is smaller than this.
            pub struct $name(pub i32);

            impl $module::Logic for $name {
                fn is_small(&self, _: &i32, amount: &i32) -> bool {
                    *amount < self.0
                }

                fn add(&self, value: &mut i32, amount: &i32, _: &mut $module::Cx<'_>) {
                    *value += *amount;
                }
            }
        )*
    };
}
