// A limit to every wait, since neither a browser nor a server is sure to answer.
const SECONDS = 5;

// What it rejects with when the time is up.
export const LATE = `There was no answer within ${SECONDS} seconds`;

// What `start` comes to. Its signal fires when nobody waits any more.
export async function within(start) {
  const controller = new AbortController();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, SECONDS * 1000, LATE);
  });
  try {
    return await Promise.race([start(controller.signal), late]);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}
