// Who agrees with whom, result by result and over the whole run.

const answered = (result) => result !== null && result.terms !== null;

/** Two right answers agree; two wrong ones do if their worst element is the same with the same value. */
function agree(a, b) {
  if (a.verdict.outcome === "right" && b.verdict.outcome === "right") {
    return true;
  }
  return (
    a.index !== null &&
    b.index !== null &&
    String(a.index) === String(b.index) &&
    Object.is(a.actual, b.actual)
  );
}

/** Groups of frameworks that agree about one result, the largest first; those without answer are in none. */
function groupsOf(c, d) {
  const groups = [];
  frameworks.forEach((_, f) => {
    const result = resultAt(c, f, d);
    if (answered(result)) {
      const home = groups.find((group) => agree(resultAt(c, group[0], d), result));
      home ? home.push(f) : groups.push([f]);
    }
  });
  return groups.sort((a, b) => b.length - a.length);
}

const names = (group) => group.map((f) => frameworks[f].id).join(", ");

const verb = (group, one, many) => (group.length === 1 ? one : many);

/** Who agrees about one result, in a sentence. */
function agreementAbout(c, d) {
  const groups = groupsOf(c, d);
  const silent = frameworks.map((_, f) => f).filter((f) => resultAt(c, f, d) !== null && !answered(resultAt(c, f, d)));
  const parts = [];
  if (groups.length === 1) {
    parts.push(
      groups[0].length === 1
        ? `${names(groups[0])} alone gave an answer.`
        : `All ${groups[0].length} that gave an answer agree: ${names(groups[0])}.`,
    );
  } else if (groups.length > 1) {
    const [most, ...rest] = groups;
    parts.push(
      most.length === 1
        ? `No two agree: ${names(groups.flat())}.`
        : `${names(most)} agree with each other; ${rest
            .map((group) => (group.length === 1 ? names(group) : `${names(group)} (with each other)`))
            .join(", and otherwise ")} ${verb(rest.flat(), "does", "do")} not.`,
    );
  }
  if (silent.length > 0) {
    parts.push(`No answer from ${names(silent)}.`);
  }
  return parts.join(" ");
}

/** The ways in which answers differed, most frequent first, and how often each pair had an answer in common. */
function agreementCounts() {
  const n = frameworks.length;
  const pairs = Array.from({ length: n }, () => Array.from({ length: n }, () => ({ both: 0, agree: 0 })));
  const splits = new Map();
  let unanimous = 0;
  let againstReference = 0;
  const reference = frameworks.findIndex((framework) => framework.id === "reference");
  for (let c = 0; c < cases.length; c++) {
    for (let d = 0; d < DIRECTIONS.length; d++) {
      const groups = groupsOf(c, d);
      groups.forEach((group, g) => {
        for (const f of group) {
          groups.forEach((other, o) => {
            for (const e of other) {
              pairs[f][e].both++;
              pairs[f][e].agree += g === o ? 1 : 0;
            }
          });
        }
      });
      if (groups.length === 1 && groups[0].length > 1) {
        unanimous++;
      } else if (groups.length > 1) {
        const key = JSON.stringify(groups);
        splits.has(key) ? splits.get(key).count++ : splits.set(key, { groups, count: 1, c, d });
        if (groups.length === 2 && groups[0].length > 1 && groups[1].length === 1 && groups[1][0] === reference) {
          againstReference++;
        }
      }
    }
  }
  return { pairs, unanimous, againstReference, splits: [...splits.values()].sort((a, b) => b.count - a.count) };
}

function agreementSentence(pairs) {
  const groups = [];
  const alone = [];
  frameworks.forEach((_, f) => {
    if (frameworks.every((_, g) => f === g || pairs[f][g].both === 0)) {
      alone.push(f);
      return;
    }
    const home = groups.find((group) => group.every((g) => pairs[f][g].agree === pairs[f][g].both));
    home ? home.push(f) : groups.push([f]);
  });
  const apart = alone.length === 0 ? "" : ` ${names(alone)}: no answer in common with another.`;
  return groups.length === 0 ? apart.trim() : groupsSentence(groups, pairs) + apart;
}

function groupsSentence(groups, pairs) {
  groups.sort((a, b) => b.length - a.length);
  const [largestGroup, ...rest] = groups;
  if (rest.length === 0) {
    return `All ${largestGroup.length} agree wherever they answer.`;
  }
  const differs = rest.flat().map((f) => {
    const apart = largestGroup.map((g) => pairs[f][g].both - pairs[f][g].agree);
    return `${frameworks[f].id} differs in up to ${count(Math.max(...apart))}`;
  });
  return largestGroup.length === 1
    ? `No two agree everywhere: ${differs.join("; ")} from ${names(largestGroup)}.`
    : `${names(largestGroup)} agree with each other wherever they answer; ${differs.join("; ")} from them.`;
}

const SPLITS_SHOWN = 20;

function splitTable(splits) {
  const row = (split) => {
    const [most, ...rest] = split.groups;
    const example = resultAt(split.c, rest[0][0], split.d);
    return h(
      "tr",
      null,
      h("td", null, most.length === 1 ? `${names(most)} (alone)` : names(most)),
      h("td", null, rest.map((group, i) => [i === 0 ? "" : "; ", h("b", null, names(group))])),
      h("td", null, count(split.count)),
      h(
        "td",
        null,
        h(
          "button",
          { type: "button", class: "link mono name", click: () => openDetail(example) },
          caseName(cases[split.c].id),
          `, ${DIRECTIONS[split.d].name}`,
        ),
      ),
    );
  };
  return [
    table(
      "The ways in which answers differ, most frequent first",
      ["these agree with each other", "these do not", "results", "for instance"],
      splits.slice(0, SPLITS_SHOWN).map(row),
    ),
    splits.length > SPLITS_SHOWN
      ? h("p", { class: "quiet" }, `and ${plural(splits.length - SPLITS_SHOWN, "rarer way", "rarer ways")}.`)
      : null,
  ];
}

function pairTable(pairs) {
  const cell = (f, g) => {
    if (f === g) {
      return h("td", { class: "self" }, "");
    }
    const { both, agree: same } = pairs[f][g];
    const outcome = both === 0 ? "uncovered" : same === both ? "right" : "differ";
    return h(
      "td",
      { class: `pair ${outcome}` },
      both === 0 ? "none in common" : same === both ? `all ${count(both)}` : `${count(both - same)} of ${count(both)} differ`,
    );
  };
  return table(
    "Agreement between frameworks",
    ["", ...frameworks.map((framework) => framework.id)],
    frameworks.map((framework, f) =>
      h("tr", null, h("th", { scope: "row" }, framework.id), frameworks.map((_, g) => cell(f, g))),
    ),
    "pairs",
  );
}

function agreement() {
  if (frameworks.length < 2) {
    return null;
  }
  const { pairs, unanimous, againstReference, splits } = agreementCounts();
  const split = splits.reduce((sum, each) => sum + each.count, 0);
  return section(
    "agreement",
    "Who agrees with whom",
    h("p", { class: "lead" }, agreementSentence(pairs)),
    againstReference > 0
      ? h(
          "p",
          { class: "lead" },
          h("b", null, `In ${plural(againstReference, "result")} all others agree against the reference. `),
          "Then look at the reference first.",
        )
      : null,
    h(
      "p",
      { class: "quiet" },
      `Of ${plural(unanimous + split, "result")} with at least two answers, ${count(unanimous)} are unanimous.`,
      " Two answers agree when both are right, or when both have the same wrong value at the same worst element.",
    ),
    splits.length === 0 ? null : splitTable(splits),
    h("details", null, h("summary", null, "Pair by pair"), pairTable(pairs)),
  );
}
