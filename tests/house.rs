//! The house: modules use only those below them, the browser stays at its edge, files are rooms.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a file that cannot be read fails the test"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up; modules of one floor may use each other only where it says so.
const FLOORS: &[&[&str]] = &[
    &["error", "once", "protocol"],
    &["ports"],
    &["config"],
    &["http"],
    &["session", "events"],
    &["api"],
    &["passkey", "user_data", "email"],
    &["web"],
];

/// Neighbours on one floor that belong together.
const NEIGHBOURS: &[(&str, &str)] = &[("session", "events"), ("events", "session")];

/// Lines of a room, its tests left out.
const LARGEST: usize = 300;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The files of the SDK by their top module, without tests and the fake host.
fn rooms() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let is_test = |path: &PathBuf| {
        path.iter()
            .any(|part| part == "tests" || part == "tests.rs")
    };
    let shipped = |path: &PathBuf| !path.ends_with("lib.rs") && !is_test(path);
    let room = |path: PathBuf| {
        let inner = path.strip_prefix(&src).unwrap();
        let top = inner.iter().next().unwrap().to_str().unwrap();
        let module = top.trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
        (module, path, text)
    };
    let rooms = sources(&src).into_iter().filter(shipped).map(room);
    rooms.filter(|(module, ..)| module != "fake").collect()
}

fn floor(module: &str) -> usize {
    let position = FLOORS.iter().position(|floor| floor.contains(&module));
    position.unwrap_or_else(|| panic!("{module} has no floor in tests/house.rs"))
}

/// Every `crate::module` that a text names.
fn uses(text: &str) -> impl Iterator<Item = &str> {
    text.split("crate::").skip(1).filter_map(|rest| {
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        rest.get(..end).filter(|name| !name.is_empty())
    })
}

#[test]
fn modules_use_only_what_is_below_them() {
    for (module, path, text) in rooms() {
        for used in uses(&text).filter(|used| *used != module) {
            let below = floor(used) < floor(&module);
            let neighbours = NEIGHBOURS.contains(&(module.as_str(), used));
            assert!(below || neighbours, "{} uses {used}", path.display());
        }
    }
}

#[test]
fn the_core_knows_no_javascript() {
    let browser = [
        "js_sys",
        "web_sys",
        "wasm_bindgen",
        "gloo_",
        "JsValue",
        "target_arch",
    ];
    for (module, path, text) in rooms() {
        for name in browser.into_iter().filter(|_| module != "web") {
            assert!(!text.contains(name), "{} knows {name}", path.display());
        }
    }
}

#[test]
fn the_edge_needs_no_window() {
    for (module, path, text) in rooms() {
        let asks = text.contains("window()") || text.contains("Window");
        assert!(
            module != "web" || !asks,
            "{} asks for a window",
            path.display()
        );
    }
}

#[test]
fn nothing_is_forgotten_and_no_place_is_called_miscellaneous() {
    let shelves = ["utils", "helpers", "common", "types", "misc", "mod"];
    for (_, path, text) in rooms() {
        assert!(
            !text.contains("forget("),
            "{} forgets a closure",
            path.display()
        );
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(!shelves.contains(&name), "{} is a shelf", path.display());
    }
}

#[test]
fn files_are_rooms_that_say_what_they_are_for() {
    for (_, path, text) in rooms() {
        assert!(
            text.starts_with("//! "),
            "{} does not say what it is for",
            path.display()
        );
        let lines = text.lines().count();
        assert!(lines <= LARGEST, "{} has {lines} lines", path.display());
    }
}

#[test]
fn nobody_but_the_package_has_a_version() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let package: serde_json::Value = serde_json::from_str(&read("pkg/package.json")).unwrap();
    assert!(package.get("version").unwrap().is_string());
    let tests: serde_json::Value = serde_json::from_str(&read("tests/package.json")).unwrap();
    assert_eq!(tests.get("version"), None);
    // That of xtask/bindgen is wasm-bindgen's.
    for crate_ in [".", "sandbox", "xtask", "tests/fuzz"] {
        let manifest = format!("\n{}", read(&format!("{crate_}/Cargo.toml")));
        let own = manifest.split("\n[").filter(|table| {
            table.starts_with("package]") || table.starts_with("workspace.package]")
        });
        for line in own.flat_map(str::lines) {
            assert!(!line.starts_with("version"), "{crate_}/Cargo.toml: {line}");
        }
    }
}

#[test]
fn what_runs_beside_our_code_is_pinned_by_digest() {
    let workflows = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows");
    let mut actions = 0;
    for entry in fs::read_dir(workflows).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for action in text
            .split("uses: ")
            .skip(1)
            .filter_map(|rest| rest.lines().next())
        {
            let (_, version) = action.split_once('@').unwrap();
            let (digest, tag) = version.split_once(" # v").unwrap();
            let is_digest = digest.len() == 40 && digest.chars().all(|c| c.is_ascii_hexdigit());
            assert!(is_digest && !tag.is_empty(), "{action}");
            actions += 1;
        }
    }
    assert!(actions > 0);
}

#[test]
fn the_type_declarations_list_the_codes_of_rust() {
    let types =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("pkg/types/error.d.ts"))
            .unwrap();
    let listed = types.split("export type IbexErrorCode =").nth(1).unwrap();
    let listed = listed.split(";\n").next().unwrap();
    for code in ibex_wallet_sdk::error::Code::ALL {
        assert!(
            listed.contains(&format!("| \"{}\"", code.as_str())),
            "{} is missing",
            code.as_str()
        );
    }
    assert_eq!(
        listed.matches("| \"").count(),
        ibex_wallet_sdk::error::Code::ALL.len()
    );
}
