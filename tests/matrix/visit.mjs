// One page of an app, opened as a user opens it, and what it must have come to.

import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { openPage } from "../e2e/browser.mjs";
import { ROOT } from "../e2e/sandbox.mjs";

/** Of the package. */
export const { version } = JSON.parse(await readFile(join(ROOT, "pkg", "package.json"), "utf8"));

// A development server may compile first what a page asks for.
const READY_WITHIN = 60_000;

/** Opens `url` and resolves with what the app shows, and the scripts and wasm that it loaded, `[{ name, bytes }]`. */
export async function visit({ browser, sandbox }, url, look = async () => {}) {
  const { page, complaints, console, close } = await openPage(browser);
  page.setDefaultTimeout(READY_WITHIN);
  const city = randomUUID();
  const answers = [];
  page.on("response", (response) => answers.push(response));
  const crashed = new Promise((_, reject) => page.on("pageerror", reject));
  crashed.catch(() => {});
  try {
    await page.goto(`${url}?${new URLSearchParams({ api: sandbox.url, city })}`);
    const shown = page.locator("output:not(:empty)").textContent();
    const outcome = JSON.parse(await Promise.race([shown, crashed]));
    assert.deepEqual(complaints, [], "the page complained");
    const known = [new URL(url).origin, sandbox.url, "null"]; // a data: URL has no origin
    const foreign = answers.filter((answer) => !known.includes(new URL(answer.url()).origin));
    assert.deepEqual(foreign.map((answer) => answer.url()), [], "the page asked somebody else");
    const loaded = await filesOf(answers);
    await look(page);
    return { outcome, city, loaded };
  } catch (error) {
    const text = await page.locator("body").innerText({ timeout: 1_000 }).catch(() => "");
    throw new Error([error.message, text, ...console, ...complaints].join("\n"), { cause: error });
  } finally {
    await close();
  }
}

function filesOf(answers) {
  const files = answers.map((answer) => ({ name: new URL(answer.url()).pathname, answer }));
  const wanted = files.filter(({ name }) => [".js", ".wasm"].includes(extname(name)));
  return Promise.all(wanted.map(async ({ name, answer }) => ({ name, bytes: await answer.body() })));
}

/** The app did all of `app/flow.js`, with the package's version and the value that it was given. */
export async function assertFlow(at, url, look) {
  const { outcome, city, loaded } = await visit(at, url, look);
  assert.deepEqual(outcome, { version, city, refusal: "invalid_argument" });
  return loaded;
}

/** The app that makes no client knows the version and an error that is not the SDK's. */
export async function assertNoClient(at, url) {
  const { outcome, loaded } = await visit(at, url);
  assert.deepEqual(outcome, { version, foreign: false });
  return loaded;
}
