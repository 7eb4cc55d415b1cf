//! Identifies clients by their addresses, and counts the connections of each.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The address by which a client is counted. Of an IPv6 address it is the first half, which
/// usually belongs to one household. An IPv4-mapped IPv6 address counts as its IPv4
/// address.
#[must_use]
pub fn client_key(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(it) => {
            let [a, b, c, d, ..] = it.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        it @ IpAddr::V4(_) => it,
    }
}

/// Number of connections of each client.
#[derive(Debug, Default)]
pub(crate) struct Connections(Mutex<HashMap<IpAddr, usize>>);

/// An open connection of a client, counted until the guard is dropped.
#[derive(Debug)]
pub(crate) struct ConnectionGuard {
    connections: Arc<Connections>,
    client: IpAddr,
}

impl ConnectionGuard {
    /// Counts a further connection; `None` if the client already has `most`.
    pub(crate) fn new(
        connections: &Arc<Connections>,
        address: IpAddr,
        most: Option<usize>,
    ) -> Option<ConnectionGuard> {
        let client = client_key(address);
        let mut counts = connections.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.get(&client).copied().unwrap_or_default();
        if most.is_some_and(|most| count >= most) {
            return None;
        }
        counts.insert(client, count.saturating_add(1));
        Some(ConnectionGuard { connections: Arc::clone(connections), client })
    }
}

impl Drop for ConnectionGuard {
    fn drop(&mut self) {
        let counts = &self.connections.0;
        let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.client) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn ipv6_clients_are_grouped_by_prefix() {
        for (one, other, same) in [
            ("2001:db8:1:2:3::1", "2001:db8:1:2:4::9", true),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
            ("::ffff:10.0.0.1", "10.0.0.1", true),
            ("10.0.0.1", "10.0.0.2", false),
        ] {
            let (one, other) = (address(one), address(other));
            assert_eq!(client_key(one) == client_key(other), same, "{one} {other}");
        }
    }

    #[test]
    fn connections_per_client_are_limited_and_forgotten() {
        let connections = Arc::new(Connections::default());
        let open = |from, most| ConnectionGuard::new(&connections, address(from), most);
        let first = open("10.0.0.1", Some(2));
        let second = open("::ffff:10.0.0.1", Some(2));
        assert!(first.is_some() && second.is_some());
        assert!(open("10.0.0.1", Some(2)).is_none());
        assert!(open("10.0.0.2", Some(2)).is_some(), "others are not held back");
        assert!(open("10.0.0.1", None).is_some(), "a proxy has as many as it needs");
        drop(first);
        assert!(open("10.0.0.1", Some(2)).is_some());
        drop(second);
        assert!(connections.0.lock().unwrap().is_empty());
    }
}
