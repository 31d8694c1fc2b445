// A thousand ceremonies that are started and taken back, at every moment of theirs: none hangs, nothing grows, the next one signs in.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { useHouse } from "./house.mjs";
import { keepLedger, ledger } from "./ledger.mjs";

const house = useHouse();

const CEREMONIES = 1_000;
const BATCH = 100;

const CALLS = ["ibex.signIn({ signal })", "ibex.signIn({ mediation: 'conditional', signal })", "ibex.signUp({ userName: 'john', signal })"];

/** Runs in the page: starts so many and takes each back; resolves with how often each code came. */
async function play({ times, calls }) {
  const starts = calls.map((call) => (0, eval)(`(ibex, signal) => ${call}`));
  const soon = () => new Promise((next) => setTimeout(next));
  const moments = [async () => {}, soon, () => app.reached.challenge, () => app.reached.prompt];
  const outcomes = [];
  for (let i = 0; i < times; i += 1) {
    const ending = new AbortController();
    app.reach();
    const outcome = app.outcome(starts[i % starts.length](app.ibex, ending.signal));
    await moments[i % moments.length]();
    // Half of them are still there when the next one begins: it takes an explicit one away, and makes autofill wait.
    if (Math.floor(i / 12) % 2) ending.abort();
    else setTimeout(() => ending.abort());
    outcomes.push(outcome);
  }
  const codes = (await Promise.all(outcomes)).map(({ code = "signed in" }) => code);
  return codes.reduce((counts, code) => ({ ...counts, [code]: (counts[code] ?? 0) + 1 }), {});
}

/** Runs in the page: `app.reached` resolves when the next ceremony asks for its challenge, and when it shows its prompt. */
function watchSteps() {
  const tell = {};
  app.reach = () => {
    app.reached = {};
    for (const step of ["challenge", "prompt"]) app.reached[step] = new Promise((reached) => (tell[step] = reached));
  };
  const watched = (real, step) => (...all) => {
    const answer = real(...all);
    tell[step]?.();
    return answer;
  };
  const { credentials } = navigator;
  globalThis.fetch = watched(fetch.bind(globalThis), "challenge");
  for (const method of ["create", "get"]) credentials[method] = watched(credentials[method].bind(credentials), "prompt");
}

test("a thousand ceremonies started and taken back leave nothing behind, and the next one signs in", { timeout: 240_000 }, async (t) => {
  const { page, app, authenticator } = await house.app(t, {}, keepLedger);
  await page.evaluate(watchSteps);
  await page.evaluate(() => app.ibex.signOut());
  await authenticator.setPresent(false);
  const readings = [];
  for (let played = 0; played < CEREMONIES; played += BATCH) {
    assert.deepEqual(await page.evaluate(play, { times: BATCH, calls: CALLS }), { aborted: BATCH });
    readings.push({ memory: await app.memory(), ...(await ledger(page)) });
  }
  t.diagnostic(`memory and ledger after each ${BATCH}: ${JSON.stringify(readings)}`);
  for (const reading of readings.slice(2)) assert.deepEqual(reading, readings[1]);
  // Chromium's virtual authenticator counts prompts that were taken away as failures, and locks.
  await authenticator.replace();
  const next = await app.call("ibex.signIn()");
  assert.ok(next.value, JSON.stringify(next));
  assert.deepEqual(await app.unhandled(), []);
});
