//! Wire variants: where sources disagree about the API, the sandbox can serve each form.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::body::Body;
use crate::error::Refusal;

/// One choice: its forms by their names on the wire, the default first.
macro_rules! choice {
    ($name:ident: $first:ident = $first_name:literal $(, $other:ident = $other_name:literal)*) => {
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub(crate) enum $name {
            #[default]
            #[serde(rename = $first_name)]
            $first,
            $(#[serde(rename = $other_name)] $other,)*
        }
    };
}

choice!(OptionsKey: Request = "credentialRequestOptions", Creation = "credentialCreationOptions", PublicKey = "publicKey", Flat = "flat");
choice!(BinaryEncoding: Base64Url = "base64url", Base64UrlPadded = "base64url-padded", Base64 = "base64");
choice!(UserVerification: Required = "required", Preferred = "preferred");
choice!(ExcludeCredentials: None = "none", SameName = "sameName");
choice!(AccessTokenKey: AccessToken = "access_token", Token = "token");
choice!(AuthAnswer: Full = "full", Minimal = "minimal");
choice!(SignInUserdata: Flat = "flat", Data = "data", Aggregate = "aggregate", Envelopes = "envelopes");
choice!(UserdataGet: Flat = "flat", Data = "data", Unauthorized = "unauthorized");
choice!(UserdataAck: Message = "message", Bare = "bare");
choice!(ConfirmAck: Stored = "stored", Confirmed = "confirmed");
choice!(Ibexsafe: All = "all", V11 = "v1.1", None = "none");
choice!(UsersMeAck: Success = "success", Empty = "empty");
choice!(Cors: Open = "open", Strict = "strict");
choice!(AuthHeader: Either = "either", Authorization = "authorization", XIbexAuth = "x-ibex-auth");

/// The forms in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Variants {
    pub(crate) options_key: OptionsKey,
    pub(crate) binary_encoding: BinaryEncoding,
    pub(crate) prf: bool,
    /// At sign-up. Where it is preferred, a passkey may be made without its user, by a conditional create; a sign-in
    /// always requires it.
    pub(crate) user_verification: UserVerification,
    pub(crate) exclude_credentials: ExcludeCredentials,
    pub(crate) access_token_key: AccessTokenKey,
    pub(crate) auth_answer: AuthAnswer,
    pub(crate) sign_in_userdata: SignInUserdata,
    pub(crate) userdata_get: UserdataGet,
    pub(crate) userdata_ack: UserdataAck,
    pub(crate) confirm_ack: ConfirmAck,
    pub(crate) ibexsafe: Ibexsafe,
    pub(crate) users_me_ack: UsersMeAck,
    pub(crate) cors: Cors,
    pub(crate) auth_header: AuthHeader,
}

impl Default for Variants {
    fn default() -> Self {
        Self {
            options_key: OptionsKey::default(),
            binary_encoding: BinaryEncoding::default(),
            prf: true,
            user_verification: UserVerification::default(),
            exclude_credentials: ExcludeCredentials::default(),
            access_token_key: AccessTokenKey::default(),
            auth_answer: AuthAnswer::default(),
            sign_in_userdata: SignInUserdata::default(),
            userdata_get: UserdataGet::default(),
            userdata_ack: UserdataAck::default(),
            confirm_ack: ConfirmAck::default(),
            ibexsafe: Ibexsafe::default(),
            users_me_ack: UsersMeAck::default(),
            cors: Cors::default(),
            auth_header: AuthHeader::default(),
        }
    }
}

impl Variants {
    /// These variants with the given ones changed; none is, if one is unknown.
    pub(crate) fn patched(&self, changes: &Body) -> Result<Self, Refusal> {
        let mut patched = self.clone();
        for (name, value) in changes.members() {
            let mut all = serde_json::to_value(&patched).map_err(|_| Refusal::internal())?;
            let known = all.get_mut(name);
            let known =
                known.ok_or_else(|| Refusal::bad_request(format!("Unknown variant {name}")))?;
            *known = serde_json::from_str(value.get()).unwrap_or(Value::Null);
            let unknown = |_| Refusal::bad_request(format!("Unknown value of variant {name}"));
            patched = serde_json::from_value(all).map_err(unknown)?;
        }
        Ok(patched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patched(changes: &str) -> Result<Variants, Refusal> {
        Variants::default().patched(&Body::parse(changes.as_bytes()).unwrap())
    }

    #[test]
    fn changes_what_is_given_and_nothing_else() {
        let expected = Variants {
            prf: false,
            cors: Cors::Strict,
            ..Variants::default()
        };
        assert_eq!(
            patched(r#"{"prf":false,"cors":"strict"}"#).unwrap(),
            expected
        );
    }

    #[test]
    fn names_an_unknown_variant() {
        let refusal = Refusal::bad_request("Unknown variant colour");
        assert_eq!(
            patched(r#"{"prf":false,"colour":"red"}"#).unwrap_err(),
            refusal
        );
    }

    #[test]
    fn names_the_variant_of_an_unknown_value() {
        for value in [r#""loose""#, "null", "7", r#"{"strict":1}"#] {
            let refusal = Refusal::bad_request("Unknown value of variant cors");
            assert_eq!(
                patched(&format!(r#"{{"cors":{value}}}"#)).unwrap_err(),
                refusal
            );
        }
    }
}
