//! The finished module in the two forms in which it is shipped: as text for the default entry, and as the file whose sha384
//! the slim entry knows.

use std::path::Path;

use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha384};
use zopfli::{Format, Options};

use crate::failure::Failure;

/// Makes `inline.js` and `sha384.js` of `wasm` in `folder`.
pub(crate) fn make(wasm: &Path, folder: &Path) -> Result<(), Failure> {
    let module = std::fs::read(wasm).map_err(|error| Failure::at(wasm, &error))?;
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| Failure::at(&path, &error))
    };
    let text = deflated(&module).map_err(|error| Failure::at(wasm, &error))?;
    write("inline.js", format!("export default \"{text}\";\n"))?;
    write(
        "sha384.js",
        format!("export const sha384 = \"{}\";\n", sha384(&module)),
    )
}

/// In base64, as the web writes it.
pub(crate) fn sha384(module: &[u8]) -> String {
    Base64::encode_string(&Sha384::digest(module))
}

/// Raw DEFLATE in base64: what a bundler compresses again on its way to a page hardly grows by it.
fn deflated(module: &[u8]) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    zopfli::compress(Options::default(), Format::Deflate, module, &mut bytes)?;
    Ok(Base64::encode_string(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_deflate_in_base64() {
        // RFC 1951: a final block with fixed codes (bits 1, 01), the literal `a`, the end of the block.
        assert_eq!(deflated(b"a").unwrap(), "SwQA");
    }

    #[test]
    fn both_forms_are_made_of_one_module() {
        let folder = std::env::temp_dir().join(format!("ibex-module-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let wasm = folder.join("a.wasm");
        std::fs::write(&wasm, "a").unwrap();
        make(&wasm, &folder).unwrap();
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(read("inline.js"), "export default \"SwQA\";\n");
        // FIPS 180-4, of "a".
        assert_eq!(
            read("sha384.js"),
            "export const sha384 = \"VKWbnyKwuAiA2EJ+VIt8I6vYc0huHwNdzpzWl+hRdQM8qojm1XvDXvrgta/TFF8x\";\n"
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
