// The demo page as a user of Firefox knows it: its regions, its controls by their names, and what is typed.

import { strict as assert } from "node:assert";
import { By, Key } from "selenium-webdriver";

const LIMIT = 15_000;

const named = {
  region: (name) => `//section[@aria-labelledby = //h2[normalize-space() = "${name}"]/@id]`,
  button: (name) => `//button[normalize-space() = "${name}" or @aria-label = "${name}"]`,
  field: (name) => `//*[@id = //label[normalize-space() = "${name}"]/@for or @aria-label = "${name}"]`,
};

/** The page object. */
export function createDemo(driver) {
  const demo = { open, button, field, text, says, problem, press, focused, addRow, save, signUp, signIn, signOut };
  return demo;

  async function open(url) {
    await driver.get(url);
    await says("Connection", "The client is ready.");
  }

  /** Waits until there is one that a user sees. */
  async function seen(path) {
    const find = async () => {
      for (const element of await driver.findElements(By.xpath(path))) if (await element.isDisplayed()) return element;
      return null;
    };
    // What was found may be drawn anew before it is looked at.
    const stands = () => find().catch((error) => (error.name === "StaleElementReferenceError" ? null : Promise.reject(error)));
    return driver.wait(stands, LIMIT, `nobody sees ${path}`);
  }

  function button(name) {
    return seen(named.button(name));
  }

  function field(name) {
    return seen(named.field(name));
  }

  async function text(region) {
    return (await seen(named.region(region))).getText();
  }

  /** Waits until a status in this region says the sentence. */
  async function says(region, sentence) {
    await seen(`${named.region(region)}//*[@role = "status"][contains(., "${sentence}")]`);
  }

  /** Waits for the problem of this region and checks its code. */
  async function problem(region, code) {
    const shown = await seen(`${named.region(region)}//*[@role = "alert"]//code[contains(., "${code}")]`);
    assert.equal(await shown.getText(), code);
  }

  /** Presses keys, or types a text, where the focus is. */
  function press(...keys) {
    return driver.actions().sendKeys(...keys).perform();
  }

  /** The name of the control that has the focus. */
  async function focused() {
    return (await driver.switchTo().activeElement()).getAccessibleName();
  }

  /** Adds a row by keyboard: the button puts the cursor into the key, Tab leads on. */
  async function addRow(key, type, value) {
    await (await button("Add a row")).sendKeys(Key.ENTER);
    await press(key, Key.TAB, type, Key.TAB, value);
  }

  async function save(sentence) {
    await (await button("Save changes")).sendKeys(Key.ENTER);
    await says("User data", sentence);
  }

  async function signUp(name = "jane.doe@foo.domain") {
    const userName = await field("User name");
    await userName.clear();
    await userName.sendKeys(name);
    await (await button("Create a passkey")).click();
    await says("Passkey", "Passkey created.");
  }

  async function signIn() {
    await (await button("Sign in with a passkey")).click();
    await says("Passkey", "You are signed in");
  }

  async function signOut() {
    await (await button("Sign out")).click();
    await says("Session", "You are signed out");
  }
}
