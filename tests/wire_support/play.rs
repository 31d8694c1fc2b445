//! Plays a fixture: makes its call on the SDK's core over the fake host, and tells what is not as the fixture says.

use std::future::Future;
use std::pin::Pin;

use ibex_wallet_sdk::email::{Confirmation, Email};
use ibex_wallet_sdk::http::Call;
use ibex_wallet_sdk::passkey::{Passkey, SignIn, SignUp, SignedIn};
use ibex_wallet_sdk::user_data::UserData;
use serde_json::{Value as Tree, json};

use super::api::Api;
use super::config::{AuthHeader, Config};
use super::error::Error;
use super::fixture::{Client, Exchange, Fixture};
use super::judge::{end, prompts, requests};
use super::placeholder::fill;
use super::ports::Body;
use super::protocol::auth::{SignInBody, SignUpBody};
use super::protocol::secret::Secret;
use super::session::{Profile, TokenAnswer};
use super::sources::fake::{Fake, FakeHost, Stage, bodiless, good_config, status};

/// What a call ends with.
pub(crate) type Outcome = Result<Option<Tree>, Error>;

/// What is wrong; nothing, where the fixture holds.
pub(crate) fn play(fixture: &Fixture) -> Vec<String> {
    let rp_id = fixture.client.rp_id.as_deref().unwrap_or("localhost");
    let mut stage = Stage::new();
    let api = Api::new(stage.host(), config(&fixture.client));
    if !matches!(fixture.call.as_str(), "signUp" | "signIn") {
        sign_in(&api, rp_id);
    }
    for Exchange { response, .. } in &fixture.exchanges {
        stage.answer(match &response.body {
            Some(body) => status(response.status, fill(body, rp_id)),
            None => bodiless(response.status, Body::Empty),
        });
    }
    stage.prompt(match &fixture.refusal {
        Some(name) => Err(name),
        None => Ok(credential(fixture, rp_id)),
    });
    let outcome = stage.start(call(&api, fixture, &fill(&fixture.arguments, rp_id)));
    stage.run();

    let mut problems = requests(fixture, &stage.world.sent.borrow(), rp_id);
    problems.extend(prompts(fixture, &stage.world.prompted.borrow(), rp_id));
    match outcome.take() {
        Some(outcome) => problems.extend(end(fixture, &outcome, rp_id)),
        None => problems.push("the call waits for an answer that is not there".to_owned()),
    }
    problems
}

fn config(client: &Client) -> Config {
    let mut config = good_config();
    config.rp_id.clone_from(&client.rp_id);
    // As the browser's edge does with the same options.
    let header = |rp_id: &String| ("X-RpId".to_owned(), rp_id.clone());
    config.own_headers = client.rp_id.iter().map(header).collect();
    config.auth_header = match client.auth_header.as_deref() {
        None | Some("authorization") => AuthHeader::Authorization,
        Some("x-ibex-auth") => AuthHeader::XIbexAuth,
        Some("both") => AuthHeader::Both,
        Some(other) => panic!("client.authHeader: {other}"),
    };
    config
}

/// A session as a full answer makes it, without a ceremony.
fn sign_in(api: &Api<FakeHost>, rp_id: &str) {
    let answer = json!({
        "access_token": "{access}", "refresh_token": "{refresh}", "token_type": "Bearer", "expires_in": 3600,
        "issuer": rp_id, "audience": rp_id, "subject": "{user}", "roles": ["USER"],
        "authMethod": "PASSKEY", "hasPasskey": true, "safeAddress": {"421614": "{safe}"}, "chainId": 421_614,
        "eoaAddress": "{eoa}", "eoaAddresses": [{"type": "EVM", "address": "{eoa}"}], "prfCapable": false,
    });
    let answer = TokenAnswer::read(&Fake::from(&fill(&answer, rp_id))).unwrap();
    api.session().adopt(answer).unwrap();
}

/// What the authenticator hands back. The extension results are what the fixture expects of them on the wire, as buffers.
fn credential(fixture: &Fixture, rp_id: &str) -> Tree {
    fn buffers(results: &Tree) -> Tree {
        match results {
            Tree::String(text) => json!({ "$bytes": text }),
            Tree::Object(members) => members
                .iter()
                .map(|(name, value)| (name.clone(), buffers(value)))
                .collect(),
            other => other.clone(),
        }
    }
    let sent = fixture.exchanges.last().unwrap().request.body.as_ref();
    let results = sent.map_or(
        &Tree::Null,
        |body| &body["credential"]["clientExtensionResults"],
    );
    let bytes = |name: &str| json!({ "$bytes": name });
    let credential = json!({
        "rawId": bytes("{credential-id}"),
        "response": {
            "clientDataJSON": bytes("{client-data}"),
            "attestationObject": bytes("{attestation-object}"),
            "authenticatorData": bytes("{authenticator-data}"),
            "signature": bytes("{signature}"),
            "userHandle": bytes("{user-handle}"),
        },
        "getClientExtensionResults()": buffers(results),
    });
    fill(&credential, rp_id)
}

fn call(
    api: &Api<FakeHost>,
    fixture: &Fixture,
    arguments: &Tree,
) -> Pin<Box<dyn Future<Output = Outcome>>> {
    let text = |name: &str| arguments[name].as_str().map(str::to_owned);
    let flag = |name: &str| arguments[name].as_bool();
    let secret = |name: &str| Secret::new(text(name).unwrap());
    let nothing = |outcome: Result<(), Error>| outcome.map(|()| None);
    let (passkey, data, email) = (
        Passkey::new(api.clone()),
        UserData::new(api.clone()),
        Email::new(api.clone()),
    );
    match fixture.call.as_str() {
        "signUp" => {
            let options = SignUp {
                user_name: text("userName"),
                user_display_name: text("userDisplayName"),
                mediation: None,
                body: SignUpBody {
                    chain_id: arguments["chainId"].as_f64(),
                    chain_ids: serde_json::from_value(arguments["chainIds"].clone()).unwrap(),
                    key_name: text("keyName"),
                    key_display_name: text("keyDisplayName"),
                },
            };
            Box::pin(async move {
                let profile = passkey.sign_up(&options, None).await?;
                Ok(Some(session(&profile)))
            })
        }
        "signIn" => {
            let mut options = SignIn::default();
            options.body = SignInBody {
                include_balance: flag("includeBalance"),
                include_transactions: flag("includeTransactions"),
                include_userdata: flag("includeUserdata"),
                chain_id: arguments["chainId"].as_f64(),
                ..options.body
            };
            Box::pin(async move {
                let signed_in = passkey.sign_in(&options, None).await?;
                Ok(Some(sign_in_result(&signed_in)))
            })
        }
        "refresh" => {
            let renewing = api.refresh(None);
            Box::pin(async move { Ok(Some(session(&*renewing.await?))) })
        }
        "userData.get" => {
            Box::pin(async move { data.get(None).await.map(|data| Some(Tree::from(&data))) })
        }
        "userData.set" => {
            let values = Fake::from(arguments);
            Box::pin(async move { nothing(data.set(&values, None).await) })
        }
        "userData.delete" => {
            let keys = serde_json::from_value(arguments.clone()).unwrap();
            Box::pin(async move { nothing(data.delete(keys).await) })
        }
        "email.validate" => {
            let address = secret("email");
            Box::pin(async move { nothing(email.validate(address, None).await) })
        }
        "email.confirm" => {
            let confirmation = Confirmation {
                email: secret("email"),
                code: secret("code"),
                user_data_name: text("userDataName"),
                optin_news: flag("optinNews"),
                optin_notifications: flag("optinNotifications"),
            };
            Box::pin(async move { nothing(email.confirm(confirmation, None).await) })
        }
        "request" => {
            let call = Call {
                method: text("method").unwrap(),
                body: arguments.get("body").map(Fake::from),
                ..Call::get(text("path").unwrap())
            };
            let asking = api.request(call, None);
            Box::pin(async move { Ok(asking.await?.as_ref().map(Tree::from)) })
        }
        other => panic!("nobody plays {other}"),
    }
}

/// A session as JavaScript sees it. Of its times only that they are there: they are the clock's.
fn session(profile: &Profile) -> Tree {
    let mut tree = serde_json::to_value(profile.members()).unwrap();
    for name in ["expiresAt", "refreshExpiresAt"] {
        let time = tree.as_object_mut().unwrap().remove(name);
        assert!(time.is_some_and(|time| time.is_number()), "{name}");
    }
    tree
}

fn sign_in_result(signed_in: &SignedIn<Fake>) -> Tree {
    let mut tree = session(&signed_in.profile);
    let besides = [
        ("userdata", &signed_in.userdata),
        ("me", &signed_in.me),
        ("balance", &signed_in.balance),
        ("transactions", &signed_in.transactions),
    ];
    for (name, value) in besides {
        if let Some(value) = value {
            tree[name] = value.into();
        }
    }
    tree
}
