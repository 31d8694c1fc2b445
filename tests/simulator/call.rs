//! Calls: how they are made, and who waits for them.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use ibex_wallet_sdk::error::Error;
use ibex_wallet_sdk::http::Call as Ask;
use ibex_wallet_sdk::passkey::SignIn;
use ibex_wallet_sdk::ports::Abort;

use crate::client::client;
use crate::json::Json;
use crate::model::{Call, Model, Wish};
use crate::question::Question;
use crate::settling::Given;
use crate::world::World;

type Work = Pin<Box<dyn Future<Output = Result<Given, Error>>>>;

/// Makes a call. A chained one makes another when it is settled.
pub(crate) fn start(world: &Rc<World>, wish: Wish, signal: Option<Abort>, chained: bool) -> usize {
    let mut model = world.model.borrow_mut();
    let fired = signal.as_ref().is_some_and(|signal| signal.get().is_some());
    let call = model.begins(wish, signal.clone(), fired);
    drop(model);
    if let Wish::SignIn { user } = wish
        && !fired
    {
        world.user.set(user);
    }
    let work = work(world, wish, call, signal);
    let caller = Rc::clone(world);
    let task = world.executor.spawn(Box::pin(async move {
        let result = work.await;
        caller.model.borrow_mut().settled(call, &result);
        drop(result);
        let closed = caller.model.borrow().closed;
        if chained && !closed {
            start(&caller, Wish::Single, None, false);
        }
    }));
    world.model.borrow_mut().calls[call].task = Some(task);
    call
}

fn work(world: &Rc<World>, wish: Wish, call: usize, signal: Option<Abort>) -> Work {
    let client = client(world);
    let number = call.to_string();
    match wish {
        Wish::Shared {
            path,
            query,
            header,
        } => {
            let mut ask = Ask::get(format!("/shared/{path}"));
            ask.query = vec![("q".to_owned(), query.to_string())];
            ask.headers = vec![("X-Variant".to_owned(), header.to_string())];
            answer(client.api.request(ask, signal))
        }
        Wish::Single => answer(
            client
                .api
                .request(Ask::get(["/single/", &number].concat()), signal),
        ),
        Wish::Post => {
            let body = Json::of([("call", Json::count(call))]);
            answer(client.api.request(Ask::post("/post", body), signal))
        }
        Wish::Data => {
            let read = client.data.get(signal);
            answer(async move { read.await.map(Some) })
        }
        Wish::Set => {
            let values = Json::of([("call", Json::count(call)), ("gone", Json::Null)]);
            let write = client.data.set(&values, signal);
            Box::pin(async move { write.await.map(|()| Given::Nothing) })
        }
        Wish::Refresh => {
            let refresh = client.api.refresh(signal);
            Box::pin(async move {
                let profile = refresh.await?;
                Ok(Given::Session(profile.external_user_id.clone()))
            })
        }
        Wish::SignIn { .. } => {
            let sign_in = client.passkey.sign_in(&SignIn::default(), signal);
            Box::pin(async move {
                let signed_in = sign_in.await?;
                Ok(Given::Session(signed_in.profile.external_user_id.clone()))
            })
        }
    }
}

fn answer(work: impl Future<Output = Result<Option<Json>, Error>> + 'static) -> Work {
    Box::pin(async move { work.await.map(Given::Answer) })
}

impl Model {
    /// A call begins. Identical reads that are under way have their effort in common.
    fn begins(&mut self, wish: Wish, signal: Option<Abort>, fired: bool) -> usize {
        let call = self.calls.len();
        let session = self
            .present
            .filter(|_| !matches!(wish, Wish::SignIn { .. }));
        let user = self.user().unwrap_or_default();
        self.tell(|| {
            let signal = match (&signal, fired) {
                (None, _) => "",
                (Some(_), false) => ", with a signal",
                (Some(_), true) => ", with a signal that has fired",
            };
            format!("    call {call} begins: {wish:?} in session {session:?}{signal}")
        });
        let question = match wish {
            Wish::Shared {
                path,
                query,
                header,
            } => Some(Question::Shared {
                path,
                query,
                header,
            }),
            Wish::Single => Some(Question::Single { call }),
            Wish::Post => Some(Question::Post { call }),
            Wish::Data => Some(Question::Data { user }),
            Wish::Set => Some(Question::Set { user, call }),
            Wish::Refresh | Wish::SignIn { .. } => None,
        };
        // A ceremony that cannot begin disturbs nobody.
        if matches!(wish, Wish::SignIn { .. }) && !fired && !self.closed {
            self.signing_in().for_each(|call| call.overtaken = true);
        }
        let effort = question.filter(|_| session.is_some()).map(|question| {
            self.join(question)
                .unwrap_or_else(|| self.try_for(question, session))
        });
        self.tally.calls += 1;
        self.calls.push(Call {
            wish,
            task: None,
            session,
            since: self.step,
            knows: self.wrote_in,
            signal,
            fired,
            overtaken: false,
            efforts: effort.into_iter().collect(),
            settled: false,
        });
        self.pending.push(call);
        call
    }
}
