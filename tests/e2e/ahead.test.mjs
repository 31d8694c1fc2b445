// Challenges that are fetched ahead, so that a click reaches the passkey prompt while it still counts as one.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { LIMIT } from "./empty.mjs";
import { useHouse } from "./house.mjs";

const house = useHouse();

/** Milliseconds that the API takes for a challenge: longer than a click counts (five seconds in Chromium). */
const SLOW = 6_000;

/** An app with a button; a click of a user calls `onclick`, and each prompt notes whether that click still counts. */
async function withButton(t, onclick) {
  const visit = await house.app(t);
  await visit.page.evaluate((source) => {
    app.ibex.signOut();
    app.activations = [];
    for (const method of ["create", "get"]) {
      const real = navigator.credentials[method].bind(navigator.credentials);
      navigator.credentials[method] = (options) => {
        app.activations.push(navigator.userActivation.isActive);
        return real(options);
      };
    }
    const call = (0, eval)(`(ibex) => ${source}`);
    document.body.innerHTML = "<button>Go</button>";
    document.querySelector("button").onclick = () => {
      app.outcomes = (app.outcomes ?? []).concat(app.outcome(call(app.ibex)));
    };
  }, onclick);
  await house.sandbox.clearJournal();
  return {
    ...visit,
    /** A click, and what the call comes to. */
    async click() {
      await visit.page.getByRole("button").click();
      return visit.page.evaluate(() => app.outcomes.at(-1));
    },
    prepare: (source) => visit.page.evaluate((source) => app.outcome((0, eval)(`(ibex) => ${source}`)(app.ibex)), source),
    activations: () => visit.page.evaluate(() => app.activations),
    sent: async () => (await house.sandbox.requests()).map(({ method, path }) => `${method} ${path}`),
  };
}

const slow = (path) => house.sandbox.breakNext({ method: "GET", path, times: 10, fault: { kind: "latency", delay: SLOW } });

for (const [prepare, call, path] of [
  ["prepareSignIn()", "signIn()", "/v1.2/auth/sign-in"],
  ["prepareSignUp({ userName: 'john' })", "signUp({ userName: 'john' })", "/v1.2/auth/sign-up"],
]) {
  test(`the click survives a slow API: ${prepare}, ${call}`, LIMIT, async (t) => {
    const visit = await withButton(t, `ibex.${call}`);
    await slow(path);
    assert.equal((await visit.prepare(`ibex.${prepare}`)).code, undefined);
    assert.ok((await visit.click()).value);
    assert.deepEqual(await visit.sent(), [`GET ${path}`, `POST ${path}`]);
    assert.deepEqual(await visit.activations(), [true]);
  });
}

test("it survives an offer that is armed, too", LIMIT, async (t) => {
  const visit = await withButton(t, "ibex.signIn()");
  await visit.authenticator.setPresent(false);
  await visit.page.evaluate(() => {
    app.offered = app.outcome(app.ibex.signIn({ mediation: "conditional" }));
  });
  await visit.prepare("ibex.prepareSignIn()");
  await visit.authenticator.setPresent(true);
  assert.ok((await visit.click()).value);
  assert.equal((await visit.activations()).at(-1), true);
});

test("without it the click is lost", LIMIT, async (t) => {
  const visit = await withButton(t, "ibex.signIn()");
  await slow("/v1.2/auth/sign-in");
  assert.ok((await visit.click()).value);
  assert.deepEqual(await visit.activations(), [false]);
});

test("a prepared challenge that has become old is replaced, and the sign-in succeeds", LIMIT, async (t) => {
  const visit = await withButton(t, "ibex.signIn()");
  await visit.prepare("ibex.prepareSignIn()");
  await house.sandbox.advanceClock(61);
  await visit.page.evaluate(() => {
    const real = performance.now.bind(performance);
    performance.now = () => real() + 61_000;
  });
  assert.ok((await visit.click()).value);
  assert.deepEqual(await visit.sent(), ["GET /v1.2/auth/sign-in", "GET /v1.2/auth/sign-in", "POST /v1.2/auth/sign-in"]);
});

test("a sign-up under another name asks for its own challenge", LIMIT, async (t) => {
  const visit = await withButton(t, "ibex.signUp({ userName: 'jack' })");
  await visit.prepare("ibex.prepareSignUp({ userName: 'john' })");
  assert.ok((await visit.click()).value);
  assert.equal((await visit.sent()).length, 3);
  const names = (await visit.authenticator.credentials()).map(({ userName }) => userName);
  assert.ok(names.includes("jack") && !names.includes("john"), names.join());
});

test("what cannot be prepared says why, and the click asks for itself", LIMIT, async (t) => {
  const visit = await withButton(t, "ibex.signIn()");
  await house.sandbox.breakNext({ method: "GET", path: "/v1.2/auth/sign-in", times: 1, fault: { kind: "status", status: 500 } });
  assert.equal((await visit.prepare("ibex.prepareSignIn()")).code, "server_error");
  assert.ok((await visit.click()).value);
});
