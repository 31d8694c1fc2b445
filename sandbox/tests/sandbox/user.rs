//! A user: a passkey, and the session that came of it.

use serde_json::{Value, json};

use super::authenticator::Authenticator;
use super::reply::Reply;
use super::server::{PAGE, Server};

pub(crate) struct User<'a> {
    pub(crate) server: &'a Server,
    pub(crate) passkey: Authenticator,
    /// The answer to the sign-up.
    pub(crate) session: Value,
    origin: String,
}

impl<'a> User<'a> {
    /// Somebody who has just signed up on [`PAGE`].
    pub(crate) fn new(server: &'a Server) -> Self {
        Self::on(server, PAGE, "localhost")
    }

    pub(crate) fn on(server: &'a Server, origin: &str, rp_id: &str) -> Self {
        let mut passkey = Authenticator::new(origin, rp_id);
        let options = sign_up_options(server, origin);
        let credential = passkey.create(&options);
        let body = json!({ "credential": credential }).to_string();
        let headers = [("origin", origin), ("content-type", "application/json")];
        let session = server
            .call("POST", "/v1.2/auth/sign-up", &headers, Some(&body))
            .ok();
        Self {
            server,
            passkey,
            session,
            origin: origin.to_owned(),
        }
    }

    /// The same user, at a server that was started again.
    pub(crate) fn at<'b>(&self, server: &'b Server) -> User<'b> {
        let (passkey, session) = (self.passkey.clone(), self.session.clone());
        User {
            server,
            passkey,
            session,
            origin: self.origin.clone(),
        }
    }

    pub(crate) fn id(&self) -> &str {
        self.session["subject"].as_str().unwrap()
    }

    pub(crate) fn bearer(&self) -> String {
        format!("Bearer {}", self.session["access_token"].as_str().unwrap())
    }

    pub(crate) fn refresh_token(&self) -> &str {
        self.session["refresh_token"].as_str().unwrap()
    }

    /// GET with the access token.
    pub(crate) fn get(&self, path: &str) -> Reply {
        let headers = [
            ("origin", self.origin.as_str()),
            ("authorization", &self.bearer()),
        ];
        self.server.call("GET", path, &headers, None)
    }

    /// POST with the access token.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Reply {
        let headers = [
            ("origin", self.origin.as_str()),
            ("authorization", &self.bearer()),
            ("content-type", "application/json"),
        ];
        self.server
            .call("POST", path, &headers, Some(&body.to_string()))
    }

    /// Writes user data.
    pub(crate) fn write(&self, data: &Value) -> Reply {
        let body = json!({ "externalUserId": self.id(), "data": data });
        self.post("/v1.2/ibexsafe/userdata", &body)
    }

    /// Reads user data.
    pub(crate) fn read(&self) -> Reply {
        self.get(&format!("/v1.2/ibexsafe/userdata/external/{}", self.id()))
    }

    /// A sign-in with this passkey, with members besides.
    pub(crate) fn sign_in(&self, besides: Value) -> Reply {
        let options = self.server.call(
            "GET",
            "/v1.2/auth/sign-in",
            &[("origin", &self.origin)],
            None,
        );
        let mut body = besides;
        body["credential"] = self.passkey.get(&options.ok()["credentialRequestOptions"]);
        let headers = [
            ("origin", self.origin.as_str()),
            ("content-type", "application/json"),
        ];
        self.server.call(
            "POST",
            "/v1.2/auth/sign-in",
            &headers,
            Some(&body.to_string()),
        )
    }
}

pub(crate) fn sign_up_options(server: &Server, origin: &str) -> Value {
    let reply = server.call("GET", "/v1.2/auth/sign-up", &[("origin", origin)], None);
    reply.ok()["credentialRequestOptions"].clone()
}

pub(crate) fn sign_in_options(server: &Server) -> Value {
    server.get("/v1.2/auth/sign-in").ok()["credentialRequestOptions"].clone()
}
