// Autofill (`signIn({ mediation: "conditional" })`) in a real browser: how long it lasts, what it leaves behind.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { LIMIT } from "./empty.mjs";
import { useHouse } from "./house.mjs";
import { keepLedger, ledger } from "./ledger.mjs";

/** Seconds that a challenge lives. */
const LIFE = 2;
const house = useHouse("--challenge-ttl", String(LIFE));

/** An app whose user has a passkey and is signed out, and an authenticator that waits for a touch. */
async function signedOut(t) {
  const visit = await house.app(t, {}, keepLedger);
  await visit.page.evaluate(() => {
    app.ibex.signOut();
    app.mediations = [];
    const real = navigator.credentials.get.bind(navigator.credentials);
    navigator.credentials.get = (options) => {
      app.mediations.push(options.mediation);
      return real(options);
    };
    app.prompted = async (times) => {
      while (app.mediations.length < times) await new Promise((next) => setTimeout(next));
    };
  });
  await visit.authenticator.setPresent(false);
  await house.sandbox.clearJournal();
  return visit;
}

const arm = (page, options = {}) =>
  page.evaluate((options) => {
    const ending = new AbortController();
    Object.assign(app, { ending, offered: app.outcome(app.ibex.signIn({ mediation: "conditional", signal: ending.signal, ...options })) });
  }, options);

/** How often each request was sent, with its status. */
async function journal() {
  const counts = {};
  for (const { method, path, status } of await house.sandbox.requests()) {
    const line = `${method} ${path} ${status}`;
    counts[line] = (counts[line] ?? 0) + 1;
  }
  return counts;
}

async function asked(times) {
  while (((await journal())["GET /v1.2/auth/sign-in 200"] ?? 0) < times) await new Promise((next) => setTimeout(next, 50));
}

test("an offer that was left for three lives of a challenge signs in at the first try", LIMIT, async (t) => {
  const { page, authenticator, app } = await signedOut(t);
  const began = Date.now();
  await arm(page);
  while (Date.now() - began < 3 * LIFE * 1000) await asked((Object.values(await journal())[0] ?? 0) + 1);
  const renewed = (await journal())["GET /v1.2/auth/sign-in 200"];
  assert.ok(renewed >= 4, `asked ${renewed} times`);
  await authenticator.replace();
  const { value, code } = await page.evaluate(() => app.offered);
  assert.equal(code, undefined);
  assert.ok(value.externalUserId);
  assert.equal((await journal())["POST /v1.2/auth/sign-in 200"], 1);
  assert.deepEqual(Object.keys(await journal()).sort(), ["GET /v1.2/auth/sign-in 200", "POST /v1.2/auth/sign-in 200"]);
  assert.deepEqual(await app.errors(), []);
});

test("nothing is left behind by an offer that was ended, wherever it was", LIMIT, async (t) => {
  const { page } = await signedOut(t);
  await arm(page);
  await asked(1);
  await page.evaluate(() => app.ending.abort());
  await page.evaluate(() => app.offered);
  const before = await ledger(page);
  for (const renewals of [0, 1, 2, 3]) {
    await house.sandbox.clearJournal();
    await arm(page);
    if (renewals) await asked(renewals);
    assert.notDeepEqual(await ledger(page), before, "the ledger sees what is there");
    await page.evaluate(() => app.ending.abort());
    assert.equal((await page.evaluate(() => app.offered)).code, "aborted");
    assert.deepEqual(await ledger(page), before, `after ${renewals} challenges`);
  }
});

test("an attempt that the API refuses is told, and the next one signs in", LIMIT, async (t) => {
  const { page, authenticator, app } = await signedOut(t);
  await house.sandbox.breakNext({ method: "POST", path: "/v1.2/auth/sign-in", times: 1, fault: { kind: "status", status: 401 } });
  await authenticator.setPresent(true);
  await arm(page);
  assert.ok((await page.evaluate(() => app.offered)).value);
  assert.deepEqual(await app.errors(), ["unauthorized"]);
  const { "POST /v1.2/auth/sign-in 401": refused, "POST /v1.2/auth/sign-in 200": accepted } = await journal();
  assert.deepEqual([refused, accepted], [1, 1]);
});

test("a user who is not recognised can try again, and no error is told", LIMIT, async (t) => {
  const { page, authenticator, app } = await signedOut(t);
  await authenticator.setRecognised(false);
  await authenticator.setPresent(true);
  await arm(page);
  await asked(2);
  await authenticator.replace();
  assert.ok((await page.evaluate(() => app.offered)).value);
  assert.deepEqual(await app.errors(), []);
});

test("an explicit sign-in that is taken back borrows the browser, one that signs in ends the offer", LIMIT, async (t) => {
  const { page, authenticator } = await signedOut(t);
  await arm(page);
  await asked(1);
  const taken = await page.evaluate(async () => {
    const ending = new AbortController();
    const explicit = app.outcome(app.ibex.signIn({ signal: ending.signal }));
    await app.prompted(2);
    ending.abort();
    return explicit;
  });
  assert.equal(taken.code, "aborted");
  await page.evaluate(() => app.prompted(3));
  assert.deepEqual(await page.evaluate(() => app.mediations), ["conditional", undefined, "conditional"]);
  await authenticator.setPresent(true);
  const [explicit, offered] = await page.evaluate(() => Promise.all([app.outcome(app.ibex.signIn()), app.offered]));
  assert.ok(explicit.value);
  assert.equal(offered.code, "aborted");
  assert.equal((await ledger(page)).prompts, 0);
});

test("an offer goes on where there is no passkey, or none that the authenticator finds by itself", LIMIT, async (t) => {
  for (const options of [{}, { hasResidentKey: false }]) {
    const { page, authenticator, app } = await signedOut(t);
    await authenticator.forget(options);
    await arm(page);
    await asked(3);
    assert.deepEqual(await app.errors(), []);
    await page.evaluate(() => app.ending.abort());
    assert.equal((await page.evaluate(() => app.offered)).code, "aborted");
  }
});

test("of several passkeys one signs in", LIMIT, async (t) => {
  const { page, authenticator } = await signedOut(t);
  await authenticator.setPresent(true);
  await page.evaluate(() => app.ibex.signUp({ userName: "john" }));
  await page.evaluate(() => app.ibex.signOut());
  assert.equal((await authenticator.credentials()).length, 2);
  await arm(page);
  assert.ok((await page.evaluate(() => app.offered)).value);
});

test("a newer offer takes the place of the older, and close ends it", LIMIT, async (t) => {
  const { page } = await signedOut(t);
  await arm(page);
  await asked(1);
  await page.evaluate(() => {
    app.older = app.offered;
  });
  await arm(page);
  assert.equal((await page.evaluate(() => app.older)).code, "aborted");
  await asked(2);
  await page.evaluate(() => app.ibex.close());
  assert.equal((await page.evaluate(() => app.offered)).code, "client_closed");
  const { prompts, timers } = await ledger(page);
  assert.deepEqual({ prompts, timers }, { prompts: 0, timers: 0 });
});

test("where the browser offers no passkeys, it says so and sends nothing", LIMIT, async (t) => {
  const { page } = await signedOut(t);
  for (const available of ["async () => false", "undefined", "() => { throw new Error('broken'); }", "async () => { throw new Error('broken'); }"]) {
    await page.evaluate((source) => {
      PublicKeyCredential.isConditionalMediationAvailable = (0, eval)(`(${source})`);
    }, available);
    await arm(page);
    assert.equal((await page.evaluate(() => app.offered)).code, "passkey_not_supported", available);
  }
  assert.deepEqual(await journal(), {});
});
