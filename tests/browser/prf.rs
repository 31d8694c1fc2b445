//! The PRF extension: both outputs reach the API, and nobody else (Web Authentication Level 3 §10.1.4).

use js_sys::Array;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{holds, js, keep, same};
use crate::memory::{left, none};
use crate::secrets::{found, reachable};
use crate::{authenticator, page, wire};

/// The API's options with `change(prf, options)` made to them.
fn ask(change: &str) {
    let act = "async (request, real) => {
        const answer = await (await real(request)).json();
        (CHANGE)(answer.credentialRequestOptions.extensions.prf, answer.credentialRequestOptions);
        return Response.json(answer);
    }";
    wire::answer("GET", "/auth/", &act.replace("CHANGE", change));
}

/// Keeps the browser's own outputs as base64url, the newest last, as `test.outputs`, and the newest id as `test.id`.
fn record() {
    let act = "async (options, real) => {
        const credential = await real(options);
        const { prf } = credential.toJSON().clientExtensionResults;
        test.outputs.push(prf.results);
        test.id = credential.rawId;
        return credential;
    }";
    js("test.outputs = []");
    page::instead("navigator.credentials", "create", act);
    page::instead("navigator.credentials", "get", act);
}

/// Makes room for a sign-up, or one passkey for a sign-in.
async fn only_passkey(ibex: &Ibex, method: &str) {
    authenticator::forget().await;
    if method == "signIn" {
        ibex.ok("signUp", "").await;
    }
}

/// Keeps the bodies of all ceremonies as `test.sent`.
async fn collect() {
    keep(
        "traffic",
        wire::traffic().await.into_iter().collect::<Array>(),
    );
    js(
        "test.sent = test.traffic.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body).credential.clientExtensionResults.prf)",
    );
}

#[wasm_bindgen_test]
async fn both_outputs_are_sent_as_base64url_at_sign_up_and_sign_in() {
    page::fresh().await;
    wire::tap();
    record();
    ask("(prf) => { prf.eval.second = 'AQID'; }");
    let ibex = Ibex::signed_up().await;
    let session = ibex.ok("signIn", "").await;
    same(&crate::js::get(&session, "prfCapable"), "true");
    collect().await;
    let [first, second] = ["first", "second"].map(|name| format!("test.outputs[1].{name}"));
    for output in [&first, &second] {
        assert!(holds(&format!("/^[A-Za-z0-9_-]{{43}}$/.test({output})")));
    }
    assert!(holds(&format!("{first} !== {second}")));
    if page::in_firefox() {
        same(
            &js("test.sent"),
            "[{ enabled: true }, { results: test.outputs[1] }]",
        );
        return;
    }
    same(
        &js("test.sent"),
        "[{ enabled: true, results: test.outputs[0] }, { results: test.outputs[0] }]",
    );
    same(&js("test.outputs[1]"), "test.outputs[0]");
}

#[wasm_bindgen_test]
async fn the_input_of_the_credential_goes_before_the_common_one_however_its_id_is_written() {
    page::fresh().await;
    wire::tap();
    record();
    let ibex = Ibex::signed_up().await;
    ibex.ok("signIn", "").await;
    // With an id that has other characters in either alphabet, and padding.
    let written = [
        "(id) => id",
        "(id) => id.replaceAll('-', '+').replaceAll('_', '/') + '='",
    ];
    ask("(prf) => { prf.eval = { first: 'AQID', second: 'BAUG' }; }");
    ibex.ok("signIn", "").await;
    js("test.expected = test.outputs.at(-1)");
    for write in written {
        js(&["test.write = ", write].concat());
        ask("(prf, options) => {
            const id = btoa(String.fromCharCode(...new Uint8Array(test.id))).replaceAll('+', '-').replaceAll('/', '_').replace('=', '');
            options.allowCredentials = [{ type: 'public-key', id: test.write(id) }];
            prf.evalByCredential = { [test.write(id)]: { first: 'AQID', second: 'BAUG' } };
        }");
        ibex.ok("signIn", "").await;
        same(&js("test.outputs.at(-1)"), "test.expected");
        collect().await;
        same(&js("test.sent.at(-1)"), "{ results: test.expected }");
    }
    // At the sign-up, where the browser evaluates one then, and at the first sign-in.
    let common = "test.outputs.slice(0, 2).every((one) => one?.first !== test.expected.first)";
    assert!(holds(common));
    assert!(holds("test.outputs[1].first"));
}

#[wasm_bindgen_test]
async fn inputs_of_single_credentials_do_no_harm_where_none_is_named() {
    page::fresh().await;
    wire::tap();
    record();
    ask("(prf) => { prf.evalByCredential = { AAAA: { first: 'AQID' } }; }");
    let ibex = Ibex::signed_up().await;
    ibex.ok("signIn", "").await;
    ask("() => {}");
    ibex.ok("signIn", "").await;
    same(&js("test.outputs[1]"), "test.outputs[2]");
    if !page::in_firefox() {
        same(&js("test.outputs[0]"), "test.outputs[2]");
    }
    ask(
        "(prf, options) => { prf.evalByCredential = { AAAA: { first: 'AQID' } }; delete options.allowCredentials; }",
    );
    ibex.ok("signIn", "").await;
    same(&js("test.outputs.length"), "4");
}

#[wasm_bindgen_test]
async fn a_key_that_is_no_id_is_named_and_not_shown() {
    page::fresh().await;
    wire::tap();
    let ibex = Ibex::signed_up().await;
    for key in ["not base64!", "", "c2VjcmV0A"] {
        ask(&format!(
            "(prf, options) => {{ options.allowCredentials = [{{ type: 'public-key', id: 'AAAA' }}]; prf.evalByCredential = {{ '{key}': {{ first: 'AQID' }} }}; }}"
        ));
        let refusal = ibex.refused("signIn", "", "invalid_response").await;
        let message = refusal.message();
        assert!(message.contains("extensions.prf.evalByCredential is not keyed"));
        assert!(key.is_empty() || !message.contains(key), "{message}");
    }
}

#[wasm_bindgen_test]
async fn an_authenticator_without_it_signs_up_and_in() {
    page::fresh().await;
    wire::tap();
    authenticator::renew("{ extensions: [] }").await;
    if page::in_firefox() {
        // Its virtual authenticator always has it.
        let act = "async (options, real) => {
            const credential = await real(options);
            const prf = options.publicKey.rp ? { enabled: false } : {};
            return Object.defineProperty(credential, 'getClientExtensionResults', { value: () => ({ prf }) });
        }";
        page::instead("navigator.credentials", "create", act);
        page::instead("navigator.credentials", "get", act);
    }
    let ibex = Ibex::signed_up().await;
    let session = ibex.ok("signIn", "").await;
    same(&crate::js::get(&session, "prfCapable"), "false");
    collect().await;
    assert!(holds(
        "test.sent.every((prf) => prf?.results === undefined)"
    ));
}

#[wasm_bindgen_test]
async fn the_page_is_not_shown_an_output_whatever_becomes_of_the_ceremony() {
    page::fresh().await;
    wire::tap();
    record();
    ask("(prf) => { prf.eval.second = 'AQID'; }");
    let ibex = Ibex::new();
    js("test.shown = []");
    for kind in ["session", "error"] {
        let arguments = format!("'{kind}', (event) => test.shown.push(event)");
        ibex.now("on", &arguments).unwrap();
    }
    for method in ["signUp", "signIn"] {
        only_passkey(&ibex, method).await;
        keep("result", ibex.ok(method, "").await);
        js("test.shown.push(test.result)");
        // An API that says what it was sent, as one word and with others around it.
        for said in ["prf.results.first", "prf.results.second", "prf", ""] {
            let path = ["credential.clientExtensionResults.", said].concat();
            // Not all are there where the browser evaluates nothing when it makes a passkey.
            let path = path.trim_end_matches('.').replace('.', "?.");
            js(&format!("test.said = (body) => body.{path}"));
            let act = "async (request) => {
                const said = test.said(await request.json());
                return Response.json({ message: `no: ${typeof said === 'string' ? said : JSON.stringify(said)}` }, { status: 422 });
            }";
            only_passkey(&ibex, method).await;
            wire::answer_once("POST", "/auth/", act);
            ibex.refused(method, "", "bad_request").await.keep();
            js("test.shown.push(test.error, test.error.message, test.error.stack)");
        }
    }
    js(
        "test.secrets = Object.fromEntries(test.outputs.filter(Boolean).flatMap((one, at) => [[`first ${at}`, one.first], [`second ${at}`, one.second]]))",
    );
    let least = if page::in_firefox() { 10 } else { 20 };
    assert!(holds(&format!(
        "Object.values(test.secrets).filter((one) => one.length === 43).length >= {least}"
    )));
    for place in ["test.ibex", "test.ibex.session", "test.shown"] {
        let found = found(&js("test.secrets"), &reachable(&js(place)));
        assert_eq!(found.length(), 0, "{place}: {found:?}");
    }
}

/// The authenticator's output is one that the test knows, as bytes and as base64url in `test.secrets`.
fn derive() {
    let derived = "async (options, real) => {
        const credential = await real(options);
        const results = {};
        for (const name of ['first', 'second']) {
            const bytes = crypto.getRandomValues(new Uint8Array(32)).map((byte) => 32 + (byte & 63));
            test.secrets[`${name} bytes`] = String.fromCharCode(...bytes);
            test.secrets[`${name} text`] = btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace('=', '');
            results[name] = bytes.buffer;
        }
        const { id, rawId, response } = credential;
        return { id, rawId, response, getClientExtensionResults: () => ({ prf: { enabled: true, results } }) };
    }";
    js("test.secrets = {}");
    page::instead("navigator.credentials", "create", derived);
    page::instead("navigator.credentials", "get", derived);
}

/// Nothing is left of what was sent last.
async fn sent_and_gone() {
    keep(
        "traffic",
        wire::traffic().await.into_iter().collect::<Array>(),
    );
    let sent = "['first text', 'second text'].every((name) => test.traffic.some(({ body }) => body.includes(test.secrets[name])))";
    assert!(holds(sent), "it was sent");
    js("test.traffic = undefined");
    none(&left().await);
}

#[wasm_bindgen_test]
async fn what_a_passkey_derives_is_not_kept_whatever_becomes_of_it() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    derive();
    for method in ["signUp", "signIn"] {
        wire::tap();
        only_passkey(&ibex, method).await;
        ibex.ok(method, "").await;
        sent_and_gone().await;
        for (act, code) in [
            (
                "async (request) => Response.json({ message: await request.text() }, { status: 409 })",
                "conflict",
            ),
            (
                "async () => Response.json({}, { status: 503 })",
                "server_error",
            ),
            ("async () => { throw new TypeError('lost'); }", "network"),
            (
                "async (request) => Response.json({ access_token: await request.text() })",
                "invalid_response",
            ),
        ] {
            only_passkey(&ibex, method).await;
            wire::answer_once("POST", "/auth/", act);
            ibex.refused(method, "", code).await;
            sent_and_gone().await;
        }
        only_passkey(&ibex, method).await;
        js("test.controller = new AbortController(), test.release = undefined");
        wire::hold("POST", "/auth/");
        let ceremony = ibex.call(method, "{ signal: test.controller.signal }");
        page::comes_true("test.release").await;
        js("test.controller.abort()");
        assert_eq!(ceremony.await.unwrap_err().code(), "aborted");
        sent_and_gone().await;
        js("test.release()");
        sent_and_gone().await;
    }
}
