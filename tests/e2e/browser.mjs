// Chromium with an authenticator that exists only in it, so that real ceremonies run with nobody at the keyboard.

import { chromium } from "playwright-core";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
];

// A name that is no loopback name, so that plain http to it is as insecure as on the web.
export const INSECURE = "insecure.example";

/** Starts the browser with an empty profile; a missing one is an error and no reason to skip. */
export function startBrowser() {
  const args = [...FLAGS, `--host-resolver-rules=MAP ${INSECURE} localhost`];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: false, args });
}

/** A page with cookies, storage and passkeys of its own. `complaints` holds what the console and the page's own errors say. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  const console = [];
  page.on("console", (message) => {
    console.push(message.text());
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, complaints, console, authenticator: await addAuthenticator(page), close: () => context.close() };
}

async function addAuthenticator(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  let authenticatorId = await add();
  return {
    /** Whether the user is recognised, say by a finger. Too many failures block it: `replace` it then. */
    setRecognised: (isUserVerified) => cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    /** Whether the user touches the key; without a touch the prompt stays open. */
    setPresent: (enabled) => cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled }),
    credentials: async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    remove: () => cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }),
    /** Puts a new one in its place, with the same passkeys. */
    async replace() {
      const { credentials } = await cdp.send("WebAuthn.getCredentials", { authenticatorId });
      await this.forget();
      for (const credential of credentials) await cdp.send("WebAuthn.addCredential", { authenticatorId, credential });
    },
    /** Puts an empty one in its place; `options` are those of the command, where they differ. */
    async forget(options) {
      await this.remove();
      authenticatorId = await add(options);
    },
  };

  async function add(options) {
    const usual = {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    };
    const added = await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { ...usual, ...options } });
    return added.authenticatorId;
  }
}
