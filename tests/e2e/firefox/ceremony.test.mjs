// Ceremonies that come to nothing in Firefox: the user says no, takes it back, or has a passkey already.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { Key } from "selenium-webdriver";
import { useHouse } from "./house.mjs";

const house = useHouse();

test("a sign-up that the user does not verify shows passkey_cancelled and keeps what was typed", async (t) => {
  const { demo, authenticator } = await house.visit(t);
  await authenticator.setRecognised(false);
  await (await demo.field("User name")).sendKeys("jane.doe@foo.domain", Key.ENTER);
  await demo.problem("Passkey", "passkey_cancelled");
  assert.equal(await (await demo.field("User name")).getAttribute("value"), "jane.doe@foo.domain");
  await authenticator.setRecognised(true);
  await (await demo.button("Create a passkey")).click();
  await demo.says("Passkey", "Passkey created.");
});

test("a cancelled sign-in leaves the session and unsaved edits as they are", async (t) => {
  const { demo, authenticator } = await house.visit(t);
  await demo.signUp();
  await demo.addRow("city", "string", "Paris");
  await authenticator.setRecognised(false);
  await (await demo.button("Sign in with a passkey")).click();
  await demo.problem("Passkey", "passkey_cancelled");
  await demo.save("1 change saved.");
  await authenticator.setRecognised(true);
  await demo.signIn();
  assert.equal(await (await demo.field("Value, city")).getAttribute("value"), "Paris");
});

for (const [method, label] of Object.entries({ create: "Create a passkey", get: "Sign in with a passkey" })) {
  test(`Cancel closes an open passkey prompt of ${method}, shows aborted and gives the focus back`, async (t) => {
    const { driver, demo, authenticator } = await house.visit(t);
    await demo.signUp();
    await demo.signOut();
    await authenticator.setPresent(false);
    await driver.executeScript(watchPrompt, method);
    await (await demo.button(label)).sendKeys(Key.ENTER);
    await driver.wait(() => driver.executeScript(() => window.prompt.opened), 15_000, "no prompt opened");
    assert.equal(await (await demo.button("Create a passkey")).getAttribute("aria-disabled"), "true");
    assert.equal(await (await demo.button("Sign in with a passkey")).getAttribute("aria-disabled"), "true");
    await demo.press(Key.TAB);
    assert.equal(await demo.focused(), "Cancel");
    assert.equal(await driver.executeScript(() => window.prompt.reason), null, "it is still open");
    await demo.press(Key.ENTER);
    await demo.problem("Passkey", "aborted");
    assert.equal(await demo.focused(), label);
    assert.equal(await driver.executeScript(() => window.prompt.reason), "AbortError");
    await authenticator.setPresent(true);
    await demo.signIn();
  });
}

test("a second passkey for the same name on one authenticator is passkey_already_registered", async (t) => {
  const { demo, authenticator } = await house.visit(t);
  await house.sandbox.changeVariants({ excludeCredentials: "sameName" });
  await demo.signUp("jane.doe@foo.domain");
  await demo.signOut();
  await (await demo.field("User name")).sendKeys("jane.doe@foo.domain");
  await (await demo.button("Create a passkey")).click();
  await demo.problem("Passkey", "passkey_already_registered");
  assert.equal((await authenticator.credentials()).length, 1);
});

test("a sign-in without any passkey shows a passkey error and the page stays usable", async (t) => {
  const { demo } = await house.visit(t);
  await (await demo.button("Sign in with a passkey")).click();
  await demo.problem("Passkey", "passkey_cancelled");
  await demo.signUp();
});

/** Runs in the page: notes when the page asks the browser for the prompt, and with what name the browser refuses it. */
function watchPrompt(method) {
  const { credentials } = navigator;
  const real = credentials[method].bind(credentials);
  window.prompt = { opened: false, reason: null };
  credentials[method] = (options) => {
    const answer = real(options);
    window.prompt.opened = true;
    answer.catch(({ name }) => (window.prompt.reason = name));
    return answer;
  };
}
