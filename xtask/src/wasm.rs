//! `build`: the SDK as wasm with its glue, in `pkg/wasm/`, ready for a browser without a bundler.

use std::path::{Path, PathBuf};

use crate::command::Run;
use crate::failure::Failure;
use crate::place::Place;
use crate::work::Work;
use crate::{fingerprint, glue, manifest, module, setup, symbols, third_party};

/// What is shipped is built with a standard library that is made small, too, and in which a panic is nothing but a trap:
/// nobody could read its message, and what formats it is 4 KB on the wire. Flags of the pinned compiler.
const SMALL_STD: [&str; 2] = ["-Zbuild-std=std", "-Zbuild-std-features=optimize_for_size"];
const SMALL_PANICS: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

pub(crate) fn build(work: &mut Work) -> Result<(), Failure> {
    setup::wasm(work)?;
    work.part("build", "", |work| {
        let place = &work.place;
        let stamp = place.state()?.join("build.stamp");
        if std::fs::read_to_string(&stamp)
            .is_ok_and(|last| fingerprint(place).is_ok_and(|now| now == last))
        {
            println!("nothing has changed since the last build");
            return Ok(());
        }
        let raw = wasm_pack(place)?;
        ship(place, &raw)?;
        complete(place)?;
        std::fs::write(&stamp, fingerprint(place)?).map_err(|error| Failure::at(&stamp, &error))
    })
}

/// Where wasm-pack puts what is not shipped as it is.
fn wasm_pack(place: &Place) -> Result<PathBuf, Failure> {
    let output = place.state()?.join("wasm");
    Run::new(place, "wasm-pack")
        .args([
            "build",
            ".",
            "--release",
            "--target",
            "bundler",
            "--mode",
            "no-install",
            "--no-pack",
        ])
        // The types are written by hand, in pkg/index.d.ts.
        .args(["--no-typescript", "--out-name", "ibex_wallet_sdk"])
        .args(["--out-dir".as_ref(), output.as_os_str()])
        .args(["--"].iter().chain(&SMALL_STD))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", rustflags())
        .live()?;
    Ok(output)
}

/// Makes `pkg/wasm` anew: what an older build left there would be shipped.
fn ship(place: &Place, raw: &Path) -> Result<(), Failure> {
    let output = place.root.join("pkg").join("wasm");
    if output.exists() {
        std::fs::remove_dir_all(&output).map_err(|error| Failure::at(&output, &error))?;
    }
    std::fs::create_dir_all(&output).map_err(|error| Failure::at(&output, &error))?;
    let wasm = output.join("ibex.wasm");
    glue::make(place, raw, &wasm, &output.join("glue.js"))?;
    module::make(&wasm, &output)
}

/// The caller's flags, and: the module that is shipped names no folder of the machine that built it.
fn rustflags() -> String {
    let mut flags = std::env::var("RUSTFLAGS").unwrap_or_default();
    flags.push_str(&format!(" {SMALL_PANICS}"));
    let home = std::env::home_dir().map(|home| home.join(".cargo"));
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home);
    let sources = home.and_then(|home| std::fs::read_dir(home.join("registry").join("src")).ok());
    for source in sources.into_iter().flatten().flatten() {
        flags.push_str(&format!(
            " --remap-path-prefix={}/=",
            source.path().display()
        ));
    }
    flags
}

/// What wasm-pack does not do.
fn complete(place: &Place) -> Result<(), Failure> {
    let package = place.root.join("pkg");
    let version = package.join("wasm").join("version.js");
    std::fs::write(
        &version,
        format!(
            "export const version = \"{}\";\n",
            manifest::version(place)?
        ),
    )
    .map_err(|error| Failure::at(&version, &error))?;
    for license in licenses(place)? {
        let copy = package.join(license.file_name().unwrap_or_default());
        std::fs::copy(&license, &copy).map_err(|error| Failure::at(&copy, &error))?;
    }
    third_party::make(place)
}

pub(crate) fn licenses(place: &Place) -> Result<Vec<PathBuf>, Failure> {
    let is_license = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("LICENSE"))
    };
    Ok(fingerprint::sorted(&place.root)?
        .into_iter()
        .filter(is_license)
        .collect())
}

/// Of all that goes into the build and of what came out, so that a file which was lost is made anew.
fn fingerprint(place: &Place) -> Result<String, Failure> {
    let inputs = [
        "src",
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        ".cargo",
        "tests/package-lock.json",
        "xtask/src/crates.rs",
        "xtask/src/glue.rs",
        "xtask/src/module.rs",
        "xtask/src/symbols.rs",
        "xtask/src/third_party",
        "xtask/src/third_party.rs",
        "xtask/src/wasm.rs",
        "pkg/wasm",
    ];
    let mut paths: Vec<PathBuf> = inputs.iter().map(|path| place.root.join(path)).collect();
    paths.extend([symbols::file(place)?, third_party::file(place)]);
    for license in licenses(place)? {
        paths.push(
            place
                .root
                .join("pkg")
                .join(license.file_name().unwrap_or_default()),
        );
        paths.push(license);
    }
    let flags = ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"]
        .map(|name| std::env::var(name).unwrap_or_default());
    let compiler = Run::new(place, "rustc")
        .args(["--version", "--verbose"])
        .read()?;
    let version = manifest::version(place)?;
    fingerprint::of(&paths, &(compiler + &flags.concat() + &version))
}
