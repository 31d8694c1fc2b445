//! The sandbox's control API.

use wasm_bindgen::prelude::*;

use crate::js::{js, text};

#[wasm_bindgen(module = "/tests/browser/page.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn address(server: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn ask(server: &str, method: &str, path: &str, body: JsValue)
    -> Result<JsValue, JsValue>;
}

/// Where it is.
pub(crate) async fn url() -> String {
    let found = address("sandbox").await;
    found
        .unwrap_or_else(|thrown| panic!("{thrown:?}"))
        .as_string()
        .unwrap()
}

/// Asks a server's control API; `server` is the name of its note.
pub(crate) async fn control(server: &str, method: &str, path: &str, body: &str) -> JsValue {
    let answer = ask(server, method, path, js(body)).await;
    answer.unwrap_or_else(|thrown| panic!("{thrown:?}"))
}

/// Everything as at the start.
pub(crate) async fn reset() {
    control("sandbox", "POST", "/sandbox/reset", "undefined").await;
}

/// Moves the clock of tokens, challenges and codes.
pub(crate) async fn advance(seconds: u32) {
    let body = format!("{{ advance: {seconds} }}");
    control("sandbox", "POST", "/sandbox/clock", &body).await;
}

/// Has the sandbox speak other forms of the protocol.
pub(crate) async fn vary(changes: &str) {
    control("sandbox", "PATCH", "/sandbox/variants", changes).await;
}

/// The code of the newest mail to an address.
pub(crate) async fn code(address: &str) -> String {
    let mails =
        js_sys::Array::from(&control("sandbox", "GET", "/sandbox/mails", "undefined").await);
    let newest = mails.iter().rfind(|mail| text(mail, "to") == address);
    text(&newest.expect("a mail has come"), "code")
}

/// Forgets what was asked so far.
pub(crate) async fn forget() {
    control("sandbox", "DELETE", "/sandbox/journal", "undefined").await;
}

/// What was asked: method, path and status, without preflights; ids are written `:id`.
pub(crate) async fn journal() -> Vec<String> {
    let entries = control("sandbox", "GET", "/sandbox/journal", "undefined").await;
    js_sys::Array::from(&entries)
        .iter()
        .filter(|entry| text(entry, "method") != "OPTIONS")
        .map(|entry| {
            let path = text(&entry, "path");
            let path: Vec<_> = path
                .split('/')
                .map(|part| if is_id(part) { ":id" } else { part })
                .collect();
            let status = crate::js::get(&entry, "status").as_f64();
            let status = status.map_or("lost".to_owned(), |status| status.to_string());
            format!("{} {} {status}", text(&entry, "method"), path.join("/"))
        })
        .collect()
}

fn is_id(part: &str) -> bool {
    part.len() == 36 && part.bytes().filter(|byte| *byte == b'-').count() == 4
}
