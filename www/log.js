// The log of what happened: time, action, result or error code. Callers pass no token, no value and no name of a user.

import { byId, element } from "./element.js";

const LENGTH = 200;

/** Adds one line. The log is not announced (aria-live="off"): every outcome is announced beside its action already. */
export function addToLog(action, result) {
  const place = byId("log");
  const list = place.firstElementChild;
  const now = new Date();
  list.append(
    element(
      "li",
      {},
      element("time", { dateTime: now.toISOString() }, now.toLocaleTimeString("en-GB")),
      element("span", { className: "log-action" }, action),
      element("span", { className: "log-result" }, result),
    ),
  );
  while (list.childElementCount > LENGTH) list.firstElementChild.remove();
  place.scrollTop = place.scrollHeight;
}
