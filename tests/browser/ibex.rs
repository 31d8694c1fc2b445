//! The client under test, made and called as a page does: through the package's facade, by the names of its methods.
//!
//! Whatever a call throws or rejects with is checked to be an `IbexError` before a test sees it.

use std::cell::RefCell;
use std::future::Future;

use ibex_wallet_sdk::error::Code;
use ibex_wallet_sdk::web::IbexClient;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::js::{call, get, holds, js, keep, text};

#[wasm_bindgen(module = "/pkg/client.js")]
extern "C" {
    fn client(core: JsValue, instance: JsValue) -> JsValue;
}

thread_local! {
    static OPEN: RefCell<Vec<JsValue>> = const { RefCell::new(Vec::new()) };
}

/// Closes the clients of the tests so far.
pub(crate) fn close_all() {
    for client in OPEN.take() {
        call(&client, "close", "").expect("close never throws");
    }
}

/// What a call came to.
pub(crate) type Outcome = Result<JsValue, Refusal>;

/// An `IbexError`.
#[derive(Debug)]
pub(crate) struct Refusal(JsValue);

impl Refusal {
    /// Checks that it is one: a real `Error` with a stable code and a sentence, and nothing that does not apply.
    #[track_caller]
    fn of(thrown: JsValue) -> Self {
        keep("thrown", &thrown);
        assert!(holds("test.thrown instanceof Error"), "{thrown:?}");
        assert_eq!(text(&thrown, "name"), "IbexError", "{thrown:?}");
        let code = text(&thrown, "code");
        assert!(
            Code::ALL.iter().any(|known| known.as_str() == code),
            "{code}"
        );
        assert_ne!(code, "internal", "{thrown:?}");
        assert_ne!(text(&thrown, "message"), "");
        assert!(get(&thrown, "retryable").as_bool().is_some(), "retryable");
        // Only what was thrown may be nothing at all.
        let absent = "Object.entries(test.thrown).every(([name, value]) => name === 'cause' || (value ?? null) !== null)";
        assert!(holds(absent), "a member that does not apply is not there");
        assert!(holds("String(test.thrown).startsWith('IbexError: ')"));
        Self(thrown)
    }

    pub(crate) fn code(&self) -> String {
        text(&self.0, "code")
    }

    pub(crate) fn message(&self) -> String {
        text(&self.0, "message")
    }

    /// A member that is there only where it applies.
    pub(crate) fn member(&self, name: &str) -> JsValue {
        get(&self.0, name)
    }

    pub(crate) fn retryable(&self) -> bool {
        get(&self.0, "retryable").is_truthy()
    }

    /// Keeps the error as `test.error`.
    pub(crate) fn keep(&self) -> &Self {
        keep("error", &self.0);
        self
    }
}

/// A client of the package. The newest one is `test.ibex` too.
#[derive(Debug)]
pub(crate) struct Ibex(JsValue);

impl Ibex {
    /// `createClient(options)`, with the whole of its options.
    pub(crate) fn create(options: &str) -> Result<Self, Refusal> {
        let core = IbexClient::new(js(options)).map_err(Refusal::of)?;
        // The tests are in the instance too, and nobody guards it: a trap ends them.
        let unguarded = "{ promise: (call) => call(), attempt: (call) => call(), check() {} }";
        let made = client(core.into(), js(unguarded));
        OPEN.with_borrow_mut(|open| open.push(made.clone()));
        keep("ibex", &made);
        Ok(Self(made))
    }

    /// A client of the sandbox.
    pub(crate) fn new() -> Self {
        Self::with("{}")
    }

    /// A client of the sandbox with these options beside.
    pub(crate) fn with(options: &str) -> Self {
        Self::create(&["{ baseUrl: test.base, ...", options, "}"].concat()).unwrap()
    }

    /// A client of the sandbox with a session.
    pub(crate) async fn signed_up() -> Self {
        let ibex = Self::new();
        ibex.ok("signUp", "{ userName: 'jane.doe@foo.domain' }")
            .await;
        ibex
    }

    /// Makes a call at once; the arguments are the source of a list. What it comes to can be waited for later.
    #[track_caller]
    pub(crate) fn call(
        &self,
        method: &str,
        arguments: &str,
    ) -> impl Future<Output = Outcome> + use<> {
        let promise = call(&self.0, method, arguments).expect("rejects and never throws");
        let settling = JsFuture::from(promise.dyn_into::<Promise>().expect("a promise"));
        async move { settling.await.map_err(Refusal::of) }
    }

    /// A call that is to succeed.
    pub(crate) async fn ok(&self, method: &str, arguments: &str) -> JsValue {
        let outcome = self.call(method, arguments).await;
        outcome.unwrap_or_else(|refusal| panic!("{method}({arguments}): {refusal:?}"))
    }

    /// A call that is to be refused with a code.
    pub(crate) async fn refused(&self, method: &str, arguments: &str, code: &str) -> Refusal {
        match self.call(method, arguments).await {
            Ok(value) => panic!("{method}({arguments}) came to {value:?}"),
            Err(refusal) => {
                assert_eq!(refusal.code(), code, "{method}({arguments}): {refusal:?}");
                refusal
            }
        }
    }

    /// A method that answers without a promise.
    pub(crate) fn now(&self, method: &str, arguments: &str) -> Outcome {
        call(&self.0, method, arguments).map_err(Refusal::of)
    }

    pub(crate) fn session(&self) -> JsValue {
        get(&self.0, "session")
    }
}
