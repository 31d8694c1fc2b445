// What calls leave behind in the module: nothing, whatever becomes of them.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { useHouse } from "./house.mjs";

const house = useHouse();

const CALLS = {
  "a read": "ibex.userData.get()",
  "a read that is ended": "(() => { const ending = new AbortController(); setTimeout(() => ending.abort(), 3); return ibex.userData.get({ signal: ending.signal }); })()",
  "a write": "ibex.userData.set({ a: i })",
  "a write of nothing": "ibex.userData.set({})",
  "a deletion": "ibex.userData.delete('a')",
  "a request": "ibex.request('GET', `/v1.2/ibexsafe/userdata/external/${ibex.session.externalUserId}`, { query: { i } })",
  "a request that is refused": "ibex.request('POST', '/v1.2/nowhere', { body: { i } })",
  "an argument that is unusable": "ibex.userData.set({ a: [] })",
  "a renewal": "ibex.refresh()",
  "a look at the session": "ibex.session",
  "a listener that comes and goes": "ibex.on('session', () => {})()",
};

const FAULTS = [{ kind: "status", status: 500 }, { kind: "dropBefore" }, { kind: "truncatedBody" }, { kind: "malformedJson" }, { kind: "html" }, { kind: "json", value: 7 }];

/** After these a read is sent again. */
const REFUSALS = [{ kind: "status", status: 503, retryAfter: 0 }, { kind: "dropBefore" }];

/** Runs in the page: makes the calls ten at a time; resolves with how many references the module then holds. */
async function make({ source, times }) {
  const call = (0, eval)(`async (ibex, i) => ${source}`);
  for (let i = 0; i < times; i += 10) await Promise.allSettled(Array.from({ length: 10 }, (_, j) => call(app.ibex, i + j)));
  // What ends with a call ends in its last tasks.
  await new Promise((next) => setTimeout(next));
  return app.references();
}

test("hundreds of calls of each kind leave no reference behind", { timeout: 120_000 }, async (t) => {
  const { page } = await house.app(t);
  for (const [name, source] of Object.entries(CALLS)) {
    const before = await page.evaluate(make, { source, times: 20 });
    assert.equal(await page.evaluate(make, { source, times: 200 }), before, name);
  }
});

test("hundreds of answers that are broken leave no reference behind", { timeout: 120_000 }, async (t) => {
  const { page } = await house.app(t);
  for (const fault of FAULTS) {
    await house.sandbox.repair();
    await house.sandbox.breakNext({ path: "/v1*/ibexsafe/*", times: 10_000, fault });
    const before = await page.evaluate(make, { source: CALLS["a write"], times: 20 });
    assert.equal(await page.evaluate(make, { source: CALLS["a write"], times: 200 }), before, fault.kind);
  }
});

test("reads that are sent again leave no reference behind", { timeout: 120_000 }, async (t) => {
  const { page } = await house.app(t);
  for (const fault of REFUSALS) {
    await house.sandbox.repair();
    await house.sandbox.breakNext({ method: "GET", times: 10_000, fault });
    const before = await page.evaluate(make, { source: CALLS["a request"], times: 20 });
    assert.equal(await page.evaluate(make, { source: CALLS["a request"], times: 40 }), before, fault.kind);
  }
});
