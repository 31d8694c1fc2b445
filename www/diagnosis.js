// What diagnose() of the SDK says of this page and of the API in the connection field. It needs no client.

import { diagnose } from "./pkg/index.js";
import { createAction } from "./action.js";
import { byId, element } from "./element.js";

// What there is to do about comes first.
const ORDER = ["no", "unknown", "yes"];

export function createDiagnosis() {
  createAction({
    form: byId("diagnose"),
    title: "Diagnosis",
    busy: "Looking…",
    cancellable: false,
    run: () => diagnose({ baseUrl: byId("base-url").value.trim() }),
    done: ({ ok, findings }) => {
      draw(findings);
      return ok ? "Nothing is in the way of sign-up and sign-in." : "Something is in the way of sign-up or sign-in.";
    },
  });
}

function draw(findings) {
  const rank = ([, { answer }]) => ORDER.indexOf(answer);
  const all = Object.entries(findings).sort((a, b) => rank(a) - rank(b));
  byId("findings-list").replaceChildren(...all.map(drawFinding));
  byId("findings").hidden = false;
  byId("findings").open = true;
}

function drawFinding([name, { answer, message }]) {
  return element(
    "li",
    {},
    element("span", { className: "answer", "data-answer": answer }, answer),
    element("code", {}, name),
    element("span", {}, message),
  );
}
