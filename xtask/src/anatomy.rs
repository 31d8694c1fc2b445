//! What a module is made of, as its bytes say.

use std::path::Path;

use wasmparser::{BinaryReaderError, Parser, Payload, TypeRef};

use crate::failure::Failure;

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Anatomy {
    /// Functions that it imports; they have the first indices.
    pub(crate) imported: u32,
    /// Bytes of each function of its own.
    pub(crate) functions: Vec<usize>,
    /// Bytes of its constants.
    pub(crate) data: usize,
    /// Sections that the format does not define, such as names, producers and target features.
    pub(crate) custom: Vec<String>,
}

impl Anatomy {
    pub(crate) fn read(wasm: &Path) -> Result<Self, Failure> {
        let module = std::fs::read(wasm).map_err(|error| Failure::at(wasm, &error))?;
        Self::of(&module).map_err(|error| Failure::new(format!("{}: {error}", wasm.display())))
    }

    fn of(module: &[u8]) -> Result<Self, BinaryReaderError> {
        let mut anatomy = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        anatomy.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => anatomy.functions.push(body.range().len()),
                Payload::DataSection(data) => anatomy.data = data.range().len(),
                Payload::CustomSection(custom) => anatomy.custom.push(custom.name().to_owned()),
                _ => {}
            }
        }
        Ok(anatomy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The imports `a.f` (a function) and `a.g` (a memory); one function `end`; one constant of a byte; a section `name`.
    const MODULE: &[u8] = b"\0asm\x01\0\0\0\
        \x01\x04\x01\x60\0\0\
        \x02\x0e\x02\x01a\x01f\0\0\x01a\x01g\x02\0\x01\
        \x03\x02\x01\0\
        \x0a\x04\x01\x02\0\x0b\
        \x0b\x07\x01\0\x41\0\x0b\x01x\
        \0\x05\x04name";

    #[test]
    fn counts_what_is_in_a_module() {
        let anatomy = Anatomy::of(MODULE).unwrap();
        assert_eq!(
            anatomy,
            Anatomy {
                imported: 1,
                functions: vec![2],
                data: 7,
                custom: vec!["name".to_owned()],
            }
        );
    }

    #[test]
    fn refuses_what_is_no_module() {
        assert!(Anatomy::of(b"<!doctype html>").is_err());
        assert!(Anatomy::of(&MODULE[..MODULE.len() - 2]).is_err());
    }
}
