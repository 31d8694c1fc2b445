// An app of Next's app router: a server component imports the package, and a client component of the same page uses it.

import { strict as assert } from "node:assert";
import { assertQuiet } from "./bundled.mjs";
import { run, serve } from "./program.mjs";
import { assertFlow, version } from "./visit.mjs";
import { assertModules, weigh } from "./weight.mjs";

const on = (mode) => (port) => ["next", mode, "--port", port, "--hostname", "localhost"];

/** `command` builds. One build has the pages of all entries. */
export function nextBuilt(command) {
  let building;
  return async (at) => {
    building ??= at.timed("build", () => run(command, at.folder));
    const said = await building;
    return opened(at, on("start"), said);
  };
}

/** The development server. */
export async function nextServed(at) {
  await opened(at, on("dev"));
}

async function opened({ entry, folder, timed, ...at }, commandOn, before = "") {
  const server = await timed("start", () => serve(commandOn, folder));
  const said = () => before + server.said();
  try {
    const url = entry === "default" ? `${server.url}/` : `${server.url}/${entry}`;
    return await timed("visit", async () => {
      const rendered = await (await fetch(url)).text();
      assert.ok(rendered.includes(`<p>${version}</p>`), `the server rendered\n${rendered}`);
      const weight = weigh(await assertFlow(at, url));
      assertModules(entry, weight);
      assertQuiet(said());
      return weight;
    });
  } catch (error) {
    throw new Error(`${error.message}\n${said()}`, { cause: error });
  } finally {
    await server.stop();
  }
}
