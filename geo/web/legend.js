"use strict";
// The legend of the window's page: a card on a large map; on a small one a strip of its colours that opens.
const legend = (() => {
  const { element } = lachan;
  const part = (selector) => document.querySelector(`.legend ${selector}`.trim());
  const small = matchMedia("(max-width: 560px), (max-height: 430px)");

  function listClasses({ title, unit, ends, note: about, legend: classes }) {
    const rows = classes.map(({ fill, label, note }) => element("li", "", [marks.swatch(fill), element("span", label), element("small", note)]));
    part(".classes ul").replaceChildren(...rows);
    part(".theme-title").textContent = unit ? `${title} (${unit})` : title;
    part(".theme-note").textContent = about;
    part(".ramp").replaceChildren(...strip(ends, classes));
  }

  // The lowest and the highest value with the colours between them.
  function strip([lowest, highest], classes) {
    const colours = classes.map(({ fill }) => fill).filter((fill) => fill.startsWith("#"));
    return [element("span", lowest), ...colours.map((fill) => marks.swatch(fill, 13, 14)), element("span", highest)];
  }

  function listPlaces(layers, onSwitch) {
    const row = ({ data, shown }) => (data.lines ? linesRow : placesRow)(data, shown, onSwitch);
    part(".points").replaceChildren(...layers.map(row));
  }

  // A switch for all lines of a layer, and under it the colour of each.
  function linesRow(data, shown, onSwitch) {
    const input = Object.assign(element("input", ""), { type: "checkbox", checked: shown });
    input.dataset.show = data.key;
    const rows = data.lines.map(({ colour, label }) => element("li", "", [marks.stroke(colour), element("span", label)]));
    const about = element("p", data.about);
    about.className = "theme-note";
    const list = element("div", "", [element("ul", "", rows), about]);
    list.className = "lines";
    list.hidden = !shown;
    input.addEventListener("change", () => {
      list.hidden = !input.checked;
      onSwitch(data.key, input.checked);
    });
    const row = element("label", "", [input, marks.stroke(data.lines[0]?.colour ?? "#000000", 20), element("span", data.title)]);
    row.className = "switch";
    return element("div", "", [row, list]);
  }

  function placesRow(data, shown, onSwitch) {
    const input = Object.assign(element("input", ""), { type: "checkbox", checked: shown });
    input.dataset.show = data.key;
    input.addEventListener("change", () => onSwitch(data.key, input.checked));
    const row = element("label", "", [input, marks.symbol(data), element("span", data.title), element("small", data.note)]);
    row.className = "switch";
    row.title = data.caution;
    const below = [data.caution && caution(data), data.ringed.length && ringed(data)].filter(Boolean);
    below.forEach((each) => { each.hidden = !shown; });
    input.addEventListener("change", () => below.forEach((each) => { each.hidden = !input.checked; }));
    return below.length ? element("div", "", [row, ...below]) : row;
  }

  function caution({ caution: text }) {
    const said = element("p", text);
    said.className = "caution";
    return said;
  }

  // What a ring around some places of a layer says.
  function ringed(data) {
    const said = element("p", "", [marks.ringed(data), element("span", data.ringNote), element("small", String(data.ringed.length))]);
    said.className = "ringed";
    return said;
  }

  function listThemes({ current, groups }) {
    const options = groups.map(({ title, themes }) => {
      const group = element("optgroup", "", themes.map(([key, name]) => Object.assign(element("option", name), { value: key })));
      group.label = title;
      return group;
    });
    part("select").replaceChildren(...options);
    part("select").value = current;
  }

  function say({ legend: title, shownAs }) {
    part("summary b").textContent = title;
    part(".choice span").textContent = shownAs;
    part("select").setAttribute("aria-label", shownAs);
  }

  // Pixels at the right of a large map that the card covers.
  function width() {
    return part("").open && !small.matches ? part("").offsetWidth + 10 : 0;
  }

  // Pixels at the bottom of a small map that the folded strip covers, or a large map's scale.
  function height() {
    const { offsetTop } = part("");
    return small.matches && !part("").open ? innerHeight - offsetTop + 4 : 30;
  }

  function fold() {
    part("").open = !small.matches;
  }

  function start(onTheme, onFold) {
    part("summary").prepend(marks.picture(16, ["M9 2.5 16 6 9 9.5 2 6Z", "M2.5 9.5 9 12.7 15.5 9.5", "M2.5 12.8 9 16 15.5 12.8"]));
    part("select").addEventListener("change", ({ target }) => onTheme(target.value));
    small.addEventListener("change", fold);
    part("").addEventListener("toggle", onFold);
    fold();
  }

  const choose = (key) => { part("select").value = key; };
  return { start, say, listClasses, listPlaces, listThemes, choose, width, height };
})();
