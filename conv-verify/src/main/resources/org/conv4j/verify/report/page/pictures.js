// Grids of numbers as pictures. Colour is never the only sign: cells above the bound carry a cross,
// values that are no numbers their name, small grids their numbers, and all a table.

const PICTURE = 256; // pixels along the longer side, where that leaves a cell its place
const CELL = { least: 8, most: 44, withNumbers: 28 };

function values(grid) {
  return grid.values.map(Number);
}

function cellsOf(grid, size, draw) {
  const all = values(grid);
  return all.map((value, i) => draw(value, (i % grid.columns) * size, Math.floor(i / grid.columns) * size, i));
}

function plot(grid, label, draw) {
  const fitting = Math.floor(PICTURE / Math.max(grid.columns, grid.rows));
  const size = Math.max(CELL.least, Math.min(CELL.most, fitting));
  return svg(
    "svg",
    {
      class: "grid",
      role: "img",
      "aria-label": label,
      viewBox: `-1 -1 ${grid.columns * size + 2} ${grid.rows * size + 2}`,
      width: grid.columns * size + 2,
      height: grid.rows * size + 2,
    },
    cellsOf(grid, size, (value, x, y, i) => draw(value, x, y, size, i)),
  );
}

const square = (x, y, size, attributes) => svg("rect", { x, y, width: size, height: size, ...attributes });

function label(text, x, y, size, kind = "") {
  return size < CELL.withNumbers
    ? null
    : svg("text", { x: x + size / 2, y: y + size / 2, class: kind, "text-anchor": "middle", "dominant-baseline": "central" }, text);
}

const isNumber = (value) => Number.isFinite(value);

const tiny = (value) =>
  Math.abs(value) >= 1000 || (value !== 0 && Math.abs(value) < 0.01)
    ? value.toExponential(0).replace("e+", "e")
    : String(Number(value.toPrecision(3)));

/** Largest magnitude of all numbers in some grids. */
const magnitude = (...grids) => Math.max(0, ...grids.flatMap(values).filter(isNumber).map(Math.abs));

/** Values from blank (zero) to full (`most`); negative ones in another colour, with a minus. */
function valuePicture(grid, most, title) {
  return plot(grid, `${title}, ${grid.rows} by ${grid.columns}`, (value, x, y, size) => {
    if (!isNumber(value)) {
      return [square(x, y, size, { class: "nonumber" }), label(brief(value), x, y, size)];
    }
    const level = most > 0 ? Math.abs(value) / most : 0;
    const side = size * 0.3;
    return [
      square(x, y, size, {
        class: value < 0 ? "negative" : "positive",
        "fill-opacity": value === 0 ? 0 : (0.1 + 0.85 * level).toFixed(3),
      }),
      value < 0 && size < CELL.withNumbers
        ? svg("path", { class: level > 0.55 ? "sign onfull" : "sign", d: `M${x + side} ${y + size / 2}H${x + size - side}` })
        : null,
      label(tiny(value), x, y, size, level > 0.55 ? "onfull" : ""),
    ];
  });
}

/** Ratios: within the bound pale, above it strong and crossed. */
function ratioPicture(grid, bound) {
  const finite = values(grid).filter(isNumber);
  const most = Math.max(bound, ...finite, 1);
  return plot(grid, `Error ratios, ${grid.rows} by ${grid.columns}`, (value, x, y, size) => {
    const bad = !(value <= bound);
    const level = value === 0 ? 0 : isNumber(value) ? Math.max(0.1, Math.log1p(value) / Math.log1p(most)) : 1;
    const cross = size * 0.28;
    return [
      square(x, y, size, { class: bad ? "bad" : "fine", "fill-opacity": (value === 0 ? 0 : 0.15 + 0.75 * level).toFixed(3) }),
      bad && size < CELL.withNumbers
        ? svg("path", {
            class: "cross",
            d: `M${x + cross} ${y + cross}L${x + size - cross} ${y + size - cross}M${x + size - cross} ${y + cross}L${x + cross} ${y + size - cross}`,
          })
        : null,
      value === 0 ? null : label((bad ? "✗" : "") + (isNumber(value) ? tiny(value) : brief(value)), x, y, size, bad ? "onfull" : ""),
    ];
  });
}

function asNumbers(name, grid) {
  const all = values(grid);
  return h(
    "details",
    null,
    h("summary", null, `${name} as numbers`),
    table(
      name,
      ["", ...Array.from({ length: grid.columns }, (_, x) => String(x))],
      Array.from({ length: grid.rows }, (_, y) =>
        h(
          "tr",
          null,
          h("th", { scope: "row" }, String(y)),
          all.slice(y * grid.columns, (y + 1) * grid.columns).map((value) => h("td", { class: "mono" }, full(value))),
        ),
      ),
    ),
  );
}

function histogram(picture, bound) {
  const most = Math.max(...picture.histogram.map((bin) => bin.count));
  const first = picture.histogram.findIndex((bin, i) => i > 0 && bin.count > 0);
  const bins = picture.histogram.filter((bin, i) => i === 0 || (first > 0 && i >= first));
  return h(
    "ol",
    { class: "bars" },
    bins.map((bin) => {
      const upTo = number(bin.upTo);
      const bar = h("span", { class: upTo <= bound || upTo === 0 ? "right" : "attention" });
      bar.style.width = bin.count === 0 ? "0" : `${Math.max(0.6, (100 * Math.log1p(bin.count)) / Math.log1p(most))}%`;
      return h(
        "li",
        null,
        h("span", null, upTo === 0 ? "r = 0" : !Number.isFinite(upTo) ? "larger" : upTo > 1000 ? `r ≤ 2^${Math.log2(upTo)}` : `r ≤ ${brief(upTo)}`),
        h("div", null, bar),
        h("b", null, count(bin.count)),
      );
    }),
  );
}

function errorFigure(picture, result) {
  const most = magnitude(picture.expected, picture.actual);
  const reduced = picture.height > picture.ratios.rows || picture.width > picture.ratios.columns;
  const part = (title, drawing) => h("div", { class: "part" }, h("h4", null, title), drawing);
  return [
    h("h3", null, "Where it is wrong"),
    h(
      "figure",
      null,
      h(
        "div",
        { class: "triptych" },
        part("expected", valuePicture(picture.expected, most, "Expected values")),
        part("actual", valuePicture(picture.actual, most, "Actual values")),
        part("error ratio", ratioPicture(picture.ratios, result.bound ?? 0)),
      ),
      h(
        "figcaption",
        null,
        `The plane of the worst element: ${picture.plane}, ${picture.height} × ${picture.width}. `,
        reduced ? "Each cell shows the worst of the elements it stands for. " : "",
        `Blank is zero, a dash marks negative values, a cross errors above the bound. ${count(picture.unequal)} of ${count(picture.elements)} elements of the whole result differ.`,
      ),
    ),
    asNumbers("Expected values", picture.expected),
    asNumbers("Actual values", picture.actual),
    asNumbers("Error ratios", picture.ratios),
    h("h3", null, "All elements by error ratio"),
    h("p", { class: "quiet" }, "Logarithmic bars; the numbers are counts of elements."),
    histogram(picture, result.bound ?? 0),
  ];
}

function namedPictures() {
  if (page.pictures.named.length === 0) {
    return null;
  }
  return section(
    "pictures",
    "Pictures",
    h(
      "div",
      { class: "gallery" },
      page.pictures.named.map((picture) =>
        h(
          "figure",
          null,
          h("h3", null, picture.title),
          valuePicture(picture.grid, magnitude(picture.grid), picture.title),
          h("figcaption", null, picture.caption, " Blank is zero; a dash marks negative values."),
          asNumbers("The picture", picture.grid),
        ),
      ),
    ),
  );
}
