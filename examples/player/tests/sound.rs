//! The sounds that the player plays.

use player::melody;
use player::pcm::{wav, Pcm, RATE};

#[test]
fn what_is_written_can_be_read() {
    let file = wav(&vec![0.5; RATE as usize * 3 / 2]);
    let pcm = Pcm::read(&file).expect("it is a sound");
    assert_eq!(pcm.length(), 1.5);
    assert_eq!(pcm.wav(), file);
}

#[test]
fn what_is_no_sound_is_refused() {
    let file = wav(&[0.0; 100]);
    let mut other = file.clone();
    other[0] = b'X';
    let mut silent = file.clone();
    silent[28..32].fill(0);
    for file in [
        &file[..file.len() - 1],
        &file[..20],
        b"<!doctype html>",
        b"",
        &other,
        &silent,
    ] {
        assert_eq!(Pcm::read(file), None, "{:?}", file.get(..12));
    }
}

#[test]
fn the_melodies_are_as_long_as_their_notes_and_fade_out() {
    for (samples, seconds) in [(melody::frere_jacques(), 21), (melody::ode_to_joy(), 17)] {
        assert_eq!(samples.len(), seconds * RATE as usize);
        let loudest = |samples: &[f32]| {
            samples
                .iter()
                .fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()))
        };
        let every_second = samples.chunks(RATE as usize);
        for second in every_second.take(seconds - 1) {
            assert!(
                (0.05..1.0).contains(&loudest(second)),
                "{}",
                loudest(second)
            );
        }
        assert!(loudest(&samples[samples.len() - 100..]) < 0.001);
    }
}
