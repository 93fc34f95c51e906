//! The tracks that there are to choose from.

/// Something to be heard, or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Track {
    /// A round for two voices.
    #[default]
    FrereJacques,
    /// The melody of Beethoven's ninth.
    OdeToJoy,
    /// One that takes longer than anybody waits.
    DonkeyPost,
    /// One that is not where it should be.
    LostTape,
}

impl Track {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::FrereJacques,
        Self::OdeToJoy,
        Self::DonkeyPost,
        Self::LostTape,
    ];

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::FrereJacques => "Frère Jacques",
            Self::OdeToJoy => "Ode to Joy",
            Self::DonkeyPost => "By Donkey Post",
            Self::LostTape => "The Lost Tape",
        }
    }

    /// What is to be known before it is chosen.
    pub const fn about(self) -> &'static str {
        match self {
            Self::FrereJacques => "A round for two voices",
            Self::OdeToJoy => "After Beethoven",
            Self::DonkeyPost => "Takes half a minute to arrive",
            Self::LostTape => "Is not where it should be",
        }
    }
}
