//! The weight of each entry of the package as it ends up in an app: bundled and minified, with the wasm where it is a file.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::command::Run;
use crate::failure::Failure;
use crate::manifest;
use crate::place::Place;

const WASM: &str = "wasm/ibex.wasm";

/// What an app takes of an entry that makes clients. Bundlers leave the rest out, so `diagnose` is weighed by itself.
const CLIENT: &str = "{ createClient, isIbexError, version }";
const DIAGNOSE: &str = "{ diagnose }";
const ALL: &str = "*";

/// Bytes of all that a page loads by an entry.
#[derive(Debug, PartialEq)]
pub(crate) struct Weight {
    pub(crate) name: String,
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

impl Weight {
    pub(super) fn of(&self, form: &str) -> Option<u64> {
        match form {
            "raw" => Some(self.raw),
            "gzip" => Some(self.gzip),
            "brotli" => Some(self.brotli),
            _ => None,
        }
    }
}

pub(super) fn of_entries(place: &Place) -> Result<Vec<Weight>, Failure> {
    let entries = entries(&manifest::package(place)?);
    if entries.is_empty() {
        return Err(Failure::new("pkg/package.json exports no entry"));
    }
    let weigh = |(name, taken, module): &App| {
        let bundle = bundled(place, name, taken, module)?;
        let text =
            std::fs::read_to_string(&bundle).map_err(|error| Failure::at(&bundle, &error))?;
        let mut files = vec![bundle];
        // An entry that names the file loads it.
        if text.contains(WASM) {
            files.push(place.root.join("pkg").join(WASM));
        }
        weighed(place, name, &files)
    };
    apps(entries).iter().map(weigh).collect()
}

/// A name, what is taken, and the module that it is taken of.
type App = (String, &'static str, String);

fn apps(entries: Vec<(String, String)>) -> Vec<App> {
    let mut apps = Vec::new();
    for (name, module) in entries {
        let taken = match name.as_str() {
            "default" => {
                apps.push(("diagnose".to_owned(), DIAGNOSE, module.clone()));
                CLIENT
            }
            "slim" => CLIENT,
            _ => ALL,
        };
        apps.push((name, taken, module));
    }
    apps
}

/// The names of the modules that `package.json` exports, and their files.
fn entries(package: &Value) -> Vec<(String, String)> {
    let exports = package.get("exports").and_then(Value::as_object);
    let entry = |(path, target): (&String, &Value)| {
        let module = target.get("default")?.as_str()?;
        let name = path.trim_start_matches(['.', '/']);
        let name = if name.is_empty() { "default" } else { name };
        Some((name.to_owned(), module.to_owned()))
    };
    exports.into_iter().flatten().filter_map(entry).collect()
}

fn bundled(place: &Place, name: &str, taken: &str, module: &str) -> Result<PathBuf, Failure> {
    let folder = place.state()?.join("size");
    std::fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, &error))?;
    let (app, bundle) = (
        folder.join(format!("{name}.app.js")),
        folder.join(format!("{name}.js")),
    );
    let module = place.root.join("pkg").join(module).display().to_string();
    // A text of JSON is one of JavaScript.
    let text = format!("export {taken} from {};", Value::from(module));
    std::fs::write(&app, text).map_err(|error| Failure::at(&app, &error))?;
    Run::new(place, "esbuild")
        .args([app])
        .args(["--bundle", "--minify", "--format=esm", "--external:react"])
        .args([
            "--log-level=error".to_owned(),
            format!("--outfile={}", bundle.display()),
        ])
        .read()?;
    Ok(bundle)
}

fn weighed(place: &Place, name: &str, files: &[impl AsRef<Path>]) -> Result<Weight, Failure> {
    let told = Run::new(place, "node")
        .args(["xtask/src/size/weigh.mjs"])
        .args(files.iter().map(AsRef::as_ref))
        .read()?;
    sum(name, &told).ok_or_else(|| Failure::new(format!("weigh.mjs tells no sizes: {told}")))
}

fn sum(name: &str, told: &str) -> Option<Weight> {
    let files: Vec<Value> = serde_json::from_str(told).ok()?;
    let sum = |form: &str| {
        let bytes = files.iter().map(|file| file.get(form)?.as_u64());
        bytes.sum::<Option<u64>>().filter(|sum| *sum > 0)
    };
    Some(Weight {
        name: name.to_owned(),
        raw: sum("raw")?,
        gzip: sum("gzip")?,
        brotli: sum("brotli")?,
    })
}

pub(super) fn table(weights: &[Weight]) -> String {
    let mut table = format!(
        "{:<9} {:>9} {:>9} {:>9}\n",
        "bytes", "raw", "gzip 9", "brotli 11"
    );
    for Weight {
        name,
        raw,
        gzip,
        brotli,
    } in weights
    {
        table.push_str(&format!("{name:<9} {raw:>9} {gzip:>9} {brotli:>9}\n"));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_the_modules_that_the_package_exports() {
        let package = serde_json::json!({ "exports": {
            ".": { "types": "./index.d.ts", "default": "./index.js" },
            "./slim": { "types": "./slim.d.ts", "default": "./slim.js" },
            "./ibex.wasm": "./wasm/ibex.wasm",
        } });
        let entry = |name: &str, module: &str| (name.to_owned(), module.to_owned());
        assert_eq!(
            entries(&package),
            [entry("default", "./index.js"), entry("slim", "./slim.js")]
        );
    }

    #[test]
    fn what_an_app_may_leave_out_is_weighed_by_itself() {
        let entry = |name: &str| (name.to_owned(), format!("./{name}.js"));
        let apps = apps(vec![entry("default"), entry("slim"), entry("react")]);
        let taken: Vec<_> = apps
            .iter()
            .map(|(name, taken, module)| (name.as_str(), *taken, module.as_str()))
            .collect();
        assert_eq!(
            taken,
            [
                ("diagnose", DIAGNOSE, "./default.js"),
                ("default", CLIENT, "./default.js"),
                ("slim", CLIENT, "./slim.js"),
                ("react", ALL, "./react.js"),
            ]
        );
    }

    #[test]
    fn an_entry_weighs_what_its_files_weigh_together() {
        let told = r#"[{"raw":10,"gzip":5,"brotli":4},{"raw":100,"gzip":50,"brotli":40}]"#;
        let weight = sum("slim", told).unwrap();
        assert_eq!((weight.raw, weight.gzip, weight.brotli), (110, 55, 44));
        assert_eq!(sum("slim", "[]"), None);
        assert_eq!(sum("slim", r#"[{"raw":10,"gzip":5}]"#), None);
    }
}
