// Elements from code. Text always becomes a text node, so that nothing in a report can be markup.

const SVG = "http://www.w3.org/2000/svg";

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined));
  return element;
}

const h = (tag, attributes, ...children) => build(document.createElement(tag), attributes, children);

const svg = (tag, attributes, ...children) =>
  build(document.createElementNS(SVG, tag), attributes, children);

const byId = (id) => document.getElementById(id);

const count = (n) => n.toLocaleString("en-US");

const plural = (n, one, many = one + "s") => `${count(n)} ${n === 1 ? one : many}`;

/** A number as short as it can be read: 4 significant digits. */
function brief(x) {
  if (!Number.isFinite(x)) {
    return Number.isNaN(x) ? "NaN" : x > 0 ? "∞" : "-∞";
  }
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    return x.toExponential(2).replace("e+", "e");
  }
  return String(Number(x.toPrecision(4)));
}

/** A number with all its digits. */
const full = (x) => (Object.is(x, -0) ? "-0" : String(x));

/** A case's id, which may be broken after its parts. */
const caseName = (id) => id.split(/(?<=[_/])/).flatMap((part, i) => (i === 0 ? [part] : [h("wbr"), part]));

function say(text) {
  byId("said").textContent = text;
}

async function copy(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "unseen" });
    area.value = text;
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = "Copied";
  say("Copied");
  setTimeout(() => (button.textContent = before), 1500);
}

/** A command line with a button that copies it. */
function command(text) {
  const button = h("button", { type: "button", class: "copy", click: () => copy(text, button) }, "Copy");
  return h("div", { class: "command" }, h("pre", { tabindex: "0" }, h("code", null, text)), button);
}

const section = (id, title, ...children) =>
  h("section", { id, "aria-labelledby": id + "-title" }, h("h2", { id: id + "-title" }, title), ...children);

const table = (caption, head, rows, kind = "") =>
  h(
    "div",
    { class: "scroll " + kind, tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      null,
      h("caption", { class: "unseen" }, caption),
      h(
        "thead",
        null,
        h("tr", null, head.map((text) => (text === "" ? h("td") : h("th", { scope: "col" }, text)))),
      ),
      h("tbody", null, rows),
    ),
  );
