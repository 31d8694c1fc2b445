// An app as a bundler makes it: written to a folder that any host would serve, or by its development server.

import { strict as assert } from "node:assert";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { run, serve } from "./program.mjs";
import { serveFiles } from "./site.mjs";
import { assertFlow, assertNoClient } from "./visit.mjs";
import { assertBundle, emitted, weigh } from "./weight.mjs";

const WASM = join("node_modules", "ibex-wallet-sdk", "wasm", "ibex.wasm");

/** `command(entry)` writes to `<entry>/dist`. `copied(entry)` is what the author copies there: `{ name: from }`. */
export function built(command, copied = () => ({})) {
  return async ({ entry, folder, timed, ...at }) => {
    const out = join(folder, entry, "dist");
    const said = await timed("build", () => run(command(entry), folder));
    for (const [name, from] of Object.entries(copied(entry))) await copyFile(join(folder, from), join(out, name));
    const site = await serveFiles(out);
    try {
      assertQuiet(said);
      const files = await emitted(out);
      assertBundle(entry, files);
      await timed("visit", () => (entry === "no-client" ? assertNoClient : assertFlow)(at, `${site.url}/`));
      return weigh(files);
    } catch (error) {
      throw new Error(`${error.message}\n${said}`, { cause: error });
    } finally {
      await site.stop();
    }
  };
}

/** For a bundler that knows of no page: it is copied beside the bundle, and the wasm where the app asks for it there. */
export function besideBundle(entry) {
  const page = { "index.html": join(entry, "index.html") };
  return entry === "slim-wasm" ? { ...page, "ibex.wasm": WASM } : page;
}

/** `command(entry, port)` serves the app. */
export function served(command) {
  return async ({ entry, folder, timed, ...at }) => {
    const server = await timed("start", () => serve((port) => command(entry, port), folder));
    try {
      await timed("visit", () => assertFlow(at, `${server.url}/`));
      assertQuiet(server.said());
    } catch (error) {
      throw new Error(`${error.message}\n${server.said()}`, { cause: error });
    } finally {
      await server.stop();
    }
  };
}

/** A warning that comes of importing the package is a question that its user has to answer. */
export function assertQuiet(said) {
  assert.doesNotMatch(said, /warn/i);
}
