// The wasm is loaded: once per page, whatever the server calls it, and again where it failed.

import { strict as assert } from "node:assert";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { LIMIT, openEmpty, worksAgain } from "./empty.mjs";
import { useHouse } from "./house.mjs";
import { ROOT } from "./sandbox.mjs";

const house = useHouse();
const isWasm = (url) => url.pathname.endsWith(".wasm");

test("twenty clients at once load and compile one module and make one instance", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  const loads = [];
  page.on("request", (request) => isWasm(new URL(request.url())) && loads.push(request));
  const seen = await page.evaluate(async () => {
    const before = { compiled: window.wasm.compiled, instances: window.wasm.instances.length };
    const clients = await Promise.all(Array.from({ length: 20 }, window.create));
    return { before, different: new Set(clients).size, compiled: window.wasm.compiled, instances: window.wasm.instances.length };
  });
  assert.deepEqual(seen, { before: { compiled: 0, instances: 0 }, different: 20, compiled: 1, instances: 1 });
  assert.equal(loads.length, 1);
});

test("a load that failed can be tried again, and then works", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  const whole = await readFile(join(ROOT, "pkg", "wasm", "ibex_wallet_sdk_bg.wasm"));
  const answers = [
    [{ status: 404, contentType: "application/wasm", body: whole }, /404/],
    [{ status: 200, contentType: "text/html", body: "<!doctype html><p>Hello</p>" }, /CompileError/],
    [{ status: 200, contentType: "application/wasm", body: "<!doctype html><p>Hello</p>" }, /CompileError/],
    [{ status: 200, contentType: "application/wasm", body: whole.subarray(0, whole.length / 2) }, /CompileError/],
    [undefined, /TypeError/],
  ];
  for (const [answer, reason] of answers) {
    await page.route(isWasm, (route) => (answer ? route.fulfill(answer) : route.abort()));
    const [one, other] = await page.evaluate(() => Promise.all([window.outcome(window.create()), window.outcome(window.create())]));
    assert.deepEqual(one, other);
    const { cause, ...refusal } = one;
    assert.deepEqual(refusal, { ibex: true, code: "wasm_load_failed", retryable: true, message: "the wasm module could not be loaded; see the cause" });
    assert.match(cause, reason);
    await page.unroute(isWasm);
  }
  const seen = await page.evaluate(async () => {
    const ibex = await window.create();
    await ibex.signUp();
    return { signedIn: ibex.session !== null, instances: window.wasm.instances.length, caches: window.wasm.caches };
  });
  const reloads = answers.map(() => "reload");
  assert.deepEqual(seen, { signedIn: true, instances: 1, caches: ["default", ...reloads] });
});

test("a module that the server takes for something else loads all the same", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  await page.route(isWasm, async (route) => route.fulfill({ response: await route.fetch(), contentType: "application/octet-stream" }));
  await worksAgain(page, { instances: 1 });
});

test("outside a browser the package is imported without effect, and a client is refused by name", LIMIT, async () => {
  const before = Reflect.ownKeys(globalThis);
  const sdk = await import("../../pkg/index.js");
  assert.deepEqual(Reflect.ownKeys(globalThis), before);
  assert.match(sdk.version, /^\d+\.\d+\.\d+/);
  await assert.rejects(sdk.createClient({ baseUrl: "https://api.example" }), (error) => {
    assert.ok(sdk.isIbexError(error));
    assert.equal(error.code, "wasm_load_failed");
    return true;
  });
});
