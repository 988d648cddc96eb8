// Relations between results of one framework, which hold without any reference; and the smallest
// cases to which failing results were reduced.

const relationVerdict = (relation) => verdictOf.get(relation.verdict);

/** One relation in one framework: how many trials, and how they came out. */
function relationCell(trials) {
  if (trials.length === 0) {
    return h("td", { class: "pair uncovered" }, "not tried");
  }
  const of = (outcome) => trials.filter((trial) => relationVerdict(trial).outcome === outcome).length;
  const [right, known, broken] = [of("right"), of("known"), of("attention")];
  if (broken > 0) {
    return h("td", { class: "pair differ" }, `✗ ${count(broken)} of ${count(trials.length)} broken`);
  }
  if (right + known === 0) {
    return h("td", { class: "pair uncovered" }, "– not covered");
  }
  return h(
    "td",
    { class: "pair right" },
    `✓ ${count(right)}`,
    known === 0 ? "" : `, ${count(known)} known`,
  );
}

function brokenRelations(all) {
  const broken = all.filter((trial) => relationVerdict(trial).outcome === "attention");
  if (broken.length === 0) {
    return null;
  }
  return table(
    "Relations that do not hold",
    ["verdict", "framework", "relation", "why", "run exactly this"],
    broken
      .slice(0, 50)
      .map((trial) =>
        h(
          "tr",
          null,
          h("td", null, badge(relationVerdict(trial))),
          h("td", null, trial.framework),
          h("td", null, trial.relation),
          h("td", { class: "why" }, trial.reason ?? ""),
          h("td", { class: "why" }, command(trial.repro)),
        ),
      ),
  );
}

/** How many trials hold; and those that do not or say nothing, by verdict. */
function countedTrials(all) {
  const others = VERDICTS.filter((verdict) => verdict.outcome !== "right").map((verdict) => ({
    verdict,
    number: all.filter((trial) => relationVerdict(trial) === verdict).length,
  }));
  return [
    `${count(all.filter((trial) => relationVerdict(trial).outcome === "right").length)} of ${plural(all.length, "trial")} hold`,
    others
      .filter((other) => other.number > 0)
      .map(({ verdict, number }) => [
        ", ",
        h(verdict.outcome === "attention" ? "b" : "span", null, `${count(number)} ${verdict.name}`),
      ]),
    ".",
  ];
}

function relations() {
  const all = page.relations;
  if (all.length === 0) {
    return null;
  }
  const statements = new Map(all.map((trial) => [trial.relation, trial.statement]));
  const tried = frameworks.map((framework) => framework.id).filter((id) => all.some((trial) => trial.framework === id));
  return section(
    "relations",
    "Relations between results",
    h(
      "p",
      { class: "lead" },
      "What results owe each other, whoever computed them. No reference takes part: the framework itself computes both",
      " sides, from integers, and they must be equal. ",
      countedTrials(all),
    ),
    brokenRelations(all),
    table(
      "Relations by framework",
      ["relation", "what is to hold", ...tried],
      [...statements].map(([relation, statement]) =>
        h(
          "tr",
          null,
          h("th", { scope: "row" }, relation),
          h("td", null, statement),
          tried.map((id) => relationCell(all.filter((trial) => trial.relation === relation && trial.framework === id))),
        ),
      ),
    ),
  );
}

/** Failing results, each with the smallest case to which it was reduced. */
function smallestList() {
  const all = page.smallest;
  return all.length === 0
    ? null
    : section(
        "smallest",
        "Smallest failing cases",
        table(
          "Failing results and the smallest case to which each was reduced",
          ["framework", "direction", "failed", "smallest that fails", "run exactly this"],
          all.map((reduced) =>
            h(
              "tr",
              null,
              h("th", { scope: "row" }, reduced.framework),
              h("td", null, reduced.direction),
              h("td", { class: "mono name" }, caseName(reduced.case)),
              h(
                "td",
                { class: "name" },
                h("span", { class: "mono" }, caseName(reduced.smallest)),
                " ",
                badge(verdictOf.get(reduced.verdict)),
              ),
              h("td", { class: "why" }, command(reduced.repro)),
            ),
          ),
        ),
      );
}

const smallestKey = (caseId, framework, direction) => JSON.stringify([caseId, framework, direction]);

const smallestByResult = new Map(
  page.smallest.map((reduced) => [smallestKey(reduced.case, reduced.framework, reduced.direction), reduced]),
);

/** To what a result was reduced, or undefined. */
const smallestOf = (result) =>
  smallestByResult.get(
    smallestKey(cases[result.case].id, frameworks[result.framework].id, DIRECTIONS[result.direction].id),
  );

function smallestPart(result) {
  const reduced = smallestOf(result);
  if (reduced === undefined) {
    return null;
  }
  const found =
    reduced.smallest === reduced.case
      ? [h("p", null, `None is smaller: of ${plural(reduced.tried, "case")} tried, no other one fails.`)]
      : [
          h(
            "p",
            null,
            h("code", null, caseName(reduced.smallest)),
            `, found among ${plural(reduced.tried, "smaller case")}: `,
            badge(verdictOf.get(reduced.verdict)),
            " ",
            reduced.reason ?? "",
          ),
          command(reduced.repro),
        ];
  return [h("h3", null, "The smallest case that fails, too"), found];
}
