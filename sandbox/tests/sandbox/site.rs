//! The pages.

use std::fs;
use std::path::PathBuf;

use ibex_sandbox::Config;

use super::server::Server;

/// A folder of its own with a small site in it, gone at the end of the test.
struct Site(PathBuf);

impl Site {
    fn new() -> Self {
        let mut name = [0; 8];
        getrandom::fill(&mut name).unwrap();
        let root = std::env::temp_dir().join(format!("ibex-site-{}", u64::from_be_bytes(name)));
        fs::create_dir_all(root.join("www/css")).unwrap();
        fs::create_dir_all(root.join("pkg/wasm")).unwrap();
        fs::write(
            root.join("www/index.html"),
            "<!doctype html><title>demo</title>",
        )
        .unwrap();
        fs::write(root.join("www/css/page.css"), "body{}").unwrap();
        fs::write(root.join("www/.hidden"), "hidden").unwrap();
        fs::write(root.join("pkg/index.js"), "export {}").unwrap();
        fs::write(root.join("pkg/wasm/sdk.wasm"), "wasm").unwrap();
        fs::write(root.join("secret.txt"), "secret").unwrap();
        Self(root)
    }

    fn server(&self) -> Server {
        Server::with(Config {
            site: Some(self.0.clone()),
            ..Config::default()
        })
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn never_leaves_its_folders() {
    let site = Site::new();
    let server = site.server();
    let paths = [
        "/../secret.txt",
        "/pkg/../secret.txt",
        "/pkg/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/pkg/..%5c..%5csecret.txt",
        "//etc/passwd",
        "/.hidden",
        "/pkg//etc/passwd",
        "/css/../../secret.txt",
        "/secret.txt",
        "/css",
        "/pkg",
    ];
    for path in paths {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let answer = server.raw(&request);
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
    }
}

#[cfg(unix)]
#[test]
fn does_not_follow_links_out_of_its_folders() {
    let site = Site::new();
    std::os::unix::fs::symlink(site.0.join("secret.txt"), site.0.join("www/link.txt")).unwrap();
    site.server().get("/link.txt").refused(404);
}

#[test]
fn serves_pages_and_the_package() {
    let site = Site::new();
    let server = site.server();
    let types = [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/css/page.css", "text/css; charset=utf-8"),
        ("/pkg/index.js", "text/javascript; charset=utf-8"),
        ("/pkg/wasm/sdk.wasm", "application/wasm"),
    ];
    for (path, content_type) in types {
        let reply = server.get(path);
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.header("content-type"), Some(content_type));
        assert_eq!(reply.header("cache-control"), Some("no-cache"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        let referrer = reply.header("referrer-policy");
        assert_eq!(referrer, Some("strict-origin-when-cross-origin"));
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert!(policy.ends_with("base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
    }
}

#[test]
fn refuses_to_write_to_a_page() {
    let site = Site::new();
    let server = site.server();
    assert_eq!(
        server
            .post("/index.html", &serde_json::json!({}))
            .refused(405),
        "Method not allowed"
    );
    server
        .post("/no-such-page", &serde_json::json!({}))
        .refused(404);
}

#[test]
fn says_how_to_switch_pages_on() {
    let reply = Server::start().get("/");
    assert!(reply.ok()["message"].as_str().unwrap().contains("--site"));
}
