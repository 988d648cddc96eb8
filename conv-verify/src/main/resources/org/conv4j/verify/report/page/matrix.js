// Cases x frameworks x directions, with search, filters, sorting and pages.

const view = {
  text: "",
  framework: -1,
  direction: -1,
  tier: "",
  verdicts: new Set(),
  sort: "worst",
  page: 0,
  rows: 100,
};

const searchable = cases.map((aCase) => aCase.id.toLowerCase());

const shownFrameworks = () =>
  frameworks.map((_, f) => f).filter((f) => view.framework < 0 || view.framework === f);

const shownDirections = () =>
  DIRECTIONS.map((_, d) => d).filter((d) => view.direction < 0 || view.direction === d);

function* shownResults(c) {
  for (const f of shownFrameworks()) {
    for (const d of shownDirections()) {
      const result = resultAt(c, f, d);
      if (result !== null) {
        yield result;
      }
    }
  }
}

function matches(c) {
  if (view.tier !== "" && cases[c].tier !== view.tier) {
    return false;
  }
  const words = view.text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const byText = (result) =>
    words.every(
      (word) =>
        searchable[c].includes(word) ||
        (result.reason ?? "").toLowerCase().includes(word) ||
        (result.algorithm ?? "").toLowerCase().includes(word),
    );
  for (const result of shownResults(c)) {
    if ((view.verdicts.size === 0 || view.verdicts.has(result.verdict.name)) && byText(result)) {
      return true;
    }
  }
  return false;
}

const worst = (c) => {
  let severity = VERDICTS.length;
  for (const result of shownResults(c)) {
    severity = Math.min(severity, result.verdict.severity);
  }
  return severity;
};

const largest = (c, value) => {
  let most = -1;
  for (const result of shownResults(c)) {
    most = Math.max(most, value(result) ?? -1);
  }
  return most;
};

const shareOfBound = (result) =>
  result.ratio === null ? null : Number.isNaN(result.ratio) ? Infinity : result.bound > 0 ? result.ratio / result.bound : result.ratio;

const SORTS = {
  worst: { name: "worst verdict first", key: worst },
  run: { name: "order of the run", key: (c) => c },
  name: { name: "case name", key: (c) => cases[c].id },
  error: { name: "largest error first", key: (c) => -largest(c, shareOfBound) },
  time: { name: "longest time first", key: (c) => -largest(c, (result) => result.millis) },
};

function rowsInView() {
  const { key } = SORTS[view.sort];
  return cases
    .map((_, c) => c)
    .filter(matches)
    .map((c) => ({ c, key: key(c) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.c - b.c))
    .map((row) => row.c);
}

function choice(label, value, options, change) {
  const select = h(
    "select",
    { change: () => change(select.value) },
    options.map(([id, name]) => h("option", { value: id, selected: id === value }, name)),
  );
  return h("label", null, h("span", null, label), select);
}

function controls() {
  const search = h("input", {
    type: "search",
    id: "search",
    placeholder: "k128r3s3 same nhwc …",
    input: () => update({ text: search.value }),
  });
  const tiers = [...new Set(cases.map((aCase) => aCase.tier))];
  return h(
    "div",
    { class: "controls" },
    h("label", { class: "wide" }, h("span", null, "Search cases, reasons, algorithms"), search),
    choice("Framework", "-1", [["-1", "all"], ...frameworks.map((f, i) => [String(i), f.id])], (value) =>
      update({ framework: Number(value) }),
    ),
    choice("Direction", "-1", [["-1", "all"], ...DIRECTIONS.map((d, i) => [String(i), d.name])], (value) =>
      update({ direction: Number(value) }),
    ),
    choice("Data", "", [["", "all"], ...tiers.map((tier) => [tier, tier])], (value) => update({ tier: value })),
    choice("Order", "worst", Object.entries(SORTS).map(([id, sort]) => [id, sort.name]), (value) =>
      update({ sort: value }),
    ),
  );
}

function chips() {
  const counts = new Map();
  results.forEach((result) => counts.set(result.verdict.name, (counts.get(result.verdict.name) ?? 0) + 1));
  return h(
    "div",
    { class: "chips", role: "group", "aria-label": "Show cases with these verdicts" },
    VERDICTS.filter((verdict) => counts.has(verdict.name)).map((verdict) => {
      const chip = h(
        "button",
        {
          type: "button",
          class: `chip ${verdict.outcome}`,
          "aria-pressed": "false",
          "data-verdict": verdict.name,
          title: verdict.meaning,
          click: () => {
            const chosen = new Set(view.verdicts);
            chosen.delete(verdict.name) || chosen.add(verdict.name);
            update({ verdicts: chosen });
          },
        },
        h("span", { class: `glyph ${verdict.outcome}`, "aria-hidden": "true" }, verdict.glyph),
        ` ${verdict.name} `,
        h("b", null, count(counts.get(verdict.name))),
      );
      return chip;
    }),
  );
}

function cellButton(result, current) {
  return h(
    "button",
    {
      type: "button",
      class: `cell ${result.verdict.outcome}`,
      tabindex: current ? "0" : "-1",
      title: `${result.verdict.name}: ${result.verdict.meaning}`,
      "aria-label": `${result.verdict.name}, ${frameworks[result.framework].id}, ${DIRECTIONS[result.direction].name}`,
      click: () => openDetail(result),
    },
    result.verdict.glyph,
  );
}

function matrixTable(rows) {
  const fs = shownFrameworks();
  const ds = shownDirections();
  let first = true;
  const body = rows.map((c) =>
    h(
      "tr",
      null,
      h("th", { scope: "row", class: "mono" }, h("span", { class: "name" }, caseName(cases[c].id))),
      fs.map((f) =>
        ds.map((d, i) => {
          const result = resultAt(c, f, d);
          const edge = i === 0 ? "edge" : null;
          if (result === null) {
            return h("td", { class: edge }, h("span", { class: "unseen" }, "no result"));
          }
          const button = cellButton(result, first);
          first = false;
          return h("td", { class: edge }, button);
        }),
      ),
    ),
  );
  return h(
    "table",
    { class: "matrix" },
    h("caption", { class: "unseen" }, "Verdicts by case, framework and direction. Arrow keys move, Enter opens."),
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        h("th", { scope: "col", rowspan: "2" }, "case"),
        fs.map((f) => h("th", { scope: "colgroup", colspan: ds.length, class: "edge" }, frameworks[f].id)),
      ),
      h(
        "tr",
        null,
        fs.map(() =>
          ds.map((d, i) =>
            h(
              "th",
              { scope: "col", class: i === 0 ? "edge" : null },
              h("abbr", { title: DIRECTIONS[d].name }, DIRECTIONS[d].short),
            ),
          ),
        ),
      ),
    ),
    h("tbody", null, body),
  );
}

/** One cell is in the tab order; arrow keys go to its neighbours. */
function moveFocus(event) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const here = event.target.closest?.("td");
  if (step === undefined || !here || !event.target.matches(".cell")) {
    return;
  }
  event.preventDefault();
  let row = here.parentElement;
  let column = here.cellIndex;
  for (;;) {
    row = step[0] < 0 ? row.previousElementSibling : step[0] > 0 ? row.nextElementSibling : row;
    column += step[1];
    const next = row?.cells[column];
    if (!next || column < 1) {
      return;
    }
    const button = next.querySelector(".cell");
    if (button !== null) {
      event.target.tabIndex = -1;
      button.tabIndex = 0;
      button.focus();
      return;
    }
  }
}

function turnPage(by) {
  view.page += by;
  drawMatrix();
  byId("matrix").scrollIntoView();
}

function drawMatrix() {
  const rows = rowsInView();
  const pages = Math.max(1, Math.ceil(rows.length / view.rows));
  view.page = Math.min(view.page, pages - 1);
  const from = view.page * view.rows;
  const shown = rows.slice(from, from + view.rows);
  const summary =
    rows.length === 0
      ? "No case fits. Take a filter off."
      : `Cases ${count(from + 1)} to ${count(from + shown.length)} of ${count(rows.length)}` +
        (rows.length < cases.length ? `, filtered from ${count(cases.length)}` : "");
  const turn = (text, by, possible) =>
    h("button", { type: "button", disabled: !possible, click: () => turnPage(by) }, text);
  const pager = () =>
    h(
      "div",
      { class: "pager" },
      h("span", null, summary),
      pages > 1
        ? h("span", null, turn("Previous", -1, view.page > 0), " ", turn("Next", 1, view.page < pages - 1))
        : null,
    );
  byId("rows").replaceChildren(
    pager(),
    h("div", { class: "scroll", keydown: moveFocus }, shown.length === 0 ? null : matrixTable(shown)),
    pages > 1 ? pager() : "",
  );
  document.querySelectorAll(".chip").forEach((chip) => {
    chip.setAttribute("aria-pressed", String(view.verdicts.has(chip.dataset.verdict)));
  });
  return summary;
}

function update(change) {
  Object.assign(view, change, { page: 0 });
  say(drawMatrix());
}

/** Filters the table to one framework (or all) and one outcome, and goes there. */
function showOnly(framework, outcome) {
  const verdicts = new Set(VERDICTS.filter((v) => v.outcome === outcome).map((v) => v.name));
  const selects = document.querySelectorAll(".controls select");
  selects[0].value = String(framework ?? -1);
  update({ framework: framework ?? -1, verdicts });
  byId("matrix").scrollIntoView();
}

function matrix() {
  return section(
    "matrix",
    "Results",
    h(
      "p",
      { class: "lead" },
      "Every case, framework and direction: ",
      DIRECTIONS.map((d, i) => [i === 0 ? "" : ", ", h("b", null, d.short), " ", d.name]),
      ". Choose a cell to see its worst element.",
    ),
    controls(),
    chips(),
    h("div", { id: "rows" }),
  );
}
