// The wasm is loaded by both entries: at the first createClient, once per page, and again where it failed.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { LIMIT, openEmpty, worksAgain } from "./empty.mjs";
import { useHouse } from "./house.mjs";

const house = useHouse();
const DOES_NOT_RUN =
  "the wasm module does not run here: the page's Content-Security-Policy has to allow 'wasm-unsafe-eval', or the browser is too old; see the cause";

for (const entry of ["index.js", "slim.js"]) {
  test(`twenty clients at once load and compile one module and make one instance: ${entry}`, LIMIT, async (t) => {
    const { page } = await openEmpty(house, t, undefined, entry);
    const loads = [];
    page.on("request", (request) => loads.push(new URL(request.url()).pathname));
    const seen = await page.evaluate(async () => {
      const before = { compiled: window.wasm.compiled, instances: window.wasm.instances.length };
      const clients = await Promise.all(Array.from({ length: 20 }, () => window.create()));
      const { compiled, streamed, instances } = window.wasm;
      return { before, different: new Set(clients).size, compiled, streamed, instances: instances.length };
    });
    const streamed = entry === "slim.js" ? 1 : 0; // compiled while it loads
    assert.deepEqual(seen, { before: { compiled: 0, instances: 0 }, different: 20, compiled: 1, streamed, instances: 1 });
    assert.deepEqual(loads, entry === "slim.js" ? ["/pkg/wasm/ibex.wasm"] : []);
  });

  test(`a page whose policy forbids wasm is told which word is missing: ${entry}`, LIMIT, async (t) => {
    const { page } = await openEmpty(house, t, undefined, entry);
    await page.evaluate(() => {
      // What engines throw then; the matrix has a page with a real policy.
      const refuse = async () => {
        throw new WebAssembly.CompileError("violates the Content Security Policy");
      };
      window.allowed = { compile: WebAssembly.compile, compileStreaming: WebAssembly.compileStreaming };
      Object.assign(WebAssembly, { compile: refuse, compileStreaming: refuse });
    });
    const refusal = await page.evaluate(() => window.outcome(window.create()));
    assert.deepEqual({ ...refusal, message: undefined }, {
      ibex: true,
      code: "wasm_load_failed",
      retryable: false,
      message: undefined,
      cause: "CompileError: violates the Content Security Policy",
    });
    assert.match(refusal.message, /'wasm-unsafe-eval'/);
    await page.evaluate(() => Object.assign(WebAssembly, window.allowed));
    await worksAgain(page, { instances: 1 });
  });

  test(`a browser without WebAssembly is told so by name: ${entry}`, LIMIT, async (t) => {
    const { page } = await openEmpty(house, t, undefined, entry);
    const refusal = await page.evaluate(() => {
      delete window.WebAssembly;
      return window.outcome(window.create());
    });
    assert.deepEqual([refusal.ibex, refusal.code], [true, "wasm_load_failed"]);
    assert.match(refusal.cause, /ReferenceError: WebAssembly/);
  });

  test(`an instance that fails while it starts is told, and the next createClient tries again: ${entry}`, LIMIT, async (t) => {
    const { page } = await openEmpty(house, t, undefined, entry);
    const seen = await page.evaluate(async () => {
      // The next call out of the wasm fails, and so does the one after that, and so on.
      window.wasm.fault = function fail() {
        window.wasm.fault = fail;
        throw new Error("of the page");
      };
      const refusals = await Promise.all([window.outcome(window.create()), window.outcome(window.create())]);
      window.wasm.fault = undefined;
      const { compiled, instances, errors, rejections } = window.wasm;
      window.wasm.compiled = 0;
      return { refusals, compiled, instances: instances.length, errors: errors.map(String), rejections };
    });
    const refusal = { ibex: true, code: "wasm_load_failed", retryable: false, message: DOES_NOT_RUN, cause: "Error: of the page" };
    assert.deepEqual(seen, { refusals: [refusal, refusal], compiled: 1, instances: 1, errors: [], rejections: [] });
    await worksAgain(page, { instances: 2 });
  });

  test(`outside a browser the package is imported without effect, and a client is refused by name: ${entry}`, LIMIT, async () => {
    const before = Reflect.ownKeys(globalThis);
    const sdk = await import(`../../pkg/${entry}`);
    assert.deepEqual(Reflect.ownKeys(globalThis), before);
    assert.match(sdk.version, /^\d+\.\d+\.\d+/);
    const refuses = () =>
      assert.rejects(sdk.createClient({ baseUrl: "https://api.example" }), (error) => {
        assert.ok(sdk.isIbexError(error));
        assert.deepEqual([error.code, error.retryable], ["passkey_not_supported", false]);
        assert.equal("cause" in error, false);
        return true;
      });
    await refuses();
    // Cloudflare's runtime calls its global scope what a browser's worker does, and is a server all the same.
    globalThis.WorkerGlobalScope = class {};
    await refuses().finally(() => delete globalThis.WorkerGlobalScope);
  });
}

test("a module that could not be inflated can be tried again, and then works", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  const refusals = await page.evaluate(async () => {
    const { DecompressionStream } = window;
    window.DecompressionStream = function () {
      throw new TypeError("deflate-raw is not known");
    };
    const refusals = await Promise.all([window.outcome(window.create()), window.outcome(window.create())]);
    Object.assign(window, { DecompressionStream });
    return refusals;
  });
  const refusal = { ibex: true, code: "wasm_load_failed", retryable: false, message: DOES_NOT_RUN, cause: "TypeError: deflate-raw is not known" };
  assert.deepEqual(refusals, [refusal, refusal]);
  await worksAgain(page, { instances: 1 });
});

test("the default entry needs no newer way to read base64", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t, (page) => page.addInitScript(() => delete Uint8Array.fromBase64));
  await worksAgain(page, { instances: 1 });
});
