//! An error's body: `{"message"}`, Fastify's `{"statusCode","error","message"}`, or a problem with `detail` (RFC 9457).

/// The members that hold the API's own sentence, the best first.
pub const SENTENCES: [&str; 3] = ["detail", "message", "error"];

/// Characters of the sentence that are passed on.
const LONGEST: usize = 200;
/// A word of this length is taken for a token, a key or a credential id. A UUID has 36 characters.
const TOKEN_LIKE: usize = 40;

/// The API's own sentence without what looks like an address, a query or a token; `None` where nothing is said.
#[must_use]
pub fn harmless(sentence: &str) -> Option<String> {
    let mut said = String::new();
    for word in sentence.split_ascii_whitespace() {
        let secret =
            word.len() >= TOKEN_LIKE || word.bytes().any(|byte| matches!(byte, b'@' | b'?'));
        let word = if secret || said.len() + word.len() > LONGEST {
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
    fn ends_a_long_story_and_says_nothing_of_nothing() {
        assert!(harmless(&"word ".repeat(100)).is_some_and(|said| said.len() < 220));
        assert_eq!(harmless(" \n"), None);
    }
}
