// The whole story as a user lives it, by keyboard: from the first passkey to a refresh token that is worth nothing any more.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { useHouse } from "./house.mjs";

const house = useHouse();

test("a user signs up, keeps data, verifies an address, signs out and in again, and an old refresh token is refused", async (t) => {
  const { page, demo, complaints } = await house.visit(t);
  const { sandbox } = house;
  const refreshTokens = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/auth/refresh")) refreshTokens.push(request.postDataJSON().refresh_token);
  });

  // Sign up: type, Tab, type, Enter.
  await page.getByLabel("User name").focus();
  await page.keyboard.type("jane.doe@foo.domain");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Jane Doe");
  await page.keyboard.press("Enter");
  await demo.says("Passkey", "Passkey created.");
  const session = demo.region("Session");
  assert.match(await session.textContent(), /rpId\s*localhost/);
  assert.match(await session.textContent(), /Safe on chain \d+0x[0-9a-fA-F]{40}/);
  assert.match(await session.getByRole("timer").textContent(), /^in (1 h|59 min)/);

  // A string, a number, a boolean, and a key that is only ever written.
  await demo.addRow("firstName", "string", "Jane");
  await demo.addRow("age", "number", "34");
  await demo.addRow("vip", "boolean", "true");
  await demo.addRow("private.apiKey", "string", "s3cret-value");
  await demo.save("4 changes saved.");
  assert.ok(await demo.userData.getByText("write-only, stored").isVisible());

  await demo.button("Delete firstName").focus();
  await page.keyboard.press("Enter");
  assert.ok(await demo.button("Keep firstName").evaluate((node) => node === document.activeElement));
  await demo.save("1 change saved.");
  await demo.button("Reload").focus();
  await page.keyboard.press("Enter");
  await demo.says("User data", "2 keys read.");
  assert.equal(await demo.value("age").inputValue(), "34");
  assert.equal(await demo.value("vip").inputValue(), "true");
  assert.equal(await demo.value("firstName").count(), 0);
  assert.equal((await page.content()).includes("s3cret-value"), false);

  // Verify an address with the code from the mailbox beside it.
  await page.getByLabel("E-mail address").focus();
  await page.keyboard.type("jane.doe@foo.domain");
  await page.keyboard.press("Enter");
  const useCode = page.getByRole("button", { name: /^Use code/ });
  await useCode.focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Newsletter").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await demo.says("E-mail verification", "The address is confirmed");
  await demo.says("User data", "5 keys read.");
  assert.equal(await demo.value("email").inputValue(), "jane.doe@foo.domain");
  assert.equal(await demo.value("optin.newsletter").inputValue(), "true");
  assert.equal(await demo.value("optin.walletAlerts").inputValue(), "true");

  // Sign out: nothing of the user is left, and the focus is where one goes on.
  const userId = await session.getByRole("definition").first().textContent();
  await demo.button("Sign out").focus();
  await page.keyboard.press("Enter");
  await demo.says("Session", "You are signed out");
  const left = await page.locator("main").evaluate((main) => main.textContent + [...main.querySelectorAll("input")].map((field) => field.value).join());
  for (const trace of [userId, "jane.doe@foo.domain", "private.apiKey", "optin.newsletter"]) assert.equal(left.includes(trace), false, trace);
  assert.ok(await demo.button("Sign in with a passkey").evaluate((node) => node === document.activeElement));

  // Sign in, with the data in the same answer.
  await sandbox.clearJournal();
  await page.getByLabel("Include user data").focus();
  await page.keyboard.press("Enter");
  await demo.says("Passkey", "your user data came along");
  assert.equal(await demo.value("email").inputValue(), "jane.doe@foo.domain");
  assert.equal((await sandbox.journal()).some(({ path }) => path.includes("userdata")), false);

  await demo.button("Refresh now").focus();
  await page.keyboard.press("Enter");
  await demo.says("Session", "The session is renewed.");
  assert.equal(refreshTokens.length, 1);
  const replay = await fetch(`${sandbox.url}/v1.2/auth/refresh`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: sandbox.url },
    body: JSON.stringify({ refresh_token: refreshTokens[0] }),
  });
  assert.equal(replay.status, 401);
  assert.deepEqual(complaints, []);
});
