// What a Content-Security-Policy may refuse. The failure itself does not say so, but an event does (CSP Level 3 §5.3).

// The event is a task of its own, and may come after the failure. Milliseconds.
const SOON = 100;

// What `act` comes to: `{ value }`, or how it failed, `{ error, refused }`. `isAbout` knows the events of this policy.
export async function underPolicy(act, isAbout) {
  let hear;
  let timer;
  const heard = new Promise((resolve) => {
    hear = (event) => event.disposition === "enforce" && isAbout(event) && resolve(true);
  });
  addEventListener("securitypolicyviolation", hear, true);
  try {
    return { value: await act() };
  } catch (error) {
    const silence = new Promise((resolve) => {
      timer = setTimeout(resolve, SOON, false);
    });
    return { error, refused: await Promise.race([heard, silence]) };
  } finally {
    clearTimeout(timer);
    removeEventListener("securitypolicyviolation", hear, true);
  }
}
