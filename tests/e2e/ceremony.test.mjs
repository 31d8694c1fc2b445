// Ceremonies that come to nothing: the user says no, takes it back, or has a passkey already.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { useHouse } from "./house.mjs";

const house = useHouse();

test("a sign-up that the user does not verify shows passkey_cancelled and keeps what was typed", async (t) => {
  const { page, demo, authenticator } = await house.visit(t);
  await authenticator.setRecognised(false);
  await page.getByLabel("User name").fill("jane.doe@foo.domain");
  await demo.button("Create a passkey").click();
  await demo.problem("Passkey", "passkey_cancelled");
  assert.equal(await page.getByLabel("User name").inputValue(), "jane.doe@foo.domain");
  await authenticator.replace();
  await demo.button("Create a passkey").click();
  await demo.says("Passkey", "Passkey created.");
});

test("a cancelled sign-in leaves the session and unsaved edits as they are", async (t) => {
  const { page, demo, authenticator } = await house.visit(t);
  await demo.signUp();
  await demo.addRow("city", "string", "Paris");
  await authenticator.setRecognised(false);
  await demo.button("Sign in with a passkey").click();
  await demo.problem("Passkey", "passkey_cancelled");
  assert.ok(await demo.button("Sign out").isVisible());
  assert.equal(await page.getByLabel("Key, new row 1").inputValue(), "city");
  await demo.save("1 change saved.");
  await authenticator.replace();
  await demo.signIn({ includeUserdata: true });
  assert.equal(await demo.value("city").inputValue(), "Paris");
});

test("Cancel closes an open passkey prompt, shows aborted and gives the focus back", async (t) => {
  const { page, demo, authenticator } = await house.visit(t);
  await authenticator.setPresent(false);
  const prompt = await page.evaluateHandle(watchPrompt);
  await demo.button("Create a passkey").focus();
  await page.keyboard.press("Enter");
  await prompt.evaluate(({ opened }) => opened);
  assert.equal(await demo.button("Create a passkey").getAttribute("aria-disabled"), "true");
  assert.equal(await demo.button("Sign in with a passkey").getAttribute("aria-disabled"), "true");
  await page.keyboard.press("Tab");
  assert.ok(await demo.button("Cancel").evaluate((node) => node === document.activeElement));
  await page.keyboard.press("Enter");
  await demo.problem("Passkey", "aborted");
  assert.ok(await demo.button("Create a passkey").evaluate((node) => node === document.activeElement));
  await authenticator.setPresent(true);
  await demo.signUp();
});

test("a second passkey for the same name on one authenticator is passkey_already_registered", async (t) => {
  const { page, demo, authenticator } = await house.visit(t);
  await house.sandbox.changeVariants({ excludeCredentials: "sameName" });
  await demo.signUp("jane.doe@foo.domain");
  await demo.signOut();
  await page.getByLabel("User name").fill("jane.doe@foo.domain");
  await demo.button("Create a passkey").click();
  await demo.problem("Passkey", "passkey_already_registered");
  assert.equal((await authenticator.credentials()).length, 1);
});

test("a sign-in without any passkey shows a passkey error and the page stays usable", async (t) => {
  const { demo } = await house.visit(t);
  await demo.button("Sign in with a passkey").click();
  await demo.problem("Passkey", "passkey_cancelled");
  await demo.signUp();
});

test("a passkey in the sign-in form's field signs in, brings the data along, and is offered again after the sign-out", async (t) => {
  const { page, demo, authenticator, complaints } = await house.visit(t, { autofill: true });
  assert.equal(await page.getByLabel("Account name").getAttribute("autocomplete"), "username webauthn");
  await demo.signUp();
  await demo.addRow("city", "string", "Paris");
  await demo.save("1 change saved.");
  for (let turn = 0; turn < 2; turn += 1) {
    await authenticator.setPresent(false);
    await demo.signOut();
    await authenticator.replace();
    await demo.says("Passkey", "your user data came along");
    assert.equal(await demo.value("city").inputValue(), "Paris");
  }
  await demo.region("Log").getByText("Autofill").first().waitFor();
  assert.deepEqual(complaints, []);
});

test("nothing is offered while somebody is signed in", async (t) => {
  const { page, demo } = await house.visit(t, { autofill: true });
  await demo.signUp();
  const offers = await demo.region("Log").getByText("Autofill").count();
  await page.getByLabel("Include user data").uncheck();
  await demo.addRow("city", "string", "Paris");
  await demo.save("1 change saved.");
  assert.equal(await demo.region("Log").getByText("Autofill").count(), offers);
});

test("a browser without passkeys in its autofill says so beside the field, and the button works", async (t) => {
  const { page, demo } = await house.visit(t);
  await page.getByText("This browser offers no passkeys in a field").waitFor();
  await demo.signUp();
  await demo.signOut();
  await demo.signIn();
});

// Runs in the page: `opened` resolves when the page asks the browser for the prompt.
function watchPrompt() {
  const { credentials } = navigator;
  const create = credentials.create.bind(credentials);
  const opened = new Promise((resolve) => {
    credentials.create = (options) => {
      const answer = create(options);
      resolve();
      return answer;
    };
  });
  return { opened };
}
