// The lower half of the page: agreement, planted bugs, how to read it all, where it ran.

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

const answered = (result) => result !== null && result.terms !== null;

function agreementCounts() {
  const n = frameworks.length;
  const pairs = Array.from({ length: n }, () => Array.from({ length: n }, () => ({ both: 0, agree: 0 })));
  const column = new Array(n);
  for (let c = 0; c < cases.length; c++) {
    for (let d = 0; d < DIRECTIONS.length; d++) {
      for (let f = 0; f < n; f++) {
        column[f] = resultAt(c, f, d);
      }
      for (let f = 0; f < n; f++) {
        for (let g = 0; g < f; g++) {
          if (answered(column[f]) && answered(column[g])) {
            pairs[f][g].both++;
            pairs[f][g].agree += agree(column[f], column[g]) ? 1 : 0;
          }
        }
      }
    }
  }
  for (let f = 0; f < n; f++) {
    for (let g = f + 1; g < n; g++) {
      pairs[f][g] = pairs[g][f];
    }
  }
  return pairs;
}

function agreementSentence(pairs) {
  const groups = [];
  frameworks.forEach((_, f) => {
    const home = groups.find((group) => group.every((g) => pairs[f][g].agree === pairs[f][g].both));
    home ? home.push(f) : groups.push([f]);
  });
  const names = (group) => group.map((f) => frameworks[f].id).join(", ");
  groups.sort((a, b) => b.length - a.length);
  const [largestGroup, ...rest] = groups;
  if (rest.length === 0) {
    return `All ${frameworks.length} agree wherever they answer.`;
  }
  const differs = rest.flat().map((f) => {
    const apart = largestGroup.map((g) => pairs[f][g].both - pairs[f][g].agree);
    return `${frameworks[f].id} differs in up to ${count(Math.max(...apart))}`;
  });
  return largestGroup.length === 1
    ? `No two agree everywhere: ${differs.join("; ")} from ${names(largestGroup)}.`
    : `${names(largestGroup)} agree with each other in every result; ${differs.join("; ")} from them.`;
}

function agreement() {
  if (frameworks.length < 2) {
    return null;
  }
  const pairs = agreementCounts();
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
  return section(
    "agreement",
    "Who agrees with whom",
    h("p", { class: "lead" }, agreementSentence(pairs)),
    table(
      "Agreement between frameworks",
      ["", ...frameworks.map((framework) => framework.id)],
      frameworks.map((framework, f) =>
        h("tr", null, h("th", { scope: "row" }, framework.id), frameworks.map((_, g) => cell(f, g))),
      ),
      "pairs",
    ),
    h(
      "p",
      { class: "quiet" },
      "Results that both computed. Two agree when both are right, or when both have the same wrong value at the same worst element.",
    ),
  );
}

function bugs() {
  const survivors = page.mutants.filter((mutant) => !mutant.killed);
  return section(
    "bugs",
    "Planted bugs",
    h(
      "p",
      { class: "lead" },
      page.mutants.length === 0
        ? "This run planted no bugs, so it does not show that it would have found one."
        : "Deliberately wrong implementations, judged by the same comparison as everyone. " +
            (survivors.length === 0
              ? `All ${count(page.mutants.length)} were caught.`
              : `${survivors.length} of ${count(page.mutants.length)} were not caught.`),
    ),
    page.mutants.length === 0
      ? null
      : table(
          "Planted bugs and what exposed them",
          ["planted bug", "fate", "exposed by"],
          [...survivors, ...page.mutants.filter((mutant) => mutant.killed)].map((mutant) =>
            h(
              "tr",
              null,
              h("th", { scope: "row", class: "mono" }, mutant.id),
              h(
                "td",
                null,
                mutant.killed
                  ? h("span", { class: "badge right" }, "✓ caught, ", mutant.verdict)
                  : h("span", { class: "badge attention" }, "✗ survived"),
              ),
              h("td", { class: "mono" }, mutant.case ?? "no case"),
            ),
          ),
        ),
  );
}

function reading() {
  const term = (name, ...text) => h("div", null, h("dt", null, name), h("dd", null, ...text));
  return section(
    "reading",
    "How to read this",
    h(
      "div",
      { class: "prose" },
      h(
        "p",
        null,
        "Every framework gets the same numbers, bit for bit, and computes the same convolution. Each element it returns",
        " is compared with a plain-Java reference that computes in double precision. There are two kinds of data.",
      ),
      h(
        "p",
        null,
        h("b", null, "Integer data"),
        " are small whole numbers, chosen so that no rounding can occur in any order of summation. A right answer is",
        " then equal in every element: there is no tolerance that could hide a mistake.",
      ),
      h(
        "p",
        null,
        h("b", null, "Real data"),
        " are random. Rounding is unavoidable, and how much of it is legitimate follows from theory: a sum of n products",
        " computed with unit roundoff u differs from the true one by at most about n·u times the sum of the absolute",
        " products (Higham, Accuracy and Stability of Numerical Algorithms, chapter 3); in practice the errors partly",
        " cancel and grow with the square root of n. So each error is divided by u times that sum, the gauge, and the",
        " ratio r is held against the bounds below. Unlike a fixed tolerance, this neither excuses a wrong term in a",
        " short sum nor condemns honest rounding in a long one.",
      ),
      h(
        "p",
        null,
        h("b", null, "The reference"),
        " is a framework like the others in these tables, but not judged against itself: its row compares its direct loops",
        " with a second, independent formulation and with finite differences.",
      ),
    ),
    h("h3", null, "Bounds of this run"),
    h(
      "dl",
      { class: "facts wide" },
      Object.entries(page.header.thresholds).map(([name, formula]) => term(name, h("code", null, formula))),
    ),
    h(
      "p",
      { class: "quiet" },
      "n: forward kernel height × kernel width × channels per group, and one for the bias; input gradient kernel height ×",
      " kernel width × output channels per group; filter and bias gradient batch × output height × output width.",
      " u: 2^-24 for float32, 2^-53 for float64.",
    ),
    h("h3", null, "Verdicts"),
    h(
      "dl",
      { class: "facts wide verdicts" },
      VERDICTS.map((verdict) => term(badge(verdict), verdict.meaning)),
    ),
  );
}

function environment() {
  const { header } = page;
  const fact = (name, value) => h("div", null, h("dt", null, name), h("dd", null, value));
  return section(
    "environment",
    "Environment",
    h(
      "dl",
      { class: "facts wide" },
      fact("machine", `${header.host.cpu}, ${plural(header.host.cores, "core")}`),
      fact("system", header.host.os),
      fact("Java", header.host.java),
      fact("conv4j", `${header.tool.version}, commit ${header.tool.commit}${header.tool.dirty ? ", changed" : ""}`),
      fact("suite and seed", `${header.suite}, ${header.seed}`),
      fact("started", header.started),
      fact("finished", page.footer === null ? "did not finish" : page.footer.finished),
      fact("results", `${count(header.planned)} planned, ${count(results.length)} found`),
    ),
    table(
      "Frameworks, their versions and native libraries",
      ["framework", "version", "threads", "executioner", "helper", "native libraries (SHA-256)"],
      frameworks.map((framework) =>
        h(
          "tr",
          null,
          h("th", { scope: "row" }, framework.id),
          h("td", null, framework.version),
          h("td", null, String(framework.threads)),
          h("td", { class: "mono small" }, framework.executioner ?? "none"),
          h("td", { class: "mono small" }, framework.helper ?? "none"),
          h(
            "td",
            { class: "mono small" },
            framework.libraries.length === 0
              ? "none"
              : h(
                  "details",
                  null,
                  h("summary", null, plural(framework.libraries.length, "library", "libraries")),
                  framework.libraries.map((library) =>
                    h("div", null, library.file, " ", h("span", { class: "hash" }, library.sha256)),
                  ),
                ),
          ),
        ),
      ),
    ),
  );
}
