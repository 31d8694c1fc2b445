// The sandbox's mailbox beside the code field. It exists on this page's own origin only; elsewhere a sentence says so.
// This is the control API of the sandbox, so it is read by plain fetch and not through the SDK.

import { byId, element } from "./element.js";

const INTERVAL = 3000;
const SHOWN = 5;

export function createMailbox({ onUse }) {
  let here = false;
  let timer;
  let shown = "[]";
  let generation = 0;

  byId("mails-refresh").addEventListener("click", refresh);
  return { setServer, start, refresh, reset };

  /** The mailbox of this page's origin belongs to an API on the same origin. */
  function setServer(baseUrl) {
    here = new URL(baseUrl, location.href).origin === location.origin;
    present(false);
  }

  /** Looks now, and from then on while it is worth it. */
  function start() {
    clearInterval(timer);
    if (!here) return;
    refresh();
    timer = setInterval(() => document.hidden || refresh(), INTERVAL);
  }

  async function refresh() {
    if (!here) return;
    const mine = generation;
    const mails = await read();
    if (mine !== generation) return;
    if (!mails) clearInterval(timer);
    present(Boolean(mails));
    if (mails) draw(mails.slice(-SHOWN).reverse());
  }

  /** Empties the box: the mails were for the last user. */
  function reset() {
    generation += 1;
    clearInterval(timer);
    draw([]);
  }

  function present(yes) {
    byId("mailbox-present").hidden = !yes;
    byId("mailbox-absent").hidden = yes;
  }

  // Draws only what is new, so that a look at the box does not take the focus from a button in it.
  function draw(mails) {
    if (JSON.stringify(mails) === shown) return;
    shown = JSON.stringify(mails);
    byId("mails-absent").hidden = mails.length > 0;
    byId("mails").replaceChildren(...mails.map((mail) => drawMail(mail, onUse)));
  }
}

// The mails, newest last, or null where nobody answers as a mailbox does.
async function read() {
  try {
    const answer = await fetch("/sandbox/mails", { cache: "no-store", credentials: "omit" });
    const mails = answer.ok ? await answer.json() : null;
    return Array.isArray(mails) ? mails : null;
  } catch {
    return null;
  }
}

function drawMail(mail, onUse) {
  const use = element("button", { type: "button", className: "secondary small" }, "Use code", element("span", { className: "hidden-label" }, ` ${mail.code}`));
  use.addEventListener("click", () => onUse(mail));
  return element(
    "li",
    {},
    element("span", { className: "mail-to" }, String(mail.to)),
    element("code", { className: "mail-code" }, String(mail.code)),
    use,
  );
}
