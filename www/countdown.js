// Shows how long a session still lasts, second by second. For display only: the SDK decides on its own clock.

/** Starts to count down to `expiresAt` (milliseconds since the epoch) in `place`; returns the function that ends it. */
export function startCountdown(place, expiresAt) {
  const at = new Date(expiresAt).toLocaleTimeString("en-GB");
  const show = () => {
    const left = Math.max(0, Math.round((expiresAt - Date.now()) / 1000));
    place.textContent = left > 0 ? `in ${spoken(left)}, at ${at}` : "now; the next call renews it";
  };
  show();
  const timer = setInterval(show, 1000);
  return () => clearInterval(timer);
}

function spoken(seconds) {
  const parts = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts.slice(first).map(([amount, unit]) => `${amount} ${unit}`).join(" ");
}
