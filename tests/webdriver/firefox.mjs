// What the proxy and the end-to-end tests have to know of Firefox and geckodriver.

/** Firefox's own authenticator of software is the virtual one; without this preference a ceremony waits for a key in a USB port. */
export const PREFERENCES = {
  "security.webauth.webauthn_enable_softtoken": true,
  "security.webauth.webauthn_enable_usbtoken": false,
};

/** Lets WebDriver run scripts in the browser's own window, which change preferences of a running browser. */
export const DRIVER_ARGUMENTS = ["--allow-system-access"];

/**
 * A script for the browser's own window: whether Firefox waits for a key in a USB port, which nobody plugs in.
 * NOTE: its virtual authenticator does not leave a prompt open: where the user does not consent, it refuses at once.
 */
export const WAIT_FOR_USB_KEY = 'Services.prefs.setBoolPref("security.webauth.webauthn_enable_usbtoken", arguments[0]);';

/** What a session is asked for, on top of what the runner wants. */
export function capabilities(wanted, binary) {
  const firefox = wanted["moz:firefoxOptions"] ?? {};
  return { ...wanted, "moz:firefoxOptions": { ...firefox, ...(binary && { binary }), prefs: { ...firefox.prefs, ...PREFERENCES } } };
}

/** The sessions in which a prompt stays open. */
const waiting = new Set();

/**
 * Adds an authenticator to a session: the driver's answer.
 * The runner's own script, should it come between the steps, finds no output in the browser's window and asks again.
 */
export async function addAuthenticator(send, session, options) {
  const added = () => send("POST", `/session/${session}/webauthn/authenticator`, options);
  const waits = !options.isUserConsenting;
  if (waiting.has(session) === waits) return added();
  const to = (context) => send("POST", `/session/${session}/moz/context`, { context });
  const steps = [
    () => to("chrome"),
    () => send("POST", `/session/${session}/execute/sync`, { script: WAIT_FOR_USB_KEY, args: [waits] }),
    () => to("content"),
  ];
  for (const step of steps) {
    const done = await step();
    if (done.status !== 200) return done;
  }
  waiting[waits ? "add" : "delete"](session);
  return added();
}
