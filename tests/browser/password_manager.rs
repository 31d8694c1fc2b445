//! Password managers put their own objects in the place of the browser's: what they hand back is read by its members.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, js, same};
use crate::page;

/// The browser's credential, copied by `copy` into plain objects that have neither a prototype nor a `toJSON` that works.
async fn signs_up_and_in_with(copy: &str) {
    page::fresh().await;
    js(&["test.bytes = ", copy].concat());
    let plain = "async (options, real) => {
        const credential = await real(options);
        const bare = (members) => Object.assign(Object.create(null), members);
        const throwing = () => { throw new TypeError('Illegal invocation'); };
        const response = bare({ toJSON: throwing });
        for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'])
            if (credential.response[name]) response[name] = test.bytes(credential.response[name]);
        const results = credential.getClientExtensionResults();
        return bare({
            id: credential.id,
            rawId: test.bytes(credential.rawId),
            type: credential.type,
            response,
            toJSON: throwing,
            ...(options.publicKey.rp ? { getClientExtensionResults: () => results } : { clientExtensionResults: results }),
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
