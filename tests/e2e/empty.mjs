// An empty page with the package imported as it is published, and the wasm watched from outside.

import { strict as assert } from "node:assert";
import { defineFaults, watchWasm } from "./breakage.mjs";

/** What waits for ever is a failure, too. */
export const LIMIT = { timeout: 60_000 };

/** A page of the sandbox's site, with the package imported as `sdk` and nothing called yet. */
export async function openEmpty(house, t, prepare = async () => {}, entry = "index.js") {
  const visit = await house.open(t);
  const { page } = visit;
  await prepare(page);
  await page.addInitScript(watchWasm);
  await page.addInitScript(defineFaults);
  await page.route("**/empty", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Empty</title>" }));
  await page.goto(`${house.sandbox.url}/empty`);
  await page.evaluate(async (entry) => {
    window.sdk = await import(`/pkg/${entry}`);
    window.create = (options) => window.sdk.createClient({ baseUrl: location.origin, ...options });
    const refusal = (error) => {
      const { code, retryable, message, cause } = error;
      return { ibex: window.sdk.isIbexError(error), code, retryable, message, cause: String(cause) };
    };
    window.outcome = (promise) => promise.then((value) => ({ value }), refusal);
    window.attempt = (call) => {
      try {
        return { value: call() };
      } catch (error) {
        return refusal(error);
      }
    };
    window.exported = (instance, Type) => Object.values(instance.exports).find((member) => member instanceof Type);
  }, entry);
  return visit;
}

/** Keeps requests waiting: `arrived(n)` resolves when n have come, `release(body)` answers the first of them. */
export async function hold(page, pattern) {
  const routes = [];
  let tell = () => {};
  await page.route(pattern, (route) => {
    routes.push(route);
    tell();
  });
  return {
    async arrived(count) {
      while (routes.length < count) await new Promise((resolve) => (tell = resolve));
    },
    release: () => routes.shift().fulfill({ json: {} }),
  };
}

/** A new client of the page does what clients do. */
export const worksAgain = async (page, { instances }) => {
  const seen = await page.evaluate(async () => {
    const ibex = await window.create();
    const { externalUserId } = await ibex.signUp({ userName: "jane.doe@foo.domain" });
    await ibex.userData.set({ city: "Paris" });
    return { data: await ibex.userData.get(), same: ibex.session.externalUserId === externalUserId, compiled: window.wasm.compiled, instances: window.wasm.instances.length };
  });
  assert.deepEqual(seen, { data: { city: "Paris" }, same: true, compiled: 1, instances });
};
