//! Answers a request: checks who may send it, what it asks for and by which method. Files of the site are answered by `files`.

use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::HeaderName;
use hyper::{Method, Request, Response, StatusCode, header};
use serde::Serialize;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::body::{Body, Events};
use super::listeners::{Listener, MAX_WAITING, ServerSignal};
use super::pages::ChooseError;
use super::reply::{
    NO_PAGE, NOT_FOUND, Refusal, RequestResult, json, message, not_allowed, response, set, text, typed,
};
use super::request::{self, RequestInfo, RequestTarget};
use super::state::ServerState;
use super::wire::{FixChoice, PageFacts, RepairChoice};
use super::{files, kinds};
use crate::path::SourcePath;
use crate::source::Hash;

/// What browsers send with a request for the script of a service worker.
const SERVICE_WORKER: HeaderName = HeaderName::from_static("service-worker");

/// How often a browser that listens to events is sent a comment, so that both sides notice a broken connection.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The most bytes of a choice, and the time within which it must arrive.
const MAX_CHOICE_LEN: usize = 16 << 10;
const CHOICE_TIME: Duration = Duration::from_secs(10);

/// Who may show a page of the preview in a frame: the editors that have a browser of their own (VS Code and those made from it: the page of
/// the editor, and the view within it). A page of any other site could lay its own buttons over the author's.
const FRAME_ANCESTORS: &str = "frame-ancestors vscode-file: vscode-webview:";

/// The response to a request from `peer`, which may be a refusal.
pub(super) async fn answer(state: &ServerState, peer: SocketAddr, request: Request<Incoming>) -> Response<Body> {
    let answered = routed(state, peer, request).await;
    let mut response = answered.unwrap_or_else(|Refusal(status, why)| text(status, why));
    set(&mut response, header::CACHE_CONTROL, "no-cache");
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if !response.headers().contains_key(header::CONTENT_SECURITY_POLICY) {
        set(&mut response, header::CONTENT_SECURITY_POLICY, FRAME_ANCESTORS);
    }
    response
}

async fn routed(state: &ServerState, peer: SocketAddr, request: Request<Incoming>) -> RequestResult {
    let (head, body) = request.into_parts();
    let request = RequestInfo { method: &head.method, headers: &head.headers, peer };
    let host = known_host(state, &request, head.uri.authority().map(|authority| authority.as_str()))?;
    if request.headers.contains_key(SERVICE_WORKER) {
        // It would go on to answer for this address when another course is served there.
        return Err(Refusal(StatusCode::FORBIDDEN, "the preview has no service worker"));
    }
    let Some(target) = request::target(head.uri.path()) else {
        return match head.uri.path() {
            "*" | "" => Ok(not_allowed("GET, HEAD")),
            _ => Err(Refusal(StatusCode::BAD_REQUEST, "this is no path of a site")),
        };
    };
    let RequestTarget::Own(name) = &target else {
        return match *request.method {
            Method::GET | Method::HEAD => files::answer(state, &request, target).await,
            _ => Ok(not_allowed("GET, HEAD")),
        };
    };
    if request.is_from_elsewhere(host) {
        return Err(Refusal(StatusCode::FORBIDDEN, "this is for the preview's own pages"));
    }
    match (name.as_str(), request.method) {
        ("preview.js", &Method::GET | &Method::HEAD) => {
            let bytes = Bytes::from_static(state.script.as_bytes());
            Ok(files::in_memory(&request, kinds::SCRIPT, Hash::of(&bytes), || Body::Whole(bytes.clone())))
        }
        ("events", &Method::GET) => events(state, &request, head.uri.query()),
        ("facts", &Method::GET | &Method::HEAD) => facts(state, &request, head.uri.query()).await,
        ("override", &Method::POST) => choose(state, &request, host, body).await,
        ("fix", &Method::POST) => fix(state, &request, host, body).await,
        ("preview.js" | "facts", _) => Ok(not_allowed("GET, HEAD")),
        ("events", _) => Ok(not_allowed("GET")),
        ("override" | "fix", _) => Ok(not_allowed("POST")),
        _ => Err(NOT_FOUND),
    }
}

/// The `host` header, if there is one only and it names this server; a whole URL in the request line must name it too.
fn known_host<'r>(state: &ServerState, request: &RequestInfo<'r>, authority: Option<&str>) -> Result<&'r str, Refusal> {
    let mut hosts = request.headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Err(Refusal(StatusCode::BAD_REQUEST, "a request names one host"));
    };
    let host = host.to_str().unwrap_or_default();
    if state.hosts.contains(host) && authority.is_none_or(|authority| state.hosts.contains(authority)) {
        return Ok(host);
    }
    let why = "this preview does not go by that name; open it under `localhost`, or name the host with `--host`";
    Err(Refusal(StatusCode::FORBIDDEN, why))
}

fn events(state: &ServerState, request: &RequestInfo<'_>, query: Option<&str>) -> RequestResult {
    let Some(page) = request::page(query) else { return Err(NO_PAGE) };
    let Ok(slot) = state.listener_slots.clone().try_acquire_owned() else {
        return Err(Refusal(StatusCode::SERVICE_UNAVAILABLE, "too many pages are open at once; close some"));
    };
    let (sender, receiver) = mpsc::channel(MAX_WAITING);
    // A new channel is not full.
    let _ = sender.try_send(Bytes::from_static(b"retry: 500\n\n"));
    state.notifier.signal(ServerSignal::Joined(Listener::new(page, sender, request.is_local())));
    Ok(typed(StatusCode::OK, "text/event-stream", Body::Events(Events::new(receiver, HEARTBEAT, slot))))
}

/// The facts, and for browsers on this machine the token that allows a choice.
#[derive(Serialize)]
struct FactsAnswer<'a> {
    #[serde(flatten)]
    facts: &'a PageFacts,
    token: Option<&'a str>,
}

pub(super) async fn facts(state: &ServerState, request: &RequestInfo<'_>, query: Option<&str>) -> RequestResult {
    let Some(page) = request::page(query) else { return Err(NO_PAGE) };
    let mut facts = state.blocking(move |pages| pages.facts(&page)).await?.ok_or(NOT_FOUND)?;
    let token = request.is_local().then_some(state.token.as_str());
    if token.is_none() {
        // Other machines are not sent paths of this one.
        (facts.path, facts.open) = (facts.source.to_string(), None);
    }
    Ok(json(StatusCode::OK, &FactsAnswer { facts: &facts, token }))
}

/// The body of a request that writes; an answer that refuses it, if it may not.
async fn written_body(
    state: &ServerState,
    request: &RequestInfo<'_>,
    host: &str,
    body: Incoming,
) -> Result<Vec<u8>, Response<Body>> {
    if !request.may_write(host, &state.token) {
        return Err(message(StatusCode::FORBIDDEN, "only the preview's own page on this machine may choose"));
    }
    match timeout(CHOICE_TIME, collected(body)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(status)) => Err(message(status, "a choice is short")),
        Err(_) => Err(message(StatusCode::REQUEST_TIMEOUT, "the choice did not arrive")),
    }
}

/// Whether it was written.
fn told(written: Result<(), ChooseError>) -> Response<Body> {
    match written {
        Ok(()) => response(StatusCode::NO_CONTENT, Body::Whole(Bytes::new())),
        Err(ChooseError::Refused(why)) => message(StatusCode::CONFLICT, &why),
        Err(ChooseError::Failed(why)) => message(StatusCode::INTERNAL_SERVER_ERROR, &why),
    }
}

/// Writes the author's choice of a repair, if the request may do so and the choice is valid.
async fn choose(state: &ServerState, request: &RequestInfo<'_>, host: &str, body: Incoming) -> RequestResult {
    let bytes = match written_body(state, request, host, body).await {
        Ok(bytes) => bytes,
        Err(refusal) => return Ok(refusal),
    };
    let Some(choice) = choice(&bytes) else {
        return Ok(message(StatusCode::BAD_REQUEST, "this is no choice"));
    };
    Ok(told(state.blocking(move |pages| pages.choose(&choice)).await?))
}

/// Writes the fix of a diagnostic, if the request may do so and there is one.
async fn fix(state: &ServerState, request: &RequestInfo<'_>, host: &str, body: Incoming) -> RequestResult {
    let bytes = match written_body(state, request, host, body).await {
        Ok(bytes) => bytes,
        Err(refusal) => return Ok(refusal),
    };
    let Ok(choice) = serde_json::from_slice::<FixChoice>(&bytes) else {
        return Ok(message(StatusCode::BAD_REQUEST, "this is no choice"));
    };
    Ok(told(state.blocking(move |pages| pages.fix(&choice)).await?))
}

fn choice(bytes: &[u8]) -> Option<RepairChoice> {
    let choice: RepairChoice = serde_json::from_slice(bytes).ok()?;
    let is_plain = SourcePath::new(choice.source.as_str()) == choice.source && !choice.before.is_empty();
    (is_plain && choice.after.as_deref().is_none_or(is_line)).then_some(choice)
}

/// Whether a text is one line: it has no control characters, and nothing that Unicode calls the end of a line or of a paragraph.
fn is_line(text: &str) -> bool {
    !text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

/// The bytes of the body.
///
/// # Errors
/// The status to answer if it is too long or breaks off.
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
