// No bundler: pages whose modules are served from node_modules as they are, and programs that import them from there.

import { strict as assert } from "node:assert";
import { run } from "./program.mjs";
import { serveFiles } from "./site.mjs";
import { assertFlow, version, visit } from "./visit.mjs";
import { assertModules, weigh } from "./weight.mjs";

/** The page names the package by an import map. */
export const importMap = (at) => opened(at, at.entry, (url) => assertFlow(at, url));

/** The page runs under the strictest policy that WebAssembly allows. */
export function strict(at) {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `connect-src 'self' ${at.sandbox.url}`,
    "require-trusted-types-for 'script'",
  ];
  const headers = { "content-security-policy": policy.join("; ") };
  return opened(at, `strict-${at.entry}`, (url) => assertFlow(at, url, assertStrict), headers);
}

/** A worker makes a client, but only a page can show the prompt of a passkey. */
export function worker(at) {
  return opened(at, `worker-${at.entry}`, async (url) => {
    const { outcome, loaded } = await visit(at, url);
    assert.deepEqual(outcome, { version, session: null, ibex: true, code: "passkey_not_supported" });
    return loaded;
  });
}

/** `command(entry)` fails by its exit code. */
export const program = (command) => async ({ entry, folder, timed }) => {
  await timed("run", () => run(command(entry), folder));
};

async function opened({ entry, folder, timed }, path, look, headers) {
  const site = await serveFiles(folder, headers);
  try {
    const weight = weigh(await timed("visit", () => look(`${site.url}/${path}/`)));
    assertModules(entry, weight);
    return weight;
  } finally {
    await site.stop();
  }
}

/** The browser does hold the page to the policy. */
async function assertStrict(page) {
  const refused = await page.evaluate(async () => {
    const outcome = (attempt) => attempt().then(() => "allowed", ({ name }) => name);
    return {
      script: await outcome(() => import("data:text/javascript,")),
      request: await outcome(() => fetch("data:,")),
      html: await outcome(async () => (document.body.innerHTML = "<p>")),
    };
  });
  assert.deepEqual(refused, { script: "TypeError", request: "TypeError", html: "TypeError" });
}
