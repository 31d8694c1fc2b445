// The rows of the user-data table as plain data: what is stored, what was typed, and what a save would send. No DOM here.

const WRITE_ONLY = "private.";

export const isWriteOnly = (key) => key.startsWith(WRITE_ONLY);

/** A row that holds a value the server sent. */
export function storedRow(key, value) {
  return { key, stored: value, type: typeof value, text: String(value), fresh: false, removed: false };
}

/** An empty row that the user adds. */
export function freshRow() {
  return { key: "", stored: undefined, type: "string", text: "", fresh: true, removed: false };
}

/** What the user typed, as the type that was chosen. NaN stands for a number that is none: the SDK refuses it by name. */
export function valueOf({ type, text }) {
  if (type === "boolean") return text === "true";
  if (type === "number") return text.trim() === "" ? NaN : Number(text);
  return text;
}

export const isHidden = (row) => !row.fresh && isWriteOnly(row.key);

export function isChanged(row) {
  if (row.fresh || row.removed) return true;
  return !isHidden(row) && !Object.is(valueOf(row), row.stored);
}

/** The argument of `userData.set`: the changed rows only, deleted ones as null. */
export function changesOf(rows) {
  // fromEntries makes own properties of all keys, "__proto__" too.
  return Object.fromEntries(rows.filter(isChanged).map((row) => [row.key, row.removed ? null : valueOf(row)]));
}

/** The rows after the server took `changes`. What was typed in the meantime stays typed. */
export function rowsAfterSave(rows, changes) {
  const saved = new Map(Object.entries(changes));
  const kept = rows.filter((row) => !(row.removed && saved.get(row.key) === null));
  for (const row of kept.filter(({ key }) => saved.has(key))) {
    const value = saved.get(row.key);
    row.stored = value ?? undefined;
    row.fresh = row.fresh && value === null;
    if (isHidden(row)) Object.assign(row, { stored: undefined, text: "" });
  }
  // A new row with the key of an older one takes its place.
  return kept.filter((row, index) => row.fresh || !kept.slice(index + 1).some((later) => !later.fresh && later.key === row.key));
}

/** The rows after a read. Unsaved edits stay, and so do the names of write-only keys, which no read gives back. */
export function rowsAfterRead(rows, values) {
  const read = Object.entries(values).map(([key, value]) => {
    const last = rows.find((row) => !row.fresh && row.key === key);
    if (!last) return storedRow(key, value);
    return Object.assign(last, isChanged(last) ? { stored: value } : storedRow(key, value));
  });
  return [...read, ...rows.filter(isHidden), ...rows.filter((row) => row.fresh)];
}
