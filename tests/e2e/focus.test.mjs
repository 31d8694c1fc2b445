// A page in the background: Chromium refuses to make a passkey there, and the prompt comes with the focus.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { useHouse } from "./house.mjs";

const house = useHouse();

test("a sign-up from behind another page goes on when its page comes to the front", async (t) => {
  const { page, app } = await house.app(t);
  await app.call("ibex.signOut()");
  await page.evaluate(() => {
    const { credentials } = navigator;
    const real = credentials.create.bind(credentials);
    app.prompts = [];
    credentials.create = (options) => {
      const shown = real(options);
      app.prompts.push(shown.then(() => "made", ({ name }) => name));
      return shown;
    };
  });
  // Playwright gives the focus to every page; this one is to lose it.
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Emulation.setFocusEmulationEnabled", { enabled: false });
  const other = await page.context().newPage();
  await other.goto("about:blank");
  await other.bringToFront();
  assert.equal(await page.evaluate(() => document.hasFocus()), false);

  await page.evaluate(() => {
    app.signingUp = app.outcome(app.ibex.signUp({ userName: "john" }));
  });
  await page.waitForFunction(() => app.prompts.length === 1);
  assert.equal(await page.evaluate(() => app.prompts[0]), "NotAllowedError");
  assert.equal(await page.evaluate(() => Promise.race([app.signingUp.then(() => "over"), new Promise((go) => setTimeout(go, 0, "waiting"))])), "waiting");

  await page.bringToFront();
  const { value } = await page.evaluate(() => app.signingUp);
  assert.ok(value.externalUserId);
  assert.deepEqual(await page.evaluate(() => Promise.all(app.prompts)), ["NotAllowedError", "made"]);
});
