// Puts the page together.

function theme() {
  const button = byId("theme");
  const root = document.documentElement;
  const set = (dark) => {
    root.dataset.theme = dark ? "dark" : "light";
    button.setAttribute("aria-pressed", String(dark));
  };
  set(matchMedia("(prefers-color-scheme: dark)").matches);
  button.addEventListener("click", () => set(root.dataset.theme !== "dark"));
  // Paper is light, and nothing on it can be opened.
  let onScreen = root.dataset.theme;
  let opened = [];
  window.addEventListener("beforeprint", () => {
    onScreen = root.dataset.theme;
    root.dataset.theme = "light";
    opened = [...document.querySelectorAll("main details:not([open])")];
    opened.forEach((details) => (details.open = true));
  });
  window.addEventListener("afterprint", () => {
    root.dataset.theme = onScreen;
    opened.forEach((details) => (details.open = false));
  });
}

theme();
byId("main").append(
  ...[
    statusBox(),
    h("section", { id: "frameworks", "aria-label": "Frameworks", class: "cards" }, frameworks.map(frameworkCard)),
    attentionList(),
    smallestList(),
    matrix(),
    h("section", { id: "agreement" }),
    relations(),
    knownList(),
    errors(),
    bugs(),
    namedPictures(),
    reading(),
    environment(),
  ].filter((part) => part !== null),
);
for (const link of document.querySelectorAll(".bar nav a")) {
  if (byId(link.hash.slice(1)) === null) {
    link.remove();
  }
}
drawMatrix();
byId("detail").addEventListener("close", () => history.replaceState(null, "", location.pathname + location.search));
byId("detail").addEventListener("click", (event) => {
  if (event.target === byId("detail")) {
    closeDetail();
  }
});
window.addEventListener("hashchange", openAddress);
openAddress();
// Compares all frameworks in every result: after the page can be used.
setTimeout(() => {
  byId("agreement").replaceWith(agreement() ?? "");
  // The browser looked for the address before it was there.
  if (!location.hash.startsWith("#result/")) {
    byId(location.hash.slice(1))?.scrollIntoView();
  }
}, 0);
