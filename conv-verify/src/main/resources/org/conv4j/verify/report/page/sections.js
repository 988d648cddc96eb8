// The lower half of the page: errors, planted bugs, how to read it all, where it ran.

/** Ends of the bins of a result's error, as shares of its bound. */
const SHARES = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1, Infinity];

const shareName = (i) =>
  i === 0
    ? "no error"
    : i === SHARES.length - 1
      ? "beyond"
      : `to ${100 * SHARES[i]} %`;

/** How near the worst elements of real data come to their bound, framework by framework. */
function errors() {
  const bounded = results.filter((result) => result.bound > 0 && result.ratio !== null);
  if (bounded.length === 0) {
    return null;
  }
  const counts = frameworks.map(() => new Array(SHARES.length).fill(0));
  for (const result of bounded) {
    const share = shareOfBound(result);
    counts[result.framework][SHARES.findIndex((end) => share <= end)]++;
  }
  const cell = (n, all, beyond) => {
    const td = h("td", { class: beyond && n > 0 ? "beyond" : null }, n === 0 ? "" : count(n));
    td.style.setProperty("--level", n === 0 ? "0%" : `${(8 + (42 * n) / all).toFixed(0)}%`);
    return td;
  };
  return section(
    "errors",
    "How near to the bound",
    h(
      "p",
      { class: "lead" },
      "Results of real data, by the error of their worst element as a share of its bound. A framework that drifts",
      " to the right over its versions loses accuracy before anything fails.",
    ),
    table(
      "Results by error as a share of the bound",
      ["", ...SHARES.map((_, i) => shareName(i))],
      frameworks
        .map((framework, f) => [framework, counts[f]])
        .filter(([, row]) => row.some((n) => n > 0))
        .map(([framework, row]) => {
          const all = row.reduce((a, b) => a + b, 0);
          return h(
            "tr",
            null,
            h("th", { scope: "row" }, framework.id),
            row.map((n, i) => cell(n, all, i === SHARES.length - 1)),
          );
        }),
      "pairs levels",
    ),
  );
}

/** Something long, behind its title unless it is open. */
const folded = (open, title, content) => h("details", { open }, h("summary", null, title), content);

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
      : folded(
          survivors.length > 0,
          `All ${count(page.mutants.length)}, and the case that exposed each`,
          table(
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
