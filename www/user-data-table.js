// Draws the rows of user data as an editable table. A redraw puts the focus back where it was.

import { byId, element } from "./element.js";
import { isChanged, isHidden } from "./user-data-rows.js";

const TYPES = ["string", "number", "boolean"];

/** Draws `rows` and reports to `onChange`: an edit alters its row in place, `onRemove` is for a row that was never stored. */
export function drawRows(rows, { onChange, onRemove }) {
  const body = byId("rows");
  const focused = document.activeElement?.closest("#rows tr");
  const control = document.activeElement?.dataset.control;
  const lastRow = focused?.row;
  let fresh = 0;
  body.replaceChildren(...rows.map((row) => drawRow(row, row.fresh ? ++fresh : 0, { onChange, onRemove })));
  if (!focused) return;
  const next = [...body.children].find((line) => line.row === lastRow);
  const target = next?.querySelector(`[data-control=${control}]`) ?? next?.querySelector("button");
  (target ?? byId("add-row")).focus();
}

function drawRow(row, number, { onChange, onRemove }) {
  const name = row.fresh ? `new row ${number}` : row.key;
  const line = element("tr", { role: "row" });
  line.row = row;
  const edited = () => {
    mark();
    onChange();
  };
  const retyped = () => {
    drawValue();
    edited();
  };
  const value = element("td", { role: "cell", className: "value" });
  const button = element("button", { type: "button", className: "quiet", "data-control": "remove" });

  button.addEventListener("click", () => {
    if (row.fresh) return onRemove(row);
    row.removed = !row.removed;
    edited();
  });
  line.append(
    row.fresh
      ? element("td", { role: "cell", className: "key" }, ...labelled(`Key, ${name}`, keyField(row, edited)))
      : element("th", { role: "rowheader", scope: "row", className: "key" }, row.key),
    element("td", { role: "cell", className: "type" }, ...(isHidden(row) ? [] : labelled(`Type, ${name}`, typeField(row, retyped)))),
    value,
    element("td", { role: "cell", className: "remove" }, button),
  );
  drawValue();
  mark();
  return line;

  function drawValue() {
    if (isHidden(row)) value.replaceChildren(element("em", {}, "write-only, stored"));
    else value.replaceChildren(...labelled(`Value, ${name}`, valueField(row, edited)));
  }

  function mark() {
    line.classList.toggle("changed", isChanged(row));
    line.classList.toggle("removed", row.removed);
    const verb = row.removed ? "Keep" : row.fresh ? "Remove" : "Delete";
    button.replaceChildren(verb, element("span", { className: "hidden-label" }, ` ${name}`));
  }
}

let ids = 0;
function labelled(text, field) {
  field.id = `field-${++ids}`;
  return [element("label", { htmlFor: field.id, className: "hidden-label" }, text), field];
}

function keyField(row, edited) {
  const field = element("input", { type: "text", value: row.key, autocomplete: "off", spellcheck: false, placeholder: "key", "data-control": "key" });
  field.addEventListener("input", () => {
    row.key = field.value.trim();
    edited();
  });
  return field;
}

function typeField(row, edited) {
  const field = element("select", { "data-control": "type" }, ...TYPES.map((type) => element("option", { value: type }, type)));
  field.value = row.type;
  field.addEventListener("change", () => {
    row.type = field.value;
    if (row.type === "boolean") row.text = String(row.text === "true");
    edited();
  });
  return field;
}

function valueField(row, edited) {
  const field = row.type === "boolean"
    ? element("select", {}, element("option", { value: "true" }, "true"), element("option", { value: "false" }, "false"))
    : element("input", { type: "text", inputMode: row.type === "number" ? "decimal" : "text", autocomplete: "off", placeholder: "value" });
  field.value = row.text;
  field.dataset.control = "value";
  field.addEventListener("input", () => {
    row.text = field.value;
    edited();
  });
  return field;
}
