// Firefox with an authenticator that exists only in it. Playwright drives no Firefox but its own, so geckodriver does.

import { Builder } from "selenium-webdriver";
import firefox from "selenium-webdriver/firefox.js";
import { Protocol, Transport, VirtualAuthenticatorOptions } from "selenium-webdriver/lib/virtual_authenticator.js";
import { DRIVER_ARGUMENTS, PREFERENCES, WAIT_FOR_USB_KEY } from "../../webdriver/firefox.mjs";

/** Starts the browser with an empty profile; a missing one is an error and no reason to skip. */
export async function startBrowser() {
  const options = new firefox.Options().addArguments("-headless").setBinary(process.env.FIREFOX ?? "/usr/bin/firefox-esr");
  for (const [name, value] of Object.entries(PREFERENCES)) options.setPreference(name, value);
  const service = new firefox.ServiceBuilder("geckodriver").addArguments(...DRIVER_ARGUMENTS);
  const driver = await new Builder().forBrowser("firefox").setFirefoxOptions(options).setFirefoxService(service).build();
  await driver.manage().window().setRect({ width: 1200, height: 900 });
  return driver;
}

/** Gives the browser an authenticator of its own for a test; `remove` takes it away with its passkeys. */
export async function addAuthenticator(driver) {
  const options = new VirtualAuthenticatorOptions();
  options.setProtocol(Protocol.CTAP2);
  options.setTransport(Transport.INTERNAL);
  options.setHasResidentKey(true);
  options.setHasUserVerification(true);
  options.setIsUserVerified(true);
  options.setIsUserConsenting(true);
  await driver.addVirtualAuthenticator(options);
  await setPresent(true);
  return {
    /** Whether the user is recognised, say by a finger. */
    setRecognised: (recognised) => driver.setUserVerified(recognised),
    setPresent,
    credentials: () => driver.getCredentials(),
    remove: () => driver.removeVirtualAuthenticator(),
  };

  /** Whether anybody is there to answer a prompt; else it stays open. */
  async function setPresent(present) {
    await inBrowser(driver, () => driver.executeScript(WAIT_FOR_USB_KEY, !present));
  }
}

/**
 * Chooses the first passkey that the page has Firefox offer in a field, as a click in the list below the field does, and
 * resolves with how many there were; nothing where none is on offer yet.
 * NOTE: the list is no part of the page, so this asks the service behind it.
 */
export function chooseOffered(driver) {
  return inBrowser(driver, () => driver.executeAsyncScript(choose));
}

/** Runs in the browser's own window. */
function choose(done) {
  const { Cc, Ci, ChromeUtils, gBrowser } = window;
  const service = Cc["@mozilla.org/webauthn/service;1"].getService(Ci.nsIWebAuthnService);
  const { browsingContext, contentPrincipal } = gBrowser.selectedBrowser;
  const offer = service.hasPendingConditionalGet(browsingContext.id, contentPrincipal.origin);
  if (!offer) return done(undefined);
  service.getAutoFillEntries(offer, {
    QueryInterface: ChromeUtils.generateQI(["nsIWebAuthnAutoFillEntriesCallback"]),
    resolve(entries) {
      if (entries.length > 0) service.selectAutoFillEntry(offer, entries[0].credentialId);
      done(entries.length);
    },
    reject: done,
  });
}

/** Does something in the browser's own window, and comes back to the page. */
async function inBrowser(driver, act) {
  await driver.setContext(firefox.Context.CHROME);
  try {
    return await act();
  } finally {
    await driver.setContext(firefox.Context.CONTENT);
  }
}
