//! Randomness, all of it from the operating system.

use crate::error::Refusal;

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Refusal> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Refusal::internal())?;
    Ok(bytes)
}

/// Six random digits, each of the million codes as likely as the others.
pub(crate) fn six_digits() -> Result<String, Refusal> {
    // Values past the last whole million would make low codes likelier, so they are drawn again.
    const LIMIT: u32 = u32::MAX - u32::MAX % 1_000_000;
    loop {
        let drawn = u32::from_be_bytes(bytes()?);
        if drawn < LIMIT {
            return Ok(format!("{:06}", drawn % 1_000_000));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_six_digits_whatever_is_drawn() {
        for _ in 0..1000 {
            let code = six_digits().unwrap();
            assert_eq!(code.len(), 6);
            assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
