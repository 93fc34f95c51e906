//! A crate that takes care of its documentation and of what it does not use.
#![deny(missing_docs, unused)]

use leptos_state_macros::chart;

/// A song.
#[derive(Clone, Debug)]
pub struct Song;

chart! {
    pub Player { context: u32 }
    events { Load(Song), Seek { to: f32, loudly: bool }, Stop }
    Idle { on Load(song) => Loaded(take(song)); }
    Loaded(song: Song) {
        on Stop / give(song) => Idle;
        history Last;
        Paused { on Seek { to, .. } if is_there(to) / seek(to)? => Light(light); }
    }
    Active parallel {
        on error.seek => Loaded(same).Last;
        Volume { Loud { always => Done; } final Done = sum -> u32; }
        Light parallel(light: u8) {
            Red { invoke fetch -> Result<u8, String>; }
            Green;
        }
    }
}

chart! {
    Lamp;
    Off { after 1s => On; }
    On { after 1s => Off; }
}

struct Lamp;

/// The logic.
pub struct Player;

impl player::Logic for Player {
    fn take(&self, _: &u32, song: &Song) -> Song {
        song.clone()
    }

    fn give(&self, _: &mut u32, _: &mut Song, _: &mut player::Cx<'_>) {}

    fn is_there(&self, _: &u32, to: &f32) -> bool {
        *to > 0.0
    }

    fn seek(
        &self,
        _: &mut u32,
        _: &f32,
        _: &mut player::Cx<'_>,
    ) -> Result<(), leptos_state_chart::ActionError> {
        Ok(())
    }

    fn light(&self, _: &u32) -> u8 {
        1
    }

    fn same(&self, _: &u32) -> Song {
        Song
    }

    fn sum(&self, sum: &u32) -> u32 {
        *sum
    }

    async fn fetch(&self, _: u32) -> Result<u8, String> {
        Ok(1)
    }
}

fn main() {
    let mut effects = leptos_state_chart::Effects::new();
    let lamp = leptos_state_chart::Running::started(Lamp, (), &mut effects).unwrap();
    assert_eq!(lamp.state(), lamp::State::Off);
}
