// What the proxy has to know of Chromium and chromedriver.

const ARGUMENTS = [
  "--headless=new",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Chromium does not start with its sandbox as root, nor under Ubuntu's AppArmor where no profile knows it. All pages are ours.
  "--no-sandbox",
];

/** What a session is asked for, on top of what the runner wants. */
export function capabilities(wanted, binary) {
  const chrome = wanted["goog:chromeOptions"] ?? {};
  const own = (chrome.args ?? []).filter((argument) => !/^(--)?(headless.*|no-sandbox|disable-dev-shm-usage)$/.test(argument));
  return {
    ...wanted,
    "goog:chromeOptions": { ...chrome, ...(binary && { binary }), args: [...own, ...ARGUMENTS] },
    "webauthn:virtualAuthenticators": true,
  };
}

/** Adds an authenticator to a session: the driver's answer. */
export function addAuthenticator(send, session, options) {
  return send("POST", `/session/${session}/webauthn/authenticator`, { extensions: ["prf"], ...options });
}
