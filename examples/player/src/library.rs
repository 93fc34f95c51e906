//! A library far away, played by this file: it makes its tracks when they are asked for, and the browser fetches them from
//! where they are then.

use std::time::Duration;

use gloo_timers::future::sleep;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Blob, BlobPropertyBag, RequestInit, Response, Url};

use crate::machine::{Fetching, Library, Trouble};
use crate::melody;
use crate::pcm::{wav, Pcm};
use crate::tracks::Track;

/// The library.
pub struct FarAway;

impl Library for FarAway {
    fn fetch(&self, track: Track) -> Fetching {
        Box::pin(async move {
            sleep(way_to(track)).await;
            let place = Place::of(track)?;
            let file = get(place.address()).await?;
            Pcm::read(&file).ok_or(Trouble::NoSound)
        })
    }
}

/// How long it takes until an answer begins.
const fn way_to(track: Track) -> Duration {
    match track {
        Track::DonkeyPost => Duration::from_secs(30),
        Track::FrereJacques | Track::OdeToJoy | Track::LostTape => Duration::from_millis(900),
    }
}

/// Where a track is.
enum Place {
    Here(ObjectUrl),
    Elsewhere(&'static str),
}

impl Place {
    fn of(track: Track) -> Result<Self, Trouble> {
        let samples = match track {
            Track::FrereJacques => melody::frere_jacques(),
            Track::OdeToJoy | Track::DonkeyPost => melody::ode_to_joy(),
            Track::LostTape => return Ok(Self::Elsewhere("the-lost-tape.wav")),
        };
        let url = ObjectUrl::of_wav(&wav(&samples));
        url.map(Self::Here).map_err(|why| unreachable(&why))
    }

    fn address(&self) -> &str {
        match self {
            Self::Here(url) => url.address(),
            Self::Elsewhere(address) => address,
        }
    }
}

/// The bytes at an address. Whoever drops the future has the browser give the request up.
async fn get(address: &str) -> Result<Vec<u8>, Trouble> {
    let answer = async {
        let giving_up = GivingUp(AbortController::new()?);
        let options = RequestInit::new();
        options.set_signal(Some(&giving_up.0.signal()));
        let asked = leptos::prelude::window().fetch_with_str_and_init(address, &options);
        let response: Response = JsFuture::from(asked).await?.dyn_into()?;
        if !response.ok() {
            return Ok(Err(Trouble::Missing(response.status())));
        }
        let bytes = JsFuture::from(response.array_buffer()?).await?;
        Ok(Ok(Uint8Array::new(&bytes).to_vec()))
    };
    answer
        .await
        .unwrap_or_else(|why: JsValue| Err(unreachable(&why)))
}

fn unreachable(why: &JsValue) -> Trouble {
    let message = why.dyn_ref::<js_sys::Error>().map(js_sys::Error::message);
    Trouble::Unreachable(message.map_or_else(|| "it is not said why".to_owned(), String::from))
}

/// Aborts a request when it is dropped. One that has been answered does not mind.
struct GivingUp(AbortController);

impl Drop for GivingUp {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// An address for bytes in memory, as long as this lives.
pub struct ObjectUrl(String);

impl ObjectUrl {
    /// An address for a WAV file.
    pub fn of_wav(file: &[u8]) -> Result<Self, JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type("audio/wav");
        let parts = Array::of1(&Uint8Array::from(file));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
        Url::create_object_url_with_blob(&blob).map(Self)
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.0
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        // An address that is known to nobody can be left.
        let _ = Url::revoke_object_url(&self.0);
    }
}
