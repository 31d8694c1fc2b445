// The React recipe of the package's README, copied as it stands into an app under StrictMode.

import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../sandbox.mjs";
import { LIMIT, VERSIONS, bundle, useReactHouse } from "./page.mjs";

const house = useReactHouse();

const API = "https://passkeys-productionv2.ibex.fi";
const [, recipe] = readFileSync(join(ROOT, "pkg", "README.md"), "utf8").split("### React\n")[1].split("```");

/** The recipe, mounted. */
const mounted = (url) => `${recipe.replace("tsx\n", "").replace(API, url)}
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
createRoot(document.querySelector("main")).render(<StrictMode><App /></StrictMode>);`;

for (const version of VERSIONS) {
  test(`React ${version}: the README's app signs up by its button and in by what the browser fills in`, LIMIT, async (t) => {
    const { page, authenticator, complaints } = await house.open(t);
    const { url } = house.sandbox;
    const script = await bundle(undefined, version, { stdin: { contents: mounted(url), loader: "tsx", resolveDir: ROOT } });
    await page.route("**/app.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }));
    const body = '<!doctype html><title>App</title><main></main><script type="module" src="/app.js"></script>';
    await page.route("**/app", (route) => route.fulfill({ contentType: "text/html", body }));
    await page.goto(`${url}/app`);

    await page.getByRole("button", { name: "Create a passkey" }).click();
    const save = page.getByRole("button", { name: "Save" });
    await save.waitFor();
    await authenticator.setPresent(false);
    await page.reload();
    await page.getByLabel("Account").waitFor();
    assert.equal(await save.count(), 0);
    await authenticator.replace();
    await save.waitFor();
    assert.deepEqual(complaints, []);
  });
}
