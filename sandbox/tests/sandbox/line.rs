//! One TCP connection of a test, where an HTTP client would hide what happens on it.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use super::server::{PAGE, Server};
use super::user::User;

pub(crate) struct Line(TcpStream);

impl Line {
    pub(crate) fn to(server: &Server) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        let patience = Some(Duration::from_secs(20));
        stream.set_read_timeout(patience).unwrap();
        Self(stream)
    }

    /// A request that leaves the connection open.
    pub(crate) fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nOrigin: {PAGE}\r\n{headers}\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        self.0.write_all(request.as_bytes()).unwrap();
    }

    pub(crate) fn get(&mut self, path: &str) {
        self.send("GET", path, "", "");
    }

    /// A write of user data.
    pub(crate) fn write(&mut self, user: &User<'_>, data: &Value) {
        let bearer = format!("Authorization: {}\r\n", user.bearer());
        let body = serde_json::json!({ "externalUserId": user.id(), "data": data });
        self.send(
            "POST",
            "/v1.2/ibexsafe/userdata",
            &bearer,
            &body.to_string(),
        );
    }

    /// What comes until the other side ends the connection, in order and without a reset.
    pub(crate) fn rest(&mut self) -> String {
        let mut rest = String::new();
        self.0.read_to_string(&mut rest).unwrap();
        rest
    }

    /// The next bytes, so many of them.
    pub(crate) fn bytes(&mut self, count: usize) -> String {
        let mut bytes = vec![0; count];
        self.0.read_exact(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// The head of an answer, in lower case.
    pub(crate) fn head(&mut self) -> String {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            head.push_str(&self.bytes(1));
        }
        head.to_lowercase()
    }

    /// Whether there is nothing to read, and no end either.
    pub(crate) fn is_silent(&mut self) -> bool {
        self.0.set_nonblocking(true).unwrap();
        let outcome = self.0.read(&mut [0]);
        self.0.set_nonblocking(false).unwrap();
        matches!(outcome, Err(error) if error.kind() == ErrorKind::WouldBlock)
    }
}

/// The length that the head of an answer announces.
pub(crate) fn content_length(head: &str) -> usize {
    let (_, length) = head.split_once("content-length: ").unwrap();
    length.split("\r\n").next().unwrap().parse().unwrap()
}
