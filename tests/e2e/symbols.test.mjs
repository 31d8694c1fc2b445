// What an error report holds: the stack of a defect as the browser tells it, which the symbols of the build make readable.

import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { LIMIT, openEmpty } from "./empty.mjs";
import { useHouse } from "./house.mjs";
import { ROOT } from "./sandbox.mjs";

const house = useHouse();

for (const entry of ["index.js", "slim.js"]) {
  test(`the stack of a defect gets Rust's names, by ${entry}`, LIMIT, async (t) => {
    const { page } = await openEmpty(house, t, undefined, entry);
    const stack = await page.evaluate(async () => {
      const ibex = await window.create();
      window.faults.exception();
      return ibex.signUp().catch((error) => error.cause.stack);
    });
    assert.match(stack, /wasm-function\[\d+\]/);
    assert.doesNotMatch(stack, /ibex_wallet_sdk/); // what is shipped has no names
    const named = execFileSync("cargo", ["xtask", "symbolicate"], { cwd: ROOT, input: stack, encoding: "utf8" });
    assert.match(named, /^Error: of the page\n/);
    assert.match(named, /<ibex_wallet_sdk::web::client::IbexClient>::sign_up/);
  });
}
