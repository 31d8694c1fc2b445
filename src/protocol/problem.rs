//! An error's body: `{"message"}`, Fastify's `{"statusCode","error","message"}`, or a problem with `detail` (RFC 9457).

/// The members that hold the API's own sentence, the best first.
pub const SENTENCES: [&str; 3] = ["detail", "message", "error"];

/// Characters of the sentence that are passed on.
const LONGEST: usize = 200;
/// A word of this length is taken for a token or a key.
const TOKEN_LIKE: usize = 40;
/// A word of this length that mixes letters and digits is taken for a credential id, unless it is a UUID.
const ID_LIKE: usize = 20;
/// Digits, or digits among capital letters, that make a word look like a code.
const CODE_LIKE: usize = 4;

/// The API's own sentence without what looks like an address, a query or a token; `None` where nothing is said.
#[must_use]
pub fn harmless(sentence: &str) -> Option<String> {
    let mut said = String::new();
    for word in sentence.split_ascii_whitespace() {
        let word = if is_secret(word) || said.len() + word.len() > LONGEST {
            "…"
        } else {
            word
        };
        if !said.is_empty() {
            said.push(' ');
        }
        said.push_str(word);
        if said.len() > LONGEST {
            break;
        }
    }
    (!said.is_empty()).then_some(said)
}

/// Whether a word looks like an address, a query, a token, a credential id or a code, or has one in it:
/// `code:123456`, `/credentials/4nXb…`.
fn is_secret(word: &str) -> bool {
    let telling = |byte| matches!(byte, b'@' | b'?' | b'%' | b'=');
    // base64 has slashes too.
    let joins = |c| matches!(c, '-' | '_') || c == '/' && !word.starts_with('/');
    let apart = |c: char| !(c.is_ascii_alphanumeric() || joins(c));
    word.len() >= TOKEN_LIKE || word.bytes().any(telling) || word.split(apart).any(is_secret_name)
}

fn is_secret_name(name: &str) -> bool {
    let count = |what: fn(&u8) -> bool| name.bytes().filter(what).count();
    let (letters, digits) = (count(u8::is_ascii_alphabetic), count(u8::is_ascii_digit));
    let dash = |place| name.as_bytes().get(place) == Some(&b'-');
    if name.len() == 36 && [8, 13, 18, 23].into_iter().all(dash) {
        // A UUID: a user, a request (RFC 9562 §4).
        return false;
    }
    let id = name.len() >= ID_LIKE && letters > 0 && digits > 0;
    let capitals = letters == count(u8::is_ascii_uppercase);
    let code = capitals && digits > 1 && letters + digits >= CODE_LIKE;
    let mut numbers = name.split(|c: char| !c.is_ascii_digit());
    id || code || numbers.any(|number| number.len() >= CODE_LIKE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_on_no_address_no_query_and_no_token() {
        let token = "e".repeat(60);
        let sentence = format!("jane@foo.domain sent {token} to GET:/x?code=123456 and failed");
        assert_eq!(
            harmless(&sentence).as_deref(),
            Some("… sent … to … and failed")
        );
    }

    #[test]
    fn passes_on_no_code_and_no_credential_id_but_what_helps() {
        let table = [
            ("Code 123456 is wrong", "Code … is wrong"),
            ("Code \"123456\", sent twice", "Code … sent twice"),
            ("code A1B2C3 is wrong", "code … is wrong"),
            ("jane%40foo.domain is taken", "… is taken"),
            ("credential 4nXbQ1w2e3r4t5y6u7i8o9p0aSd", "credential …"),
            ("credential 4nXbQ1w2e3r4t5y/u7i8o9p0aSd", "credential …"),
            ("invalid code:123456", "invalid …"),
            ("call +33612345678", "call …"),
            (
                "/credentials/4nXbQ1w2e3r4t5y6u7i8o9p0aSd unknown",
                "… unknown",
            ),
            ("STALE_NONCE, try again", "STALE_NONCE, try again"),
            (
                "request 8f5a2414-2bbd-4c96-8a5c-3e23e4d2d9bc",
                "request 8f5a2414-2bbd-4c96-8a5c-3e23e4d2d9bc",
            ),
            (
                "wait 15 minutes, status 429, v1.2",
                "wait 15 minutes, status 429, v1.2",
            ),
            (
                "body/externalUserId must match",
                "body/externalUserId must match",
            ),
        ];
        for (sentence, said) in table {
            assert_eq!(harmless(sentence).as_deref(), Some(said));
        }
    }

    #[test]
    fn ends_a_long_story_and_says_nothing_of_nothing() {
        assert!(harmless(&"word ".repeat(100)).is_some_and(|said| said.len() < 220));
        assert_eq!(harmless(" \n"), None);
    }
}
