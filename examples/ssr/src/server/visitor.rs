//! Who is asking. A name in a cookie is enough here: whoever says a name has it.

use axum::http::header::{HeaderValue, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use percent_encoding::{percent_decode_str, utf8_percent_encode, NON_ALPHANUMERIC};

const NAME: &str = "name";

/// The name of who is asking, if it has one.
pub fn visitor() -> Option<String> {
    cookie(NAME).filter(|name| !name.is_empty())
}

/// Has the browser keep the visitor's name as long as it runs.
pub fn remember(name: &str) {
    set(&utf8_percent_encode(name, NON_ALPHANUMERIC).to_string(), "");
}

/// Has the browser forget the visitor's name.
pub fn forget() {
    set("", "; Max-Age=0");
}

/// What the browser has kept under a name.
pub fn cookie(name: &str) -> Option<String> {
    let request = use_context::<Parts>()?;
    let cookies = request.headers.get_all(COOKIE).into_iter();
    let mut cookies = cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='));
    let (_, value) = cookies.find(|(found, _)| *found == name)?;
    let value = percent_decode_str(value).decode_utf8().ok()?;
    Some(value.into_owned())
}

/// Other sites can neither read the cookie nor have it sent with a form of theirs.
fn set(value: &str, more: &str) {
    let cookie = format!("{NAME}={value}; Path=/; HttpOnly; SameSite=Lax{more}");
    if let (Some(response), Ok(cookie)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(&cookie),
    ) {
        response.append_header(SET_COOKIE, cookie);
    }
}
