// Sign-up and sign-in, the two ceremonies. One waits while the other has the passkey prompt.

import { createAction } from "./action.js";
import { createAutofill } from "./autofill.js";
import { byId } from "./element.js";

export function createPasskey({ current, onSession, onUserData }) {
  const signUp = createAction({
    form: byId("sign-up"),
    title: "Sign up",
    busy: "Waiting for your passkey…",
    beside: () => [signIn],
    run: (signal) => current().signUp({ ...namesGiven(), signal }),
    done: (session) => {
      onSession(session);
      onUserData({});
      return "Passkey created. You are signed in.";
    },
  });

  const signIn = createAction({
    form: byId("sign-in"),
    title: "Sign in",
    busy: "Waiting for your passkey…",
    beside: () => [signUp],
    run: (signal) => current().signIn({ ...signInOptions(), signal }),
    done: enter,
  });

  const autofill = createAutofill({ current, options: signInOptions, done: (signedIn) => signIn.tell(enter(signedIn)) });
  byId("include-userdata").addEventListener("change", autofill.offer);

  // A click that has to wait for its challenge may come too late for the browser. What fails here, the click will say.
  // A button that is clicked has no focus in Safari, so the pointer counts as well.
  for (const near of ["focusin", "pointerenter"]) {
    byId("sign-in").addEventListener(near, () => current()?.prepareSignIn().catch(() => {}));
  }
  byId("sign-up").addEventListener("change", () => current()?.prepareSignUp(namesGiven()).catch(() => {}));

  const setEnabled = (enabled) => [signUp, signIn].forEach((action) => action.setEnabled(enabled));
  setEnabled(false);
  return { setEnabled, forget, offer: autofill.offer, focus: () => byId("sign-in").querySelector("[type=submit]").focus() };

  function enter({ userdata, ...session }) {
    onSession(session);
    if (userdata) onUserData(userdata);
    return userdata ? "You are signed in, and your user data came along." : "You are signed in.";
  }

  /** Takes away what was typed and said for the last user. */
  function forget() {
    for (const action of [signUp, signIn]) action.clear();
    for (const id of ["user-name", "display-name", "account-name"]) byId(id).value = "";
  }
}

const signInOptions = () => ({ includeUserdata: byId("include-userdata").checked });

// A field that is left empty is not sent. The key is called as the user is, so that the session can name it.
function namesGiven() {
  const [name, displayName] = [byId("user-name").value.trim(), byId("display-name").value.trim()];
  const names = { userName: name, userDisplayName: displayName, keyName: name, keyDisplayName: displayName };
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== ""));
}
