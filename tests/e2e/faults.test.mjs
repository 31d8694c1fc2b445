// Faults of the network and the server, over real HTTP: what is sent again, what never, and what the caller is told.

import { strict as assert } from "node:assert";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { useHouse } from "./house.mjs";

const house = useHouse();
const REFRESH = "/v1.2/auth/refresh";
const USERDATA = "/v1.2/ibexsafe/userdata";

const drop = { kind: "dropBefore" };
const lost = { kind: "dropAfter" };
const status = (status, more) => ({ kind: "status", status, ...more });

/** What came in for a method and a path that begins so. */
async function arrived(method, path) {
  return (await house.sandbox.requests()).filter((entry) => entry.method === method && entry.path.startsWith(path));
}

test("a write that failed was sent once, and may be made again", async (t) => {
  const { app } = await house.app(t);
  const faults = [drop, lost, ...[500, 502, 503, 504].map((number) => status(number, { retryAfter: 0 })), { kind: "truncatedBody" }];
  for (const [turn, fault] of faults.entries()) {
    await house.sandbox.clearJournal();
    await house.sandbox.breakNext({ method: "POST", path: USERDATA, fault });
    const failed = await app.call(`ibex.userData.set({ turn: ${turn} })`);
    assert.equal(failed.code, fault.status ? "server_error" : "network", fault.kind);
    assert.equal(failed.retryable, true);
    assert.equal((await arrived("POST", USERDATA)).length, 1, JSON.stringify(fault));
    assert.deepEqual(await app.call(`ibex.userData.set({ turn: ${turn} })`), { value: undefined });
    assert.deepEqual(await app.call("ibex.userData.get()"), { value: { turn } });
  }
});

test("a write that was told to come later comes later, once", async (t) => {
  const { app } = await house.app(t);
  await house.sandbox.clearJournal();
  const later = { method: "POST", path: USERDATA, times: 2, fault: status(429, { retryAfter: 1 }) };
  await house.sandbox.breakNext({ ...later, times: 1 });
  assert.deepEqual(await app.call("ibex.userData.set({ a: 1 })"), { value: undefined });
  await house.sandbox.breakNext(later);
  const failed = await app.call("ibex.userData.set({ a: 2 })");
  assert.deepEqual([failed.code, failed.status, failed.retryable, failed.retryAfter], ["rate_limited", 429, true, 1]);
  const times = (await arrived("POST", USERDATA)).map(({ at }) => Date.parse(at));
  assert.equal(times.length, 4);
  // By a clock of whole seconds.
  for (const [first, second] of [times.slice(0, 2), times.slice(2)]) assert.ok(second - first >= 1000, `${second - first} ms`);
});

test("a read is sent three times at most, and when it was told to", async (t) => {
  const { app } = await house.app(t);
  await app.call("ibex.userData.set({ a: 1 })");
  for (const fault of [drop, lost, status(429), status(502), status(503), status(504), { kind: "truncatedBody" }]) {
    await house.sandbox.clearJournal();
    await house.sandbox.breakNext({ method: "GET", times: 2, fault });
    assert.deepEqual(await app.call("ibex.userData.get()"), { value: { a: 1 } });
    assert.equal((await arrived("GET", USERDATA)).length, 3, JSON.stringify(fault));
    await house.sandbox.breakNext({ method: "GET", times: 3, fault });
    assert.equal((await app.call("ibex.userData.get()")).retryable, true);
    assert.equal((await arrived("GET", USERDATA)).length, 6);
  }
  for (const retryAfterForm of ["seconds", "date"]) {
    await house.sandbox.clearJournal();
    await house.sandbox.breakNext({ method: "GET", times: 2, fault: status(503, { retryAfter: 1, retryAfterForm }) });
    assert.deepEqual(await app.call("ibex.userData.get()"), { value: { a: 1 } });
    const times = (await arrived("GET", USERDATA)).map(({ at }) => Date.parse(at));
    assert.equal(times.length, 3);
    assert.ok(times[1] - times[0] >= 1000 && times[2] - times[1] >= 1000, `${retryAfterForm}: ${times}`);
  }
});

test("a read that cannot succeed is not sent again", async (t) => {
  const { app } = await house.app(t);
  await app.call("ibex.userData.set({ a: 1 })");
  const invalid = ["html", "truncatedJson", "malformedJson"].map((kind) => [{ kind }, "invalid_response"]);
  const answers = [[status(403), "forbidden"], [status(404), "not_found"], [status(500), "server_error"], ...invalid];
  for (const [fault, code] of answers) {
    await house.sandbox.clearJournal();
    await house.sandbox.breakNext({ method: "GET", fault });
    const path = "`/v1.2/ibexsafe/userdata/external/${ibex.session.externalUserId}`";
    assert.equal((await app.call(`ibex.request("GET", ${path})`)).code, code);
    assert.equal((await arrived("GET", USERDATA)).length, 1, JSON.stringify(fault));
    await house.sandbox.repair();
  }
  await house.sandbox.clearJournal();
  await house.sandbox.breakNext({ method: "GET", fault: status(429, { retryAfter: 3600 }) });
  const failed = await app.call("ibex.userData.get()");
  assert.deepEqual([failed.code, failed.retryAfter], ["rate_limited", 3600]);
  assert.equal((await arrived("GET", USERDATA)).length, 1);
});

test("right JSON of a wrong type is read, and an answer that stalls is a timeout", async (t) => {
  const { app } = await house.app(t, { timeout: 3000 });
  await app.call("ibex.userData.set({ a: 1 })");
  await house.sandbox.breakNext({ method: "GET", fault: { kind: "wrongType" } });
  assert.deepEqual(await app.call("ibex.userData.get()"), { value: { a: 1 } });
  for (const fault of [{ kind: "stall" }, { kind: "latency", delay: 600_000 }]) {
    await house.sandbox.clearJournal();
    await house.sandbox.breakNext({ method: "GET", fault });
    const failed = await app.call("ibex.userData.get()");
    assert.deepEqual([failed.code, failed.retryable], ["timeout", true]);
    assert.deepEqual(await app.call("ibex.userData.get()"), { value: { a: 1 } });
  }
});

test("a renewal that got no answer keeps the session, and the next one succeeds", async (t) => {
  const { app } = await house.app(t);
  for (const fault of [drop, status(429), status(500), status(503, { retryAfter: 60 })]) {
    await house.sandbox.breakNext({ path: REFRESH, fault });
    const failed = await app.call("ibex.refresh()");
    assert.deepEqual([failed.name, failed.retryable], ["IbexError", true]);
    assert.equal((await app.call("ibex.refresh()")).name, undefined, JSON.stringify(fault));
  }
  assert.ok(!(await app.sessions()).includes(null));
});

test("a renewal whose answer was lost costs the session only when the API says so, once", async (t) => {
  const { app } = await house.app(t);
  await house.sandbox.breakNext({ path: REFRESH, fault: lost });
  const failed = await app.call("ibex.refresh()");
  assert.deepEqual([failed.code, failed.retryable], ["network", true]);
  assert.deepEqual(await app.call("ibex.userData.get()"), { value: {} }, "the access token is good");
  await house.sandbox.clearJournal();
  const codes = "[1, 2, 3].map(() => ibex.refresh().then(() => 'renewed', ({ code }) => code))";
  assert.deepEqual(await app.call(`Promise.all(${codes})`), { value: Array(3).fill("session_expired") });
  assert.equal((await arrived("POST", REFRESH)).length, 1);
  assert.equal((await app.call("ibex.userData.get()")).code, "not_signed_in");
  assert.equal((await app.sessions()).filter((session) => session === null).length, 1);
  assert.equal((await app.call("ibex.signIn()")).name, undefined);
});

test("a redirect to another origin is not followed: no token arrives there", async (t) => {
  const seen = [];
  const allow = { "access-control-allow-origin": "*", "access-control-allow-headers": "*, authorization, x-ibex-auth", "access-control-allow-methods": "*" };
  const other = createServer(({ method, headers }, answer) => {
    seen.push({ method, headers });
    answer.writeHead(200, { ...allow, "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  t.after(() => other.close());
  await once(other, "listening");
  const location = `http://127.0.0.1:${other.address().port}/elsewhere`;
  const { page, app } = await house.app(t, { authHeader: "both" });

  for (const number of [302, 307]) {
    for (const source of ["ibex.userData.get()", "ibex.userData.set({ a: 1 })", "ibex.refresh()", "ibex.signIn()"]) {
      await house.sandbox.breakNext({ times: 3, fault: { kind: "redirect", status: number, location } });
      assert.equal((await app.call(source)).code, "network", source);
      await house.sandbox.repair();
    }
  }
  assert.deepEqual(seen, []);

  // The other server would have seen the token of a client that follows.
  await house.sandbox.breakNext({ fault: { kind: "redirect", status: 307, location } });
  await page.evaluate((url) => fetch(`${url}/health`, { headers: { "x-ibex-auth": "Bearer x" } }), house.sandbox.url);
  assert.equal(seen.find(({ method }) => method === "GET").headers["x-ibex-auth"], "Bearer x");
});
