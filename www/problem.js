// Shows what went wrong beside the action that failed: the code, the message, the status, and whether to try again.

import { isIbexError } from "./pkg/index.js";
import { element } from "./element.js";

/** The code of an error as the log names it. What is no IbexError is a defect of this page, and is reported as one. */
export function codeOf(error) {
  if (isIbexError(error)) return error.code;
  reportError(error);
  return "unexpected";
}

/** Fills `place`, an element with role="alert", with the error. */
export function showProblem(place, { code = "unexpected", message, status, retryable, retryAfter }) {
  const facts = [];
  if (status !== undefined) facts.push(`HTTP status ${status}`);
  if (retryable !== undefined) facts.push(retryable ? "Retryable: yes" : "Retryable: no");
  if (retryAfter !== undefined) facts.push(`Retry after ${retryAfter} s`);
  place.replaceChildren(
    element("p", {}, element("code", { className: "code" }, code), " ", String(message ?? "")),
    ...(facts.length ? [element("p", { className: "problem-facts" }, facts.join(" · "))] : []),
  );
}
