//! The session cookie, in and out.

use axum::http::{HeaderMap, HeaderValue, header};

use super::Secret;

const PLAIN: &str = "ropes_session";
/// Browsers take this name only with Secure, Path=/ and no Domain.
const HOST: &str = "__Host-ropes_session";
/// The longest browsers keep a cookie: 400 days. Renewed by `/api/me`.
const SECONDS: u32 = 400 * 86_400;

/// A cookie as a browser showed it.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) secret: Secret,
    name: &'static str,
}

impl Shown {
    /// Set before there was TLS here. It counts, and is replaced.
    pub(super) fn is_outdated(&self, is_https: bool) -> bool {
        self.name != name(is_https)
    }
}

fn name(is_https: bool) -> &'static str {
    if is_https { HOST } else { PLAIN }
}

pub(crate) fn session_cookie(secret: &Secret, is_https: bool) -> Option<HeaderValue> {
    set(name(is_https), secret.reveal(), SECONDS, is_https)
}

/// Takes the cookie away; over https also one that was set before there was TLS here.
pub(crate) fn clear_cookie(is_https: bool) -> Vec<HeaderValue> {
    let own = set(name(is_https), "", 0, is_https);
    own.into_iter().chain(is_https.then(clear_outdated).flatten()).collect()
}

pub(super) fn clear_outdated() -> Option<HeaderValue> {
    set(PLAIN, "", 0, false)
}

fn set(name: &str, value: &str, seconds: u32, is_secure: bool) -> Option<HeaderValue> {
    let secure = if is_secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax{secure}");
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

/// The cookie of the right name first. A `__Host-` one never comes over plain http.
pub(super) fn from_cookie(headers: &HeaderMap) -> Option<Shown> {
    [HOST, PLAIN].into_iter().find_map(|name| {
        let lists = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = lists.flat_map(|list| list.split(';')).filter_map(|it| it.split_once('='));
        let (_, value) = pairs.find(|(key, _)| key.trim() == name)?;
        Some(Shown { secret: Secret::sent(value.trim()), name })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC S69
    #[test]
    fn a_cookie_from_before_tls_counts_and_is_known_to_be_outdated() {
        let check = |cookies: &'static str, is_https| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(cookies));
            from_cookie(&headers)
                .map(|it| (it.secret.reveal().to_owned(), it.is_outdated(is_https)))
        };
        assert_eq!(check("ropes_session=a", false), Some(("a".into(), false)));
        assert_eq!(check("x=1; ropes_session=a", true), Some(("a".into(), true)));
        let both = "ropes_session=a; __Host-ropes_session=b";
        assert_eq!(check(both, true), Some(("b".into(), false)));
        assert_eq!(check("other=1", true), None);
    }
}
