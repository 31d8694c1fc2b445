// The demo's panel: by keyboard, what has to be done first, and an address that is none.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { LIMIT } from "../empty.mjs";
import { useHouse } from "../house.mjs";
import { listen } from "../listen.mjs";

const house = useHouse();

test("the panel lists every finding, and takes little room before and after", LIMIT, async (t) => {
  const { page, demo } = await house.visit(t);
  const panel = demo.region("Diagnosis");
  assert.equal(await panel.getByRole("list").count(), 0);
  await demo.button("Diagnose").focus();
  await page.keyboard.press("Enter");
  await demo.says("Diagnosis", "Nothing is in the way of sign-up and sign-in.");
  assert.equal(await panel.getByRole("listitem").count(), 14);
  assert.match(await panel.getByRole("listitem").filter({ hasText: "rpId" }).textContent(), /^yes.*RP ID localhost/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await panel.getByRole("listitem").count(), 0);
  assert.match(await demo.region("Log").textContent(), /DiagnosisNothing is in the way/);
});

test("what is wrong with the API in the connection field comes first", LIMIT, async (t) => {
  const gone = await listen(() => {});
  await gone.stop();
  const { page, demo } = await house.visit(t);
  await page.getByLabel("Base URL of the API").fill(gone.url);
  await demo.button("Diagnose").click();
  await demo.says("Diagnosis", "Something is in the way of sign-up or sign-in.");
  assert.match(await demo.region("Diagnosis").getByRole("listitem").first().textContent(), /^noapi/);
});

test("an address that is none shows invalid_argument, and the last findings stay", LIMIT, async (t) => {
  const { page, demo } = await house.visit(t);
  await demo.button("Diagnose").click();
  await demo.says("Diagnosis", "Nothing is in the way");
  await page.getByLabel("Base URL of the API").fill("ftp://nowhere.example");
  await demo.button("Diagnose").click();
  assert.match(await demo.problem("Diagnosis", "invalid_argument"), /baseUrl/);
  assert.equal(await demo.region("Diagnosis").getByRole("listitem").count(), 14);
});

test("a page without WebAssembly has no client, and a diagnosis that says why", LIMIT, async (t) => {
  const { page } = await house.open(t);
  await page.route(`${house.sandbox.url}/`, async (route) => {
    const response = await route.fetch();
    const policy = response.headers()["content-security-policy"].replace(" 'wasm-unsafe-eval'", "");
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
  });
  await page.goto(house.sandbox.url);
  const region = (name) => page.getByRole("region", { name, exact: true });
  await region("Connection").getByRole("alert").filter({ hasText: "wasm_load_failed" }).waitFor();
  await page.getByRole("button", { name: "Diagnose" }).click();
  const wasm = region("Diagnosis").getByRole("listitem").first();
  await wasm.filter({ hasText: "'wasm-unsafe-eval'" }).waitFor();
});
