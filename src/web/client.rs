//! The exported class. Its methods convert, call and convert: what is decided is decided in the core.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::api::Api;
use crate::email::Email;
use crate::error::Error;
use crate::events::Event;
use crate::passkey::{Passkey, SignedIn};
use crate::ports::{Abort, Value};
use crate::session::Profile;
use crate::user_data::UserData;

use super::Browser;
use super::argument;
use super::error::to_js;
use super::listener::{Listener, wake_ups};
use super::value::Js;

/// The client as the package's entry sees it; `pkg/client.js` gives it the shape of the type declarations.
#[wasm_bindgen]
#[derive(Debug)]
pub struct IbexClient {
    api: Api<Browser>,
    passkey: Passkey<Browser>,
    user_data: UserData<Browser>,
    email: Email<Browser>,
    wake_ups: RefCell<Vec<Listener>>,
}

#[wasm_bindgen]
impl IbexClient {
    /// `createClient(options)`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<IbexClient, JsValue> {
        let config = argument::client_options(&Js(options)).map_err(|error| to_js(&error))?;
        let api = Api::new(Browser, config);
        let session = api.session().clone();
        Ok(Self {
            passkey: Passkey::new(api.clone()),
            user_data: UserData::new(api.clone()),
            email: Email::new(api.clone()),
            wake_ups: RefCell::new(wake_ups(move || session.wake())),
            api,
        })
    }

    /// `client.session`.
    #[wasm_bindgen(getter)]
    pub fn session(&self) -> JsValue {
        session(self.api.session().profile())
    }

    /// `client.signUp(options?)`.
    #[wasm_bindgen(js_name = signUp)]
    pub fn sign_up(&self, options: JsValue) -> Promise {
        promise(Js(options), &|signal, options| {
            let call = self.passkey.sign_up(&argument::sign_up(options)?, signal);
            Ok(work(call, |profile| session(Some(profile))))
        })
    }

    /// `client.signIn(options?)`.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(&self, options: JsValue) -> Promise {
        promise(Js(options), &|signal, options| {
            let call = self.passkey.sign_in(&argument::sign_in(options)?, signal);
            Ok(work(call, signed_in))
        })
    }

    /// `client.prepareSignUp(options?)`.
    #[wasm_bindgen(js_name = prepareSignUp)]
    pub fn prepare_sign_up(&self, options: JsValue) -> Promise {
        promise(Js(options), &|signal, options| {
            let options = argument::sign_up(options)?;
            Ok(work(
                self.passkey.prepare_sign_up(&options, signal),
                nothing,
            ))
        })
    }

    /// `client.prepareSignIn(options?)`.
    #[wasm_bindgen(js_name = prepareSignIn)]
    pub fn prepare_sign_in(&self, options: JsValue) -> Promise {
        promise(Js(options), &|signal, _| {
            Ok(work(self.passkey.prepare_sign_in(signal), nothing))
        })
    }

    /// `client.refresh(options?)`.
    pub fn refresh(&self, options: JsValue) -> Promise {
        promise(Js(options), &|signal, _| {
            let call = self.api.refresh(signal);
            Ok(work(call, |profile| session(Some(profile))))
        })
    }

    /// `client.signOut()`.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(&self) {
        self.api.session().sign_out();
    }

    /// `client.userData.get(options?)`.
    #[wasm_bindgen(js_name = getUserData)]
    pub fn get_user_data(&self, options: JsValue) -> Promise {
        promise(Js(options), &|signal, _| {
            Ok(work(self.user_data.get(signal), |data| data.0))
        })
    }

    /// `client.userData.set(values, options?)`.
    #[wasm_bindgen(js_name = setUserData)]
    pub fn set_user_data(&self, values: JsValue, options: JsValue) -> Promise {
        let values = Js(values);
        promise(Js(options), &|signal, _| {
            Ok(work(self.user_data.set(&values, signal), nothing))
        })
    }

    /// `client.userData.delete(...keys)`.
    #[wasm_bindgen(js_name = deleteUserData)]
    pub fn delete_user_data(&self, keys: JsValue) -> Promise {
        let keys = Js(keys);
        promise(Js(JsValue::UNDEFINED), &|_, _| {
            let call = self.user_data.delete(argument::keys(&keys)?);
            Ok(work(call, nothing))
        })
    }

    /// `client.email.validate(email, options?)`.
    #[wasm_bindgen(js_name = validateEmail)]
    pub fn validate_email(&self, email: JsValue, options: JsValue) -> Promise {
        let email = Js(email);
        promise(Js(options), &|signal, _| {
            let email = argument::secret(&email, "email")?;
            Ok(work(self.email.validate(email, signal), nothing))
        })
    }

    /// `client.email.confirm(options)`.
    #[wasm_bindgen(js_name = confirmEmail)]
    pub fn confirm_email(&self, options: JsValue) -> Promise {
        promise(Js(options), &|signal, options| {
            let confirmation = argument::confirmation(options)?;
            Ok(work(self.email.confirm(confirmation, signal), nothing))
        })
    }

    /// `client.request(method, path, options?)`.
    pub fn request(&self, method: JsValue, path: JsValue, options: JsValue) -> Promise {
        let (method, path) = (Js(method), Js(path));
        promise(Js(options), &|signal, options| {
            let call = argument::request(&method, &path, options)?;
            Ok(work(self.api.request(call, signal), |answer| {
                answer.map_or(JsValue::UNDEFINED, |json| json.0)
            }))
        })
    }

    /// `client.on(type, listener)`; the number is for `off`.
    pub fn on(&self, kind: JsValue, listener: JsValue) -> Result<u32, JsValue> {
        let listener = argument::listener(&Js(kind), listener);
        let listener = self.api.closed().get().map_or(listener, Err);
        let (kind, listener) = listener.map_err(|error| to_js(&error))?;
        Ok(self
            .api
            .events()
            .add(move |event| kind.tell(&listener, event)))
    }

    /// Takes a listener away.
    pub fn off(&self, id: u32) {
        self.api.events().remove(id);
    }

    /// `client.close()`.
    pub fn close(&self) {
        self.api.close();
        self.wake_ups.take();
    }
}

/// What comes of a call.
type Work = Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>;

/// How a call is made, with what ends it and its options.
type Call<'a> = dyn Fn(Option<Abort>, &Js) -> Result<Work, Error> + 'a;

/// Boxed and converted, so that what follows is in the wasm once and not once a method.
fn work<T: 'static>(
    call: impl Future<Output = Result<T, Error>> + 'static,
    convert: fn(T) -> JsValue,
) -> Work {
    Box::pin(async move { call.await.map(convert) })
}

/// Makes the call at once, so that it is bound to the present session and to the present values of its arguments; what comes of it, later.
fn promise(options: Js, call: &Call<'_>) -> Promise {
    let called = argument::signal(&options)
        .and_then(|signal| Ok((call(argument::abort(&signal), &options)?, signal)));
    future_to_promise(async move {
        let worked = match called {
            Ok((work, _signal)) => work.await,
            Err(error) => Err(error),
        };
        worked.map_err(|error| to_js(&error))
    })
}

/// `void`.
fn nothing((): ()) -> JsValue {
    JsValue::UNDEFINED
}

/// `Session | null`.
fn session(profile: Option<Rc<Profile>>) -> JsValue {
    profile.map_or(JsValue::NULL, |profile| Js::write(&profile.members()).0)
}

/// `SignInResult`.
fn signed_in(signed_in: SignedIn<Js>) -> JsValue {
    let SignedIn {
        profile,
        userdata,
        me,
        balance,
        transactions,
    } = signed_in;
    let extras = [
        ("userdata", userdata),
        ("me", me),
        ("balance", balance),
        ("transactions", transactions),
    ];
    let mut result = Js::write(&profile.members());
    for (name, value) in extras {
        if let Some(value) = value {
            result = result.with(name, value);
        }
    }
    result.0
}

/// The events that a listener can be for.
#[derive(Debug, Clone, Copy)]
pub(super) enum EventKind {
    Session,
    Error,
}

impl EventKind {
    /// Calls the listener where the event is its own. What it throws is reported as any uncaught error, and harms nobody.
    fn tell(self, listener: &Function, event: &Event) {
        let argument = match (self, event) {
            (Self::Session, Event::Session(profile)) => session(profile.clone()),
            (Self::Error, Event::Error(error)) => to_js(error),
            (Self::Session, Event::Error(_)) | (Self::Error, Event::Session(_)) => return,
        };
        if let Err(thrown) = listener.call1(&JsValue::UNDEFINED, &argument) {
            // Nobody handles this promise: that is how it is reported, in pages and workers alike.
            drop(Promise::reject(&thrown));
        }
    }
}
