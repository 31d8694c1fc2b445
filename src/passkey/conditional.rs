//! Ceremonies without a prompt (conditional mediation, Credential Management §2.3.2): only where the browser can.

use crate::error::{Code, Error};
use crate::ports::{Abort, Host, race};

use super::Passkey;
use super::refusal::Ceremony;

impl<H: Host> Passkey<H> {
    /// Asks the browser; nothing is sent before. A call that cannot succeed disturbs nobody.
    pub(super) async fn can_be_conditional(
        &self,
        ceremony: Ceremony,
        ends: &[Abort],
    ) -> Result<(), Error> {
        let host = self.api.host();
        race(ends, async {
            let (can, why) = match ceremony {
                Ceremony::Create => (
                    host.conditional_create().await,
                    "this browser makes no passkeys without a prompt",
                ),
                Ceremony::Get => (
                    host.conditional_get().await,
                    "this browser offers no passkeys in fields",
                ),
            };
            match can {
                true => Ok(()),
                false => Err(Error::new(Code::PasskeyNotSupported, why)),
            }
        })
        .await
    }
}

#[cfg(test)]
mod tests;
