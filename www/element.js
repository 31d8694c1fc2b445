// Makes and finds elements. Text goes in as text nodes only, so nothing that a server or a user wrote becomes markup.

/** The element with this id, which index.html is known to hold. */
export const byId = (id) => document.getElementById(id);

/** A new element; properties it does not know become attributes, children are nodes or text. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}
