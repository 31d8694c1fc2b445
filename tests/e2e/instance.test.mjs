// The wasm fails: whoever waits is told, nothing of it goes on, nothing stays in its memory, and a new client works.
// The package is loaded as a page loads it, and broken from outside.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { LIMIT, hold, openEmpty, worksAgain } from "./empty.mjs";
import { useHouse } from "./house.mjs";
import { collectTokens } from "./tokens.mjs";

const house = useHouse();
const FAILED = { ibex: true, code: "internal", retryable: false, message: "the SDK's WebAssembly instance has failed; create a new client" };
const TRAPPED = { ...FAILED, cause: "RuntimeError: unreachable" };

/** How an instance lies there: whether its memory is nothing but zeros, and what has been called since the fault. */
const remains = (page, index = 0) =>
  page.evaluate((index) => {
    const { instances, entered, left, errors, rejections } = window.wasm;
    const bytes = new Uint8Array(window.exported(instances[index], WebAssembly.Memory).buffer);
    const table = window.exported(instances[index], WebAssembly.Table);
    const references = Array.from({ length: table.length }, (_, at) => table.get(at));
    return {
      zeros: bytes.every((byte) => byte === 0) && bytes.length > 65_536,
      references: references.filter((reference) => reference !== null).length,
      entered,
      left,
      errors: errors.map(String),
      rejections: rejections.map(String),
    };
  }, index);

test("a trap in a task ends the pending calls of every client with internal", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  await page.evaluate(async () => {
    window.clients = [await window.create(), await window.create()];
    await window.clients[0].signUp();
  });
  const held = await hold(page, /held|refresh|sign-up/);
  await page.evaluate(() => {
    const [one, other] = window.clients;
    window.calls = Promise.all([one.request("GET", "/held"), one.refresh(), other.signUp()].map(window.outcome));
  });
  await held.arrived(3);
  await page.evaluate(() => window.faults.unreachable());
  await held.release();
  assert.deepEqual(await page.evaluate(() => window.calls), [TRAPPED, TRAPPED, TRAPPED]);
  const { errors, rejections } = await remains(page);
  assert.deepEqual({ errors, rejections }, { errors: ["RuntimeError: unreachable"], rejections: [] });
  await page.unrouteAll();
  await worksAgain(page, { instances: 2 });
});

test("later calls of every kind are refused with internal, and what cannot fail is silent", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  const seen = await page.evaluate(async () => {
    const ibex = await window.create();
    const other = await window.create();
    await ibex.signUp();
    const off = ibex.on("session", () => {});
    window.faults.unreachable();
    const first = await window.outcome(other.signIn());
    const entered = window.wasm.entered;
    const refused = {
      signUp: ibex.signUp(),
      signIn: ibex.signIn(),
      refresh: ibex.refresh(),
      get: ibex.userData.get(),
      set: ibex.userData.set({ city: "Paris" }),
      delete: ibex.userData.delete("city"),
      validate: ibex.email.validate("jane.doe@foo.domain"),
      confirm: ibex.email.confirm({ email: "jane.doe@foo.domain", code: "123456" }),
      request: ibex.request("GET", "/v1.2/users/me"),
    };
    const refusals = {};
    for (const [name, call] of Object.entries(refused)) refusals[name] = await window.outcome(call);
    refusals.on = window.attempt(() => ibex.on("session", () => {}));
    const silent = { session: ibex.session, signOut: ibex.signOut(), off: off(), close: ibex.close(), again: ibex.close() };
    return { first, refusals, silent, entries: window.wasm.entered - entered };
  });
  assert.deepEqual(seen.first, TRAPPED);
  assert.equal(Object.keys(seen.refusals).length, 10);
  for (const [name, refusal] of Object.entries(seen.refusals)) assert.deepEqual(refusal, TRAPPED, name);
  assert.deepEqual(seen.silent, { session: null, signOut: undefined, off: undefined, close: undefined, again: undefined });
  assert.equal(seen.entries, 0);
});

test("a trap in a call that a listener makes ends the call that it hears of, and none of it goes on", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  const seen = await page.evaluate(async () => {
    const ibex = await window.create();
    const other = await window.create();
    const heard = {};
    ibex.on("session", () => {
      window.faults.unreachable();
      heard.session = other.session;
      heard.refresh = window.outcome(other.refresh());
      heard.trapped = window.wasm.fault === undefined;
      heard.signOut = ibex.signOut();
      heard.on = window.attempt(() => ibex.on("error", () => {}));
      heard.fresh = window.create();
      heard.left = window.wasm.left;
      heard.entered = window.wasm.entered;
    });
    const call = await window.outcome(ibex.signUp());
    const { left, entered } = window.wasm;
    const fresh = await heard.fresh;
    return { call, ...heard, refresh: await heard.refresh, fresh: fresh.session, goesOn: left - heard.left, entries: entered - heard.entered };
  });
  const { call, session, refresh, trapped, signOut, on, fresh, goesOn } = seen;
  assert.deepEqual({ call, refresh, on }, { call: TRAPPED, refresh: TRAPPED, on: TRAPPED });
  assert.deepEqual({ session, trapped, signOut, fresh, goesOn }, { session: null, trapped: true, signOut: undefined, fresh: null, goesOn: 0 });
  const { zeros, references, errors, rejections } = await remains(page);
  assert.deepEqual({ zeros, references, errors, rejections }, { zeros: true, references: 0, errors: ["RuntimeError: unreachable"], rejections: [] });
  await worksAgain(page, { instances: 2 });
});

test("a trap in a call without a promise is silent where nothing can fail, and internal where something can", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  const seen = await page.evaluate(async () => {
    const results = {};
    const broken = async (name, call) => {
      const ibex = await window.create();
      const off = ibex.on("session", () => {});
      window.faults.memory(window.wasm.instances.at(-1));
      const result = window.attempt(() => call(ibex, off));
      const later = await window.outcome(ibex.refresh());
      results[name] = { ...result, cause: undefined, later: later.code };
    };
    await broken("session", (ibex) => ibex.session);
    await broken("signOut", (ibex) => ibex.signOut());
    await broken("off", (ibex, off) => off());
    await broken("close", (ibex) => ibex.close());
    await broken("on", (ibex) => ibex.on("error", () => {}));
    const before = await window.create();
    window.faults.unreachable();
    const constructed = await window.outcome(window.sdk.createClient({ baseUrl: location.origin }));
    results.create = { ...constructed, cause: undefined, later: (await window.outcome(before.refresh())).code };
    return results;
  });
  const silent = { value: undefined, cause: undefined, later: "internal" };
  const refused = { ...FAILED, cause: undefined, later: "internal" };
  assert.deepEqual(seen, { session: { ...silent, value: null }, signOut: silent, off: silent, close: silent, on: refused, create: refused });
  await worksAgain(page, { instances: 7 });
});

for (const fault of ["exception", "recursion", "memory", "references"]) {
  test(`an instance that is broken in its ${fault} fails as a whole, and a new client works`, LIMIT, async (t) => {
    const { page } = await openEmpty(house, t);
    const seen = await page.evaluate(async (fault) => {
      const ibex = await window.create();
      await ibex.signUp();
      window.faults[fault](window.wasm.instances[0]);
      const { code, message } = await window.outcome(ibex.userData.get());
      return { code, message, session: ibex.session };
    }, fault);
    assert.deepEqual(seen, { code: "internal", message: FAILED.message, session: null });
    assert.equal((await remains(page)).zeros, true);
    await worksAgain(page, { instances: 2 });
  });
}

test("a page that calls from within calls until the stack is used up loses the instance as a whole", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  await hold(page, "**/held*");
  const seen = await page.evaluate(async () => {
    const ibex = await window.create();
    await ibex.signUp();
    const pending = window.outcome(ibex.request("GET", "/held"));
    // Where the stack ends in the page's own getter, the call is refused and the instance goes on. So it ends elsewhere the next time.
    for (let padding = 0; padding < 100 && ibex.session; padding += 1) {
      const dive = () => ibex.request("GET", "/held", options).catch(() => {});
      const options = {
        get query() {
          dive.apply(undefined, Array(padding));
          return {};
        },
      };
      dive();
    }
    return { pending: await pending, session: ibex.session };
  });
  assert.deepEqual(seen, { pending: { ...FAILED, cause: "RangeError: Maximum call stack size exceeded" }, session: null });
  const { zeros, references } = await remains(page);
  assert.deepEqual({ zeros, references }, { zeros: true, references: 0 });
  await page.unrouteAll();
  await worksAgain(page, { instances: 2 });
});

test("nothing is left in the memory of an instance that has failed, and no token", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  const network = collectTokens(page);
  await page.evaluate(async () => {
    window.ibex = await window.create();
    await window.ibex.signUp();
    // It may have grown since the glue last looked.
    const memory = window.exported(window.wasm.instances[0], WebAssembly.Memory);
    const end = memory.buffer.byteLength;
    memory.grow(2);
    new Uint8Array(memory.buffer, end).fill(1);
  });
  await network.settled();
  const found = () =>
    page.evaluate((tokens) => {
      const text = new TextDecoder("latin1").decode(window.exported(window.wasm.instances[0], WebAssembly.Memory).buffer);
      return tokens.some((token) => text.includes(token));
    }, [...network.tokens]);
  assert.equal(await found(), true, "the session's tokens were there");
  await page.evaluate(() => {
    window.faults.unreachable();
    return window.outcome(window.ibex.refresh());
  });
  assert.equal(await found(), false);
  const { zeros, references } = await remains(page);
  assert.deepEqual({ zeros, references }, { zeros: true, references: 0 });
});

test("a text that the page hands over while the instance fails does not stay in its memory", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  const seen = await page.evaluate(async () => {
    const ibex = await window.create();
    await ibex.signUp();
    // The answer's headers are read out of the wasm, which has the text written into its memory.
    Headers.prototype.get = () => {
      window.faults.unreachable();
      return ibex.session ?? "handed over";
    };
    const { code } = await window.outcome(ibex.request("GET", "/v1.2/nowhere"));
    return { code, session: ibex.session };
  });
  assert.deepEqual(seen, { code: "internal", session: null });
  assert.equal((await remains(page)).zeros, true);
});

test("what arrives after the end does nothing: timers, answers, events of the page, signals, finalizers", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t, (page) => page.clock.install());
  const held = await hold(page, "**/held*");
  await page.evaluate(async () => {
    window.ibex = await window.create();
    await window.ibex.signUp();
    window.controller = new AbortController();
    const { signal } = window.controller;
    window.calls = Promise.all(["/held1", "/held2"].map((path) => window.outcome(window.ibex.request("GET", path, { signal }))));
  });
  await held.arrived(2);
  const before = await page.evaluate(async () => {
    window.faults.unreachable();
    await window.outcome(window.ibex.refresh());
    return window.wasm.entered;
  });
  assert.ok(await page.evaluate(() => window.wasm.finalizers.size > 0));
  assert.deepEqual(await page.evaluate(() => window.calls), [TRAPPED, TRAPPED]);

  const answered = page.waitForResponse("**/held1");
  await held.release();
  await (await answered).finished();
  await page.clock.fastForward("02:00:00");
  await page.evaluate(() => {
    document.dispatchEvent(new Event("visibilitychange"));
    for (const type of ["online", "pageshow"]) dispatchEvent(new Event(type));
    window.controller.abort();
    for (const finalize of window.wasm.finalizers.values()) finalize();
  });
  const { zeros, entered, errors, rejections } = await remains(page);
  assert.deepEqual(
    { zeros, entries: entered - before, errors, rejections },
    { zeros: true, entries: 0, errors: ["RuntimeError: unreachable"], rejections: [] },
  );
});

test("nothing is kept of calls that are over, however they ended", LIMIT, async (t) => {
  const { page } = await openEmpty(house, t);
  const held = await hold(page, "**/held");
  await page.evaluate(async () => {
    window.ibex = await window.create();
    await window.ibex.signUp();
    const before = window.wasm.sets.filter((set) => set.size > 0).length;
    const ended = Array.from({ length: 20 }, (_, index) => [window.ibex.userData.get(), window.ibex.userData.set({ "": index })]);
    await Promise.all(ended.flat().map(window.outcome));
    window.pending = () => window.wasm.sets.filter((set) => set.size > 0).length - before;
    window.call = window.outcome(window.ibex.request("GET", "/held"));
  });
  await held.arrived(1);
  assert.equal(await page.evaluate(() => window.pending()), 1);
  await held.release();
  assert.equal(await page.evaluate(() => window.call.then(window.pending)), 0);
});
