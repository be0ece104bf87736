//! A request becomes an answer: who may ask, what is asked for, and by which method. What the site holds is answered by `files`.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use serde::Serialize;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::address::Hosts;
use super::body::{Body, Events};
use super::listeners::{Listener, MAX_WAITING};
use super::request::{self, RequestTarget};
use super::{ChooseError, PageFacts, PageSource, RepairChoice, ServerSignal, files, kinds, secret};
use crate::path::SourcePath;
use crate::source::Hash;

/// How often a listener gets a comment.
const BEAT: Duration = Duration::from_secs(15);

/// A choice is shorter than this, and is sent within this time.
const MAX_CHOICE_LEN: usize = 16 << 10;
const CHOICE_TIME: Duration = Duration::from_secs(10);

/// What answering needs.
pub(super) struct ServerState {
    pub(super) pages: Arc<dyn PageSource>,
    pub(super) hosts: Hosts,
    pub(super) script: &'static str,
    pub(super) token: String,
    pub(super) signals: Sender<ServerSignal>,
    pub(super) seats: Arc<Semaphore>,
}

/// Why a request is not answered as asked, in words.
pub(super) struct Refusal(StatusCode, &'static str);

pub(super) type RequestResult = Result<Response<Body>, Refusal>;

/// What is known of a request besides its body.
pub(super) struct RequestInfo<'r> {
    pub(super) method: &'r Method,
    pub(super) headers: &'r HeaderMap,
    pub(super) peer: SocketAddr,
}

pub(super) async fn answer(desk: &ServerState, peer: SocketAddr, request: Request<Incoming>) -> Response<Body> {
    let answered = routed(desk, peer, request).await;
    let mut response = answered.unwrap_or_else(|Refusal(status, why)| text(status, why));
    set(&mut response, header::CACHE_CONTROL, "no-cache");
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

async fn routed(desk: &ServerState, peer: SocketAddr, request: Request<Incoming>) -> RequestResult {
    let (head, body) = request.into_parts();
    let asking = RequestInfo { method: &head.method, headers: &head.headers, peer };
    let host = known_host(desk, &asking, head.uri.authority().map(|authority| authority.as_str()))?;
    let Some(asked) = request::asked(head.uri.path()) else {
        return match head.uri.path() {
            "*" | "" => Ok(not_allowed("GET, HEAD")),
            _ => Err(Refusal(StatusCode::BAD_REQUEST, "this is no path of a site")),
        };
    };
    let RequestTarget::Own(name) = &asked else {
        return match *asking.method {
            Method::GET | Method::HEAD => files::answer(desk, &asking, asked).await,
            _ => Ok(not_allowed("GET, HEAD")),
        };
    };
    if asking.is_from_elsewhere() {
        return Err(Refusal(StatusCode::FORBIDDEN, "this is for the preview's own pages"));
    }
    match (name.as_str(), asking.method) {
        ("preview.js", &Method::GET | &Method::HEAD) => {
            let bytes = Bytes::from_static(desk.script.as_bytes());
            Ok(files::whole(&asking, kinds::SCRIPT, Hash::of(&bytes), || bytes.clone()))
        }
        ("events", &Method::GET) => events(desk, &asking, head.uri.query()),
        ("facts", &Method::GET | &Method::HEAD) => facts(desk, &asking, head.uri.query()).await,
        ("override", &Method::POST) => choose(desk, &asking, host, body).await,
        ("preview.js" | "facts", _) => Ok(not_allowed("GET, HEAD")),
        ("events", _) => Ok(not_allowed("GET")),
        ("override", _) => Ok(not_allowed("POST")),
        _ => Err(NOT_FOUND),
    }
}

pub(super) const NOT_FOUND: Refusal = Refusal(StatusCode::NOT_FOUND, "there is nothing here");

/// The one `host`, if it names this server; a whole url in the request line must do so too.
fn known_host<'r>(desk: &ServerState, asking: &RequestInfo<'r>, authority: Option<&str>) -> Result<&'r str, Refusal> {
    let mut hosts = asking.headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Err(Refusal(StatusCode::BAD_REQUEST, "a request names one host"));
    };
    let host = host.to_str().unwrap_or_default();
    if desk.hosts.know(host) && authority.is_none_or(|authority| desk.hosts.know(authority)) {
        return Ok(host);
    }
    let why = "this preview does not go by that name; open it under `localhost`, or name the host with `--host`";
    Err(Refusal(StatusCode::FORBIDDEN, why))
}

impl<'r> RequestInfo<'r> {
    pub(super) fn header(&self, name: HeaderName) -> Option<&'r str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Whether the browser says that a page of another origin sent it.
    fn is_from_elsewhere(&self) -> bool {
        let site = self.headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        site.is_some_and(|site| site != b"same-origin" && site != b"none")
    }

    fn is_local(&self) -> bool {
        self.peer.ip().to_canonical().is_loopback()
    }

    /// Whether a page of this server, on this machine, may have sent it.
    pub(super) fn may_write(&self, host: &str, token: &str) -> bool {
        let is_own_origin =
            |origin: &str| origin.strip_prefix("http://").is_some_and(|it| it.eq_ignore_ascii_case(host));
        let site = self.headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        let kind = self.header(header::CONTENT_TYPE).and_then(|kind| kind.split(';').next()).unwrap_or_default();
        self.is_local()
            && self.header(header::ORIGIN).is_some_and(is_own_origin)
            && site.is_none_or(|site| site == b"same-origin")
            && kind.trim().eq_ignore_ascii_case("application/json")
            && self.header(TOKEN).is_some_and(|given| secret::same(given, token))
    }
}

const TOKEN: HeaderName = HeaderName::from_static("x-syllabus-token");

fn events(desk: &ServerState, asking: &RequestInfo<'_>, query: Option<&str>) -> RequestResult {
    let Some(page) = request::page(query) else { return Err(NO_PAGE) };
    let Ok(seat) = desk.seats.clone().try_acquire_owned() else {
        return Err(Refusal(StatusCode::SERVICE_UNAVAILABLE, "too many pages are open at once; close some"));
    };
    let (sender, receiver) = mpsc::channel(MAX_WAITING);
    // There is room in a new channel; and a server that tells nobody anything any more has stopped.
    let _ = sender.try_send(Bytes::from_static(b"retry: 500\n\n"));
    let _ = desk.signals.send(ServerSignal::Joined(Listener::new(page, sender, asking.is_local())));
    Ok(typed(StatusCode::OK, "text/event-stream", Body::Events(Events::new(receiver, BEAT, seat))))
}

const NO_PAGE: Refusal = Refusal(StatusCode::BAD_REQUEST, "a page must be named: `?page=a%2Fb.html`");

/// The facts, and for who sits at this machine the token that allows a choice.
#[derive(Serialize)]
struct FactsAnswer<'a> {
    #[serde(flatten)]
    facts: &'a PageFacts,
    token: Option<&'a str>,
}

pub(super) async fn facts(desk: &ServerState, asking: &RequestInfo<'_>, query: Option<&str>) -> RequestResult {
    let Some(page) = request::page(query) else { return Err(NO_PAGE) };
    let mut facts = blocking(desk, move |pages| pages.facts(&page)).await?.ok_or(NOT_FOUND)?;
    let token = asking.is_local().then_some(desk.token.as_str());
    if token.is_none() {
        // Where the course lies on this machine is nobody else's business.
        (facts.path, facts.open) = (facts.source.to_string(), None);
    }
    Ok(json(StatusCode::OK, &FactsAnswer { facts: &facts, token }))
}

/// All of these hold, or nothing is written.
async fn choose(desk: &ServerState, asking: &RequestInfo<'_>, host: &str, body: Incoming) -> RequestResult {
    if !asking.may_write(host, &desk.token) {
        return Ok(message(StatusCode::FORBIDDEN, "only the preview's own page on this machine may choose"));
    }
    let bytes = match timeout(CHOICE_TIME, collected(body)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(status)) => return Ok(message(status, "a choice is short")),
        Err(_) => return Ok(message(StatusCode::REQUEST_TIMEOUT, "the choice did not arrive")),
    };
    let Some(choice) = choice(&bytes) else {
        return Ok(message(StatusCode::BAD_REQUEST, "this is no choice"));
    };
    Ok(match blocking(desk, move |pages| pages.choose(&choice)).await? {
        Ok(()) => response(StatusCode::NO_CONTENT, Body::Whole(Bytes::new())),
        Err(ChooseError::Refused(why)) => message(StatusCode::CONFLICT, &why),
        Err(ChooseError::Failed(why)) => message(StatusCode::INTERNAL_SERVER_ERROR, &why),
    })
}

fn choice(bytes: &[u8]) -> Option<RepairChoice> {
    let choice: RepairChoice = serde_json::from_slice(bytes).ok()?;
    let is_plain = SourcePath::new(choice.source.as_str()) == choice.source && !choice.before.is_empty();
    is_plain.then_some(choice)
}

/// The body, unless it is too long or breaks off.
async fn collected(mut body: Incoming) -> Result<Vec<u8>, StatusCode> {
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        bytes.extend_from_slice(frame.data_ref().map_or(&[], |data| data));
        if bytes.len() > MAX_CHOICE_LEN {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
    }
    Ok(bytes)
}

/// Asks for something that may take long, while others are answered.
pub(super) async fn blocking<T: Send + 'static>(
    desk: &ServerState,
    ask: impl FnOnce(&dyn PageSource) -> T + Send + 'static,
) -> Result<T, Refusal> {
    let pages = desk.pages.clone();
    let asked = spawn_blocking(move || ask(&*pages)).await;
    asked.map_err(|_| Refusal(StatusCode::INTERNAL_SERVER_ERROR, "this could not be made"))
}

pub(super) fn response(status: StatusCode, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

pub(super) fn typed(status: StatusCode, kind: &str, body: Body) -> Response<Body> {
    let mut response = response(status, body);
    set(&mut response, header::CONTENT_TYPE, kind);
    response
}

fn text(status: StatusCode, text: &str) -> Response<Body> {
    typed(status, "text/plain; charset=utf-8", Body::Whole(format!("{text}\n").into()))
}

fn json(status: StatusCode, data: &impl Serialize) -> Response<Body> {
    typed(status, kinds::JSON, Body::Whole(serde_json::to_vec(data).unwrap_or_default().into()))
}

fn message(status: StatusCode, message: &str) -> Response<Body> {
    json(status, &serde_json::json!({ "message": message }))
}

fn not_allowed(allowed: &str) -> Response<Body> {
    let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "this is not how it is asked for");
    set(&mut response, header::ALLOW, allowed);
    response
}

/// Sets a header; what cannot stand in one is left out.
pub(super) fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
