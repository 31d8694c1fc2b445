//! The SDK's client in this world, and the listeners of its user: one that checks, one that gets in the way.

use std::rc::{Rc, Weak};

use ibex_wallet_sdk::api::Api;
use ibex_wallet_sdk::config::{AuthHeader, BaseUrl, Config, UrlParts};
use ibex_wallet_sdk::error::Code;
use ibex_wallet_sdk::events::Event;
use ibex_wallet_sdk::passkey::Passkey;
use ibex_wallet_sdk::user_data::UserData;

use crate::call::start;
use crate::host::SimHost;
use crate::model::{End, MARGIN, TIMEOUT, Wish};
use crate::question::{ORIGIN, number};
use crate::reply::Failure;
use crate::world::{Mischief, World};

/// A client with its capabilities.
pub(crate) struct Client {
    pub(crate) api: Api<SimHost>,
    pub(crate) data: UserData<SimHost>,
    pub(crate) passkey: Passkey<SimHost>,
}

fn config() -> Config {
    let parts = UrlParts {
        protocol: "https:".to_owned(),
        hostname: "api.example".to_owned(),
        origin: ORIGIN.to_owned(),
        pathname: "/".to_owned(),
        more: false,
    };
    Config {
        base_url: BaseUrl::new(&parts).unwrap(),
        rp_id: None,
        auth_header: AuthHeader::default(),
        timeout: TIMEOUT,
        refresh_margin: MARGIN,
        headers: Vec::new(),
        own_headers: Vec::new(),
    }
}

/// Opens a client in the world.
pub(crate) fn open(world: &Rc<World>) {
    let host = SimHost {
        world: Rc::clone(world),
    };
    let api = Api::new(host, config());
    for listens in [checks, meddles] {
        let world = Rc::downgrade(world);
        api.events().add(move |event| {
            if let Some(world) = Weak::upgrade(&world) {
                listens(&world, event);
            }
        });
    }
    let client = Client {
        data: UserData::new(api.clone()),
        passkey: Passkey::new(api.clone()),
        api,
    };
    *world.client.borrow_mut() = Some(Rc::new(client));
    let mut model = world.model.borrow_mut();
    model.closed = false;
    model.reads_by_post = false;
}

/// The client that is open.
pub(crate) fn client(world: &Rc<World>) -> Rc<Client> {
    let client = world.client.borrow().clone();
    client.unwrap()
}

/// Signs out.
pub(crate) fn sign_out(world: &Rc<World>) {
    let mut model = world.model.borrow_mut();
    model.tally.sign_outs += 1;
    model.signing_in().for_each(|call| call.overtaken = true);
    if model.end(End::ByUser) {
        model.due.push(None);
    }
    drop(model);
    client(world).api.session().sign_out();
}

/// Closes the client. Its listeners hear of it.
pub(crate) fn close(world: &Rc<World>) {
    let mut model = world.model.borrow_mut();
    model.tally.closes += 1;
    model.closed = true;
    if model.end(End::Closed) {
        model.due.push(None);
    }
    drop(model);
    client(world).api.close();
}

fn checks(world: &Rc<World>, event: &Event) {
    let mut model = world.model.borrow_mut();
    match event {
        Event::Session(profile) => {
            let shown = client(world).api.session().profile();
            if &shown != profile {
                model.breaks(9, || {
                    format!("listeners hear of {profile:?}, the client shows {shown:?}")
                });
            }
            let user = profile
                .as_ref()
                .and_then(|profile| number(&profile.external_user_id));
            model.tell(|| format!("    listeners hear of the session of {user:?}"));
            model.heard.push(user);
        }
        Event::Error(error) => {
            let (step, code) = (model.step, error.code);
            model.tell(|| format!("    listeners hear of {}", code.as_str()));
            let says = |failure: Failure| match failure.refuses_tokens() {
                true => code == Code::SessionExpired,
                false => failure.is_told_by(error),
            };
            let told =
                matches!(model.renewal, Some((at, Err(failure))) if at == step && says(failure));
            if !told {
                model.breaks(9, || {
                    format!("listeners hear of {error:?}, and nothing failed")
                });
            }
            model.tally.background_errors += 1;
        }
    }
}

fn meddles(world: &Rc<World>, event: &Event) {
    if !matches!(event, Event::Session(_)) {
        return;
    }
    let mischief = world.mischief.take();
    if mischief != Mischief::None {
        let mut model = world.model.borrow_mut();
        model.tally.mischief += 1;
        model.tell(|| format!("    a listener {mischief:?}"));
    }
    match mischief {
        Mischief::None => {}
        Mischief::SignsOut => sign_out(world),
        Mischief::Calls => {
            start(world, Wish::Single, None, false);
        }
        Mischief::Closes => close(world),
    }
}
