// Passkeys in the autofill of the sign-in form, as long as nobody is signed in. The SDK keeps the offer alive by itself.

import { byId } from "./element.js";
import { addToLog } from "./log.js";
import { codeOf } from "./problem.js";

/** `options()` are those of the sign-in, `done` takes what it brings. */
export function createAutofill({ current, options, done }) {
  const hint = byId("autofill-hint");
  return { offer };

  /** Takes the place of the last offer, if there is one. */
  async function offer() {
    const client = current();
    if (!client || client.session) return;
    try {
      const signedIn = await client.signIn({ ...options(), mediation: "conditional" });
      addToLog("Autofill", "signed in");
      done(signedIn);
    } catch (error) {
      const code = codeOf(error);
      addToLog("Autofill", code);
      if (code === "passkey_not_supported") hint.textContent = "This browser offers no passkeys in a field; the button does.";
    }
  }
}
