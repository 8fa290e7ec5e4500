"use strict";
// The buttons of the window's page beside those for zooming: selecting by a box, and help on the keys.
const tools = (() => {
  const { element } = lachan;
  const PICTURES = {
    box: ["M2.5 5V2.5H5M8 2.5h2M13 2.5h2.5V5M2.5 8v2M2.5 13v2.5H5", "M8.5 8.5 16.5 11.6 13 13 11.6 16.5Z"],
    help: ["M6 6.4a3 3 0 1 1 4.6 2.5C9.5 9.6 9 10.2 9 11.4", "M9 14.8v.1"],
  };
  const ZOOMING = { zoomIn: ".leaflet-control-zoom-in", zoomOut: ".leaflet-control-zoom-out", whole: ".leaflet-control-whole" };
  const buttons = {};
  const card = () => document.querySelector(".help");

  function start() {
    const bar = L.DomUtil.create("div", "leaflet-bar leaflet-control");
    document.querySelector(".leaflet-control-zoom").after(bar);
    for (const [key, paths] of Object.entries(PICTURES)) {
      buttons[key] = L.DomUtil.create("a", `tool-${key}`, bar);
      Object.assign(buttons[key], { href: "#", role: "button" });
      buttons[key].append(marks.picture(18, paths));
      L.DomEvent.on(buttons[key], "click", L.DomEvent.stop);
    }
    for (const [key, selector] of Object.entries(ZOOMING)) buttons[key] = document.querySelector(selector);
    L.DomEvent.disableClickPropagation(bar);
    buttons.help.addEventListener("click", () => showHelp(!isHelping()));
    Object.values(buttons).forEach((each) => each.addEventListener("keydown", pressBySpace));
  }

  function pressBySpace(event) {
    if (event.key !== " ") return;
    event.preventDefault();
    event.currentTarget.click();
  }

  const isHelping = () => !card().hidden;

  function showHelp(on) {
    card().hidden = !on;
    buttons.help.setAttribute("aria-expanded", on);
  }

  function say(texts) {
    for (const [key, button] of Object.entries(buttons)) {
      button.title = texts[key];
      button.setAttribute("aria-label", texts[key]);
    }
    const rows = texts.keys.flatMap(([key, what]) => [element("dt", key), element("dd", what)]);
    card().replaceChildren(element("b", texts.help), element("dl", "", rows));
  }

  return { start, say, showHelp, isHelping, buttons };
})();
