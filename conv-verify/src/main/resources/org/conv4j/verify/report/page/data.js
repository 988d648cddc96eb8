// The report, decoded once. Results refer to cases, frameworks, directions and verdicts by number.

/** The JSON behind the packed text. */
async function unpacked(text) {
  if (typeof DecompressionStream === "undefined") {
    byId("main").append(
      h("p", { class: "verdictbox" }, "This browser is too old for this page; report.md, beside it, shows the summary."),
    );
    throw new Error("no DecompressionStream");
  }
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}

const page = await unpacked(byId("data").textContent);

const DIRECTIONS = [
  { id: "forward", short: "fwd", name: "forward" },
  { id: "input-gradient", short: "dx", name: "input gradient" },
  { id: "filter-gradient", short: "dw", name: "filter gradient" },
  { id: "bias-gradient", short: "db", name: "bias gradient" },
];

// Worst first: the order of the legend, and of sorting by verdict.
const VERDICTS = [
  ["CRASH", "attention", "C", "the framework's process died"],
  ["HANG", "attention", "H", "no answer within the time limit"],
  ["FAIL", "attention", "✗", "wrong: unequal integers, an error above the hard bound, wrong shape or NaN, or a changed operand"],
  ["ERROR", "attention", "E", "the framework answered with an exception"],
  ["MISTRUSTED", "attention", "M", "equal, but the case proves little, or two references disagree"],
  ["SUSPECT", "attention", "?", "error above the pass bound, not above the hard bound"],
  ["XPASS", "attention", "↑", "right, although a known difference is listed: time to update the list"],
  ["KNOWN", "known", "◆", "wrong as listed in the known differences"],
  ["UNSUPPORTED", "uncovered", "–", "the framework declines the problem, with its reason"],
  ["SKIPPED", "uncovered", "·", "the run left it out, with its reason"],
  ["PASS", "right", "✓", "real numbers: every element within the error bound"],
  ["EXACT", "right", "=", "integers: equal in every element"],
].map(([name, outcome, glyph, meaning], severity) => ({ name, outcome, glyph, meaning, severity }));

const OUTCOMES = [
  { id: "right", one: "right", many: "right", glyph: "✓" },
  { id: "known", one: "known difference", many: "known differences", glyph: "◆" },
  { id: "uncovered", one: "not covered", many: "not covered", glyph: "–" },
  { id: "attention", one: "needs attention", many: "need attention", glyph: "✗" },
];

const verdictOf = new Map(VERDICTS.map((verdict) => [verdict.name, verdict]));

/** JSON has no non-finite numbers; the report writes them as strings. */
const number = (value) => (value === null || value === undefined ? null : Number(value));

const results = page.results.map((row, id) => ({
  id,
  case: row[0],
  framework: row[1],
  direction: row[2],
  verdict: verdictOf.get(page.verdicts[row[3]]),
  repro: row[4],
  reason: row[5] === null ? null : page.strings[row[5]],
  algorithm: row[6] === null ? null : page.strings[row[6]],
  millis: number(row[7]),
  terms: row[8] ?? null,
  ratio: number(row[9]),
  bound: number(row[10]),
  index: row[11] ?? null,
  expected: number(row[12]),
  actual: number(row[13]),
  expectedHex: row[14] ?? null,
  actualHex: row[15] ?? null,
}));

/** Commands are stored once for all cases, with a mark where the case's id stands. */
const reproOf = (result) => page.strings[result.repro].replaceAll("\u0000", () => cases[result.case].id);

const frameworks = page.frameworks;
const cases = page.cases;
const perCase = frameworks.length * DIRECTIONS.length;
const cells = new Int32Array(cases.length * perCase).fill(-1);
const cellOf = (c, f, d) => c * perCase + f * DIRECTIONS.length + d;
for (const result of results) {
  cells[cellOf(result.case, result.framework, result.direction)] = result.id;
}

/** The result, or null where the run has none. */
function resultAt(c, f, d) {
  const id = cells[cellOf(c, f, d)];
  return id < 0 ? null : results[id];
}

const errorPictures = new Map(
  page.pictures.errors.map((picture) => [cellOf(picture.case, picture.framework, picture.direction), picture]),
);

/** A notation in words: an array of [what, value]; empty where it is no notation. */
function inWords(notation) {
  const sizes = /^n(\d+)_c(\d+)h(\d+)w(\d+)_k(\d+)r(\d+)s(\d+)((?:_[a-z0-9]+)*)$/.exec(notation);
  if (sizes === null) {
    return [];
  }
  const [, n, c, height, width, k, r, s, rest] = sizes;
  const has = (pattern) => new RegExp(`_${pattern}(?=_|$)`).exec(rest);
  const stride = has("sh(\\d+)sw(\\d+)");
  const dilation = has("dh(\\d+)dw(\\d+)");
  const pads = has("pt(\\d+)pb(\\d+)pl(\\d+)pr(\\d+)");
  const groups = has("g(\\d+)");
  const words = [
    ["input", `${n} × ${c} channels × ${height} × ${width}`],
    ["filter", `${c} → ${k} channels, kernel ${r} × ${s}`],
    ["stride", stride ? `${stride[1]} × ${stride[2]}` : "1 × 1"],
    [
      "padding",
      has("samelower")
        ? "SAME, extra one at top and left"
        : has("same")
          ? "SAME"
          : pads
            ? `top ${pads[1]}, bottom ${pads[2]}, left ${pads[3]}, right ${pads[4]}`
            : "none",
    ],
  ];
  if (dilation) {
    words.push(["dilation", `${dilation[1]} × ${dilation[2]}`]);
  }
  if (groups) {
    words.push(["groups", groups[1] === c ? `${groups[1]} (depthwise)` : groups[1]]);
  }
  words.push(["layout", has("nhwc") ? "NHWC" : "NCHW"]);
  words.push(["filter layout", has("hwio") ? "HWIO" : has("ohwi") ? "OHWI" : "OIHW"]);
  words.push(["bias", has("nobias") ? "no" : "yes"]);
  words.push(["type", has("f64") ? "float64" : "float32"]);
  return words;
}

/** Names of a result's axes, in the order of its index. */
function axesOf(result) {
  const aCase = cases[result.case];
  switch (DIRECTIONS[result.direction].id) {
    case "bias-gradient":
      return ["output channel"];
    case "filter-gradient":
      return {
        OIHW: ["output channel", "input channel", "kernel row", "kernel column"],
        HWIO: ["kernel row", "kernel column", "input channel", "output channel"],
        OHWI: ["output channel", "kernel row", "kernel column", "input channel"],
      }[aCase.filterLayout];
    default:
      return aCase.layout === "NHWC"
        ? ["image", "row", "column", "channel"]
        : ["image", "channel", "row", "column"];
  }
}
