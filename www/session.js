// What the page knows of the session: who, where, until when. There is no token in it: the SDK hands none out.

import { createAction } from "./action.js";
import { startCountdown } from "./countdown.js";
import { byId, element } from "./element.js";
import { showProblem } from "./problem.js";

export function createSessionView({ current, onSession, onSignOut }) {
  const notice = byId("session-notice");
  const status = byId("session-status");
  let endCountdown = () => {};

  const refresh = createAction({
    form: byId("refresh"),
    title: "Refresh",
    busy: "Renewing the session…",
    place: byId("session-present"),
    run: (signal) => current().refresh({ signal }),
    done: (session) => {
      onSession(session);
      return "The session is renewed.";
    },
  });

  byId("sign-out").addEventListener("submit", (event) => {
    event.preventDefault();
    onSignOut();
  });

  return {
    show(session) {
      endCountdown();
      if (session) {
        notice.replaceChildren();
        status.textContent = "";
        byId("session-facts").replaceChildren(...factsOf(session));
        endCountdown = startCountdown(byId("expiry"), session.expiresAt);
      } else {
        refresh.reset();
        byId("session-facts").replaceChildren();
        byId("expiry").textContent = "";
      }
      byId("session-present").hidden = !session;
      byId("session-absent").hidden = Boolean(session);
    },

    showProblem: (error) => showProblem(notice, error),

    /** The session went in the background. Who was working in a part that is now hidden is led here. */
    showEnded({ focus }) {
      showProblem(notice, { code: "session_expired", message: "Your session has ended, because the server does not renew it. Sign in again." });
      if (focus) notice.focus();
    },

    showSignedOut() {
      status.textContent = "You are signed out, and your data is gone from this page.";
    },
  };
}

function factsOf(session) {
  const safes = Object.entries(session.safeAddress ?? {});
  const facts = [
    ["External user ID", session.externalUserId],
    ["Signer ID", session.signerId],
    ["rpId", session.rpId],
    ["Roles", session.roles?.join(", ")],
    ["Key name", session.keyName],
    ["Key display name", session.keyDisplayName],
    ...safes.map(([chain, address]) => [`Safe on chain ${chain}`, address]),
  ];
  return facts
    .filter(([, value]) => value)
    .map(([name, value]) => element("div", { className: value.length > 16 ? "long" : "" }, element("dt", {}, name), element("dd", {}, value)));
}
