// Counts what a page has open: listeners on its event targets, timers, prompts for passkeys, references that the module holds.

/** Runs in the page before anything else; `ledger()` tells. What the page's own test code leaves open counts as well. */
export function keepLedger() {
  const listeners = new Set();
  const timers = new Set();
  let prompts = 0;
  const names = new WeakMap();
  let next = 0;
  const name = (thing) => {
    if (!names.has(thing)) names.set(thing, (next += 1));
    return names.get(thing);
  };
  const key = (target, type, heard) => heard && `${name(target ?? globalThis)} ${type} ${name(heard)}`;

  wrap(EventTarget.prototype, "addEventListener", (real) => function (type, heard, ...rest) {
    const added = key(this, type, heard);
    if (added) listeners.add(added);
    return real.call(this, type, heard, ...rest);
  });
  wrap(EventTarget.prototype, "removeEventListener", (real) => function (type, heard, ...rest) {
    listeners.delete(key(this, type, heard));
    return real.call(this, type, heard, ...rest);
  });
  wrap(globalThis, "setTimeout", (real) => (ring, ...rest) => {
    const timer = real((...all) => {
      timers.delete(timer);
      ring(...all);
    }, ...rest);
    timers.add(timer);
    return timer;
  });
  wrap(globalThis, "clearTimeout", (real) => (timer) => {
    timers.delete(timer);
    return real(timer);
  });
  for (const method of ["create", "get"]) {
    wrap(CredentialsContainer.prototype, method, (real) => function (...all) {
      prompts += 1;
      const settling = real.apply(this, all);
      const settled = () => (prompts -= 1);
      settling.then(settled, settled);
      return settling;
    });
  }

  function wrap(target, method, make) {
    target[method] = make(target[method]);
  }

  globalThis.ledger = () => ({ listeners: listeners.size, timers: timers.size, prompts, references: app.references() });
}

/** What is open in the page, when all that was ready to happen has happened. */
export const ledger = (page) =>
  page.evaluate(async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise((next) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          next();
        };
        port2.postMessage(null);
      });
    }
    return globalThis.ledger();
  });
