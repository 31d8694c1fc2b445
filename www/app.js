// The entry of the demo: holds the client and the session, and tells every panel when one of them changes.
// Both live in this module's scope. Nothing is stored, and nothing is put on `window`.

import { version } from "./pkg/index.js";
import { createConnection } from "./connection.js";
import { createDiagnosis } from "./diagnosis.js";
import { byId } from "./element.js";
import { createEmail } from "./email.js";
import { addToLog } from "./log.js";
import { createPasskey } from "./passkey.js";
import { createSessionView } from "./session.js";
import { createUserData } from "./user-data.js";

let client = null;
let session = null;
let unsubscribe = [];

const current = () => client;
const userData = createUserData({ current });
const email = createEmail({ current, onConfirmed: () => userData.reload() });
const passkey = createPasskey({ current, onSession: setSession, onUserData: (values) => userData.show(values) });
const view = createSessionView({ current, onSession: setSession, onSignOut: signOut });
const connection = createConnection({ onClient: setClient });
createDiagnosis();

byId("version").textContent = version;
byId("starting").remove();
connection.start();

/** Puts a new client in the place of the old one, which is closed and takes its session along. */
function setClient(next, baseUrl) {
  for (const off of unsubscribe) off();
  setSession(null, { expected: true });
  client?.close();
  client = next;
  unsubscribe = [client.on("session", onSessionEvent), client.on("error", onErrorEvent)];
  passkey.setEnabled(true);
  email.setServer(baseUrl);
  passkey.offer();
}

function onSessionEvent(next) {
  addToLog("Session event", next ? `valid until ${new Date(next.expiresAt).toLocaleTimeString("en-GB")}` : "gone");
  setSession(next);
}

function onErrorEvent(error) {
  addToLog("Error event", error.code);
  // The session event says the same, and says it once.
  if (error.code !== "session_expired") view.showProblem(error);
}

function signOut() {
  setSession(null, { expected: true });
  client.signOut();
  // Not before: a sign-out ends every ceremony, autofill as well.
  passkey.offer();
  addToLog("Sign out", "done");
  passkey.focus();
}

/** Shows this session everywhere. A session that goes although nobody asked for it is said to have ended. */
function setSession(next, { expected = false } = {}) {
  const last = session;
  session = next;
  const samePerson = last?.externalUserId === next?.externalUserId;
  const focusWillBeHidden = !next && document.activeElement?.closest("[data-needs=session], #session-present");
  if (!samePerson) {
    userData.reset();
    email.reset();
  }
  if (last && !next) passkey.forget();
  for (const part of document.querySelectorAll("[data-needs]")) {
    part.hidden = (part.dataset.needs === "session") !== (next !== null);
  }
  byId("badge").textContent = next ? "Signed in" : "Signed out";
  byId("badge").dataset.state = next ? "in" : "out";
  view.show(next);
  if (next && !samePerson) email.start();
  if (!last || next) return;
  if (expected) return view.showSignedOut();
  view.showEnded({ focus: Boolean(focusWillBeHidden) });
  passkey.offer();
}
