//! An error's body: whatever the API repeats of what it was sent, the error does not.
//!
//! An input: answers. In their texts `%t`, `%r`, `%e`, `%c` and `%i` stand for the token, the refresh token, the
//! address, the code and a credential id.
#![no_main]

use ibex_fuzz::{Script, Stage};
use ibex_wallet_sdk::email::{Confirmation, Email};
use ibex_wallet_sdk::ports::Body;
use ibex_wallet_sdk::protocol::secret::Secret;
use libfuzzer_sys::fuzz_target;

const SECRETS: [(&str, &str); 5] = [
    (
        "%t",
        "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJjNzYzMDJjYiJ9.0m2rXqT7uVbLwZ_5kYdJ",
    ),
    ("%r", "r3fr3shT0k3nTh4tW0rksExactly0nce-Zz19qLmNoPrStUvWx"),
    ("%e", "jane.doe@foo.domain"),
    ("%c", "493817"),
    ("%i", "4nXbQ1w2e3r4t5y6u7i8o9p0aSd"),
];

fuzz_target!(|data: &[u8]| {
    let mut stage = Stage::default();
    let [access, refresh, email, code, _] = SECRETS.map(|(_, secret)| secret);
    let mut answers = Script::new(data).answers();
    for answer in &mut answers {
        if let Body::Json(json) = &answer.body {
            let repeated = json.map_texts(&|text| {
                SECRETS
                    .iter()
                    .fold(text.to_owned(), |text, (name, secret)| {
                        text.replace(name, secret)
                    })
            });
            answer.body = Body::Json(repeated);
        }
    }
    let api = stage.signed_in("u", access, refresh);
    stage.answer(answers);
    let confirmation = Confirmation {
        email: Secret::new(email.to_owned()),
        code: Secret::new(code.to_owned()),
        user_data_name: None,
        optin_news: None,
        optin_notifications: None,
    };
    let email = Email::new(api.clone());
    if let Err(error) = stage.finish(email.confirm(confirmation, None)) {
        let shown = format!("{error} {error:?}");
        for (_, secret) in SECRETS {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(
            !error.message.is_empty() && error.message.len() < 220,
            "{shown}"
        );
    }
});
