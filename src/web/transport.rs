//! HTTP over fetch. The token leaves in a header, to one origin: no cookies, no cache, no redirects.

use std::future::Future;

use gloo_net::http::Headers;
use js_sys::{Function, JsString, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
    UrlSearchParams,
};

use crate::error::{Cause, Code, Error};
use crate::ports::{Body, Request, Response, Transport, Value};

use super::Browser;
use super::value::Js;

#[wasm_bindgen]
extern "C" {
    // NOTE: not gloo-net's `send()`, which panics when fetch rejects with what is no `Error`, and loses the `TypeError`.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

/// Aborts a fetch that nobody waits for any more.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn no_answer(thrown: JsValue) -> Error {
    Error::new(Code::Network, "the API could not be reached").with_cause(Some(Cause::new(thrown)))
}

fn defect() -> Error {
    Error::new(Code::Internal, "the request could not be built")
}

impl Transport for Browser {
    type Value = Js;

    fn send(
        &self,
        request: Request<'_, Js>,
    ) -> impl Future<Output = Result<Response<Js>, Error>> + use<> {
        let started = start(&request);
        async move {
            let (sending, _guard) = started?;
            let response = Js(JsFuture::from(sending).await.map_err(no_answer)?);
            let status = status(&response)?;
            let body = match text(&response).await {
                Ok(text) if text.length() == 0 => Body::Empty,
                Ok(text) => Js::parse_answer(&text)
                    .await
                    .map_or(Body::Unreadable, Body::Json),
                // It was carried out, but what came of it is not known.
                Err(thrown) if (200..300).contains(&status) => return Err(no_answer(thrown)),
                Err(_) => Body::Unreadable,
            };
            Ok(Response {
                status,
                retry_after: header(&response, "Retry-After"),
                request_id: header(&response, "x-request-id"),
                body,
            })
        }
    }
}

// NOTE: read by name, like a credential: pages and tests put a `fetch` of their own in the place of the browser's.

#[expect(
    clippy::as_conversions,
    reason = "a float becomes an integer in no other way; `as` saturates"
)]
fn status(response: &Js) -> Result<u16, Error> {
    let status = response.get("status").and_then(|status| status.number());
    let status = status.ok_or_else(|| Error::invalid_response("status", "is no number"))?;
    Ok(status as u16)
}

async fn text(response: &Js) -> Result<JsString, JsValue> {
    let text = response.call("text").ok_or(JsValue::UNDEFINED)?;
    JsFuture::from(Promise::resolve(&text.0)).await?.dyn_into()
}

fn header(response: &Js, name: &str) -> Option<String> {
    let headers = response.get("headers")?;
    let get: Function = headers.get("get")?.0.dyn_into().ok()?;
    Js(get.call1(&headers.0, &name.into()).ok()?).text()
}

fn start(request: &Request<'_, Js>) -> Result<(Promise, AbortOnDrop), Error> {
    let abort = AbortController::new().map_err(no_answer)?;
    let sending = fetch(&build(request, &abort)?).map_err(no_answer)?;
    Ok((Promise::resolve(&sending), AbortOnDrop(abort)))
}

fn build(request: &Request<'_, Js>, abort: &AbortController) -> Result<web_sys::Request, Error> {
    let headers = Headers::new();
    for (name, value) in &request.headers {
        headers.set(name, value);
    }
    let options = RequestInit::new();
    options.set_method(request.method);
    options.set_headers(&headers.into_raw());
    options.set_redirect(RequestRedirect::Error);
    options.set_credentials(RequestCredentials::Omit);
    options.set_cache(RequestCache::NoStore);
    options.set_signal(Some(&abort.signal()));
    if let Some(body) = request.body {
        options.set_body(&body.json().ok_or_else(defect)?.into());
    }
    let url = address(request).ok_or_else(defect)?;
    web_sys::Request::new_with_str_and_init(&url, &options).map_err(|_| defect())
}

/// The URL with the query added to what it has.
fn address(request: &Request<'_, Js>) -> Option<String> {
    let query = UrlSearchParams::new().ok()?;
    for (name, value) in request.query {
        query.append(name, value);
    }
    let query = String::from(query.to_string());
    let joint = match request.url.split_once('?') {
        _ if query.is_empty() => "",
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    Some([request.url, joint, &query].concat())
}
