//! Sound as a WAV file in memory: samples of 16 bits, one channel.

use std::fmt;
use std::sync::Arc;

/// How many samples a second has.
pub const RATE: u32 = 16_000;

const HEADER: usize = 44;

/// A sound. Copies share it, and two are equal if they do.
#[derive(Clone)]
pub struct Pcm {
    wav: Arc<[u8]>,
    length: f64,
}

impl Pcm {
    /// The sound in a file, `None` if it is not such a file.
    pub fn read(file: &[u8]) -> Option<Self> {
        if file.get(..4)? != b"RIFF"
            || file.get(8..16)? != b"WAVEfmt "
            || file.get(36..40)? != b"data"
        {
            return None;
        }
        let number = |at: usize| {
            let bytes = file.get(at..at + 4)?;
            bytes.try_into().map(u32::from_le_bytes).ok()
        };
        let (bytes_per_second, bytes) = (number(28)?, number(40)?);
        if bytes_per_second == 0 || file.len() - HEADER < usize::try_from(bytes).ok()? {
            return None;
        }
        Some(Self {
            wav: file.into(),
            length: f64::from(bytes) / f64::from(bytes_per_second),
        })
    }

    /// The file.
    pub fn wav(&self) -> &[u8] {
        &self.wav
    }

    /// How long it takes, in seconds.
    pub const fn length(&self) -> f64 {
        self.length
    }
}

impl PartialEq for Pcm {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.wav, &other.wav)
    }
}

impl fmt::Debug for Pcm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pcm({} s)", self.length)
    }
}

/// The file with these samples, each from −1 to 1.
pub fn wav(samples: &[f32]) -> Vec<u8> {
    let bytes = samples.len() as u32 * 2;
    let mut file = Vec::with_capacity(HEADER + samples.len() * 2);
    file.extend(b"RIFF");
    file.extend((bytes + 36).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    // Samples as they are, in one channel.
    file.extend(1_u16.to_le_bytes());
    file.extend(1_u16.to_le_bytes());
    file.extend(RATE.to_le_bytes());
    file.extend((RATE * 2).to_le_bytes());
    file.extend(2_u16.to_le_bytes());
    file.extend(16_u16.to_le_bytes());
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    for sample in samples {
        let sample = (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16;
        file.extend(sample.to_le_bytes());
    }
    file
}
