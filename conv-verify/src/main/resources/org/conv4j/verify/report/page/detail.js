// One result: the worst element, the bound it is held against, the picture, the command.

function elementTable(result) {
  const axes = axesOf(result);
  const where = result.index.map((position, axis) => `${axes[axis] ?? "axis " + axis} ${position}`).join(", ");
  const error = Math.abs(result.actual - result.expected);
  const row = (name, decimal, hex) =>
    h("tr", null, h("th", { scope: "row" }, name), h("td", { class: "mono" }, decimal), h("td", { class: "mono" }, hex ?? ""));
  return [
    h("p", null, "Worst element: ", h("b", null, where)),
    h(
      "table",
      { class: "element" },
      h("caption", { class: "unseen" }, "Expected and actual value of the worst element"),
      h(
        "thead",
        null,
        h("tr", null, h("th", { scope: "col" }, h("span", { class: "unseen" }, "value")), h("th", { scope: "col" }, "decimal"), h("th", { scope: "col" }, "hexadecimal")),
      ),
      h(
        "tbody",
        null,
        row("expected", full(result.expected), result.expectedHex),
        row("actual", full(result.actual), result.actualHex),
        row("|error|", full(error), ""),
      ),
    ),
  ];
}

function boundText(result) {
  const aCase = cases[result.case];
  const double = aCase.dtype === "float64";
  const u = 2 ** (double ? -53 : -24);
  const error = Math.abs(result.actual - result.expected);
  const gauge = result.ratio > 0 && Number.isFinite(result.ratio) && error > 0 ? error / (u * result.ratio) : null;
  const lines = [
    h(
      "p",
      { class: "formula" },
      "r = |error| / (u × gauge) = ",
      h("b", null, brief(result.ratio)),
      result.bound > 0 ? [", pass bound ", h("b", null, brief(result.bound))] : ", and must be 0",
    ),
    h(
      "p",
      { class: "quiet" },
      `u = 2^-${double ? 53 : 24} (${aCase.dtype})`,
      gauge === null ? "" : `, gauge = ${brief(gauge)}, the sum of the absolute products`,
      result.terms === null ? "" : `, n = ${count(result.terms)} products in the sum`,
      result.ratio > 1 && Number.isFinite(result.ratio)
        ? `. About ${plural(Math.max(1, Math.round(Math.log2(result.ratio))), "bit")} of the sum lost.`
        : ".",
    ),
  ];
  if (result.bound > 0) {
    lines.push(
      h(
        "p",
        { class: "quiet" },
        "pass bound = ",
        page.header.thresholds.pass ?? "min(hard, max(4, 2*sqrt(n)))",
        ": what rounding errors of random sign add up to (Higham and Mary 2019), never more than what is possible in any",
        " order of summation (Higham 2002, chapter 3). ",
        h("a", { href: "#reading", click: closeDetail }, "How to read this"),
      ),
    );
    lines.push(meter(result.ratio / result.bound));
  } else {
    lines.push(
      h("p", { class: "quiet" }, "Integer data: every sum is exact in any order, so the result must be equal. No tolerance."),
    );
  }
  return lines;
}

/** How far along to the bound an error is, on a scale that ends at twice the bound. */
function meter(share) {
  const fill = h("span", { class: share <= 1 ? "right" : "attention" });
  fill.style.width = `${Math.min(100, 50 * (Number.isNaN(share) ? 2 : share))}%`;
  const label = !Number.isFinite(share)
    ? "beyond any bound"
    : share > 2
      ? `${brief(share)} times the bound`
      : `${brief(100 * share)} % of the bound`;
  return h("div", { class: "meter", role: "img", "aria-label": label }, fill, h("i"), h("b", null, label));
}

function others(result) {
  const rows = frameworks
    .map((framework, f) => [framework, resultAt(result.case, f, result.direction)])
    .filter(([, other]) => other !== null)
    .map(([framework, other]) =>
      h(
        "tr",
        { class: other === result ? "here" : null },
        h("th", { scope: "row" }, framework.id),
        h(
          "td",
          null,
          other === result
            ? badge(other.verdict)
            : h("button", { type: "button", class: "link", click: () => openDetail(other) }, badge(other.verdict)),
        ),
        h("td", { class: "mono" }, other.index === null ? "" : full(other.actual)),
        h("td", null, other.ratio === null ? "" : brief(other.ratio)),
        h("td", null, other.millis === null ? "" : `${brief(other.millis)} ms`),
      ),
    );
  return [
    h("h3", null, "The same case elsewhere"),
    h("p", null, agreementAbout(result.case, result.direction)),
    table("This case and direction in every framework", ["framework", "verdict", "value at its worst element", "ratio", "time"], rows),
  ];
}

/** The page has room for so many pictures; it says so where one had to stay outside. */
function pictureMissing(result) {
  return page.pictures.leftOut === 0 || result.index === null || result.verdict.outcome === "right"
    ? null
    : h("p", { class: "quiet" }, "If this result has a picture, it did not fit into this page and is in pictures.jsonl, beside it.");
}

function detailContent(result) {
  const aCase = cases[result.case];
  const picture = errorPictures.get(cellOf(result.case, result.framework, result.direction));
  const steps = [
    ["Previous", -1],
    ["Next", 1],
  ].map(([name, by]) => {
    const other = neighbour(result, by);
    return h("button", { type: "button", disabled: other === null, click: () => openDetail(other) }, name);
  });
  return [
    h(
      "header",
      null,
      h("div", null, badge(result.verdict)),
      h(
        "h2",
        { id: "detail-title" },
        `${frameworks[result.framework].id}, ${DIRECTIONS[result.direction].name}`,
      ),
      h("p", { class: "mono id" }, aCase.id),
      h("div", { class: "steps" }, steps, h("button", { type: "button", class: "close", click: closeDetail }, "Close")),
    ),
    h(
      "div",
      { class: "body" },
      result.reason === null
        ? h("p", { class: "reason" }, result.verdict.meaning[0].toUpperCase() + result.verdict.meaning.slice(1) + ".")
        : h("p", { class: "reason" }, result.reason),
      h("h3", null, "Run exactly this"),
      command(reproOf(result)),
      result.index === null ? null : [h("h3", null, "The worst element"), elementTable(result), boundText(result)],
      smallestPart(result),
      picture === undefined ? pictureMissing(result) : errorFigure(picture, result),
      others(result),
      h("h3", null, "The case"),
      h(
        "dl",
        { class: "facts" },
        [
          ...inWords(aCase.notation),
          ["algorithm", result.algorithm ?? "not told"],
          ["data", `${aCase.tier}, SHA-256 ${aCase.inputSha256}`],
        ].map(([what, value]) =>
          h("div", { class: what === "data" ? "whole" : null }, h("dt", null, what), h("dd", null, value)),
        ),
      ),
    ),
  ];
}

/** The next result in the order of the run that is not simply right, or null. */
function neighbour(result, by) {
  const interesting = (other) => other.verdict.outcome === result.verdict.outcome;
  for (let id = result.id + by; id >= 0 && id < results.length; id += by) {
    if (interesting(results[id])) {
      return results[id];
    }
  }
  return null;
}

const addressOf = (result) =>
  "#result/" +
  [cases[result.case].id, frameworks[result.framework].id, DIRECTIONS[result.direction].id]
    .map(encodeURIComponent)
    .join("/");

function openDetail(result) {
  const dialog = byId("detail");
  dialog.replaceChildren(...detailContent(result).flat());
  history.replaceState(null, "", addressOf(result));
  if (!dialog.open) {
    dialog.showModal();
  }
  dialog.scrollTop = 0;
  dialog.querySelector(".close").focus();
}

function closeDetail() {
  byId("detail").close();
}

/** Opens the result that the address names, if it does. */
function openAddress() {
  const parts = location.hash.split("/");
  if (parts[0] !== "#result" || parts.length !== 4) {
    return;
  }
  let names;
  try {
    names = parts.slice(1).map(decodeURIComponent);
  } catch {
    return;
  }
  const c = cases.findIndex((aCase) => aCase.id === names[0]);
  const f = frameworks.findIndex((framework) => framework.id === names[1]);
  const d = DIRECTIONS.findIndex((direction) => direction.id === names[2]);
  const result = c < 0 || f < 0 || d < 0 ? null : resultAt(c, f, d);
  if (result !== null) {
    openDetail(result);
  }
}
