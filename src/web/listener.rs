//! Listeners on the browser's own event targets: owned, and gone when dropped.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;

use crate::error::{Cause, Code, Error};
use crate::ports::{Abort, Value};

use super::value::Js;

/// One closure on one target.
#[derive(Debug)]
pub(super) struct Listener {
    target: JsValue,
    types: &'static [&'static str],
    closure: Closure<dyn FnMut()>,
}

impl Listener {
    /// Listens, where the target is one; password managers and tests may hand in something else.
    pub(super) fn new(
        target: JsValue,
        types: &'static [&'static str],
        heard: impl FnMut() + 'static,
    ) -> Self {
        let listener = Self {
            target,
            types,
            closure: Closure::new(heard),
        };
        listener.each("addEventListener");
        listener
    }

    fn each(&self, method: &str) {
        let Ok(method) = Reflect::get(&self.target, &method.into()) else {
            return;
        };
        let Ok(method) = method.dyn_into::<Function>() else {
            return;
        };
        for kind in self.types {
            let arguments = Array::of2(&(*kind).into(), self.closure.as_ref());
            // A target that refuses to be listened to is one that never fires.
            drop(method.apply(&self.target, &arguments));
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.each("removeEventListener");
    }
}

/// The caller's `AbortSignal` for as long as a call runs.
pub(super) struct Signal {
    /// Fires with the signal.
    pub(super) abort: Abort,
    _listener: Listener,
}

impl Signal {
    /// Follows a signal. Its reason becomes the error's cause.
    pub(super) fn follow(signal: &Js) -> Result<Self, Error> {
        if signal.get("aborted").is_none() || signal.get("addEventListener").is_none() {
            return Err(Error::invalid_argument("signal", "must be an AbortSignal"));
        }
        let abort = Abort::default();
        let fire = {
            let (abort, signal) = (abort.clone(), signal.clone());
            move || {
                let reason = signal.get("reason").map(|reason| Cause::new(reason.0));
                abort
                    .set(Error::new(Code::Aborted, "the caller's signal fired").with_cause(reason));
            }
        };
        if signal
            .get("aborted")
            .is_some_and(|aborted| aborted.0.is_truthy())
        {
            fire();
        }
        Ok(Self {
            abort,
            _listener: Listener::new(signal.0.clone(), &["abort"], fire),
        })
    }
}

/// Calls `wake` when the page becomes visible, comes back, or is online again.
pub(super) fn wake_ups(wake: impl Fn() + Clone + 'static) -> Vec<Listener> {
    let global = Js(js_sys::global().into());
    let document = global.get("document");
    let mut listeners = vec![Listener::new(
        global.0,
        &["online", "pageshow"],
        wake.clone(),
    )];
    listeners
        .extend(document.map(|document| Listener::new(document.0, &["visibilitychange"], wake)));
    listeners
}
