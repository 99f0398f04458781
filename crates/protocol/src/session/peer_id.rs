//! Peer ids: which device, and which page load of it.
//!
//! A peer id must be new for each page load, or two tabs would shut each other out, and must still
//! name the device, or a ticket of one device could speak for another.

use domain::EntryId;

/// The peer id of one page load. `device` is the `peer_id` the server gave on joining.
pub fn page_peer_id(device: &str, random: [u8; 15]) -> String {
    format!("{device}.{}", EntryId::from_random(random))
}

/// The device a peer id names: everything before the last full stop.
pub fn device_of(peer_id: &str) -> Option<&str> {
    peer_id.rsplit_once('.').map(|(device, _)| device).filter(|device| !device.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_new_and_its_device_the_same() {
        let (one, two) = (page_peer_id("dev_1-x", [1; 15]), page_peer_id("dev_1-x", [2; 15]));
        assert_ne!(one, two);
        assert_eq!((device_of(&one), device_of(&two)), (Some("dev_1-x"), Some("dev_1-x")));
        assert_eq!(device_of("stock-client"), None);
        assert_eq!(device_of(".x"), None);
    }
}
