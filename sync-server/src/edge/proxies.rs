//! The proxies in front of this server, by their addresses. Nobody else is believed about whom
//! they speak for.

use std::net::IpAddr;
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use ipnet::IpNet;

pub(super) const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
pub(super) const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
/// Whatever proxies add: a request with one of these did not start at the peer.
const TRACES: [HeaderName; 5] = [
    FOR,
    PROTO,
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("forwarded"),
    HeaderName::from_static("via"),
];

/// Networks whose machines are proxies of ours.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<IpNet>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write an address or a network, such as 127.0.0.1 or 10.0.0.0/8")]
pub struct NotANetwork;

impl FromIterator<IpNet> for Proxies {
    fn from_iter<I: IntoIterator<Item = IpNet>>(networks: I) -> Self {
        Self(networks.into_iter().collect())
    }
}

impl FromStr for Proxies {
    type Err = NotANetwork;

    /// One address or network.
    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let one = text.parse::<IpAddr>().map(IpNet::from).or_else(|_| text.parse::<IpNet>());
        Ok(Self(vec![one.map_err(|_| NotANetwork)?]))
    }
}

impl Proxies {
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    pub(super) fn name(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// For whom a named proxy speaks: read from its own end of the list, past proxies of ours, up
    /// to the first address that one of them saw itself. What stands further left anybody can write.
    pub(super) fn client(&self, proxy: IpAddr, headers: &HeaderMap) -> IpAddr {
        let lists = headers.get_all(FOR);
        let entries: Vec<_> = lists.iter().flat_map(entries).collect();
        let mut client = proxy;
        for entry in entries.into_iter().rev() {
            if !self.name(client) {
                break;
            }
            let Some(address) = entry else { break };
            client = address;
        }
        client
    }
}

fn entries(list: &HeaderValue) -> Vec<Option<IpAddr>> {
    let list = list.to_str().unwrap_or_default();
    list.split(',').map(|entry| address(entry.trim())).collect()
}

/// Some proxies write the port as well.
fn address(text: &str) -> Option<IpAddr> {
    let plain = text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|it| it.ip());
    plain.or_else(with_port).map(|address| address.to_canonical())
}

pub(super) fn was_forwarded(headers: &HeaderMap) -> bool {
    TRACES.iter().any(|name| headers.contains_key(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, lists: &[&str]) -> String {
        let proxies = "127.0.0.1".parse::<Proxies>().unwrap();
        let proxies = proxies.and("10.0.0.0/8".parse().unwrap());
        let mut headers = HeaderMap::new();
        for list in lists {
            headers.append(FOR, list.parse().unwrap());
        }
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    // SPEC S65
    #[test]
    fn the_client_is_the_last_address_that_a_named_proxy_saw_itself() {
        assert_eq!(client("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(client("127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &["1.1.1.1, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &["1.1.1.1", "203.0.113.9, 10.1.2.3"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &["203.0.113.9:5123"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &["::ffff:203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &["1.1.1.1, nonsense"]), "127.0.0.1");
        assert_eq!(client("198.51.100.7", &["1.1.1.1"]), "198.51.100.7");
    }

    // SPEC S65
    #[test]
    fn a_proxy_is_named_by_an_address_or_a_network() {
        let named = |text: &str, address: &str| {
            text.parse::<Proxies>().map(|proxies| proxies.name(address.parse().unwrap()))
        };
        assert_eq!(named("192.0.2.7", "192.0.2.7"), Ok(true));
        assert_eq!(named("192.0.2.7", "192.0.2.8"), Ok(false));
        assert_eq!(named("fd00::/8", "fd12::1"), Ok(true));
        for bad in ["", "caddy", "10.0.0.0/33", "10.0.0"] {
            assert_eq!(named(bad, "10.0.0.1"), Err(NotANetwork), "{bad}");
        }
    }
}
