// The demo page as a user knows it: its regions, its controls by their names, and the steps that several tests share.

import { strict as assert } from "node:assert";

/** The page object. Locators go by role and label only, so a control without a name fails its test. */
export function createDemo(page) {
  const region = (name) => page.getByRole("region", { name, exact: true });
  const button = (name) => page.getByRole("button", { name, exact: true });
  const userData = region("User data");
  const email = region("E-mail verification");
  const value = (key) => userData.getByLabel(`Value, ${key}`, { exact: true });

  const demo = { region, button, userData, email, value, open, signUp, signIn, signOut, addRow, save, says, problem, confirm, sendCode };
  return demo;

  async function open(url) {
    await page.goto(url);
    await says("Connection", "The client is ready.");
  }

  /** Waits until a status in this region says the sentence. */
  async function says(name, sentence) {
    await region(name).getByRole("status").filter({ hasText: sentence }).waitFor();
  }

  /** Waits for the problem of this region and checks its code; resolves with its whole text. */
  async function problem(name, code) {
    const alert = region(name).getByRole("alert").filter({ hasText: code });
    await alert.waitFor();
    assert.equal(await alert.locator("code").textContent(), code);
    return alert.textContent();
  }

  async function signUp(name = "jane.doe@foo.domain") {
    await page.getByLabel("User name").fill(name);
    await button("Create a passkey").click();
    await says("Passkey", "Passkey created.");
  }

  async function signIn({ includeUserdata = false } = {}) {
    await page.getByLabel("Include user data").setChecked(includeUserdata);
    await button("Sign in with a passkey").click();
    await says("Passkey", "You are signed in");
  }

  async function signOut() {
    await button("Sign out").click();
    await says("Session", "You are signed out");
  }

  /** Adds a row by keyboard: the button puts the cursor into the key, Tab leads on. */
  async function addRow(key, type, text) {
    await button("Add a row").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type(key);
    await page.keyboard.press("Tab");
    await page.keyboard.type(type);
    await page.keyboard.press("Tab");
    await page.keyboard.type(text);
  }

  async function save(sentence) {
    await button("Save changes").focus();
    await page.keyboard.press("Enter");
    await says("User data", sentence);
  }

  async function sendCode(address) {
    await page.getByLabel("E-mail address").fill(address);
    await button("Send the code").click();
    await says("E-mail verification", "A code is on its way.");
  }

  async function confirm(code) {
    await page.getByLabel("Code", { exact: true }).fill(code);
    await button("Confirm the address").click();
  }
}
