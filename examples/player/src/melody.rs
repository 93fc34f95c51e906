//! Melodies, and how they sound on an instrument with strings.

use std::f32::consts::TAU;

use crate::pcm::RATE;

/// A tone's number, counted in semitones as on a MIDI keyboard, and how many beats it lasts.
type Note = (u8, f32);

/// Two beats are a second.
const BEAT: f32 = 0.5;

/// How long the last tone is heard, in seconds.
const FADING: f32 = 1.0;

const G: u8 = 55;
const C: u8 = 60;
const D: u8 = 62;
const E: u8 = 64;
const F: u8 = 65;
const G_ABOVE: u8 = 67;
const A: u8 = 69;

// A line is a bar.
#[rustfmt::skip]
const FRERE_JACQUES: [Note; 32] = [
    (C, 1.0), (D, 1.0), (E, 1.0), (C, 1.0),
    (C, 1.0), (D, 1.0), (E, 1.0), (C, 1.0),
    (E, 1.0), (F, 1.0), (G_ABOVE, 2.0),
    (E, 1.0), (F, 1.0), (G_ABOVE, 2.0),
    (G_ABOVE, 0.5), (A, 0.5), (G_ABOVE, 0.5), (F, 0.5), (E, 1.0), (C, 1.0),
    (G_ABOVE, 0.5), (A, 0.5), (G_ABOVE, 0.5), (F, 0.5), (E, 1.0), (C, 1.0),
    (C, 1.0), (G, 1.0), (C, 2.0),
    (C, 1.0), (G, 1.0), (C, 2.0),
];

#[rustfmt::skip]
const ODE_TO_JOY: [Note; 30] = [
    (E, 1.0), (E, 1.0), (F, 1.0), (G_ABOVE, 1.0),
    (G_ABOVE, 1.0), (F, 1.0), (E, 1.0), (D, 1.0),
    (C, 1.0), (C, 1.0), (D, 1.0), (E, 1.0),
    (E, 1.5), (D, 0.5), (D, 2.0),
    (E, 1.0), (E, 1.0), (F, 1.0), (G_ABOVE, 1.0),
    (G_ABOVE, 1.0), (F, 1.0), (E, 1.0), (D, 1.0),
    (C, 1.0), (C, 1.0), (D, 1.0), (E, 1.0),
    (D, 1.5), (C, 0.5), (C, 2.0),
];

/// The samples of the round: the second voice begins when the first has got to its third bar.
pub fn frere_jacques() -> Vec<f32> {
    sung(&[(0.0, 0, &FRERE_JACQUES), (8.0, 12, &FRERE_JACQUES)])
}

/// The samples of the ode, with a second voice below.
pub fn ode_to_joy() -> Vec<f32> {
    sung(&[(0.0, 0, &ODE_TO_JOY), (0.0, -12, &ODE_TO_JOY)])
}

/// A voice: the beat on which it begins, how many semitones higher it is than written, and what it sings.
type Voice<'a> = (f32, i8, &'a [Note]);

fn sung(voices: &[Voice<'_>]) -> Vec<f32> {
    let beats =
        |(begin, _, notes): &Voice<'_>| begin + notes.iter().map(|(_, beats)| beats).sum::<f32>();
    let beats = voices.iter().map(beats).fold(0.0, f32::max);
    let mut samples = vec![0.0; samples_in(beats * BEAT + FADING)];
    for (begin, shift, notes) in voices {
        let mut beat = *begin;
        for (tone, beats) in *notes {
            pluck(
                &mut samples[samples_in(beat * BEAT)..],
                f32::from(*tone) + f32::from(*shift),
                beats * BEAT,
            );
            beat += beats;
        }
    }
    samples
}

/// Adds a tone that begins at once and lasts for so many seconds, and a little longer.
fn pluck(samples: &mut [f32], tone: f32, seconds: f32) {
    let frequency = 440.0 * ((tone - 69.0) / 12.0).exp2();
    let length = samples_in(seconds + FADING);
    for (at, sample) in samples.iter_mut().take(length).enumerate() {
        let time = at as f32 / RATE as f32;
        // A string is heard at once, and higher overtones die away sooner. What is let go is damped.
        let damped = (1.0 - (time - seconds).max(0.0) / FADING).powi(2);
        let loudness = (time * 200.0).min(1.0) * (-1.8 * time).exp() * damped;
        let phase = TAU * frequency * time;
        let overtones = (-3.0 * time).exp();
        *sample += 0.3
            * loudness
            * (phase.sin() + overtones * (0.4 * (2.0 * phase).sin() + 0.2 * (3.0 * phase).sin()));
    }
}

fn samples_in(seconds: f32) -> usize {
    (seconds * RATE as f32).round() as usize
}
