//! What `package.json` may say: everything that is shipped is listed, and whoever installs it gets this and nothing else.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::failure::Failure;

/// What would run, or bring others, at installation. React is a peer, and an optional one.
const UNWANTED: [&str; 7] = [
    "scripts",
    "dependencies",
    "optionalDependencies",
    "bundleDependencies",
    "bundledDependencies",
    "bin",
    "gypfile",
];

/// What no module asks for, and people and lawyers do.
const TEXTS: [&str; 3] = ["README.md", "LICENSE", "THIRD-PARTY-LICENSES.txt"];

pub(super) fn check(package: &Value) -> Result<(), Failure> {
    let refused = |reason: String| Err(Failure::new(format!("pkg/package.json {reason}")));
    if let Some(key) = UNWANTED.iter().find(|key| package.get(**key).is_some()) {
        return refused(format!("has `{key}`"));
    }
    if package.get("type").is_none_or(|kind| kind != "module") {
        return refused("does not say that it holds modules".to_owned());
    }
    // NOTE: a bundler takes the text "false" for a file's name, and drops what it should keep.
    if package.get("sideEffects") != Some(&Value::Bool(false)) {
        return refused("does not say that its modules have no side effects".to_owned());
    }
    let peers = package.get("peerDependencies").and_then(Value::as_object);
    let meta = package.get("peerDependenciesMeta");
    let is_forced = |name: &&String| {
        meta.and_then(|meta| meta.get(*name)?.get("optional")) != Some(&Value::Bool(true))
    };
    if let Some(name) = peers
        .into_iter()
        .flat_map(|peers| peers.keys())
        .find(is_forced)
    {
        return refused(format!("has the peer `{name}`, which is not optional"));
    }
    let listed = listed(package);
    let exported = package
        .get("exports")
        .into_iter()
        .chain(package.get("types"));
    let mut wanted: Vec<&str> = exported.flat_map(targets).collect();
    wanted.extend(TEXTS);
    match wanted.iter().find(|name| !listed.contains(**name)) {
        Some(name) => refused(format!("does not list {name} in `files`")),
        None => Ok(()),
    }
}

/// A release names the repository that it comes from, and that is the one that publishes it, where that is known.
/// NOTE: npm compares the two, and refuses a provenance that is of another one or of a package that names none.
pub(super) fn check_origin(package: &Value, publisher: Option<&str>) -> Result<(), Failure> {
    let named = package
        .get("repository")
        .and_then(|repository| repository.get("url"));
    let wanted = |publisher: &str| format!("git+https://github.com/{publisher}.git");
    match named.and_then(Value::as_str) {
        Some(url) if publisher.is_none_or(|publisher| url == wanted(publisher)) => Ok(()),
        _ => Err(Failure::new(format!(
            "pkg/package.json does not name {} as the `url` of its `repository`",
            wanted(publisher.unwrap_or("<owner>/<name>"))
        ))),
    }
}

/// The names in `files`; npm adds package.json itself.
pub(super) fn listed(package: &Value) -> BTreeSet<String> {
    let files = package.get("files").and_then(Value::as_array);
    let names = files.into_iter().flatten().filter_map(Value::as_str);
    names.chain(["package.json"]).map(str::to_owned).collect()
}

/// Every file that an export leads to, under whichever condition.
fn targets(export: &Value) -> Vec<&str> {
    match export {
        Value::String(path) => vec![path.trim_start_matches("./")],
        Value::Object(conditions) => conditions.values().flat_map(targets).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good_package() -> Value {
        serde_json::json!({
            "type": "module",
            "sideEffects": false,
            "exports": {
                ".": { "types": "./index.d.ts", "default": "./index.js" },
                "./a.wasm": "./wasm/a.wasm",
                "./package.json": "./package.json",
            },
            "types": "./index.d.ts",
            "peerDependencies": { "react": ">=18" },
            "peerDependenciesMeta": { "react": { "optional": true } },
            "files": ["index.js", "index.d.ts", "wasm/a.wasm", "README.md", "LICENSE", "THIRD-PARTY-LICENSES.txt"],
        })
    }

    fn with(key: &str, value: Value) -> Value {
        let mut package = good_package();
        package
            .as_object_mut()
            .unwrap()
            .insert(key.to_owned(), value);
        package
    }

    #[test]
    fn a_package_without_needs_is_welcome() {
        assert!(check(&good_package()).is_ok());
    }

    #[test]
    fn nothing_runs_or_comes_along_at_installation() {
        for key in UNWANTED {
            assert!(check(&with(key, serde_json::json!({}))).is_err(), "{key}");
        }
        assert!(check(&with("peerDependenciesMeta", serde_json::json!({}))).is_err());
    }

    #[test]
    fn side_effects_are_denied_by_the_boolean() {
        assert!(check(&with("sideEffects", serde_json::json!("false"))).is_err());
        assert!(check(&with("type", serde_json::json!("commonjs"))).is_err());
    }

    #[test]
    fn a_release_comes_from_the_repository_that_publishes_it() {
        let of = |url: &str| {
            with(
                "repository",
                serde_json::json!({ "type": "git", "url": url }),
            )
        };
        let package = of("git+https://github.com/a/b.git");
        assert!(check_origin(&package, Some("a/b")).is_ok());
        assert!(check_origin(&package, None).is_ok());
        for (package, publisher) in [
            (&package, Some("c/b")),
            (&good_package(), Some("a/b")),
            (&good_package(), None),
        ] {
            assert!(check_origin(package, publisher).is_err(), "{publisher:?}");
        }
    }

    #[test]
    fn whatever_is_exported_and_every_text_is_listed() {
        let all = good_package();
        let files = all["files"].as_array().unwrap();
        for missing in files {
            let rest: Vec<&Value> = files.iter().filter(|file| *file != missing).collect();
            let failure = check(&with("files", serde_json::json!(rest))).unwrap_err();
            assert!(failure.to_string().contains(missing.as_str().unwrap()));
        }
        assert_eq!(listed(&all).len(), files.len() + 1);
    }
}
