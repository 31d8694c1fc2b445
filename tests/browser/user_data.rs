//! Private user data: what cannot be stored first, then what is.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, holds, js, keep, same, text};
use crate::{page, sandbox, wire};

#[wasm_bindgen_test]
async fn names_the_key_whose_value_is_unusable_and_sends_nothing() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    for (values, field) in [
        ("", "values"),
        ("null", "values"),
        ("'a'", "values"),
        ("7", "values"),
        ("['a']", "values"),
        ("{ '': 1 }", "values"),
        ("{ fine: 1, 'half\\ud83e': 1 }", "half"),
        ("{ good: 1, bad: undefined }", "bad"),
        ("{ bad: NaN }", "bad"),
        ("{ bad: Infinity }", "bad"),
        ("{ bad: {} }", "bad"),
        ("{ bad: [] }", "bad"),
        ("{ bad: new Date() }", "bad"),
        ("{ bad: 1n }", "bad"),
        ("{ bad: Symbol('s') }", "bad"),
        ("{ bad: () => {} }", "bad"),
        ("{ bad: new Uint8Array(2) }", "bad"),
        ("{ ['__proto__']: {} }", "__proto__"),
    ] {
        let refusal = ibex
            .refused("userData.set", values, "invalid_argument")
            .await;
        assert!(
            refusal.message().starts_with(field),
            "{values}: {}",
            refusal.message()
        );
    }
    for keys in ["7", "'a', null", "''", "['a']"] {
        ibex.refused("userData.delete", keys, "invalid_argument")
            .await;
    }
    assert_eq!(wire::sent(), Vec::<String>::new());
    same(&ibex.ok("userData.get", "").await, "{}");
}

#[wasm_bindgen_test]
async fn an_empty_write_sends_nothing() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    same(&ibex.ok("userData.set", "{}").await, "undefined");
    same(&ibex.ok("userData.delete", "").await, "undefined");
    assert_eq!(wire::sent(), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn a_failed_write_does_not_hold_up_the_next() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    wire::answer_once(
        "POST",
        "/userdata",
        "async () => { throw new TypeError('lost'); }",
    );
    let lost = ibex.call("userData.set", "{ a: 1 }");
    js("test.controller = new AbortController()");
    let aborted = ibex.call(
        "userData.set",
        "{ a: 2 }, { signal: test.controller.signal }",
    );
    let bad = ibex.call("userData.set", "{ a: undefined }");
    let good = ibex.call("userData.set", "{ a: 4 }");
    js("test.controller.abort()");
    assert_eq!(aborted.await.unwrap_err().code(), "aborted");
    assert_eq!(lost.await.unwrap_err().code(), "network");
    assert_eq!(bad.await.unwrap_err().code(), "invalid_argument");
    good.await.unwrap();
    same(&ibex.ok("userData.get", "").await, "{ a: 4 }");
}

#[wasm_bindgen_test]
async fn writes_reach_the_api_in_the_order_of_the_calls() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    wire::hold("POST", "/userdata");
    let first = ibex.call("userData.set", "{ a: 1, b: 1 }");
    let second = ibex.call("userData.set", "{ a: 2 }");
    let third = ibex.call("userData.delete", "'b'");
    page::comes_true("test.release").await;
    page::settle().await;
    assert_eq!(wire::sent(), ["POST /v1.2/ibexsafe/userdata"]);
    js("test.release()");
    for call in [first, second] {
        call.await.unwrap();
    }
    third.await.unwrap();
    let traffic = wire::traffic().await;
    let data = |index: usize| {
        get(
            &js_sys::JSON::parse(&text(&traffic[index], "body")).unwrap(),
            "data",
        )
    };
    same(&data(0), "{ a: 1, b: 1 }");
    same(&data(1), "{ a: 2 }");
    same(&data(2), "{ b: null }");
    same(&ibex.ok("userData.get", "").await, "{ a: 2 }");
}

#[wasm_bindgen_test]
async fn stores_the_values_of_the_time_of_the_call() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    js("test.values = { a: 1, b: 'b' }");
    let pending = ibex.call("userData.set", "test.values");
    js("test.values.a = 2, test.values.b = {}, test.values.c = 3");
    pending.await.unwrap();
    same(&ibex.ok("userData.get", "").await, "{ a: 1, b: 'b' }");
}

#[wasm_bindgen_test]
async fn keys_and_values_come_back_as_they_were() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    js("test.values = {
        'ключ': 'значение', '鍵 🔑': '値 🦌', 'tab\\tand\\nline': '\\u0000\\u2028\\ud83e\\udd8c', 'a.b.c': '', ' ': ' ',
        '7': 7, constructor: 'c', toString: false, data: 'd', success: true,
        zero: 0, negative: -1.5, tiny: 5e-324, huge: 1.7976931348623157e308, exact: 9007199254740991,
        text: '{\"not\":\"json\"}', long: 'ä'.repeat(5000),
    }");
    ibex.ok("userData.set", "test.values").await;
    same(&ibex.ok("userData.get", "").await, "test.values");
    let signed_in = ibex.ok("signIn", "{ includeUserdata: true }").await;
    same(&get(&signed_in, "userdata"), "test.values");
}

#[wasm_bindgen_test]
async fn a_key_that_javascript_treats_specially_is_a_key_like_another() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.ok(
        "userData.set",
        "{ ['__proto__']: 'p', constructor: 'c', hasOwnProperty: 'h' }",
    )
    .await;
    keep("data", ibex.ok("userData.get", "").await);
    same(
        &js("Object.keys(test.data).sort()"),
        "['__proto__', 'constructor', 'hasOwnProperty']",
    );
    assert!(holds(
        "Object.getOwnPropertyDescriptor(test.data, '__proto__').value === 'p'"
    ));
    assert!(holds(
        "({}).p === undefined && Object.getPrototypeOf({}) === Object.prototype"
    ));
    ibex.ok("userData.delete", "'__proto__'").await;
    same(
        &ibex.ok("userData.get", "").await,
        "{ constructor: 'c', hasOwnProperty: 'h' }",
    );
}

#[wasm_bindgen_test]
async fn what_is_inherited_or_hidden_is_not_stored() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    js("test.values = Object.create({ inherited: 1 }, {
        own: { value: 1, enumerable: true }, hidden: { value: 1, enumerable: false }, [Symbol('s')]: { value: 1, enumerable: true },
    })");
    ibex.ok("userData.set", "test.values").await;
    ibex.ok(
        "userData.set",
        "Object.assign(Object.create(null), { bare: 2 })",
    )
    .await;
    ibex.ok(
        "userData.set",
        "new (class { held = 3; get got() { return 4; } })()",
    )
    .await;
    same(
        &ibex.ok("userData.get", "").await,
        "{ own: 1, bare: 2, held: 3 }",
    );
}

#[wasm_bindgen_test]
async fn private_keys_are_never_read_even_where_the_api_sends_them() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    wire::answer(
        "GET",
        "/userdata/",
        "() => Response.json({ a: 1, 'private.key': 's', nested: {}, list: [], nothing: null })",
    );
    same(&ibex.ok("userData.get", "").await, "{ a: 1 }");
    let act = "async (request, real) => {
        const answer = await (await real(request)).json();
        return Response.json({ ...answer, userdata: { a: 1, 'private.key': 's' } });
    }";
    wire::answer("POST", "/auth/sign-in", act);
    let signed_in = ibex.ok("signIn", "{ includeUserdata: true }").await;
    same(&get(&signed_in, "userdata"), "{ a: 1 }");
}

#[wasm_bindgen_test]
async fn a_write_that_the_api_refuses_stores_nothing() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.ok("userData.set", "{ a: 1 }").await;
    wire::tap();
    wire::answer_once(
        "POST",
        "/userdata",
        "() => Response.json({ message: 'rpId is not valid' }, { status: 400 })",
    );
    let refusal = ibex
        .refused("userData.set", "{ a: 2 }", "bad_request")
        .await;
    assert_eq!(refusal.message(), "rpId is not valid");
    sandbox::forget().await;
    same(&ibex.ok("userData.get", "").await, "{ a: 1 }");
}
