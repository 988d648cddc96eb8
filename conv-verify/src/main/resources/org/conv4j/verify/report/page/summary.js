// The top of the page: what a manager reads in ten seconds, and who answered how.

function statusBox() {
  const look = {
    GOOD: ["right", "✓"],
    ALARMING: ["attention", "✗"],
    INVALID: ["attention", "!"],
  }[page.status];
  return h(
    "section",
    { class: `verdictbox ${look[0]}`, "aria-label": "Result" },
    h("span", { class: "seal", "aria-hidden": "true" }, look[1]),
    h(
      "div",
      null,
      h("h1", null, page.headline),
      h("p", null, page.sentence),
      page.defects.length === 0 ? null : h("ul", null, page.defects.map((defect) => h("li", null, defect))),
      h(
        "p",
        { class: "quiet" },
        `Suite ${page.header.suite}, seed ${page.header.seed}. conv4j ${page.header.tool.version}`,
        `, started ${page.header.started.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC")}`,
        page.header.tool.dirty ? ". Built from changed sources." : ".",
      ),
    ),
  );
}

const outcomeCount = (framework, outcome) =>
  VERDICTS.filter((verdict) => verdict.outcome === outcome)
    .map((verdict) => framework.verdicts[verdict.name] ?? 0)
    .reduce((a, b) => a + b, 0);

function frameworkCard(framework, index) {
  const total = Object.values(framework.verdicts).reduce((a, b) => a + b, 0);
  const shares = OUTCOMES.map((outcome) => ({ ...outcome, n: outcomeCount(framework, outcome.id) }));
  const bar = h("div", { class: "stack", "aria-hidden": "true" });
  for (const share of shares) {
    if (share.n > 0) {
      const part = h("span", { class: share.id });
      part.style.flexGrow = share.n;
      bar.append(part);
    }
  }
  const compared = total - shares[2].n;
  const facts = [
    framework.worstShare === null ? null : `largest error ${brief(100 * framework.worstShare)} % of the bound`,
    plural(framework.threads, "thread"),
  ].filter((fact) => fact !== null);
  return h(
    "article",
    { class: "card" },
    h("h2", null, framework.id),
    h("p", { class: "quiet" }, `${framework.name} ${framework.version}`),
    h(
      "p",
      { class: "big" },
      compared === 0 ? "no answer" : `${count(shares[0].n)} of ${count(compared)}`,
      h("small", null, compared === 0 ? "" : " right"),
    ),
    bar,
    h(
      "ul",
      { class: "shares" },
      shares
        .filter((share) => share.n > 0)
        .map((share) =>
          h(
            "li",
            null,
            h(
              "button",
              { type: "button", class: "link", click: () => showOnly(index, share.id) },
              h("span", { class: `glyph ${share.id}`, "aria-hidden": "true" }, share.glyph),
              ` ${plural(share.n, share.one, share.many)}`,
            ),
          ),
        ),
    ),
    h("p", { class: "quiet" }, facts.join(", ")),
  );
}

/** Alarming results, those of one case and framework with the same verdict and reason together. */
function attentionGroups() {
  const groups = new Map();
  for (const result of results) {
    if (result.verdict.outcome === "attention") {
      const key = JSON.stringify([result.case, result.framework, result.verdict.name, result.reason]);
      groups.has(key) ? groups.get(key).push(result) : groups.set(key, [result]);
    }
  }
  return [...groups.values()].sort((a, b) => a[0].verdict.severity - b[0].verdict.severity || a[0].id - b[0].id);
}

function attentionList() {
  const all = attentionGroups();
  if (all.length === 0) {
    return null;
  }
  const first = all.slice(0, 12);
  const row = (group) =>
    h(
      "tr",
      null,
      h("td", null, badge(group[0].verdict)),
      h("td", null, frameworks[group[0].framework].id),
      h("td", { class: "mono name" }, caseName(cases[group[0].case].id)),
      h(
        "td",
        null,
        group.map((result, i) => [
          i === 0 ? "" : ", ",
          h("button", { type: "button", class: "link", click: () => openDetail(result) }, DIRECTIONS[result.direction].name),
        ]),
      ),
      h("td", { class: "why" }, group[0].reason ?? ""),
    );
  return section(
    "attention",
    "Needs attention",
    table(
      "Results that need attention, worst first",
      ["verdict", "framework", "case", "directions", "why"],
      first.map(row),
    ),
    all.length > first.length
      ? h(
          "p",
          null,
          `and ${count(all.length - first.length)} more: `,
          h("button", { type: "button", class: "link", click: () => showOnly(null, "attention") }, "show them in the table"),
        )
      : null,
  );
}

/** A reason, and where more about it is written, apart. */
function knownReason(text) {
  const place = / \((docs\/[\w./#-]+)\)$/.exec(text);
  return place === null
    ? [text]
    : [text.slice(0, place.index), " ", h("span", { class: "quiet mono small" }, place[1])];
}

function knownList() {
  if (page.known.length === 0) {
    return null;
  }
  return section(
    "known",
    "Known differences",
    h(
      "p",
      { class: "lead" },
      "What released frameworks are known to get wrong. Each was met in this run and is listed, with its reason, in the",
      " known-differences file; a listed case that turns out right is reported too.",
    ),
    h(
      "ul",
      { class: "known" },
      page.known.map((entry) =>
        h(
          "li",
          null,
          h("span", { class: "glyph known", "aria-hidden": "true" }, "◆"),
          h("div", null, h("strong", null, plural(entry.count, "result")), " ", knownReason(entry.reason)),
        ),
      ),
    ),
  );
}

function badge(verdict) {
  return h(
    "span",
    { class: `badge ${verdict.outcome}` },
    h("span", { "aria-hidden": "true" }, verdict.glyph),
    " ",
    verdict.name,
  );
}
