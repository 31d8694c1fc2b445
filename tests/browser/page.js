// JavaScript's side of the tests.
//
// NOTE: one file, though it is four things. The test runner's server (tiny_http 0.12) hands out four connections; where a
// page asks for more modules at once than that, one may wait for ever, and the page with it.

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

// The servers beside the page, found by the notes that `cargo xtask browser` leaves in target/.
// Tests put something else in the place of `fetch`; this is the page's own.

const real = globalThis.fetch.bind(globalThis);
const known = {};

async function find(note) {
  const response = await real(`/target/${note}-url`, { cache: "no-store" });
  if (!response.ok) throw new Error(`target/${note}-url is not there: the servers are started by cargo xtask browser`);
  return (await response.text()).trim().replace(/\/$/, "");
}

export async function address(note) {
  return (known[note] ??= find(note));
}

/** One request of the control API of a server; fails where it is refused. */
export async function ask(note, method, path, body) {
  const json = body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await real((await address(note)) + path, { method, cache: "no-store", ...json });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

// A `fetch` that remembers what left and what came, and that answers in place of the API where a test wants it to.

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

let seen = [];
let rules = [];

export function wire(real) {
  seen = [];
  rules = [];
  return async (input, init) => {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    const url = new URL(request.url);
    const record = {
      method: request.method,
      path: url.pathname.replace(ID, ":id"),
      query: url.search,
      origin: url.origin,
      headers: Object.fromEntries(request.headers),
      redirect: request.redirect,
      credentials: request.credentials,
      cache: request.cache,
      body: request.clone().text(),
    };
    seen.push(record);
    const rule = rules.find((rule) => rule.times > 0 && rule.method === record.method && record.path.includes(rule.path));
    if (rule) rule.times -= 1;
    const response = await (rule ? rule.act(request, real) : real(request));
    // Read as a whole: a copy would be cut off when the client, which has what it wants, lets its request go.
    // What cannot be read is handed on as it is.
    const { status, headers } = response;
    const broken = response.clone();
    const text = await response.text().catch(() => undefined);
    Object.assign(record, { status, answer: text });
    if (text === undefined) return broken;
    return new Response([204, 205, 304].includes(status) ? null : text, { status, headers });
  };
}

/** The next `times` requests whose path contains `path` are answered by `act(request, real)`. The newest rule wins. */
export function rule(method, path, times, act) {
  rules.unshift({ method, path, times, act });
}

/** Methods and paths of what left, in order; ids are written `:id`. */
export const sent = () => seen.map(({ method, path }) => `${method} ${path}`);

/** All that left and came, with its texts. */
export async function traffic() {
  const whole = async (record) => ({ ...record, body: await record.body });
  return Promise.all(seen.map(whole));
}

// Everything that a page can reach from a value, and everything that it keeps, as texts.

/** All texts below `root`: members with and without names, getters, prototypes, what its methods are made of. */
export function reachable(root) {
  const texts = [];
  const seen = new Set();
  const left = [root];
  while (left.length) {
    const value = left.pop();
    if (typeof value === "string") texts.push(value);
    if (typeof value === "symbol") texts.push(String(value));
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      left.push(key);
      const { get, set, value: held } = Object.getOwnPropertyDescriptor(value, key);
      left.push(get, set, held);
      try {
        left.push(value[key]);
      } catch {
        // Some of the language's own getters throw outside their objects; they hold no text.
      }
    }
    left.push(Object.getPrototypeOf(value));
    if (typeof value[Symbol.iterator] === "function" && (value instanceof Map || value instanceof Set)) left.push(...value);
  }
  return texts;
}

/** What the page keeps beyond this visit. */
export function kept() {
  const all = (storage) => Object.entries(storage).flat();
  return [...all(localStorage), ...all(sessionStorage), document.cookie, document.documentElement.outerHTML, location.href];
}

/** Which of the secrets are in the texts, by their names. */
export function found(secrets, texts) {
  return Object.keys(secrets).filter((name) => texts.some((text) => text.includes(secrets[name])));
}

/**
 * Which of the secrets lie in a memory, as UTF-8, by their names. Their ends will do: an allocator writes its own notes
 * over the beginning of what was freed, and the tokens of one user begin alike.
 */
export function inMemory(secrets, memory) {
  const latin1 = (bytes) => new TextDecoder("latin1").decode(bytes);
  const text = latin1(new Uint8Array(memory.buffer));
  const end = (secret) => latin1(new TextEncoder().encode(secret).slice(-20));
  return Object.keys(secrets).filter((name) => text.includes(end(secrets[name])));
}
