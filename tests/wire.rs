//! The SDK against the wire fixtures: for every documented form, what is sent and what comes of the answer.
//!
//! `tests/wire/*.json` holds one documented form per file, named after the route that shows it. The fixtures are the
//! arbiter between the SDK (here) and the sandbox (`sandbox/tests/sandbox/wire.rs`), which share no types. Members:
//!
//! - `form`: one sentence. `source`: where it is documented. `rows`: what it covers of [`ROWS`].
//! - `call` and `arguments`: what the user of the SDK does. `client`: the options of its client.
//! - `exchanges`: the requests that this makes, in their order, and the answers to them. A request under `/auth/`
//!   carries no token, any other the session's in `Authorization`; where `headers` are given, those count instead,
//!   and `null` stands for one that must not be there. Without a `body` an answer is empty.
//! - `prompt`: the options as `navigator.credentials` gets them, `{"$bytes": base64url}` for a buffer.
//!   `refusal`: the name of the `DOMException` with which the prompt ends, where it does not end well.
//! - `result` or `error`: what the call ends with; neither, where it resolves with nothing.
//! - `variants` and `given`: for the sandbox, which form it is to serve, and what has happened there before.
//!   `sandbox`: why the sandbox cannot serve this form; it serves every other one.
//!
//! A name in braces stands for a value that the server or the authenticator makes: the same name is the same value
//! all over a fixture. `{access}` and `{renewed-access}` are JWTs whose claims `iss`, `aud`, `sub` and `sid` name the
//! tenant, `{user}` and `{signer}`. `:base64` and `:padded` behind a name say how its bytes are written, base64url
//! without padding elsewhere. All else is literal.
//!
//! Not covered: what goes wrong on the way, which is the business of the tests beside the code.
#![cfg(not(target_arch = "wasm32"))]

// The fake host names these as its own crate's.
use ibex_wallet_sdk::{api, config, error, once, ports, protocol, session};

#[cfg(test)]
#[path = "wire_support/fixture.rs"]
mod fixture;
#[cfg(test)]
#[path = "wire_support/judge.rs"]
mod judge;
#[cfg(test)]
#[path = "wire_support/placeholder.rs"]
mod placeholder;
#[cfg(test)]
#[path = "wire_support/play.rs"]
mod play;

/// The fake host of the unit tests, not a copy of it. The path of the inline module is what makes its own modules be found.
#[cfg(test)]
#[path = "../src"]
mod sources {
    #[expect(
        dead_code,
        reason = "the unit tests need more of the fake host than these"
    )]
    pub(crate) mod fake;
}

#[cfg(test)]
mod tests {
    use super::fixture::{Fixture, fixtures};
    use super::play::play;

    /// The rows of `PROTOCOL.md` §12, and of the sections that it sums up, about authentication, user data and e-mail.
    const ROWS: &[&str] = &[
        "sign-up options key: credentialRequestOptions",
        "sign-up options key: credentialCreationOptions",
        "sign-up options key: publicKey",
        "sign-up options key: flat",
        "binary members: base64url",
        "binary members: base64url with padding",
        "binary members: base64",
        "PRF options: present",
        "PRF options: absent",
        "access token: access_token",
        "access token: token",
        "authentication answer: full",
        "authentication answer: four token members",
        "refresh answer: fewer members",
        "sign-in userdata: flat",
        "sign-in userdata: {data}",
        "sign-in userdata: aggregate",
        "sign-in userdata: {status,data}",
        "GET userdata: flat map",
        "GET userdata: {data}",
        "GET userdata: 204",
        "GET userdata: 401, then POST",
        "write ack: {success}",
        "write ack: {success,message}",
        "confirmEmail ack: Email confirmed and stored",
        "confirmEmail ack: Email confirmed, and the address",
        "/v1.2/ibexsafe: exists",
        "/v1.2/ibexsafe: v1.1 only",
        "/v1.2/ibexsafe: users/me only, write",
        "/v1.2/ibexsafe: users/me only, validate",
        "/v1.2/ibexsafe: users/me only, confirm",
        "X-IBEx-Auth: needed",
        "X-IBEx-Auth: unknown",
        "rpId source: Origin",
        "rpId source: explicit query and header",
        "error body: {message}",
        "error body: {statusCode,error,message}",
        "error body: {detail}",
        "refusal: 401 replayed refresh token",
        "refusal: 400 foreign externalUserId",
        "refusal: 400 unknown rpId",
        "refusal: 409 duplicate credential",
        "refusal: 400 wrong code",
        "refusal: 401 unknown credential",
    ];

    /// Plays every fixture whose call is one of these; what is wrong is told of all of them at once.
    fn all_hold(calls: &[&str]) {
        let fixtures: Vec<_> = fixtures()
            .into_iter()
            .filter(|(_, fixture)| calls.contains(&fixture.call.as_str()))
            .collect();
        assert!(!fixtures.is_empty(), "{calls:?} have no fixture");
        let problems: Vec<_> = fixtures
            .iter()
            .flat_map(|(name, fixture)| {
                let told = move |problem| format!("{name}: {problem}");
                play(fixture).into_iter().map(told)
            })
            .collect();
        assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    }

    #[test]
    fn every_documented_form_has_a_fixture() {
        let fixtures = fixtures();
        for row in ROWS {
            let covers = |fixture: &Fixture| fixture.rows.iter().any(|known| known == row);
            let covered = fixtures.iter().any(|(_, fixture)| covers(fixture));
            assert!(covered, "no fixture covers {row}");
        }
        for (name, fixture) in &fixtures {
            for row in &fixture.rows {
                assert!(ROWS.contains(&row.as_str()), "{name} covers no row: {row}");
            }
        }
    }

    #[test]
    fn every_fixture_says_what_it_shows_and_how_it_ends() {
        for (name, fixture) in fixtures() {
            assert!(fixture.form.ends_with('.'), "{name}: form is a sentence");
            assert!(
                fixture.source.contains("PROTOCOL"),
                "{name} has a source in PROTOCOL.md"
            );
            assert!(!fixture.exchanges.is_empty(), "{name} has exchanges");
            let ends = [fixture.result.is_some(), fixture.error.is_some()];
            assert_ne!(ends, [true, true], "{name} ends once");
            let served = fixture.sandbox.is_none();
            let staged = fixture.variants.is_some() || fixture.given.is_some();
            assert!(served || !staged, "{name} is for the sandbox or is not");
        }
    }

    #[test]
    fn signs_up_in_every_form() {
        all_hold(&["signUp"]);
    }

    #[test]
    fn signs_in_in_every_form() {
        all_hold(&["signIn"]);
    }

    #[test]
    fn renews_in_every_form() {
        all_hold(&["refresh"]);
    }

    #[test]
    fn keeps_user_data_in_every_form() {
        all_hold(&["userData.get", "userData.set", "userData.delete"]);
    }

    #[test]
    fn verifies_addresses_in_every_form() {
        all_hold(&["email.validate", "email.confirm"]);
    }

    #[test]
    fn asks_anything_else_and_hears_why_not() {
        all_hold(&["request"]);
    }

    #[test]
    fn no_fixture_makes_a_call_that_is_not_played() {
        let played = [
            "signUp",
            "signIn",
            "refresh",
            "userData.get",
            "userData.set",
            "userData.delete",
            "email.validate",
            "email.confirm",
            "request",
        ];
        for (name, fixture) in fixtures() {
            assert!(played.contains(&fixture.call.as_str()), "{name}");
        }
    }

    /// What is spoilt, and how.
    type Spoil = (&'static str, fn(&mut Fixture));

    /// The tests of this file would be worth nothing if every fixture held.
    #[test]
    fn a_fixture_that_does_not_hold_is_told() {
        let spoil: [Spoil; 8] = [
            ("path", |fixture| {
                fixture.exchanges[0].request.path.push('x');
            }),
            ("query", |fixture| {
                fixture.exchanges[0].request.query.clear();
            }),
            ("body", |fixture| {
                fixture.exchanges[1].request.body = None;
            }),
            ("header", |fixture| {
                let token = ("x-ibex-auth".to_owned(), Some("Bearer {access}".to_owned()));
                fixture.exchanges[0].request.headers = Some([token].into());
            }),
            ("more requests", |fixture| {
                fixture.exchanges.pop();
            }),
            ("fewer requests", |fixture| {
                let again = fixture.exchanges[1].clone();
                fixture.exchanges.push(again);
            }),
            ("prompt", |fixture| {
                fixture.prompt = Some(serde_json::json!({}));
            }),
            ("result", |fixture| {
                fixture.result = None;
            }),
        ];
        for (what, spoil) in spoil {
            let mut all = fixtures();
            let position = all
                .iter()
                .position(|(name, _)| name == "get-sign-up.options-request.json");
            let (_, mut fixture) = all.swap_remove(position.unwrap());
            assert_eq!(play(&fixture), Vec::<String>::new());
            spoil(&mut fixture);
            assert!(!play(&fixture).is_empty(), "{what}");
        }
    }
}
