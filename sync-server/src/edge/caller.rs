//! Who is at the other end of a request: which address, and whether the way there is encrypted.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap};

use super::Edge;
use super::proxies::{PROTO, was_forwarded};
use crate::http::HttpError;
use crate::state::AppState;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The client's own, also behind a named proxy. Unknown where no socket is, as in a test.
    pub(crate) address: Option<IpAddr>,
    /// As the client sees it.
    pub(crate) is_https: bool,
    was_forwarded: bool,
}

impl Caller {
    pub(crate) fn of(edge: &Edge, extensions: &Extensions, headers: &HeaderMap) -> Self {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip().to_canonical());
        let was_forwarded = was_forwarded(headers);
        let proxy = peer.filter(|peer| edge.proxies.name(*peer));
        if was_forwarded && proxy.is_none() && peer.is_some_and(|peer| peer.is_loopback()) {
            edge.warn_once();
        }
        Self {
            address: proxy.map(|proxy| edge.proxies.client(proxy, headers)).or(peer),
            is_https: edge.is_https() || (proxy.is_some() && says_https(headers)),
            was_forwarded,
        }
    }

    /// Whom requests are counted for: an address, or the network that one IPv6 line has to itself.
    pub(crate) fn network(&self) -> Option<IpAddr> {
        let network = |address: Ipv6Addr| (address.to_bits() >> 64 << 64).into();
        self.address.map(|address| match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(address) => IpAddr::V6(network(address)),
        })
    }

    /// Whether this is somebody on the machine itself, and not through a proxy.
    pub(crate) fn is_on_this_machine(&self) -> bool {
        !self.was_forwarded && self.address.is_some_and(|address| address.is_loopback())
    }
}

fn says_https(headers: &HeaderMap) -> bool {
    let last = headers.get_all(PROTO).iter().next_back().and_then(|value| value.to_str().ok());
    last.and_then(|list| list.rsplit(',').next())
        .is_some_and(|scheme| scheme.trim().eq_ignore_ascii_case("https"))
}

impl Edge {
    fn warn_once(&self) {
        self.unnamed.get_or_init(|| {
            tracing::warn!(
                "a proxy on this machine is not believed about its clients, which share one \
                 address so: name it with --trusted-proxy 127.0.0.1"
            );
        });
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, HttpError> {
        Ok(Self::of(state.edge(), &parts.extensions, &parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(url: &str, peer: &str, lines: &[(&'static str, &'static str)]) -> Caller {
        let edge = Edge::new(url.to_owned()).behind("192.0.2.1".parse().unwrap());
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 5000)));
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        Caller::of(&edge, &extensions, &headers)
    }

    // SPEC S65
    #[test]
    fn forwarded_headers_count_only_when_a_named_proxy_sends_them() {
        let lines = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-proto", "https")];
        let spoofed = caller("http://a", "198.51.100.7", &lines);
        assert_eq!(spoofed.address.unwrap().to_string(), "198.51.100.7");
        assert!(!spoofed.is_https);
        let named = caller("http://a", "192.0.2.1", &lines);
        assert_eq!(named.address.unwrap().to_string(), "203.0.113.9");
        assert!(named.is_https);
        assert!(caller("https://a", "198.51.100.7", &[]).is_https);
        assert!(!caller("http://a", "192.0.2.1", &[("x-forwarded-proto", "https, http")]).is_https);
    }

    // SPEC H52
    #[test]
    fn an_ipv6_line_counts_as_one_whatever_address_it_takes() {
        let network = |peer| caller("http://a", peer, &[]).network().unwrap().to_string();
        assert_eq!(network("2001:db8:1:2::3"), network("2001:db8:1:2:ffff::4"));
        assert_ne!(network("2001:db8:1:2::3"), network("2001:db8:1:3::3"));
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
    }

    // SPEC S66
    #[test]
    fn a_request_through_a_proxy_is_never_from_this_machine() {
        assert!(caller("http://a", "127.0.0.1", &[]).is_on_this_machine());
        assert!(caller("http://a", "::ffff:127.0.0.1", &[]).is_on_this_machine());
        assert!(!caller("http://a", "198.51.100.7", &[]).is_on_this_machine());
        for name in ["x-forwarded-for", "x-forwarded-proto", "forwarded", "via"] {
            assert!(!caller("http://a", "127.0.0.1", &[(name, "127.0.0.1")]).is_on_this_machine());
        }
        let spoofed = caller("http://a", "192.0.2.1", &[("x-forwarded-for", "127.0.0.1")]);
        assert!(!spoofed.is_on_this_machine());
    }
}
