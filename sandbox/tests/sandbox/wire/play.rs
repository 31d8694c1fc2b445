//! Plays a fixture against a sandbox of its own: state, requests, answers.

use data_encoding::BASE64URL_NOPAD;
use ibex_sandbox::Config;
use serde_json::{Value, json};

use super::super::authenticator::Authenticator;
use super::super::reply::Reply;
use super::super::server::{PAGE, Server};
use super::super::user::User;
use super::names::Names;

/// A tenant beside `localhost`, for fixtures that name theirs.
const TENANT: &str = "foo.domain";

/// A fixture being played.
struct Play<'a> {
    server: &'a Server,
    /// Makes the credentials of the fixture.
    passkey: Authenticator,
    /// The options that were answered last.
    options: Value,
    access: Option<String>,
    names: Names<'a>,
}

/// What is wrong; nothing, where the fixture holds.
pub(super) fn play(fixture: &Value) -> Vec<String> {
    let server = Server::with(Config {
        rp_ids: vec![TENANT.into()],
        ..Config::default()
    });
    let (origin, rp_id) = match fixture["client"]["rpId"].as_str() {
        Some(TENANT) => ("https://foo.domain", TENANT),
        _ => (PAGE, "localhost"),
    };
    let user = User::on(&server, origin, rp_id);
    let given = &fixture["given"];
    let passkey = match (given["passkey"].as_str(), fixture["call"].as_str()) {
        (Some("unknown"), _) | (None, Some("signUp")) => Authenticator::new(origin, rp_id),
        (None | Some("registered"), _) => user.passkey.clone(),
        (Some(other), _) => panic!("given.passkey: {other}"),
    };
    let mut play = Play {
        server: &server,
        passkey,
        options: Value::Null,
        access: None,
        names: Names::new(rp_id),
    };
    if fixture["call"] != "signUp" {
        play.sign_in(&user);
    }
    play.bring_about(given, &user);
    if let Some(variants) = fixture.get("variants") {
        server.vary(variants);
    }
    for (index, exchange) in fixture["exchanges"].as_array().unwrap().iter().enumerate() {
        let reply = play.ask(&exchange["request"]);
        play.judge(&format!("answer {index}"), &exchange["response"], &reply);
    }
    play.names.problems
}

impl Play<'_> {
    fn sign_in(&mut self, user: &User<'_>) {
        let text = |name: &str| user.session[name].as_str().unwrap().to_owned();
        for (name, member) in [
            ("user", "subject"),
            ("access", "access_token"),
            ("refresh", "refresh_token"),
        ] {
            self.names.know(name, text(member));
        }
        self.access = Some(text("access_token"));
    }

    /// What has happened before the fixture begins.
    fn bring_about(&mut self, given: &Value, user: &User<'_>) {
        let mut given: Vec<_> = given.as_object().into_iter().flatten().collect();
        // What expires does so after the rest has happened.
        given.sort_by_key(|(what, _)| *what == "access");
        for (what, value) in given {
            match (what.as_str(), value.as_str()) {
                ("userdata", _) => drop(user.write(value).ok()),
                ("mail", Some(address)) => {
                    let body = json!({ "externalUserId": user.id(), "email": address });
                    user.post("/v1.2/ibexsafe/validateEmail", &body).ok();
                    let code = self.server.newest_code();
                    self.names.know("code", code);
                }
                ("userName", Some(name)) => {
                    let mut passkey = Authenticator::new(PAGE, "localhost");
                    let path = format!("/v1.2/auth/sign-up?userName={}", encoded(name));
                    let options = self.server.get(&path).ok();
                    let credential = passkey.create(&options["credentialRequestOptions"]);
                    let id = credential["id"].as_str().unwrap().to_owned();
                    self.names.know("known-credential-id", id);
                    let body = json!({ "credential": credential });
                    self.server.post("/v1.2/auth/sign-up", &body).ok();
                }
                ("refresh", Some("used")) => {
                    let body = json!({ "refresh_token": user.refresh_token() });
                    self.server.post("/v1.2/auth/refresh", &body).ok();
                }
                ("access", Some("expired")) => self.server.advance(3600),
                ("passkey", Some(_)) => {}
                (what, _) => panic!("nobody brings about given.{what}: {value}"),
            }
        }
    }

    fn ask(&mut self, request: &Value) -> Reply {
        let path = request["path"].as_str().unwrap();
        let mut headers = vec![("origin".to_owned(), PAGE.to_owned())];
        match request["headers"].as_object() {
            Some(given) => headers.extend(given.iter().filter_map(|(name, value)| {
                Some((name.clone(), self.names.filled_text(value.as_str()?)))
            })),
            None if path.contains("/auth/") => {}
            None => {
                let bearer = format!("Bearer {}", self.access.as_deref().unwrap());
                headers.push(("authorization".to_owned(), bearer));
            }
        }
        let body = request.get("body").map(|body| {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
            let mut filled = self.names.filled(body);
            if let Some(sample) = body.get("credential") {
                filled["credential"] = self.credential(sample);
            }
            filled.to_string()
        });
        let query = request["query"].as_object().into_iter().flatten();
        let query: Vec<_> = query
            .map(|(name, value)| format!("{name}={}", encoded(value.as_str().unwrap())))
            .collect();
        let path = match query.join("&").as_str() {
            "" => self.names.filled_text(path),
            query => format!("{}?{query}", self.names.filled_text(path)),
        };
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let method = request["method"].as_str().unwrap();
        self.server.call(method, &path, &headers, body.as_deref())
    }

    /// A real credential, which must look like the fixture's; the extension results are taken from there.
    fn credential(&mut self, sample: &Value) -> Value {
        let mut made = if sample["response"].get("attestationObject").is_some() {
            self.passkey.create(&self.options)
        } else {
            // An authenticator that the server has never seen belongs to somebody all the same.
            let somebody = || BASE64URL_NOPAD.encode(&[7; 16]);
            self.passkey.user_handle.get_or_insert_with(somebody);
            self.passkey.get(&self.options)
        };
        made["clientExtensionResults"] = sample["clientExtensionResults"].clone();
        if shape(sample) != shape(&made) {
            let problem = format!("the credential {sample} does not look like {made}");
            self.names.problems.push(problem);
        }
        made
    }

    fn judge(&mut self, at: &str, expected: &Value, reply: &Reply) {
        if expected["status"] != reply.status {
            let problem = format!("{at}: status {} and {}", reply.status, reply.text);
            self.names.problems.push(problem);
        }
        let Some(body) = expected.get("body") else {
            if !reply.text.is_empty() {
                self.names.problems.push(format!("{at}: has a body"));
            }
            return;
        };
        let Ok(answer) = serde_json::from_str(&reply.text) else {
            self.names.problems.push(format!("{at}: is no JSON"));
            return;
        };
        self.names.compare(at, body, &answer);
        let options = [
            "credentialRequestOptions",
            "credentialCreationOptions",
            "publicKey",
        ];
        let options = options.iter().find_map(|key| answer.get(key));
        let options = options.unwrap_or(&answer);
        if options.get("challenge").is_some() {
            self.options = options.clone();
        }
        if let Some(token) = answer.get("access_token").or_else(|| answer.get("token")) {
            self.access = token.as_str().map(str::to_owned);
        }
    }
}

/// The names and types of a value's members.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), shape(value)))
            .collect(),
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::String(_) => "text".into(),
        Value::Number(_) => "number".into(),
        other => other.clone(),
    }
}

/// A query's value, percent-encoded where a test needs it.
fn encoded(text: &str) -> String {
    text.replace('@', "%40").replace(' ', "%20")
}
