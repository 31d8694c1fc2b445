//! The glue as it is shipped: a function that makes a fresh one for each instance of the wasm, which shares nothing with
//! an instance that has failed. Both sides of the boundary call each other by short names.

use std::path::Path;

use crate::command::Run;
use crate::failure::Failure;
use crate::place::Place;
use crate::symbols;

/// What wasm-bindgen makes for bundlers: the imports of the wasm are what the module exports.
const MODULE: &str = "ibex_wallet_sdk_bg.js";

/// A name that wasm-bindgen gave, and the short one.
type Renamed = (String, String);

#[derive(Debug, PartialEq)]
struct Names {
    imports: Vec<Renamed>,
    exports: Vec<Renamed>,
}

/// Makes `wasm` and `glue` of what lies in `folder`, and keeps the names that are not shipped.
pub(crate) fn make(place: &Place, folder: &Path, wasm: &Path, glue: &Path) -> Result<(), Failure> {
    let symbols = folder.join("symbols");
    let names = shorten(
        place,
        &folder.join("ibex_wallet_sdk_bg.wasm"),
        wasm,
        &symbols,
    )?;
    symbols::keep(place, &symbols, wasm)?;
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| Failure::at(&path, &error))?;
        Ok::<_, Failure>(path)
    };
    let entry = write("entry.js", entry(&names))?;
    let cache = write("names.json", cache(&names))?;
    let long: Vec<&str> = names.all().map(|(long, _)| long.as_str()).collect();
    Run::new(place, "esbuild")
        .args([entry.as_os_str()])
        .args([
            "--bundle",
            "--minify",
            "--format=iife",
            "--target=es2022",
            "--log-level=error",
            "--banner:js=export default()=>{let glue;",
            "--footer:js=return glue}",
        ])
        .args([
            format!("--mangle-props=^({})$", long.join("|")),
            format!("--mangle-cache={}", cache.display()),
            format!("--outfile={}", glue.display()),
        ])
        .read()
        .map(|_| ())
}

impl Names {
    fn all(&self) -> impl Iterator<Item = &Renamed> {
        self.imports.iter().chain(&self.exports)
    }
}

/// Half of the glue is names, and the hashes in them do not compress. Another optimisation on top, over rebuilt control flow,
/// saves 3 % of what goes over the wire.
fn shorten(place: &Place, from: &Path, to: &Path, symbols: &Path) -> Result<Names, Failure> {
    let told = Run::new(place, "wasm-opt")
        .args([from.as_os_str(), "-o".as_ref(), to.as_os_str()])
        .args(["--flatten", "--rereloop", "-Oz", "-Oz"])
        .args([
            "--skip-pass=inlining-optimizing",
            "--skip-pass=simplify-locals",
            "--minify-imports-and-exports-and-modules",
            "--strip-target-features",
        ])
        // The last, so that it is of what comes out. Without `-g` the names themselves stay behind.
        .args([format!("--symbolmap={}", symbols.display())])
        .read()?;
    names(&told).ok_or_else(|| Failure::new("wasm-opt does not tell how it renamed the imports"))
}

/// Reads the lists that wasm-opt prints: `["module", "long", "short"],` of each import, `["long", "short"],` of each export.
/// NOTE: it prints them again where it is told to go on until nothing changes, and the second ones name what is short already.
fn names(told: &str) -> Option<Names> {
    let (imports, exports) = told.split_once("\"exports\"")?;
    if exports.contains("\"imports\"") {
        return None;
    }
    let renamed = |list: &str| -> Vec<Renamed> {
        // From the end: what stands in quotation marks is every second piece.
        let line = |line: &str| {
            let mut strings = line.rsplit('"').skip(1).step_by(2).map(str::to_owned);
            let short = strings.next()?;
            Some((strings.next()?, short))
        };
        list.lines()
            .filter(|line| line.contains("\", \""))
            .filter_map(line)
            .collect()
    };
    let names = Names {
        imports: renamed(imports),
        exports: renamed(exports),
    };
    (!names.imports.is_empty() && !names.exports.is_empty()).then_some(names)
}

/// What `pkg/instance.js` gets. esbuild renames what is written here in long names along with the rest.
fn entry(names: &Names) -> String {
    let imports: Vec<&str> = names
        .imports
        .iter()
        .map(|(long, _)| long.as_str())
        .collect();
    let imports = imports.join(", ");
    format!(
        "import {{ IbexClient, __wbg_set_wasm, {imports} }} from \"./{MODULE}\";\n\
         glue = {{\n\
         \x20 IbexClient,\n\
         \x20 imports: {{ {imports} }},\n\
         \x20 setWasm: __wbg_set_wasm,\n\
         \x20 parts: (wasm) => ({{ heap: wasm.memory, table: wasm.__wbindgen_externrefs, start: wasm.__wbindgen_start }}),\n\
         }};\n"
    )
}

/// The short names in esbuild's form.
fn cache(names: &Names) -> String {
    let lines: Vec<String> = names
        .all()
        .map(|(long, short)| format!("  \"{long}\": \"{short}\""))
        .collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str = r#"{
 "imports": [
  ["./ibex_wallet_sdk_bg.js", "__wbg_abort_f8d1589eb0c65ee2", "a"],
  ["./ibex_wallet_sdk_bg.js", "__wbg_ok_670a05555db5f713", "$"]
 ],
 "exports": [
  ["memory", "ab"],
  ["__wbindgen_start", "b"]
 ]
}
"#;

    fn renamed(long: &str, short: &str) -> Renamed {
        (long.to_owned(), short.to_owned())
    }

    #[test]
    fn reads_how_the_wasm_was_renamed() {
        let names = names(TOLD).unwrap();
        assert_eq!(
            names.imports,
            [
                renamed("__wbg_abort_f8d1589eb0c65ee2", "a"),
                renamed("__wbg_ok_670a05555db5f713", "$"),
            ]
        );
        assert_eq!(
            names.exports,
            [renamed("memory", "ab"), renamed("__wbindgen_start", "b")]
        );
    }

    #[test]
    fn takes_no_lists_that_are_empty_or_come_twice() {
        assert!(names("").is_none());
        assert!(names("{\n \"imports\": [\n ],\n \"exports\": [\n ]\n}\n").is_none());
        assert!(names(&TOLD.repeat(2)).is_none());
    }

    #[test]
    fn the_entry_names_every_import_once_and_the_cache_all_of_both() {
        let names = names(TOLD).unwrap();
        let (entry, cache) = (entry(&names), cache(&names));
        assert!(entry.contains("import { IbexClient, __wbg_set_wasm, __wbg_abort_f8d1589eb0c65ee2, __wbg_ok_670a05555db5f713 } from \"./ibex_wallet_sdk_bg.js\";"));
        assert!(
            entry.contains("imports: { __wbg_abort_f8d1589eb0c65ee2, __wbg_ok_670a05555db5f713 },")
        );
        assert_eq!(
            cache,
            "{\n  \"__wbg_abort_f8d1589eb0c65ee2\": \"a\",\n  \"__wbg_ok_670a05555db5f713\": \"$\",\n  \"memory\": \"ab\",\n  \"__wbindgen_start\": \"b\"\n}\n"
        );
    }
}
