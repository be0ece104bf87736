//! Responses and refusals. In: a status, headers, a body. Does not depend on requests.

use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use serde::Serialize;

use super::body::Body;
use super::kinds;

/// A request is refused: the status and a message for the user.
pub(super) struct Refusal(pub(super) StatusCode, pub(super) &'static str);

pub(super) type RequestResult = Result<Response<Body>, Refusal>;

pub(super) const NOT_FOUND: Refusal = Refusal(StatusCode::NOT_FOUND, "there is nothing here");

pub(super) const NO_PAGE: Refusal = Refusal(StatusCode::BAD_REQUEST, "a page must be named: `?page=a%2Fb.html`");

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

pub(super) fn text(status: StatusCode, text: &str) -> Response<Body> {
    typed(status, "text/plain; charset=utf-8", Body::Whole(format!("{text}\n").into()))
}

pub(super) fn json(status: StatusCode, data: &impl Serialize) -> Response<Body> {
    typed(status, kinds::JSON, Body::Whole(serde_json::to_vec(data).unwrap_or_default().into()))
}

pub(super) fn message(status: StatusCode, message: &str) -> Response<Body> {
    json(status, &serde_json::json!({ "message": message }))
}

pub(super) fn not_allowed(allowed: &str) -> Response<Body> {
    let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "this is not how it is asked for");
    set(&mut response, header::ALLOW, allowed);
    response
}

/// Sets a header; a value that is not allowed in one is left out.
pub(super) fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
