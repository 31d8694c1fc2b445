// A soak: thousands of mixed calls, a tenth of their requests broken. Nothing is lost, nobody is signed out, nothing grows.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { useHouse } from "./house.mjs";

const CALLS = Number(process.env.IBEX_SOAK_CALLS ?? 10_000);
const ROUNDS = 20;
const WORKERS = 20;
/** Of the requests to user data; a round has more requests than calls, for what failed is sent again. */
const SHARE = 0.15;

/** Bytes of a page of WebAssembly's memory. */
const PAGE = 65_536;

const house = useHouse();

const REFUSALS = [429, 502, 503, 504].flatMap((status) => [
  { kind: "status", status },
  { kind: "status", status, retryAfter: 0 },
]);
const FAULTS = [
  ...REFUSALS,
  { kind: "status", status: 401 },
  { kind: "status", status: 500 },
  { kind: "status", status: 429, retryAfter: 1, retryAfterForm: "date" },
  { kind: "status", status: 503, retryAfter: 60 },
  { kind: "dropBefore" },
  { kind: "dropAfter" },
  { kind: "truncatedBody" },
  { kind: "truncatedJson" },
  { kind: "malformedJson" },
  { kind: "html" },
  { kind: "latency", delay: 20 },
  { kind: "latency", answerDelay: 20 },
];
/** Those that spend no refresh token: the loss of one may rightly end the session. */
const HARMLESS = [...REFUSALS, { kind: "dropBefore" }, { kind: "latency", delay: 20 }];

/** Repeatable randomness (mulberry32). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs in the page: workers with a key each, who check what they read against what they wrote. */
function round({ calls, workers, seed }) {
  const { ibex, model } = app;
  const counts = { set: 0, delete: 0, get: 0, request: 0, aborted: 0, refresh: 0, failed: 0, codes: {} };
  const wrong = [];
  let left = calls;

  async function attempt(name, call) {
    for (let turn = 0; ; turn += 1) {
      left -= 1;
      counts[name] += 1;
      try {
        return await call();
      } catch (error) {
        counts.failed += 1;
        counts.codes[error.code] = (counts.codes[error.code] ?? 0) + 1;
        // A damaged answer says nothing of the call; a second 401 is one that the faults made up.
        const again = error.retryable || ["invalid_response", "unauthorized"].includes(error.code);
        if (!again || turn > 50) throw error;
      }
    }
  }

  async function worker(index) {
    const key = `k${index}`;
    let state = seed + index;
    const draw = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    while (left > 0) {
      const choice = draw();
      if (choice < 0.4) {
        const value = `${index}.${draw()}`;
        await attempt("set", () => ibex.userData.set({ [key]: value, [`private.${key}`]: value }));
        model[key] = value;
      } else if (choice < 0.45) {
        await attempt("delete", () => ibex.userData.delete(key));
        delete model[key];
      } else if (choice < 0.8) {
        const data = await attempt("get", () => ibex.userData.get());
        if (data[key] !== model[key]) wrong.push(`${key} is ${data[key]} and not ${model[key]}`);
      } else if (choice < 0.92) {
        const path = `/v1.2/ibexsafe/userdata/external/${ibex.session.externalUserId}`;
        const data = await attempt("request", () => ibex.request("GET", path, { query: { worker: index } }));
        if (data[key] !== model[key]) wrong.push(`${key} is ${data[key]} and not ${model[key]}`);
      } else if (choice < 0.97) {
        const controller = new AbortController();
        const reading = ibex.userData.get({ signal: controller.signal });
        setTimeout(() => controller.abort(), draw() * 10);
        left -= 1;
        counts.aborted += 1;
        await reading.catch(({ code }) => (counts.codes[code] = (counts.codes[code] ?? 0) + 1));
      } else {
        await attempt("refresh", () => ibex.refresh());
      }
    }
  }

  return Promise.all(Array.from({ length: workers }, (_, index) => worker(index))).then(
    () => ({ counts, wrong, calls: calls - left }),
    ({ code, message }) => ({ counts, wrong: [...wrong, `${code}: ${message}`], calls: calls - left }),
  );
}

test(`${CALLS} mixed calls, a tenth of their requests broken`, { timeout: 600_000 }, async (t) => {
  const { page, app } = await house.app(t, { timeout: 5000 });
  const { sandbox } = house;
  await page.evaluate(() => (app.model = {}));
  const random = dice(20261121);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const total = { calls: 0, requests: 0, broken: 0, renewals: 0, replays: 0, codes: {} };
  const memory = [];

  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const calls = Math.ceil(CALLS / ROUNDS);
    const rules = [];
    for (let at = 0; at < calls; at += 1) {
      if (random() < SHARE) rules.push({ path: "/v1*/ibexsafe/*", skip: at, fault: pick(FAULTS) });
    }
    rules.push({ path: "/v1*/auth/refresh", skip: turn % 2, fault: pick(HARMLESS) });
    await sandbox.repair();
    await sandbox.clearJournal();
    await sandbox.breakNext(rules);
    // The tokens that there are run out; so it goes on every round.
    await sandbox.advanceClock(3601);
    const { counts, wrong, calls: made } = await page.evaluate(round, { calls, workers: WORKERS, seed: turn * 1000 });
    assert.deepEqual(wrong, [], `round ${turn}`);
    const journal = await sandbox.requests();
    total.calls += made;
    total.requests += journal.length;
    total.broken += journal.filter(({ fault }) => fault).length;
    total.renewals += journal.filter(({ path, status }) => path.endsWith("/auth/refresh") && status === 200).length;
    total.replays += journal.filter(({ status, fault }) => status === 401 && !fault).length;
    for (const [code, count] of Object.entries(counts.codes)) total.codes[code] = (total.codes[code] ?? 0) + count;
    memory.push(await app.memory());
  }

  await sandbox.repair();
  const model = await page.evaluate(() => app.model);
  assert.deepEqual(await app.call("ibex.userData.get()"), { value: model }, "no write was lost, and none came back");
  assert.ok(!(await app.sessions()).includes(null), "nobody was signed out");
  assert.deepEqual(await app.unhandled(), [], "no rejection was left unhandled");
  assert.ok(total.calls >= CALLS);
  assert.ok(total.renewals >= ROUNDS && total.replays >= ROUNDS, "tokens ran out in every round");
  assert.ok(total.broken >= total.requests / 10, `${total.broken} of ${total.requests} requests were broken`);
  // A busier moment than all before may cost a page; what every call leaves behind costs more.
  const warm = memory[Math.floor(ROUNDS / 4)];
  assert.ok(memory.at(-1) - warm <= PAGE, `the memory grew after warm-up: ${memory}`);
  t.diagnostic(JSON.stringify({ ...total, memory: [memory[0], warm, memory.at(-1)] }));
});
