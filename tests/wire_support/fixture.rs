//! A fixture as its file holds it; `wire.rs` says what the members mean. A member that nobody knows is an error.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value as Tree;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fixture {
    pub(crate) form: String,
    pub(crate) source: String,
    pub(crate) rows: Vec<String>,
    pub(crate) sandbox: Option<String>,
    pub(crate) variants: Option<Tree>,
    #[serde(default)]
    pub(crate) client: Client,
    pub(crate) given: Option<Tree>,
    pub(crate) call: String,
    #[serde(default)]
    pub(crate) arguments: Tree,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) prompt: Option<Tree>,
    pub(crate) refusal: Option<String>,
    pub(crate) result: Option<Tree>,
    pub(crate) error: Option<Problem>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Client {
    pub(crate) rp_id: Option<String>,
    pub(crate) auth_header: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exchange {
    pub(crate) request: Request,
    pub(crate) response: Response,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) headers: Option<BTreeMap<String, Option<String>>>,
    pub(crate) body: Option<Tree>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: Option<Tree>,
}

/// The error that a call ends with. A ceremony's has neither a status nor the API's words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Problem {
    pub(crate) code: String,
    pub(crate) status: Option<u16>,
    pub(crate) message: Option<String>,
}

/// All of them, by the names of their files.
pub(crate) fn fixtures() -> Vec<(String, Fixture)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire");
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let fixture = serde_json::from_str(&fs::read_to_string(&path).unwrap());
            let fixture = fixture.unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, fixture)
        })
        .collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found
}
