"use strict";
// Behaviour of the map page. All texts, colours and shapes come from the JSON blocks "settings" and "features-*".
const lachan = (() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const settings = read("settings");
  const layers = {}; // key → {group, features: Map(code → Leaflet layer)}
  const pen = document.createElement("canvas").getContext("2d"); // measures names
  const named = new Map(); // Leaflet layer of an area → how far its name stands from its middle
  const SHORTEST_NAME = 8; // pixels
  const LINE = 4; // pixels
  const LARGE_SYMBOL = 7; // pixels; radius of symbols that no name may cover
  const DIRECTIONS = { ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowUp: [0, -1] };
  let map;

  // --- drawing ------------------------------------------------------------------------------------------------
  const paint = (fill) => (fill.startsWith("#") ? fill : `url(#${fill})`);
  const outline = { color: "#4b5563", weight: 0.8, fillColor: "#e4e8ec", fillOpacity: 1 };

  const PlaceSymbol = L.CircleMarker.extend({
    _updatePath() {
      const { x, y } = this._point;
      const r = this._radius;
      const corner = ([dx, dy]) => `${(x + r * dx).toFixed(1)} ${(y + r * dy).toFixed(1)}`;
      this._renderer._setPath(this, `M${this.options.corners.map(corner).join("L")}Z`);
      place(this.options.label, x, y);
    },
    onAdd(drawnOn) {
      L.CircleMarker.prototype.onAdd.call(this, drawnOn);
      this._path.after(this.options.label);
    },
    onRemove() {
      L.CircleMarker.prototype.onRemove.call(this);
      this.options.label.remove();
    },
  });

  function symbol(key, feature, latlng) {
    const { colour, edge, corners, radius } = settings.points[key];
    const { label = "", radius: own = radius } = feature.properties;
    const style = { pane: `points-${key}`, color: edge, weight: label ? 1.8 : 1.2, fillColor: colour, fillOpacity: 1 };
    return new PlaceSymbol(latlng, { ...style, corners, radius: own, label: labelOf(label) });
  }

  function line(key, feature) {
    return { color: settings.lines[key][feature.properties.code], weight: LINE, opacity: 1, fill: false };
  }

  function labelOf(text) {
    const node = drawnText("text", text);
    node.setAttribute("class", "label");
    node.setAttribute("aria-hidden", "true");
    node.dataset.length = text.length;
    return node;
  }

  function place(label, x, y) {
    label.setAttribute("x", x);
    label.setAttribute("y", y);
  }

  function drawnText(tag, text) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    node.textContent = text;
    return node;
  }

  function setColours(key, colours) {
    for (const [code, layer] of layers[key].features) {
      layer.setStyle({ fillColor: paint(colours[code] ?? settings.noData) });
    }
  }

  // --- popups, names, keyboard --------------------------------------------------------------------------------
  function element(tag, text, children = []) {
    const node = document.createElement(tag);
    node.textContent = text;
    node.append(...children);
    return node;
  }

  function popup(key, properties) {
    const rows = settings.labels[key].flatMap((label, i) => popupRows(label, properties.values[i]));
    return element("div", "", [element("h3", properties.heading), element("table", "", rows)]);
  }

  // A short value stands beside its label, a sentence below it.
  function popupRows(label, value) {
    if (value === "") return [];
    const cells = [element("th", label), element("td", value)];
    if (value.length < 60) return [element("tr", "", cells)];
    cells.forEach((cell) => { cell.colSpan = 2; });
    return cells.map((cell) => element("tr", "", [cell]));
  }

  function popupOptions() {
    const besideTheButtons = [54, 8];
    const maxWidth = Math.min(320, map.getSize().x - 104);
    return { maxWidth, autoPanPaddingTopLeft: besideTheButtons, autoPanPaddingBottomRight: [8, 8] };
  }

  function addFeature(key, feature, layer) {
    layers[key] ??= { features: new Map() };
    layers[key].features.set(feature.properties.code, layer);
    layer.bindPopup(() => popup(key, feature.properties), popupOptions());
    const { weight } = layer.options;
    layer.on("mouseover", () => layer.setStyle({ weight: Math.max(2.5, weight) }));
    layer.on("mouseout", () => layer.setStyle({ weight }));
    layer.on("add", () => reachByKeyboard(key, feature.properties, layer));
  }

  // The pointer resting on a feature, and a screen reader, get its heading. One tab stop for each layer; arrow keys go
  // from area to the nearest in their direction and from place to place in order, Enter opens the popup.
  function reachByKeyboard(key, properties, layer) {
    const path = layer.getElement();
    const first = layers[key].features.keys().next().value === properties.code;
    path.setAttribute("tabindex", first ? "0" : "-1");
    path.setAttribute("role", "button");
    const name = properties.label ? `${properties.label} · ${properties.heading}` : properties.heading;
    path.setAttribute("aria-label", name);
    path.append(drawnText("title", name));
    path.onkeydown = (event) => {
      const isArrow = event.key in DIRECTIONS;
      if (!isArrow && event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      if (isArrow) moveFocus(key, layer, event.key);
      else layer.openPopup();
    };
  }

  function moveFocus(key, layer, arrow) {
    const all = [...layers[key].features.values()];
    const next = settings.points[key] ? inOrder(all, layer, arrow) : nearest(all, middleOf(layer), arrow);
    if (!next) return;
    layer.getElement().setAttribute("tabindex", "-1");
    next.getElement().setAttribute("tabindex", "0");
    next.getElement().focus({ preventScroll: true });
  }

  function inOrder(all, layer, arrow) {
    const step = Math.sign(DIRECTIONS[arrow][0] + DIRECTIONS[arrow][1]);
    return all[(all.indexOf(layer) + step + all.length) % all.length];
  }

  function middleOf(layer) {
    return map.latLngToLayerPoint(layer.getLatLng?.() ?? layer.getBounds().getCenter());
  }

  // The feature nearest to a point in the direction of an arrow key; what lies aside is taken for twice as far.
  function nearest(features, from, arrow) {
    const [x, y] = DIRECTIONS[arrow];
    const distances = features.map((feature) => {
      const way = middleOf(feature).subtract(from);
      const ahead = way.x * x + way.y * y;
      return ahead > 0 ? Math.hypot(ahead, 2 * (way.x * y - way.y * x)) : Infinity;
    });
    const least = Math.min(...distances);
    return least < Infinity ? features[distances.indexOf(least)] : undefined;
  }

  // A name is written where it fits into its area at this zoom, clear of large symbols and of names written before;
  // where there is a choice, it covers as few small symbols as it can.
  function placeNames() {
    const taken = symbols((radius) => radius >= LARGE_SYMBOL);
    const avoided = symbols((radius) => radius < LARGE_SYMBOL);
    const covered = (label) => avoided.filter((other) => other.overlaps(label)).length;
    const gone = new Set(named.keys());
    for (const { layer, name, box, isFirst } of namedAreas()) {
      const half = L.point(pen.measureText(name).width / 2 + 1, 7);
      const middle = map.latLngToLayerPoint(layer.getCenter());
      const labelAt = (dy) => L.bounds(middle.subtract(half).add([0, dy]), middle.add(half).add([0, dy]));
      const beyond = isFirst ? [30, 24] : [10, 0]; // pixels that a name may reach over a border
      const room = L.bounds(box.min.subtract(beyond), box.max.add(beyond));
      const isFree = (dy) => room.contains(labelAt(dy)) && !taken.some((other) => other.overlaps(labelAt(dy)));
      const free = [0, -12, 12, -20, 20, ...(isFirst ? [-24, 24, -28, 28] : [])].filter(isFree);
      if (!free.length) continue;
      const dy = free.sort((one, other) => covered(labelAt(one)) - covered(labelAt(other)))[0];
      taken.push(labelAt(dy));
      gone.delete(layer);
      if (named.get(layer) !== dy) showName(layer, name, dy);
    }
    gone.forEach(hideName);
  }

  // The squares that the symbols of some radii stand on.
  function symbols(isMeant) {
    const drawn = Object.keys(settings.points).flatMap((key) => [...layers[key].features.values()]);
    const meant = drawn.filter((layer) => map.hasLayer(layer) && isMeant(layer.getRadius()));
    return meant.map((layer) => {
      const middle = map.latLngToLayerPoint(layer.getLatLng()).add(layer.options.aside ?? [0, 0]);
      const half = L.point(1, 1).multiplyBy(1.2 * layer.getRadius());
      return L.bounds(middle.subtract(half), middle.add(half));
    });
  }

  function namedAreas() {
    const drawn = Object.keys(settings.areas).flatMap((key) => [...layers[key].features.values()]);
    const corner = (layer, at) => map.latLngToLayerPoint(layer.getBounds()[at]());
    const first = new Set(Object.values(settings.points).flatMap(({ named }) => named));
    const boxed = (layer) => L.bounds(corner(layer, "getNorthWest"), corner(layer, "getSouthEast"));
    return drawn
      .filter((layer) => layer.feature.properties.name && map.hasLayer(layer) && isNear(layer))
      .map((layer) => ({ layer, ...layer.feature.properties, box: boxed(layer) }))
      .map(({ layer, name, code, box }) => ({ layer, name, box, isFirst: first.has(code) }))
      .filter(({ box }) => box.getSize().x > SHORTEST_NAME)
      .sort((one, other) => other.isFirst - one.isFirst || size(other.box) - size(one.box));
  }

  // A page that names only what is in sight calls placeNames after each move.
  function isNear(layer) {
    return !settings.namesInSight || map.getBounds().intersects(layer.getBounds());
  }

  function size(box) {
    const { x, y } = box.getSize();
    return x * y;
  }

  function showName(layer, name, dy) {
    layer.unbindTooltip();
    named.set(layer, dy);
    const look = { permanent: true, direction: "center", offset: [0, dy], className: "name", opacity: 1, pane: "names" };
    layer.bindTooltip(element("span", name), look);
  }

  function hideName(layer) {
    layer.unbindTooltip();
    named.delete(layer);
  }

  // --- the page -----------------------------------------------------------------------------------------------
  function prepare(folium) {
    map = folium;
    Object.keys(settings.points).forEach((key, i) => { map.createPane(`points-${key}`).style.zIndex = 450 + i; });
    map.createPane("names").style.zIndex = 600;
    map.attributionControl.setPrefix(false).setPosition("bottomleft").addAttribution(escaped(settings.attribution));
    L.control.scale({ imperial: false, maxWidth: 140 }).addTo(map);
    const { zoomIn, zoomOut } = settings.texts;
    const zoom = L.control.zoom({ zoomInTitle: escaped(zoomIn), zoomOutTitle: escaped(zoomOut) }).addTo(map);
    zoom.getContainer().append(wholeButton());
    map.on("popupopen", ({ popup: opened }) => {
      opened.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", settings.texts.close);
    });
    if (settings.bounds) whole();
  }

  function escaped(text) {
    return element("i", text).innerHTML;
  }

  function wholeButton() {
    const link = L.DomUtil.create("a", "leaflet-control-whole");
    link.innerHTML =
'<svg width="16" height="16" aria-hidden="true"><path d="M1 5V1h4M11 1h4v4M15 11v4h-4M5 15H1v-4" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M4.5 6 8 4l3.5 1.5-.5 5L7 12 5.5 9Z" fill="currentColor"/></svg>';
    Object.assign(link, { href: "#", title: settings.texts.whole, role: "button", ariaLabel: settings.texts.whole });
    L.DomEvent.on(link, "click", L.DomEvent.stop).on(link, "click", whole);
    return link;
  }

  function whole() {
    const beside = settings.beside?.() ?? 0; // pixels that a card covers at the right
    const above = settings.above?.() ?? 14;
    const below = settings.below?.() ?? 30; // pixels that a strip covers at the bottom
    map.fitBounds(settings.bounds, { paddingTopLeft: [50, above], paddingBottomRight: [14 + beside, below], animate: false });
  }

  function start(groups) {
    for (const [key, group] of Object.entries(groups)) {
      layers[key] ??= { features: new Map() };
      layers[key].group = group;
      group.addData(read(`features-${key}`));
      if (!settings.shown[key]) group.remove();
    }
    for (const [key, themes] of Object.entries(settings.areas)) {
      for (const colours of Object.values(themes).slice(0, 1)) setColours(key, colours);
    }
    document.querySelectorAll("input[data-show]").forEach((input) => input.addEventListener("change", onShow));
    document.querySelectorAll("input[data-theme]").forEach((input) => input.addEventListener("change", onTheme));
    document.querySelectorAll("tr[data-code]").forEach((row) => row.addEventListener("click", onRow));
    addEventListener("beforeprint", () => fitTo("printing", true));
    addEventListener("afterprint", () => fitTo("printing", false));
    startNames("zoomend resize");
  }

  function startNames(moments) {
    const { fontSize, fontFamily } = getComputedStyle(document.body);
    pen.font = `600 ${0.75 * parseFloat(fontSize)}px ${fontFamily}`;
    map.on(moments, placeNames);
    placeNames();
  }

  function onShow({ target }) {
    const { group } = layers[target.dataset.show];
    if (target.checked) group.addTo(map);
    else group.remove();
    placeNames();
  }

  // Shows the row's place on the map. A drag that selects text is no click; a key on the row's button is (detail 0).
  function onRow({ currentTarget: { dataset }, detail }) {
    if (detail && !getSelection().isCollapsed) return;
    const chosen = layers[dataset.layer].features.get(dataset.code);
    if (!map.hasLayer(chosen)) document.querySelector(`input[data-show="${dataset.layer}"]`).click();
    document.querySelector("main").scrollIntoView();
    if (!map.getBounds().contains(chosen.getLatLng())) map.panTo(chosen.getLatLng(), { animate: false });
    chosen.openPopup();
    chosen.getElement().focus({ preventScroll: true });
  }

  function onTheme({ target }) {
    const { layer, theme } = target.dataset;
    setColours(layer, settings.areas[layer][theme]);
    document.querySelectorAll(`[data-classes^="${layer}-"]`).forEach((box) => {
      box.hidden = box.dataset.classes !== `${layer}-${theme}`;
    });
  }

  function fitTo(name, on) {
    map.closePopup();
    document.documentElement.classList.toggle(name, on);
    map.invalidateSize({ animate: false });
    whole();
    placeNames();
  }

  const forTheMap = { prepare, start, symbol, line, addFeature, setColours, outline };
  const forTheWindow = { settings, layers, element, drawnText, startNames, placeNames, hideName, whole, nearest, middleOf };
  return { ...forTheMap, ...forTheWindow, DIRECTIONS };
})();
