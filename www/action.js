// One action of the page: a form whose submit button starts it, a Cancel button while it runs, its outcome in place.
// Buttons are marked aria-disabled and never disabled, because a disabled button drops the keyboard's focus.

import { element } from "./element.js";
import { addToLog } from "./log.js";
import { codeOf, showProblem } from "./problem.js";

/**
 * `run(signal)` does the work; `done(value)` applies what it gave and returns the sentence that says so.
 * A run that was reset (the user signed out, say) ends without `done`: its result belongs to nobody any more.
 * `beside` is the action that waits while this one runs; `place` is where the outcome is shown.
 */
export function createAction({ form, title, busy, run, done, place = form, cancellable = true, beside = () => [] }) {
  const submit = [...form.elements].find((control) => control.type === "submit");
  const cancel = element("button", { type: "button", className: "quiet", hidden: true }, "Cancel");
  const status = element("p", { className: "status", role: "status" });
  const problem = element("div", { className: "problem", role: "alert" });
  submit.after(cancel);
  const outcome = element("div", { className: "outcome" }, status, problem);
  place.append(outcome);

  let running = null;
  let enabled = true;
  let waiting = false;

  const action = { start, reset, clear, tell, setEnabled, setWaiting };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start();
  });
  cancel.addEventListener("click", () => running?.abort());
  return action;

  async function start() {
    if (running || waiting || !enabled) return;
    const controller = new AbortController();
    running = controller;
    problem.replaceChildren();
    status.textContent = busy;
    for (const other of beside()) other.clear();
    settle();
    try {
      const value = await run(controller.signal);
      if (running !== controller) return addToLog(title, "dropped");
      const sentence = await done(value);
      addToLog(title, sentence);
      if (running === controller) status.textContent = sentence;
    } catch (error) {
      addToLog(title, codeOf(error));
      if (running !== controller) return;
      status.textContent = "";
      showProblem(problem, error);
    } finally {
      if (running === controller) {
        running = null;
        settle();
      }
    }
  }

  /** Drops what runs, and takes the outcome away. */
  function reset() {
    running = null;
    clear();
    settle();
  }

  /** Says what came about in another way. */
  function tell(sentence) {
    clear();
    if (!running) status.textContent = sentence;
  }

  /** Takes the outcome away, unless there is none yet. */
  function clear() {
    if (running) return;
    status.textContent = "";
    problem.replaceChildren();
  }

  function setEnabled(value) {
    enabled = value;
    render();
  }

  function setWaiting(value) {
    waiting = value;
    render();
  }

  function render() {
    const busyNow = running !== null;
    // On the button: around a live region, aria-busy would keep it silent.
    submit.setAttribute("aria-busy", String(busyNow));
    outcome.classList.toggle("busy", busyNow);
    submit.setAttribute("aria-disabled", String(busyNow || waiting || !enabled));
    if (cancel === document.activeElement && !busyNow) submit.focus();
    cancel.hidden = !busyNow || !cancellable;
  }

  function settle() {
    render();
    for (const other of beside()) other.setWaiting(running !== null);
  }
}
