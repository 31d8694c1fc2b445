//! Binary members: what is written is read again, and what is read is what another library reads.
#![no_main]

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use ibex_wallet_sdk::protocol::base64::{decode, encode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let written = encode(data);
    assert!(
        written
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    );
    assert_eq!(decode(&written).as_deref(), Some(data));

    let text = String::from_utf8_lossy(data);
    assert_eq!(decode(&text), documented(&text));
});

/// Bits that stand for no byte are let pass (RFC 4648 §3.5).
const SECOND_OPINION: GeneralPurpose =
    GeneralPurpose::new(&URL_SAFE, NO_PAD.with_decode_allow_trailing_bits(true));

/// Either alphabet, padded or not.
fn documented(text: &str) -> Option<Vec<u8>> {
    let padding = text.len() - text.trim_end_matches('=').len();
    let bare = text.get(..text.len() - padding)?;
    let url_safe = bare.replace('+', "-").replace('/', "_");
    (padding <= 2).then(|| SECOND_OPINION.decode(url_safe).ok())?
}
