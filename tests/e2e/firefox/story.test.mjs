// The whole story as a user of Firefox lives it, by keyboard.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { Key } from "selenium-webdriver";
import { useHouse } from "./house.mjs";

const house = useHouse();

test("a user signs up, keeps data, verifies an address, signs out and in again", async (t) => {
  const { driver, demo, authenticator } = await house.visit(t);

  await (await demo.field("User name")).sendKeys("jane.doe@foo.domain", Key.TAB);
  await demo.press("Jane Doe", Key.ENTER);
  await demo.says("Passkey", "Passkey created.");
  assert.match(await demo.text("Session"), /rpId\s*localhost/);
  assert.equal((await authenticator.credentials()).length, 1);

  await demo.addRow("firstName", "string", "Jane");
  await demo.addRow("age", "number", "34");
  await demo.addRow("vip", "boolean", "true");
  await demo.addRow("private.apiKey", "string", "s3cret-value");
  await demo.save("4 changes saved.");
  await (await demo.button("Delete firstName")).sendKeys(Key.ENTER);
  await demo.save("1 change saved.");
  await (await demo.button("Reload")).sendKeys(Key.ENTER);
  await demo.says("User data", "2 keys read.");
  assert.equal(await (await demo.field("Value, age")).getAttribute("value"), "34");
  assert.equal(await (await demo.field("Value, vip")).getAttribute("value"), "true");

  await (await demo.field("E-mail address")).sendKeys("jane.doe@foo.domain", Key.ENTER);
  await demo.says("E-mail verification", "A code is on its way.");
  const [{ code }] = await house.sandbox.mails();
  await (await demo.button(`Use code ${code}`)).sendKeys(Key.ENTER);
  await (await demo.field("Newsletter")).sendKeys(Key.SPACE);
  await (await demo.button("Confirm the address")).sendKeys(Key.ENTER);
  await demo.says("E-mail verification", "The address is confirmed");
  await demo.says("User data", "5 keys read.");
  assert.equal(await (await demo.field("Value, email")).getAttribute("value"), "jane.doe@foo.domain");
  assert.equal(await (await demo.field("Value, optin.newsletter")).getAttribute("value"), "true");

  await house.sandbox.clearJournal();
  await (await demo.button("Sign out")).sendKeys(Key.ENTER);
  await demo.says("Session", "You are signed out");
  assert.equal(await demo.focused(), "Sign in with a passkey");
  const asked = async () => (await house.sandbox.requests()).map(({ method, path }) => `${method} ${path}`);
  // One challenge for the passkeys in the field, and one for the button, which has the focus.
  const ahead = ["GET /v1.2/auth/sign-in", "GET /v1.2/auth/sign-in"];
  await driver.wait(async () => (await asked()).length >= ahead.length, 15_000, "no challenge was fetched ahead");
  await demo.press(Key.ENTER);
  await demo.says("Passkey", "your user data came along");
  assert.equal(await (await demo.field("Value, email")).getAttribute("value"), "jane.doe@foo.domain");
  assert.deepEqual(await asked(), [...ahead, "POST /v1.2/auth/sign-in"]);
});
