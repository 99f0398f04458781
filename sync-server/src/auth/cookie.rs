//! The session cookie, in and out.

use axum::http::{HeaderMap, HeaderValue, header};

use super::Secret;

const PLAIN: &str = "ropes_session";
/// Browsers take this name only with Secure, Path=/ and no Domain.
const HOST: &str = "__Host-ropes_session";
/// The longest browsers keep a cookie: 400 days. Renewed by `/api/me`.
const SECONDS: u32 = 400 * 86_400;

fn name(is_https: bool) -> &'static str {
    if is_https { HOST } else { PLAIN }
}

pub(crate) fn session_cookie(secret: &Secret, is_https: bool) -> Option<HeaderValue> {
    set(secret.reveal(), SECONDS, is_https)
}

pub(crate) fn clear_cookie(is_https: bool) -> Option<HeaderValue> {
    set("", 0, is_https)
}

fn set(value: &str, seconds: u32, is_https: bool) -> Option<HeaderValue> {
    let (name, secure) = (name(is_https), if is_https { "; Secure" } else { "" });
    let text = format!("{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax{secure}");
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

pub(super) fn from_cookie(headers: &HeaderMap, is_https: bool) -> Option<Secret> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|c| c.split_once('='));
    let (_, value) = pairs.find(|(key, _)| key.trim() == name(is_https))?;
    Some(Secret::sent(value.trim()))
}
