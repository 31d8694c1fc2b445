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
