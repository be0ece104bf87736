//! Asks web servers: for the links of a course, and for its published site. In: an address. Out: what the server answers. Follows a redirect only
//! where it fetches, and knows no course. Proxies are those of the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// What to do where they cannot.
pub(super) const HTTPS_HELP: &str =
    "use the program of a release, or build it with `cargo install --path . --features tls`";

/// How long a server may take to be reached, and to answer as a whole.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

/// How many times in a row a server may lead on.
pub(super) const MAX_REDIRECTS: u32 = 8;

/// Which hosts may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HostReach {
    /// Any: somebody named the address who runs the program.
    Any,
    /// Those of the internet alone: an author's text must not reach what is in the network of whoever checks it.
    Public,
    /// A server of a test, whatever host is named.
    Only(SocketAddr),
}

/// How a server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HttpMethod {
    /// For the head of its answer.
    Head,
    /// For all of it, of which the head is looked at.
    Get,
}

/// The head of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HttpAnswer {
    /// The status, such as 200.
    pub status: u16,
    /// Where a redirect leads, as the server wrote it.
    pub location: Option<String>,
    /// How long to wait before the server is asked again, where it says so in seconds.
    pub retry_after: Option<Duration>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HttpFailure {
    /// There is no host of this name, as far as the system can tell.
    NoHost,
    /// The host is none of the internet.
    NotPublic,
    /// The address begins with `https`, and the program was built without that.
    NoTls,
    /// Anything else, which may be over soon: what the system or the server says.
    Other(String),
}

impl fmt::Display for HttpFailure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            HttpFailure::NoHost => f.write_str("there is no host of this name"),
            HttpFailure::NotPublic => f.write_str("the host is none of the internet"),
            HttpFailure::NoTls => write!(f, "this program was built without `https`: {HTTPS_HELP}"),
            HttpFailure::Other(why) => f.write_str(why),
        }
    }
}

/// Asks servers. May be used from several threads.
pub(super) struct HttpClient {
    agent: Agent,
}

impl HttpClient {
    /// A client that asks these hosts.
    pub fn new(reach: HostReach) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(Some(CONNECT_TIMEOUT))
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_global(Some(ANSWER_TIMEOUT))
            .user_agent(user_agent())
            .accept("text/html,application/xhtml+xml,*/*;q=0.8");
        let config = with_tls(config).build();
        HttpClient { agent: Agent::with_parts(config, DefaultConnector::default(), ReachedHosts(reach)) }
    }

    /// Asks for the head of an answer.
    ///
    /// # Errors
    /// There is no answer.
    pub fn ask(&self, method: HttpMethod, url: &str) -> Result<HttpAnswer, HttpFailure> {
        if lacks_tls_for(url) {
            return Err(HttpFailure::NoTls);
        }
        let answer = match method {
            HttpMethod::Head => self.agent.head(url).call(),
            HttpMethod::Get => self.agent.get(url).call(),
        };
        let answer = answer.map_err(failure)?;
        let header = |name: &str| Some(answer.headers().get(name)?.to_str().ok()?.trim().to_owned());
        Ok(HttpAnswer {
            status: answer.status().as_u16(),
            location: header("location"),
            retry_after: header("retry-after").and_then(|text| text.parse().ok()).map(Duration::from_secs),
        })
    }

    /// Fetches a file of at most `most` bytes, redirects followed.
    ///
    /// # Errors
    /// There is no answer, or it is another than the file.
    pub fn fetch(&self, url: &str, most: u64) -> Result<Vec<u8>, HttpFailure> {
        let mut at = url.to_owned();
        for _ in 0..=MAX_REDIRECTS {
            if lacks_tls_for(&at) {
                return Err(HttpFailure::NoTls);
            }
            let mut answer = self.agent.get(&at).call().map_err(failure)?;
            match (answer.status().as_u16(), answer.headers().get("location").and_then(|to| to.to_str().ok())) {
                (200, _) => return answer.body_mut().with_config().limit(most).read_to_vec().map_err(failure),
                (300..=399, Some(to)) => {
                    at = joined(&at, to).ok_or_else(|| HttpFailure::Other(format!("it leads on to `{to}`")))?;
                }
                (status, _) => return Err(HttpFailure::Other(format!("the server answers {status}"))),
            }
        }
        Err(HttpFailure::Other("the server leads on and on".to_owned()))
    }
}

/// As servers see the program in their logs.
fn user_agent() -> String {
    let repository = env!("CARGO_PKG_REPOSITORY");
    let more = if repository.is_empty() { "checks links of a course".to_owned() } else { format!("+{repository}") };
    format!("syllabus/{} ({more})", env!("CARGO_PKG_VERSION"))
}

type AgentConfig = ureq::config::ConfigBuilder<ureq::typestate::AgentScope>;

#[cfg(feature = "tls")]
fn with_tls(config: AgentConfig) -> AgentConfig {
    use std::sync::Arc;
    use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .root_certs(RootCerts::PlatformVerifier);
    config.tls_config(tls.build())
}

#[cfg(not(feature = "tls"))]
fn with_tls(config: AgentConfig) -> AgentConfig {
    config
}

/// Whether an address cannot be asked, as it begins with `https` and the program was built without that.
pub(super) fn lacks_tls_for(url: &str) -> bool {
    !cfg!(feature = "tls") && url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"))
}

fn failure(error: ureq::Error) -> HttpFailure {
    match error {
        ureq::Error::HostNotFound => HttpFailure::NoHost,
        ureq::Error::Other(inner) if inner.is::<PrivateHost>() => HttpFailure::NotPublic,
        ureq::Error::Timeout(_) => HttpFailure::Other("there was no answer in time".to_owned()),
        ureq::Error::Io(error) => HttpFailure::Other(error.to_string()),
        ureq::Error::BodyExceedsLimit(most) => HttpFailure::Other(format!("it is larger than {most} bytes")),
        other => HttpFailure::Other(other.to_string()),
    }
}

/// The error for a host that only the network knows which the program runs in.
#[derive(Debug)]
struct PrivateHost;

impl fmt::Display for PrivateHost {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a host of this network")
    }
}

impl std::error::Error for PrivateHost {}

/// Looks hosts up, and lets those through that may be asked.
#[derive(Debug)]
struct ReachedHosts(HostReach);

impl Resolver for ReachedHosts {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut reached = self.empty();
        if let HostReach::Only(address) = self.0 {
            reached.push(address);
            return Ok(reached);
        }
        let found = DefaultResolver::default().resolve(uri, config, timeout).map_err(|error| match error {
            // The system has no kind for a name that is not known; another cause, such as no network, says of itself that it may pass.
            ureq::Error::Io(error) if !is_passing(&error.to_string()) => ureq::Error::HostNotFound,
            other => other,
        })?;
        // Whoever runs the program chose the proxy.
        let is_proxy = config.proxy().is_some_and(|proxy| Some(proxy.host()) == uri.host());
        if self.0 == HostReach::Public && !is_proxy && !found.iter().all(|address| is_public(address.ip())) {
            return Err(ureq::Error::Other(Box::new(PrivateHost)));
        }
        Ok(found)
    }
}

/// Whether the system says of a name that it could not be looked up now: the words of the C libraries, and of Windows.
fn is_passing(why: &str) -> bool {
    ["emporary failure", "ry again", "on-authoritative", "on-recoverable", "ystem error", "11002"]
        .iter()
        .any(|word| why.contains(word))
}

/// Whether an address is one of the internet, by the registries of IANA for special purposes.
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(ip) => is_public_v4(ip),
            None => is_public_v6(ip),
        },
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, third, _] = ip.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_protocol = (first, second, third) == (192, 0, 0);
    let is_benchmark = first == 198 && (18..20).contains(&second);
    let is_special = ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation();
    !is_special && !is_shared && !is_protocol && !is_benchmark && first != 0 && first < 224
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let first = ip.segments()[0];
    let is_documentation = first == 0x2001 && ip.segments()[1] == 0xdb8 || first == 0x3fff;
    // What was handed out so far.
    (0x2000..0x4000).contains(&first) && !is_documentation
}

/// The address that a server leads on to, from the one that was asked; none where it is no web address. What stands behind `#` is dropped.
pub(super) fn joined(base: &str, to: &str) -> Option<String> {
    let to = to.split('#').next().unwrap_or_default();
    let (scheme, rest) = base.split_once("://")?;
    let host_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    let whole = match to.split_once("://") {
        Some((scheme, _)) if !scheme.contains(['/', '?']) => to.to_owned(),
        _ if to.starts_with("//") => format!("{scheme}:{to}"),
        _ if to.starts_with('/') => format!("{scheme}://{host}{to}"),
        _ if to.is_empty() => base.to_owned(),
        _ => {
            let path = path.split('?').next().unwrap_or_default();
            let folder = if to.starts_with('?') { path } else { path.rfind('/').map_or("", |end| &path[..=end]) };
            let folder = if folder.is_empty() { "/" } else { folder };
            format!("{scheme}://{host}{}", without_dots(&format!("{folder}{to}")))
        }
    };
    let is_web = ["http://", "https://"]
        .iter()
        .any(|start| whole.get(..start.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(start)));
    is_web.then_some(whole)
}

/// A path without `.` and `..`, which servers take as they are.
fn without_dots(path: &str) -> String {
    let (path, query) = path.find('?').map_or((path, ""), |at| path.split_at(at));
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("/{}{query}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn addresses_are_joined_as_browsers_do() {
        for (base, to, whole) in [
            ("http://a.org/b/c", "d", Some("http://a.org/b/d")),
            ("http://a.org/b/c?x=/y", "../d?e=1#f", Some("http://a.org/d?e=1")),
            ("http://a.org", "d", Some("http://a.org/d")),
            ("http://a.org/b/c", "?e", Some("http://a.org/b/c?e")),
            ("http://a.org/b/", "/d", Some("http://a.org/d")),
            ("https://a.org/b", "//c.org/d", Some("https://c.org/d")),
            ("http://a.org/b", "https://c.org", Some("https://c.org")),
            ("http://a.org/b", "/login?next=http://a.org/b", Some("http://a.org/login?next=http://a.org/b")),
            ("http://a.org/b", "#c", Some("http://a.org/b")),
            ("http://a.org/b", "ftp://c.org/d", None),
        ] {
            assert_eq!(joined(base, to).as_deref(), whole, "{base} {to}");
        }
    }

    #[test]
    fn hosts_of_a_network_of_ones_own_are_not_public() {
        for ip in ["8.8.8.8", "1.1.1.1", "192.0.1.1", "2606:4700::1111", "::ffff:8.8.8.8"] {
            assert!(is_public(ip.parse().expect("an address")), "{ip}");
        }
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.2.1",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "::1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::",
            "2001:db8::1",
            "::ffff:127.0.0.1",
        ] {
            assert!(!is_public(ip.parse().expect("an address")), "{ip}");
        }
    }

    /// A server that gives each connection one of these answers, one after the other.
    fn server(answers: Vec<String>) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        std::thread::spawn(move || {
            for (answer, stream) in answers.into_iter().zip(listener.incoming()) {
                let mut stream = stream.expect("a connection");
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read > 0) {
                    head.push(byte[0]);
                }
                let answer = answer.replace("[HEAD]", &String::from_utf8_lossy(&head));
                stream.write_all(answer.as_bytes()).expect("an answer");
            }
        });
        address
    }

    fn answer(status: &str, headers: &str, body: &str) -> String {
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len())
    }

    #[test]
    fn a_head_says_status_place_and_patience() {
        let busy = answer("429 Too Many Requests", "Retry-After: 7\r\n", "");
        let moved = answer("301 Moved Permanently", "Location: /new\r\n", "");
        let client = HttpClient::new(HostReach::Only(server(vec![busy, moved])));
        let asked = client.ask(HttpMethod::Head, "http://a.org/x").expect("an answer");
        assert_eq!((asked.status, asked.retry_after), (429, Some(Duration::from_secs(7))));
        let asked = client.ask(HttpMethod::Get, "http://a.org/x").expect("an answer");
        assert_eq!((asked.status, asked.location.as_deref()), (301, Some("/new")));
    }

    #[test]
    fn a_file_is_fetched_where_it_is_now_and_up_to_a_size() {
        let moved = answer("302 Found", "Location: there\r\n", "");
        let client = HttpClient::new(HostReach::Only(server(vec![moved, answer("200 OK", "", "words")])));
        assert_eq!(client.fetch("http://a.org/x/here", 5), Ok(b"words".to_vec()));
        let client = HttpClient::new(HostReach::Only(server(vec![answer("200 OK", "", "words")])));
        assert!(client.fetch("http://a.org/", 4).is_err());
        let client = HttpClient::new(HostReach::Only(server(vec![answer("404 Not Found", "", "")])));
        let why = client.fetch("http://a.org/", 4).expect_err("no file").to_string();
        assert_eq!(why, "the server answers 404");
    }

    #[test]
    fn a_host_that_is_not_to_be_reached_is_not_asked() {
        let address = server(vec![answer("200 OK", "", "")]);
        let url = format!("http://{address}/");
        let asked = HttpClient::new(HostReach::Public).ask(HttpMethod::Get, &url);
        assert_eq!(asked, Err(HttpFailure::NotPublic));
        assert_eq!(HttpClient::new(HostReach::Any).ask(HttpMethod::Get, &url).map(|answer| answer.status), Ok(200));
    }
}
