//! `navigator.credentials`, found and called by name: password managers replace it with objects of their own.

use std::future::Future;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use crate::once::Once;
use crate::ports::{Abort, Authenticator, Mediation, Refusal, Value, before};

use super::Browser;
use super::error::refusal;
use super::listener::Listener;
use super::value::Js;

#[wasm_bindgen]
extern "C" {
    /// Throws where there is no document.
    #[wasm_bindgen(catch, js_namespace = document, js_name = hasFocus)]
    fn has_focus() -> Result<bool, JsValue>;
}

fn global(name: &str) -> Option<Js> {
    Js(js_sys::global().into()).get(name)
}

fn credentials() -> Option<Js> {
    global("navigator")?.get("credentials")
}

impl Authenticator for Browser {
    type Value = Js;

    fn supported(&self) -> bool {
        global("PublicKeyCredential").is_some() && credentials().is_some()
    }

    fn conditional_get(&self) -> impl Future<Output = bool> + 'static {
        let told = told("isConditionalMediationAvailable");
        async move { told.await.is_some_and(|can| can.flag() == Some(true)) }
    }

    fn conditional_create(&self) -> impl Future<Output = bool> + 'static {
        let told = told("getClientCapabilities");
        async move {
            let can = told.await.and_then(|all| all.get("conditionalCreate"));
            can.is_some_and(|can| can.flag() == Some(true))
        }
    }

    fn create(
        &self,
        public_key: Js,
        mediation: Option<Mediation>,
        abort: Abort,
    ) -> impl Future<Output = Result<Js, Refusal>> + 'static {
        ceremony("create", public_key, mediation, abort)
    }

    fn get(
        &self,
        public_key: Js,
        mediation: Option<Mediation>,
        abort: Abort,
    ) -> impl Future<Output = Result<Js, Refusal>> + 'static {
        ceremony("get", public_key, mediation, abort)
    }

    fn focused(&self) -> bool {
        has_focus().unwrap_or(true)
    }

    fn focus(&self) -> impl Future<Output = ()> + 'static {
        let came = Once::default();
        let comes = came.clone();
        let listener = Listener::new(js_sys::global().into(), &["focus"], move || comes.set(()));
        if self.focused() {
            came.set(());
        }
        async move {
            came.wait().await;
            drop(listener);
        }
    }

    fn permitted(&self, feature: &str) -> Option<bool> {
        let Some(policy) = global("document")?.get("featurePolicy") else {
            // Only Chromium has it. Reading a document of another origin throws.
            return global("top")?.get("document").map(|_| true);
        };
        let lists = |method: &str| {
            let named = |item: &Js| item.text().as_deref() == Some(feature);
            let list = policy.call(method);
            list.is_some_and(|list| list.items().iter().any(named))
        };
        // What an older one has never heard of, it does not forbid.
        Some(lists("allowedFeatures") || !lists("features"))
    }

    fn signal(&self, method: &str, mut options: Js) {
        let Some(api) = global("PublicKeyCredential") else {
            return;
        };
        let Some(signal) = api.get(method) else {
            return;
        };
        let Ok(signal) = signal.0.dyn_into::<Function>() else {
            return;
        };
        if options.get("rpId").is_none() {
            // The default RP ID is the page's own host (WebAuthn Level 3 §5.1.3).
            let own = global("location").and_then(|location| location.get("hostname"));
            options = options.with("rpId", own.unwrap_or_else(Js::null));
        }
        if let Ok(done) = signal.call1(&api.0, &options.0) {
            // A courtesy to the user: where the browser cannot do it, nobody is to be told.
            wasm_bindgen_futures::spawn_local(async move {
                drop(JsFuture::from(Promise::resolve(&done)).await);
            });
        }
    }
}

/// What a question to the browser comes to; what it cannot tell, it cannot do.
fn told(question: &str) -> impl Future<Output = Option<Js>> + 'static {
    let asked = global("PublicKeyCredential").and_then(|api| api.call(question));
    async move {
        JsFuture::from(Promise::resolve(&asked?.0))
            .await
            .ok()
            .map(Js)
    }
}

/// Calls the browser at once, and ends when it has settled, also where `abort` takes the prompt away before.
fn ceremony(
    method: &'static str,
    public_key: Js,
    mediation: Option<Mediation>,
    abort: Abort,
) -> impl Future<Output = Result<Js, Refusal>> + 'static {
    let controller = AbortController::new();
    let signal = controller.as_ref().ok();
    let mediation = mediation.map(|mediation| match mediation {
        Mediation::Optional => "optional",
        Mediation::Required => "required",
        Mediation::Conditional => "conditional",
    });
    let options = Js::from_members(vec![
        ("publicKey", Some(public_key)),
        ("mediation", mediation.map(Js::from_text)),
        (
            "signal",
            signal.map(|controller| Js(controller.signal().into())),
        ),
    ]);
    let started = start(method, &options);
    async move {
        let mut settling = JsFuture::from(started.map_err(refusal)?);
        let aborting = async {
            abort.wait().await;
        };
        let settled = match before(&mut settling, aborting).await {
            Some(settled) => settled,
            None => {
                if let Ok(controller) = controller {
                    controller.abort();
                }
                settling.await
            }
        };
        let credential = Js(settled.map_err(refusal)?);
        // Both methods may resolve with null (Credential Management §2.5).
        match credential.0.is_object() {
            true => Ok(credential),
            false => Err(Refusal {
                name: String::new(),
                cause: None,
            }),
        }
    }
}

fn start(method: &str, options: &Js) -> Result<Promise, JsValue> {
    let credentials = credentials().map_or(JsValue::UNDEFINED, |found| found.0);
    let function: Function = Reflect::get(&credentials, &method.into())?.dyn_into()?;
    Ok(Promise::resolve(&function.call1(&credentials, &options.0)?))
}
