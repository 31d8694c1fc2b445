//! What the modules and types of the package name by a relative path has to be in the package.

use std::collections::BTreeSet;
use std::path::Path;

use crate::failure::Failure;

pub(super) fn check(content: &Path, files: &BTreeSet<String>) -> Result<(), Failure> {
    for file in files {
        if ![".js", ".d.ts"].iter().any(|end| file.ends_with(end)) {
            continue;
        }
        let path = content.join(file);
        let text = std::fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))?;
        if let Some(missing) = references(file, &text).find(|found| !files.contains(found)) {
            return Err(Failure::new(format!(
                "{file} needs {missing}, which is not in the tarball"
            )));
        }
    }
    Ok(())
}

/// The files that stand in quotation marks in `file`. Types name modules, and mean their types.
fn references(file: &str, text: &str) -> impl Iterator<Item = String> {
    let is_path = |piece: &&str| {
        let is_relative = piece.starts_with("./") || piece.starts_with("../");
        let is_file = piece.ends_with(".js") || piece.ends_with(".wasm");
        is_relative && is_file && !piece.contains(char::is_whitespace)
    };
    text.split('"').filter(is_path).map(|piece| {
        let mut folders: Vec<&str> = file.split('/').collect();
        folders.pop();
        for step in piece.split('/') {
            match step {
                "." => {}
                ".." => drop(folders.pop()),
                name => folders.push(name),
            }
        }
        let found = folders.join("/");
        match found.strip_suffix(".js") {
            Some(module) if file.ends_with(".d.ts") => format!("{module}.d.ts"),
            _ => found,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, text: &str) -> Vec<String> {
        references(file, text).collect()
    }

    #[test]
    fn finds_what_a_module_loads_wherever_it_is() {
        let text = "import { a } from \"./a.js\";\nexport { b } from \"../b.js\";\nnew URL(\"./wasm/c.wasm\", import.meta.url);";
        assert_eq!(found("d/e.js", text), ["d/a.js", "b.js", "d/wasm/c.wasm"]);
    }

    #[test]
    fn types_need_types() {
        assert_eq!(
            found("slim.d.ts", "export * from \"./index.js\";"),
            ["index.d.ts"]
        );
    }

    #[test]
    fn other_packages_and_other_texts_are_left_alone() {
        let text = "import \"react\"; \"./no file.js\"; \"./nothing\"; 'x\"./minified\"+\"y.js\"'";
        assert_eq!(found("a.js", text), [""; 0]);
    }

    #[test]
    fn a_module_that_is_not_packed_is_told() {
        let content = std::env::temp_dir().join(format!("ibex-references-{}", std::process::id()));
        std::fs::create_dir_all(&content).unwrap();
        std::fs::write(content.join("index.js"), "import \"./client.js\";").unwrap();
        let files = BTreeSet::from(["index.js".to_owned()]);
        let failure = check(&content, &files).unwrap_err().to_string();
        assert!(failure.contains("index.js needs client.js"));
        std::fs::remove_dir_all(&content).unwrap();
    }
}
