// Tokens that run out on the server: renewed once without a word, or the end of the session, said once.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { useHouse } from "./house.mjs";

const house = useHouse();
const inShort = ({ method, path, status }) => `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, ":id")} ${status}`;

test("a refused refresh token ends the session with session_expired, said once", async (t) => {
  const { page, demo } = await house.visit(t);
  await demo.signUp();
  await demo.addRow("city", "string", "Paris");
  await demo.save("1 change saved.");
  await house.sandbox.advanceClock(2 * 86_400);
  await demo.button("Reload").focus();
  await page.keyboard.press("Enter");
  assert.match(await demo.problem("Session", "session_expired"), /Sign in again/);
  assert.equal(await page.getByRole("alert").filter({ hasText: "session_expired" }).count(), 1);
  assert.equal(await page.getByRole("log").getByText("gone").count(), 1);
  assert.ok(await demo.region("Session").getByText("Nobody is signed in.").isVisible());
  assert.equal(await demo.value("city").count(), 0);
  assert.ok(await demo.region("Session").getByRole("alert").evaluate((node) => node === document.activeElement));
  await demo.signIn({ includeUserdata: true });
  assert.equal(await page.getByRole("alert").filter({ hasText: "session_expired" }).count(), 0);
  assert.equal(await demo.value("city").inputValue(), "Paris");
});

test("a refresh by hand with a refused token ends the session too", async (t) => {
  const { demo } = await house.visit(t);
  await demo.signUp();
  await house.sandbox.advanceClock(2 * 86_400);
  await demo.button("Refresh now").click();
  await demo.problem("Session", "session_expired");
});

test("an expired access token costs one refresh and one replay, and the user sees data", async (t) => {
  const { demo } = await house.visit(t);
  await demo.signUp();
  await demo.addRow("city", "string", "Paris");
  await demo.save("1 change saved.");
  await house.sandbox.advanceClock(3601);
  await house.sandbox.clearJournal();
  await demo.button("Reload").click();
  await demo.says("User data", "1 key read.");
  assert.deepEqual((await house.sandbox.journal()).map(inShort), [
    "GET /v1.2/ibexsafe/userdata/external/:id 401",
    "POST /v1.2/auth/refresh 200",
    "GET /v1.2/ibexsafe/userdata/external/:id 200",
  ]);
});
