// The user's data as an editable table. Saving sends the changes only: a deleted row as null, the untouched ones not at all.

import { createAction } from "./action.js";
import { byId } from "./element.js";
import { changesOf, freshRow, isChanged, rowsAfterRead, rowsAfterSave } from "./user-data-rows.js";
import { drawRows } from "./user-data-table.js";

export function createUserData({ current }) {
  let rows = [];
  let known = false;

  const save = createAction({
    form: byId("save"),
    title: "Save user data",
    busy: "Saving…",
    beside: () => [reload],
    run: async (signal) => {
      const changes = changesOf(rows);
      await current().userData.set(changes, { signal });
      return changes;
    },
    done: (changes) => {
      const count = Object.keys(changes).length;
      rows = rowsAfterSave(rows, changes);
      draw();
      return count === 1 ? "1 change saved." : `${count} changes saved.`;
    },
  });

  const reload = createAction({
    form: byId("reload"),
    title: "Read user data",
    busy: "Reading…",
    place: byId("save"),
    beside: () => [save],
    run: (signal) => current().userData.get({ signal }),
    done: (values) => {
      show(values);
      const count = Object.keys(values).length;
      return count === 1 ? "1 key read." : `${count} keys read.`;
    },
  });

  byId("add-row").addEventListener("click", () => {
    rows = [...rows, freshRow()];
    draw();
    byId("rows").lastElementChild.querySelector("input").focus();
  });

  draw();
  return { show, reset, reload: reload.start };

  /** Shows what the server gave; unsaved edits stay. */
  function show(values) {
    known = true;
    rows = rowsAfterRead(rows, values);
    draw();
  }

  /** Forgets everything: the next user must not see it. */
  function reset() {
    rows = [];
    known = false;
    save.reset();
    reload.reset();
    draw();
  }

  function remove(row) {
    rows = rows.filter((other) => other !== row);
    draw();
  }

  function draw() {
    drawRows(rows, { onChange: mark, onRemove: remove });
    byId("rows").parentElement.hidden = rows.length === 0;
    byId("rows-absent").hidden = rows.length > 0;
    byId("rows-absent").textContent = known ? "Nothing is stored yet." : "Not read yet.";
    mark();
  }

  function mark() {
    save.setEnabled(rows.some(isChanged));
  }
}
