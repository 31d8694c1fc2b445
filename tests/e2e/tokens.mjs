// Collects every token that the API hands out while a page is used, so that a test can look for them elsewhere.

const NAMES = ["access_token", "refresh_token", "token"];

/** The set fills as answers arrive; `settled()` waits for those that are being read. */
export function collectTokens(page) {
  const tokens = new Set();
  const reading = [];
  page.on("response", (response) => {
    if (response.request().method() !== "POST" || !response.url().includes("/auth/")) return;
    reading.push(
      response.json().then(
        (body) => NAMES.forEach((name) => typeof body[name] === "string" && tokens.add(body[name])),
        () => {},
      ),
    );
  });
  return { tokens, settled: () => Promise.all(reading) };
}
