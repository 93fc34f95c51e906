//! The seven tasks, and where in the address they are.

/// One of the tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Task {
    /// A number that is counted up.
    #[default]
    Counter,
    /// A temperature in two scales.
    Temperature,
    /// A form whose fields depend on each other.
    Flight,
    /// Time that passes.
    Timer,
    /// A list that is changed.
    Crud,
    /// Circles that are drawn.
    Circles,
    /// A spreadsheet.
    Cells,
}

impl Task {
    /// All of them, in the order of the benchmark.
    pub const ALL: [Self; 7] = [
        Self::Counter,
        Self::Temperature,
        Self::Flight,
        Self::Timer,
        Self::Crud,
        Self::Circles,
        Self::Cells,
    ];

    /// What the benchmark calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Counter => "Counter",
            Self::Temperature => "Temperature converter",
            Self::Flight => "Flight booker",
            Self::Timer => "Timer",
            Self::Crud => "CRUD",
            Self::Circles => "Circle drawer",
            Self::Cells => "Cells",
        }
    }

    /// What holds its state.
    pub const fn tool(self) -> &'static str {
        match self {
            Self::Counter => "A store and one action.",
            Self::Temperature => "A store with two fields that follow each other.",
            Self::Flight => "A chart: what can't be booked has no transition.",
            Self::Timer => "A chart whose state measures time while it is active.",
            Self::Crud => "Entities, and a derived list of those that are found.",
            Self::Circles => "A store with a layer that remembers where its circles have been.",
            Self::Cells => "Entities, of which only those are shown anew whose value is another.",
        }
    }

    /// Its part of the address.
    pub const fn hash(self) -> &'static str {
        match self {
            Self::Counter => "#/counter",
            Self::Temperature => "#/temperature-converter",
            Self::Flight => "#/flight-booker",
            Self::Timer => "#/timer",
            Self::Crud => "#/crud",
            Self::Circles => "#/circle-drawer",
            Self::Cells => "#/cells",
        }
    }

    /// The task that the address asks for, or the first. `hash` is what stands behind the `#`.
    pub fn of_hash(hash: &str) -> Self {
        let mut tasks = Self::ALL.into_iter();
        let found = tasks.find(|task| task.hash().strip_prefix('#') == Some(hash));
        found.unwrap_or_default()
    }
}
