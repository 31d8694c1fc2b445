// Time that does not pass as it should: the user's clock is moved, the page is frozen, the machine sleeps.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { useHouse } from "./house.mjs";

const house = useHouse();
const DAY = 86_400_000;
/** Seconds: longer than an access token lives, shorter than a refresh token does. */
const LONG = 2 * 3600;

async function asked() {
  const entries = await house.sandbox.requests();
  return entries.map(({ method, path, status }) => `${method} ${path.split("/").slice(2, 4).join("/")} ${status}`);
}

const READ = "GET ibexsafe/userdata";
const RENEWED = "POST auth/refresh 200";

for (const [name, by] of [
  ["a day ahead", DAY],
  ["a day back", -DAY],
]) {
  test(`with the user's clock set ${name} the next calls work, with one refresh when the token is over`, async (t) => {
    const { page, app } = await house.app(t);
    await house.sandbox.clearJournal();
    await page.evaluate((by) => {
      const real = Date.now;
      Date.now = () => real() + by;
    }, by);
    assert.deepEqual(await app.call("ibex.userData.get()"), { value: {} });
    assert.deepEqual(await asked(), [`${READ} 204`], "the token is as good as before");
    await house.sandbox.advanceClock(LONG);
    assert.deepEqual(await app.call("ibex.userData.get()"), { value: {} });
    assert.deepEqual((await asked()).slice(1), [`${READ} 401`, RENEWED, `${READ} 204`]);
    assert.deepEqual(await app.call("ibex.userData.get()"), { value: {} });
    assert.deepEqual((await asked()).slice(4), [`${READ} 204`], "no second refresh");
    assert.ok(!(await app.sessions()).includes(null));
  });
}

/** Stops the page as a browser does with one in the background, or a machine that sleeps: no task runs, its clock stands still. */
async function freeze(page) {
  await page.evaluate(() => {
    app.ticks = 0;
    setInterval(() => (app.ticks += 1), 1);
  });
  const ticks = () => page.evaluate(() => app.ticks);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setVirtualTimePolicy", { policy: "pause" });
  const before = await ticks();
  return async function thaw() {
    assert.equal(await ticks(), before, "no task of the page has run");
    await cdp.send("Emulation.setVirtualTimePolicy", { policy: "pauseIfNetworkFetchesPending" });
  };
}

test("a page frozen for longer than the token lives goes on with one refresh", async (t) => {
  const { page, app } = await house.app(t);
  await house.sandbox.clearJournal();
  const thaw = await freeze(page);
  await house.sandbox.advanceClock(LONG);
  await thaw();
  // The page's own clock stood still: it takes the token for good until it is refused.
  assert.deepEqual(await app.call("ibex.userData.get()"), { value: {} });
  assert.deepEqual(await asked(), [`${READ} 401`, RENEWED, `${READ} 204`]);
});

test("a page whose clock went on while it was frozen renews first, once, and in time for who waits", async (t) => {
  const { page, app } = await house.app(t);
  await house.sandbox.clearJournal();
  const thaw = await freeze(page);
  await house.sandbox.advanceClock(LONG);
  await thaw();
  await page.evaluate((ms) => {
    const real = performance.now.bind(performance);
    performance.now = () => real() + ms;
    // What the browser says to a page that it shows again.
    dispatchEvent(new Event("pageshow"));
    document.dispatchEvent(new Event("visibilitychange"));
    dispatchEvent(new Event("online"));
  }, LONG * 1000);
  assert.deepEqual(await app.call("Promise.all([ibex.userData.get(), ibex.userData.get()])"), { value: [{}, {}] });
  assert.deepEqual(await asked(), [RENEWED, `${READ} 204`]);
});

test("a server whose clock jumps back costs nobody the session", async (t) => {
  const { app } = await house.app(t);
  await house.sandbox.advanceClock(-LONG);
  assert.deepEqual(await app.call("ibex.userData.get()"), { value: {} });
  assert.equal((await app.call("ibex.refresh()")).name, undefined);
  await house.sandbox.advanceClock(2 * LONG);
  assert.deepEqual(await app.call("ibex.userData.get()"), { value: {} });
  assert.ok(!(await app.sessions()).includes(null));
});
