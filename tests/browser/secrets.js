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

/** Which of the secrets lie in a memory, by their names. */
export function inMemory(secrets, memory) {
  const bytes = new Uint8Array(memory.buffer);
  const text = new TextDecoder("latin1").decode(bytes);
  return Object.keys(secrets).filter((name) => text.includes(secrets[name]));
}
