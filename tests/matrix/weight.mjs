// What an app weighs, and what it must and must not carry.

import { strict as assert } from "node:assert";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Of files `[{ name, bytes }]`: the bytes of JavaScript, raw and after gzip, and of wasm. */
export function weigh(files) {
  const of = (extension) => files.filter(({ name }) => name.endsWith(extension)).map(({ bytes }) => bytes);
  const sum = (all, size) => all.reduce((total, bytes) => total + size(bytes), 0);
  const [scripts, modules] = [of(".js"), of(".wasm")];
  return { raw: sum(scripts, raw), gzip: sum(scripts, gzip), wasm: sum(modules, raw), modules: modules.length };
}

const raw = (bytes) => bytes.length;
const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;

/** All that a bundler wrote. */
export async function emitted(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const names = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(name) })));
}

/** The slim entry has the module as one file, every other has none. */
export function assertModules(entry, { modules }) {
  assert.equal(modules, entry.startsWith("slim") ? 1 : 0, `${modules} wasm files`);
}

/** What a bundle has of the package. The limits can fail: an app with a client is far bigger than one without. */
export function assertBundle(entry, files) {
  const { raw, ...weight } = weigh(files);
  assertModules(entry, weight);
  if (entry.startsWith("slim")) assert.ok(raw < 50_000, `${raw} bytes of JavaScript beside the wasm`);
  else if (entry !== "no-client") assert.ok(raw > 50_000, `only ${raw} bytes of JavaScript`);
  else {
    assert.ok(raw < 3_000, `${raw} bytes of JavaScript without a client`);
    for (const { name, bytes } of files) assert.doesNotMatch(String(bytes), /[\w+/]{200}/, `${name} holds data`);
  }
}
