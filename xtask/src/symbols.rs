//! The names of the module's functions. They are not shipped; a file beside the build keeps them for error reports, where a
//! browser that knows no names writes `wasm-function[123]`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::place::Place;
use crate::{manifest, module};

/// `ibex-wallet-sdk 0.1.0 sha384-…` as the first line, then `123:name` of each function; the names are mangled.
#[derive(Debug, PartialEq)]
pub(crate) struct Symbols {
    /// The version of the package, and the sha384 of the one module that the indices are of.
    pub(crate) of: String,
    names: BTreeMap<u32, String>,
}

/// The file that belongs to what is in `pkg/wasm`.
pub(crate) fn file(place: &Place) -> Result<PathBuf, Failure> {
    let name = format!("ibex-wallet-sdk-{}.symbols", manifest::version(place)?);
    Ok(place.target.join("symbols").join(name))
}

/// Makes that file of `map`, which wasm-opt has written, and of the module that it is the map of.
pub(crate) fn keep(place: &Place, map: &Path, wasm: &Path) -> Result<(), Failure> {
    let file = file(place)?;
    let folder = file.with_file_name("");
    std::fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, &error))?;
    let map = std::fs::read_to_string(map).map_err(|error| Failure::at(map, &error))?;
    let module = std::fs::read(wasm).map_err(|error| Failure::at(wasm, &error))?;
    let of = format!(
        "ibex-wallet-sdk {} sha384-{}",
        manifest::version(place)?,
        module::sha384(&module)
    );
    std::fs::write(&file, format!("{of}\n{map}")).map_err(|error| Failure::at(&file, &error))
}

impl Symbols {
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::at(path, &error))?;
        Self::parse(&text)
            .ok_or_else(|| Failure::new(format!("{} is no file of symbols", path.display())))
    }

    fn parse(text: &str) -> Option<Self> {
        let (of, map) = text.split_once('\n')?;
        let of = of.contains(" sha384-").then(|| of.to_owned())?;
        let name = |line: &str| {
            let (index, name) = line.split_once(':')?;
            Some((index.parse().ok()?, name.to_owned()))
        };
        let names = map.lines().map(name).collect::<Option<_>>()?;
        Some(Self { of, names })
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// As it stands in Rust's source. wasm-opt gives a number for a name to what it made itself.
    pub(crate) fn name(&self, index: u32) -> Option<String> {
        let name = self.names.get(&index)?;
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // wasm-bindgen says what it made of a function behind the function's name: `… externref shim`.
        let (mangled, rest) = name.split_at(name.find(' ').unwrap_or(name.len()));
        Some(format!("{:#}{rest}", rustc_demangle::demangle(mangled)))
    }

    /// A browser's stack with names where it has indices. What has no name is left as it is.
    pub(crate) fn named(&self, stack: &str) -> String {
        const BEFORE: &str = "wasm-function[";
        let mut pieces = stack.split(BEFORE);
        let mut named = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let found = piece
                .split_once(']')
                .and_then(|(index, rest)| Some((self.name(index.parse().ok()?)?, rest)));
            match found {
                Some((name, rest)) => named.extend([name.as_str(), rest]),
                None => named.extend([BEFORE, piece]),
            }
        }
        named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "ibex-wallet-sdk 0.1.0 sha384-AbC\n\
        0:__wbg_now_1\n\
        7:_RNvNtCs1234_15ibex_wallet_sdk7session4read\n\
        12:_ZN15ibex_wallet_sdk3api7attempt17h0123456789abcdefE externref shim\n\
        13:1490\n";

    fn symbols() -> Symbols {
        Symbols::parse(FILE).unwrap()
    }

    #[test]
    fn a_file_says_what_it_is_of() {
        assert_eq!(symbols().of, "ibex-wallet-sdk 0.1.0 sha384-AbC");
        assert_eq!(Symbols::parse("0:a\n1:b\n"), None);
        assert_eq!(Symbols::parse("x sha384-y\nno index\n"), None);
    }

    #[test]
    fn names_are_rust_s_own_without_hashes() {
        assert_eq!(symbols().name(0).unwrap(), "__wbg_now_1");
        assert_eq!(symbols().name(7).unwrap(), "ibex_wallet_sdk::session::read");
        assert_eq!(
            symbols().name(12).unwrap(),
            "ibex_wallet_sdk::api::attempt externref shim"
        );
        assert_eq!(symbols().name(13), None);
    }

    #[test]
    fn the_stack_of_every_browser_gets_names() {
        let chromium = "RuntimeError: unreachable\n    at wasm://wasm/00a5:wasm-function[7]:0x1f2\n    at x.js:1:2";
        let firefox = "wasm-function[12]@https://a.test/ibex.wasm:wasm-function[12]:0x1f2\nwait@https://a.test/x.js:1:2";
        let safari = "<?>.wasm-function[7]@[wasm code]\nwasm-stub@[wasm code]";
        assert_eq!(
            symbols().named(chromium),
            "RuntimeError: unreachable\n    at wasm://wasm/00a5:ibex_wallet_sdk::session::read:0x1f2\n    at x.js:1:2"
        );
        assert_eq!(
            symbols().named(firefox),
            "ibex_wallet_sdk::api::attempt externref shim@https://a.test/ibex.wasm:ibex_wallet_sdk::api::attempt externref shim:0x1f2\nwait@https://a.test/x.js:1:2"
        );
        assert_eq!(
            symbols().named(safari),
            "<?>.ibex_wallet_sdk::session::read@[wasm code]\nwasm-stub@[wasm code]"
        );
    }

    #[test]
    fn what_has_no_name_is_left_as_it_is() {
        let stack = "wasm-function[13] wasm-function[99] wasm-function[x] wasm-function[";
        assert_eq!(symbols().named(stack), stack);
    }
}
