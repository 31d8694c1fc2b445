//! Which e-mail addresses are well formed.

/// The form that HTML asks of `<input type=email>`, with a dot in the domain.
pub(crate) fn is_well_formed(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let labels = domain.split('.').count();
    address.len() <= 254
        && (1..=64).contains(&local.len())
        && local.chars().all(is_local)
        && labels > 1
        && domain.split('.').all(is_label)
}

fn is_local(letter: char) -> bool {
    letter.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(letter)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_people_have() {
        for address in [
            "jane.doe@foo.domain",
            "a+b@sub.example.co.uk",
            "o'neil@x-y.org",
            "jürgen@müller.de",
        ] {
            assert!(is_well_formed(address), "{address}");
        }
    }

    #[test]
    fn refuses_what_cannot_be_mailed_to() {
        for address in [
            "",
            "jane",
            "jane@",
            "@foo.domain",
            "jane@foo",
            "a b@foo.domain",
            "a@b@c.d",
            "jane@foo..domain",
            "jane@-foo.domain",
            "jane@foo.domain\n",
        ] {
            assert!(!is_well_formed(address), "{address}");
        }
    }
}
