//! Which requests a rule takes, and how many.

use serde_json::{Value, json};

use super::super::server::{PAGE, Server};

fn status(status: u16) -> Value {
    json!({ "kind": "status", "status": status })
}

fn statuses(server: &Server, count: usize) -> Vec<u16> {
    (0..count).map(|_| server.get("/health").status).collect()
}

#[test]
fn breaks_one_request_where_it_does_not_say_how_many() {
    let server = Server::start();
    server.break_by(&json!({ "fault": status(503) }));
    assert_eq!(statuses(&server, 3), [503, 200, 200]);
}

#[test]
fn lets_some_pass_then_breaks_some_and_is_gone() {
    let server = Server::start();
    server.break_by(&json!({ "skip": 2, "times": 3, "fault": status(503) }));
    assert_eq!(statuses(&server, 7), [200, 200, 503, 503, 503, 200, 200]);
    assert_eq!(server.get("/sandbox/faults").ok(), json!([]));
}

#[test]
fn the_first_rule_that_matches_takes_the_request_and_the_next_does_not_count_it() {
    let server = Server::start();
    server.break_by(&json!([
        { "path": "/v1*", "fault": status(500) },
        { "times": 2, "fault": status(501) },
    ]));
    server.break_by(&json!({ "fault": status(502) }));
    assert_eq!(statuses(&server, 1), [501]);
    assert_eq!(server.get("/v1.2/auth/sign-in").status, 500);
    assert_eq!(statuses(&server, 3), [501, 502, 200]);
}

#[test]
fn a_request_that_one_rule_lets_pass_is_left_to_the_next() {
    let server = Server::start();
    server.break_by(&json!([
        { "skip": 1, "fault": status(500) },
        { "skip": 1, "times": 2, "fault": status(501) },
    ]));
    assert_eq!(statuses(&server, 5), [200, 500, 501, 501, 200]);
}

#[test]
fn takes_only_its_method_and_path() {
    let server = Server::start();
    let rule = json!({ "method": "POST", "path": "/v1*/auth/refresh", "fault": status(503) });
    server.break_by(&rule);
    server.get("/v1.2/auth/refresh").refused(405);
    server.post("/v1.2/auth/sign-in", &json!({})).refused(400);
    server
        .post("/v1.2/auth/refresh?a=/v1", &json!({}))
        .refused(503);
    server.post("/v1.1/auth/refresh", &json!({})).refused(400);
}

#[test]
fn spares_preflights_the_control_api_and_the_site() {
    let server = Server::start();
    server.break_by(&json!({ "times": 9, "fault": { "kind": "dropBefore" } }));
    let preflight = [("origin", PAGE), ("access-control-request-method", "POST")];
    let reply = server.call("OPTIONS", "/v1.2/auth/refresh", &preflight, None);
    assert_eq!(reply.status, 204);
    assert_eq!(reply.header("access-control-allow-origin"), Some(PAGE));
    server.get("/").ok();
    server.get("/v2/nothing").refused(404);
    server.get("/sandbox/mails").ok();
    assert_eq!(server.get("/sandbox/faults").ok()[0]["hits"], 0);
}

#[test]
fn lists_each_rule_as_it_stands() {
    let server = Server::start();
    let fault = json!({ "kind": "status", "status": 429, "retryAfter": 2 });
    let rule = json!({ "method": "GET", "path": "/health", "times": 5, "skip": 1, "fault": fault });
    let plain = json!({ "path": "/v1/*", "fault": { "kind": "html" } });
    let answer = server.post("/sandbox/faults", &json!([rule, plain])).ok();
    let second = json!({ "id": 2, "path": "/v1/*", "skip": 0, "times": 1, "hits": 0, "fault": { "kind": "html" } });
    let mut first = rule;
    first["id"] = json!(1);
    first["hits"] = json!(0);
    assert_eq!(answer, json!([first, second]));
    statuses(&server, 3);
    first["skip"] = json!(0);
    first["times"] = json!(3);
    first["hits"] = json!(2);
    assert_eq!(server.get("/sandbox/faults").ok(), json!([first, second]));
}

#[test]
fn delete_and_reset_leave_nothing_broken() {
    let server = Server::start();
    let clear = |path: &str, method: &str| {
        server.break_by(&json!({ "times": 9, "fault": status(503) }));
        assert_eq!(statuses(&server, 1), [503]);
        assert_eq!(server.send(method, path, &[], &json!({})).status, 204);
        assert_eq!(server.get("/sandbox/faults").ok(), json!([]));
        assert_eq!(statuses(&server, 1), [200]);
    };
    clear("/sandbox/faults", "DELETE");
    clear("/sandbox/reset", "POST");
}

#[test]
fn each_of_many_at_once_is_counted_once() {
    let server = Server::start();
    server.break_by(&json!({ "skip": 5, "times": 7, "fault": status(503) }));
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..20)
            .map(|_| scope.spawn(|| server.get("/health").status))
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 503).count(), 7);
}

#[test]
fn the_journal_says_which_fault_a_request_met() {
    let server = Server::start();
    server.get("/health").ok();
    server.break_by(&json!([
        { "fault": status(429) },
        { "fault": { "kind": "truncatedJson" } },
        { "fault": { "kind": "dropAfter" } },
    ]));
    statuses(&server, 2);
    assert_eq!(
        server.raw("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        ""
    );
    let journal = server.get("/sandbox/journal").ok();
    let entries = journal.as_array().unwrap();
    let met: Vec<_> = entries
        .iter()
        .map(|entry| (entry["fault"].as_str(), entry["status"].as_u64()))
        .collect();
    assert_eq!(
        met,
        [
            (None, Some(200)),
            (Some("status"), Some(429)),
            (Some("truncatedJson"), Some(200)),
            (Some("dropAfter"), None),
        ]
    );
    let names: Vec<_> = entries[0].as_object().unwrap().keys().collect();
    assert_eq!(names, ["at", "headers", "method", "path", "status"]);
    assert_eq!(entries[3]["status"], json!(null));
    assert!(entries[3].as_object().unwrap().contains_key("status"));
}
