// A finding: the answer to one question, with a sentence for a developer.
const finding = (answer) => (message) => ({ answer, message });

export const yes = finding("yes");
export const no = finding("no");
export const unknown = finding("unknown");

const OBSTRUCTED = "This could not be found out: something that the page, or an extension, put in the place of the browser's own failed.";

// What a check found; nothing that it meets makes it fail.
export async function settled(check) {
  try {
    return await check();
  } catch {
    return unknown(OBSTRUCTED);
  }
}
