//! The addresses on which the server listens, and the host names under which it may be requested. Sends nothing.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs, UdpSocket};

/// Why the server cannot run.
#[derive(Debug)]
pub enum ServeError {
    /// Another program listens there.
    Taken {
        /// The port that was asked for.
        port: u16,
        /// The next free port, of the hundred after it.
        free: Option<u16>,
    },
    /// The system refuses; a message for the user.
    Failed(String),
}

/// Listens on `port` at all addresses of `host`.
///
/// # Errors
/// Another program listens there, or the system refuses.
pub(super) fn bind(host: &str, port: u16) -> Result<Vec<TcpListener>, ServeError> {
    let failed = |error| ServeError::Failed(format!("`{host}`, port {port}: nothing can listen there: {error}"));
    let addresses = resolve(host).map_err(failed)?;
    match bind_all(&addresses, port) {
        Ok(listeners) => Ok(listeners),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            let mut next = (port.saturating_add(1)..=u16::MAX).take(100);
            Err(ServeError::Taken { port, free: next.find(|port| bind_all(&addresses, *port).is_ok()) })
        }
        Err(error) => Err(failed(error)),
    }
}

fn resolve(host: &str) -> io::Result<Vec<IpAddr>> {
    let mut found: Vec<IpAddr> = (bare(host), 0).to_socket_addrs()?.map(|address| address.ip()).collect();
    found.dedup();
    Ok(found)
}

/// An IPv6 address without its brackets.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Listens on all of `addresses` that this machine has (`localhost` may resolve to an IPv6 address that it lacks).
///
/// # Errors
/// The port is taken on one of them, or none can be listened on.
fn bind_all(addresses: &[IpAddr], mut port: u16) -> io::Result<Vec<TcpListener>> {
    let mut listeners = Vec::new();
    let mut refused = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in addresses {
        match TcpListener::bind(SocketAddr::new(*address, port)) {
            Ok(listener) => {
                port = listener.local_addr()?.port();
                listeners.push(listener);
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
            Err(error) => refused = error,
        }
    }
    if listeners.is_empty() { Err(refused) } else { Ok(listeners) }
}

/// This machine's address on its network, as other machines see it: the source address of the route to the internet. Nothing is sent.
pub fn network_address() -> Option<IpAddr> {
    // Addresses reserved for documentation (RFC 5737, RFC 3849): routed like any other, used by no machine.
    let v4 = (IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V4(Ipv4Addr::new(203, 0, 113, 1)));
    let v6 = (IpAddr::V6(Ipv6Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)));
    [v4, v6].into_iter().find_map(|(from, to)| {
        let socket = UdpSocket::bind((from, 0)).ok()?;
        socket.connect((to, 9)).ok()?;
        let own = socket.local_addr().ok()?.ip();
        (!own.is_unspecified() && !own.is_loopback()).then_some(own)
    })
}

/// The host names under which the server may be requested. Other names that resolve to this machine are refused: otherwise a page of any
/// site could read the preview by letting its own name resolve to `127.0.0.1` (DNS rebinding).
#[derive(Debug)]
pub(super) struct Hosts {
    names: Vec<String>,
    addresses: Vec<IpAddr>,
    any_address: bool,
    port: u16,
}

impl Hosts {
    pub(super) fn new(host: &str, bound: &[SocketAddr]) -> Hosts {
        let mut addresses = vec![IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
        addresses.extend(bound.iter().map(SocketAddr::ip));
        Hosts {
            names: vec!["localhost".to_owned(), host.to_ascii_lowercase()],
            addresses,
            any_address: bound.iter().any(|address| address.ip().is_unspecified()),
            port: bound.first().map_or(0, SocketAddr::port),
        }
    }

    /// Whether `host`, with or without the port, is this server.
    pub(super) fn contains(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, Some(port)),
            _ => (host, None),
        };
        let own_port = self.port.to_string();
        if port.is_some_and(|port| port != own_port) {
            return false;
        }
        match address(name) {
            Some(address) => self.any_address || self.addresses.contains(&address),
            None => self.names.iter().any(|known| known.eq_ignore_ascii_case(name)),
        }
    }
}

/// An IP address as written in a `host` header.
fn address(name: &str) -> Option<IpAddr> {
    match name.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?.parse().ok().map(IpAddr::V6),
        None => name.parse().ok().map(IpAddr::V4),
    }
}

#[cfg(test)]
mod tests {
    use super::{Hosts, ServeError, bind, network_address};

    fn hosts(host: &str, bound: &str) -> Hosts {
        Hosts::new(host, &[bound.parse().expect("an address")])
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        let hosts = hosts("127.0.0.1", "127.0.0.1:4000");
        for name in ["localhost", "LocalHost:4000", "127.0.0.1", "127.0.0.1:4000", "[::1]", "[::1]:4000"] {
            assert!(hosts.contains(name), "{name}");
        }
    }

    #[test]
    fn foreign_names_are_not_known() {
        let hosts = hosts("127.0.0.1", "127.0.0.1:4000");
        for name in [
            "",
            "evil.example",
            "evil.example:4000",
            "localhost:4001",
            "localhost:",
            "localhost:04000",
            "localhost.evil.example",
            "localhost.",
            "192.168.1.2",
            "127.0.0.1.evil.example",
            "127.0.0.2",
            "0.0.0.0",
            "::1",
            "[::1",
            "[::2]",
            "127.1",
            "2130706433",
            "localhost@evil.example",
            "[127.0.0.1]",
            "localhost:4000:4000",
        ] {
            assert!(!hosts.contains(name), "{name}");
        }
    }

    #[test]
    fn a_given_name_and_address_are_known() {
        assert!(hosts("My-Laptop", "192.168.1.2:4000").contains("my-laptop:4000"));
        assert!(hosts("192.168.1.2", "192.168.1.2:4000").contains("192.168.1.2:4000"));
        assert!(!hosts("192.168.1.2", "192.168.1.2:4000").contains("192.168.1.3:4000"));
    }

    #[test]
    fn on_all_addresses_any_address_but_no_name_is_known() {
        let hosts = hosts("0.0.0.0", "0.0.0.0:4000");
        assert!(hosts.contains("192.168.1.2:4000") && hosts.contains("[fe80::1]:4000"));
        assert!(!hosts.contains("evil.example:4000"));
    }

    #[test]
    fn a_taken_port_is_reported_with_the_next_free_one() {
        let first = bind("127.0.0.1", 0).expect("a port");
        let port = first[0].local_addr().expect("its address").port();
        match bind("127.0.0.1", port) {
            Err(ServeError::Taken { port: taken, free }) => {
                assert_eq!(taken, port);
                assert!(free.is_none_or(|free| free > port));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_name_that_does_not_resolve_is_reported() {
        assert!(
            matches!(bind("no-such-name.invalid", 0), Err(ServeError::Failed(why)) if why.contains("no-such-name"))
        );
        assert!(matches!(bind("203.0.113.7", 0), Err(ServeError::Failed(_))), "an address of another machine");
    }

    #[test]
    fn the_address_on_the_network_is_one_that_others_can_use() {
        assert!(network_address().is_none_or(|own| !own.is_loopback() && !own.is_unspecified()));
    }
}
