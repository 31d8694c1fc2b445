//! Password managers put their own objects in the place of the browser's: what they hand back is read by its members.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, js, keep, same};
use crate::{authenticator, page, wire};

/// The browser's credential, copied by `copy` into plain objects that have neither a prototype nor a `toJSON` that works.
async fn signs_up_and_in_with(copy: &str) {
    page::fresh().await;
    wire::tap();
    js(&["test.outputs = [], test.bytes = ", copy].concat());
    let second = "async (request, real) => {
        const answer = await (await real(request)).json();
        answer.credentialRequestOptions.extensions.prf.eval.second = 'AQID';
        return Response.json(answer);
    }";
    wire::answer("GET", "/auth/", second);
    let plain = "async (options, real) => {
        const credential = await real(options);
        const bare = (members) => Object.assign(Object.create(null), members);
        const throwing = () => { throw new TypeError('Illegal invocation'); };
        const response = bare({ toJSON: throwing });
        for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'])
            if (credential.response[name]) response[name] = test.bytes(credential.response[name]);
        const { results } = credential.getClientExtensionResults().prf;
        test.outputs.push(credential.toJSON().clientExtensionResults.prf.results);
        // Firefox evaluates nothing when it makes a passkey.
        const prf = results ? { results: bare({ first: test.bytes(results.first), second: test.bytes(results.second) }) } : {};
        const extensions = bare({ prf: bare(prf) });
        return bare({
            id: credential.id,
            rawId: test.bytes(credential.rawId),
            type: credential.type,
            response,
            toJSON: throwing,
            ...(options.publicKey.rp ? { getClientExtensionResults: () => extensions } : { clientExtensionResults: extensions }),
        });
    }";
    page::instead("navigator.credentials", "create", plain);
    page::instead("navigator.credentials", "get", plain);
    let ibex = Ibex::signed_up().await;
    let id = get(&ibex.session(), "externalUserId");
    ibex.now("signOut", "").unwrap();
    let session = ibex.ok("signIn", "").await;
    assert_eq!(get(&session, "externalUserId"), id);
    same(&ibex.ok("userData.get", "").await, "{}");
    same(&results_sent().await, "test.outputs");
    let evaluated = if page::in_firefox() { "1" } else { "2" };
    same(
        &js("test.outputs.filter((one) => one?.second).length"),
        evaluated,
    );
}

/// What was sent of the PRF extension's outputs, as `test.results` too.
async fn results_sent() -> JsValue {
    keep(
        "traffic",
        wire::traffic().await.into_iter().collect::<Array>(),
    );
    js("test.results = test.traffic
        .filter(({ method, path }) => method === 'POST' && path.includes('/auth/'))
        .map(({ body }) => JSON.parse(body).credential.clientExtensionResults.prf?.results)")
}

#[wasm_bindgen_test]
async fn takes_plain_objects_with_buffers() {
    signs_up_and_in_with("(buffer) => buffer").await;
}

#[wasm_bindgen_test]
async fn takes_views_into_larger_buffers() {
    let view = "(buffer) => {
        const larger = new Uint8Array(buffer.byteLength + 7);
        larger.set(new Uint8Array(buffer), 3);
        return larger.subarray(3, 3 + buffer.byteLength);
    }";
    signs_up_and_in_with(view).await;
}

#[wasm_bindgen_test]
async fn takes_node_s_buffers_that_share_a_pool() {
    // As Node has them: a class of its own whose `toJSON` is no base64url, all in one pool, each at its offset.
    let pooled = "(buffer) => {
        test.Buffer ??= class Buffer extends Uint8Array {
            static pool = crypto.getRandomValues(new Uint8Array(8192)).buffer;
            static used = 8;
            toJSON() { return { type: 'Buffer', data: [...this] }; }
            toString() { return 'binary'; }
        };
        const one = new test.Buffer(test.Buffer.pool, test.Buffer.used, buffer.byteLength);
        test.Buffer.used += buffer.byteLength + 8;
        one.set(new Uint8Array(buffer));
        return one;
    }";
    signs_up_and_in_with(pooled).await;
}

#[wasm_bindgen_test]
async fn takes_views_of_words() {
    signs_up_and_in_with("(buffer) => new DataView(buffer)").await;
}

#[wasm_bindgen_test]
async fn takes_buffers_of_another_realm() {
    let foreign = "(buffer) => {
        if (!test.frame) {
            test.frame = document.createElement('iframe');
            document.body.append(test.frame);
            test.realm = test.frame.contentWindow;
        }
        const copy = new test.realm.Uint8Array(new Uint8Array(buffer)).buffer;
        if (copy instanceof ArrayBuffer) throw new Error('it is of this realm');
        return copy;
    }";
    signs_up_and_in_with(foreign).await;
    js("test.frame.remove()");
}

#[wasm_bindgen_test]
async fn takes_texts_that_are_encoded_already() {
    let encoded = "(buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
        .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')";
    signs_up_and_in_with(encoded).await;
}

#[wasm_bindgen_test]
async fn takes_credentials_without_extension_results_and_with_an_id_alone() {
    page::fresh().await;
    wire::tap();
    let ibex = Ibex::new();
    for results in [
        "{}",
        "{ getClientExtensionResults: undefined }",
        "{ getClientExtensionResults: 'no function' }",
        "{ getClientExtensionResults() { throw new TypeError('Illegal invocation'); } }",
        "{ getClientExtensionResults: () => null }",
        "{ get getClientExtensionResults() { throw new Error('no'); } }",
        "{ getClientExtensionResults: () => ({ prf: null }), clientExtensionResults: null }",
    ] {
        let act = "async (options, real) => {
            const { id, response } = await real(options);
            return Object.defineProperties({ id, response }, Object.getOwnPropertyDescriptors(RESULTS));
        }";
        let act = act.replace("RESULTS", results);
        page::instead("navigator.credentials", "create", &act);
        page::instead("navigator.credentials", "get", &act);
        authenticator::forget().await;
        for method in ["signUp", "signIn"] {
            ibex.ok(method, "").await;
            results_sent().await;
            same(&js("test.results.at(-1) ?? 'none'"), "'none'");
        }
    }
}

#[wasm_bindgen_test]
async fn members_that_throw_read_as_absent() {
    page::fresh().await;
    let hostile = "async (options, real) => {
        const credential = await real(options);
        const throwing = { get() { throw new Error('no'); }, enumerable: true };
        return Object.defineProperties({
            id: credential.id, rawId: credential.rawId, type: credential.type, response: credential.response,
        }, { getClientExtensionResults: throwing, clientExtensionResults: throwing, authenticatorAttachment: throwing, toJSON: throwing });
    }";
    page::instead("navigator.credentials", "create", hostile);
    Ibex::signed_up().await;
}
