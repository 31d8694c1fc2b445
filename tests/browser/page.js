// What tests change of the page, and how it is put back.
let undo = [];
// Tests turn the page's clock.
const now = performance.now.bind(performance);

/** Puts another value in the place of a member until `restore`. */
export function replace(target, name, value) {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
  undo.push(() => (own ? Object.defineProperty(target, name, own) : delete target[name]));
}

/** Puts `act(argument, real)` in the place of a method; `real` is what was there. */
export function intercept(target, name, act) {
  const real = target[name].bind(target);
  replace(target, name, (argument) => act(argument, real));
}

/** Calls `heard` with each event of the window until `restore`. */
export function listen(type, heard) {
  window.addEventListener(type, heard);
  undo.push(() => window.removeEventListener(type, heard));
}

/** Everything as it was, and an empty `test`, which is where tests keep what both languages need. */
export function restore() {
  for (const step of undo.reverse()) step();
  undo = [];
  globalThis.test = {};
}

/** Lets the page go on until the condition holds. */
export async function until(condition, source) {
  const deadline = now() + 10_000;
  while (!condition()) {
    if (now() > deadline) throw new Error(`this never came true: ${source}`);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** JSON with sorted keys, so that equal values have equal texts. */
export function canonical(value) {
  const sorted = (_, inner) =>
    inner === null || typeof inner !== "object" || Array.isArray(inner)
      ? inner
      : Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(value, sorted) ?? "undefined";
}
