// The app in a page, steered by the test through `window.app`.

import { createClient } from "ibex-wallet-sdk";
import { Activity, StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { App } from "./app.jsx";
import { renderWhileChanging } from "./tearing.jsx";

const made = []; // every client, with whether it is open
const views = {}; // what each component committed, the latest last
let root;
let key = 0;

const app = {
  hooks: {}, // what each component was given at last
  /** Awaited before a client is made: a test can hold it or make it fail. */
  before: undefined,
  /** What makes a client, and what is called instead of it. */
  create,
  instead: undefined,
  /** With React 19: "visible" or "hidden", where the app is to be in an Activity. */
  activity: undefined,
  /** Called in the effect of each commit. */
  told: undefined,
  /** Calls of the `createClient` that the provider was given. */
  calls: 0,
  made,
  views,
  outcome,
  view: (name) => views[name]?.at(-1),
  mount(readers, container = document.body) {
    root = createRoot(container.appendChild(document.createElement("main")));
    app.render(readers);
  },
  hydrate(readers) {
    root = hydrateRoot(document.querySelector("main"), tree(readers), {
      onRecoverableError: (error) => console.error(error),
    });
  },
  render: (readers) => root.render(tree(readers)),
  /** With a new provider. */
  remount(readers) {
    key += 1;
    app.render(readers);
  },
  unmount: () => root.unmount(),
  renderWhileChanging,
};
window.app = app;

// NOTE: StrictMode is outermost. React 19 mounts twice only what was put into one.
const tree = (readers) => (
  <StrictMode>
    {placed(<App key={key} readers={readers} create={app.instead ?? create} tell={tell} />)}
  </StrictMode>
);
const placed = (element) => (app.activity ? <Activity mode={app.activity}>{element}</Activity> : element);

function tell(name, view, hooks) {
  (views[name] ??= []).push(view);
  app.hooks[name] = hooks;
  app.told?.(hooks);
}

async function create() {
  app.calls += 1;
  await app.before?.();
  const client = await createClient({ baseUrl: location.origin });
  const entry = { isOpen: true };
  made.push(entry);
  const close = () => {
    entry.isOpen = false;
    client.close();
  };
  return Object.create(client, { close: { value: close } });
}

async function outcome(promise) {
  try {
    return { value: await promise };
  } catch ({ code, message }) {
    return { code: code ?? message };
  }
}
