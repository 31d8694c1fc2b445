//! The ten largest functions of the wasm, and the ten crates that most of its code is of.

use std::collections::BTreeMap;

use crate::anatomy::Anatomy;
use crate::failure::Failure;
use crate::place::Place;
use crate::symbols::{self, Symbols};

const ROWS: usize = 10;

/// Characters of a name that are shown.
const WIDTH: usize = 110;

/// A function by its name, and its bytes.
type Function = (String, usize);

pub(super) fn of_the_wasm(place: &Place) -> Result<String, Failure> {
    let anatomy = Anatomy::read(&place.root.join("pkg").join("wasm").join("ibex.wasm"))?;
    let symbols = Symbols::read(&symbols::file(place)?)?;
    let functions = named(&anatomy, &symbols)?;
    let crates = by_crate(&functions);
    let code: usize = anatomy.functions.iter().sum();
    let heading = format!(
        "ibex.wasm: {code} bytes of code in {} functions, {} bytes of data",
        functions.len(),
        anatomy.data
    );
    Ok(format!(
        "{heading}\n\nlargest functions\n{}\nlargest crates (a generic function counts where its source is)\n{}",
        rows(functions),
        rows(crates)
    ))
}

fn named(anatomy: &Anatomy, symbols: &Symbols) -> Result<Vec<Function>, Failure> {
    let indices = anatomy.imported..;
    let functions: Vec<Function> = indices
        .zip(&anatomy.functions)
        .map(|(index, bytes)| (symbols.name(index).unwrap_or_default(), *bytes))
        .collect();
    let known = usize::try_from(anatomy.imported).unwrap_or_default() + functions.len();
    if symbols.len() != known {
        return Err(Failure::new(format!(
            "the module has {known} functions, but its file of symbols has {}",
            symbols.len()
        )));
    }
    Ok(functions)
}

fn by_crate(functions: &[Function]) -> Vec<Function> {
    let mut crates = BTreeMap::new();
    for (name, bytes) in functions {
        *crates.entry(crate_of(name).to_owned()).or_insert(0) += bytes;
    }
    crates.into_iter().collect()
}

/// The crate of the type whose method it is; of the trait, where the type is of the language; of the path of any other.
fn crate_of(name: &str) -> &str {
    let mut start = name;
    while let Some(rest) = ["<", "&", "*", "(", "[", "mut ", "const ", "dyn "]
        .iter()
        .find_map(|prefix| start.strip_prefix(prefix))
    {
        start = rest;
    }
    let end = start
        .find(|character: char| !character.is_alphanumeric() && character != '_')
        .unwrap_or(start.len());
    let (first, rest) = start.split_at(end);
    if rest.starts_with("::") {
        return first;
    }
    match rest.split_once(" as ") {
        Some((_, of_trait)) => crate_of(of_trait),
        None => "(what the tools made)",
    }
}

fn rows(mut largest: Vec<Function>) -> String {
    largest.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut rows = String::new();
    for (name, bytes) in largest.iter().take(ROWS) {
        let shown: String = name.chars().take(WIDTH).collect();
        rows.push_str(&format!("{bytes:>9}  {shown}\n"));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_of_the_crate_of_its_type_or_trait_or_path() {
        for (name, of) in [
            ("ibex_wallet_sdk::web::error::to_js", "ibex_wallet_sdk"),
            (
                "<ibex_wallet_sdk::web::Browser as core::fmt::Debug>::fmt",
                "ibex_wallet_sdk",
            ),
            (
                "<&mut serde_wasm_bindgen::ser::Serializer as serde_core::ser::Serializer>::end",
                "serde_wasm_bindgen",
            ),
            (
                "<<alloc::rc::Rc<ibex_wallet_sdk::x::Y>>::drop_slow as core::ops::Fn<()>>::call",
                "alloc",
            ),
            (
                "core::ptr::drop_glue::<ibex_wallet_sdk::session::Session>",
                "core",
            ),
            ("<dyn core::any::Any>::is", "core"),
            (
                "<str as serde_core::ser::Serialize>::serialize::<u8>",
                "serde_core",
            ),
            ("<[u8] as base64ct::Encoding>::encode", "base64ct"),
            ("ibexclient_new externref shim", "(what the tools made)"),
            ("", "(what the tools made)"),
        ] {
            assert_eq!(crate_of(name), of, "{name}");
        }
    }

    #[test]
    fn the_largest_come_first_and_no_more_than_ten() {
        let functions = (1..=12)
            .map(|bytes| (format!("a::f{bytes}"), bytes))
            .collect();
        let rows = rows(functions);
        assert_eq!(rows.lines().count(), 10);
        assert_eq!(rows.lines().next().unwrap().trim(), "12  a::f12");
    }

    #[test]
    fn crates_are_the_sums_of_their_functions() {
        let functions = [("a::f", 1), ("<b::T>::g", 2), ("a::h", 4)];
        let functions = functions.map(|(name, bytes)| (name.to_owned(), bytes));
        assert_eq!(
            by_crate(&functions),
            [("a".to_owned(), 5), ("b".to_owned(), 2)]
        );
    }
}
