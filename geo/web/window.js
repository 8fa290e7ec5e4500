"use strict";
// The map page inside the window: Qt sends areas, colours, places and the selection; what is chosen here goes to Qt.
const planner = (() => {
  const { element, drawnText, settings } = lachan;
  const areas = { key: "", order: [], theme: null }; // order: Leaflet layers, as Qt numbers them
  const places = {}; // key → {group, data, origin}
  const canvas = L.canvas({ padding: 0.15 });
  const CASING = { fill: false, interactive: false, color: "#ffffff", weight: 6, opacity: 0.95, lineJoin: "round" };
  const LINE = { ...CASING, color: "#c2185b", weight: 3, opacity: 1 };
  const HOVER = { ...CASING, color: "#1b2430", weight: 2 };
  const SMOOTHING = 0.7; // pixels
  const SMALLEST = 120; // pixels of a map that is worth fitting
  const MANY = 500; // areas; borders of more are drawn thinner and smoother
  let map;
  let bridge;
  let chosen = { table: "", codes: [] };
  let marks; // outlines of what is chosen
  let outlinedCount = 0;
  let isFitted = false;
  let pointed;
  let told;
  let texts = {};

  // --- drawing ------------------------------------------------------------------------------------------------
  // A place, drawn on the canvas on which the areas are: one canvas tells what lies under the pointer.
  const PlaceMark = L.CircleMarker.extend({
    _updatePath() {
      const { _renderer: renderer, _point: { x, y }, _radius: r, options } = this;
      if (!renderer._drawing || this._empty()) return;
      const pen = renderer._ctx;
      pen.beginPath();
      options.corners.forEach(([dx, dy]) => pen.lineTo(x + r * dx, y + r * dy));
      pen.closePath();
      renderer._fillStroke(pen, this);
      if (options.label) write(pen, options.label, x, y);
    },
  });

  // An area whose borders are simplified once for each zoom, not at each move of the map.
  const Area = L.Polygon.extend({
    _project() {
      L.Polygon.prototype._project.call(this);
      this._drawnRings = this._rings.map((ring) => L.LineUtil.simplify(ring, this.options.smoothFactor));
    },
    _update() {
      if (!this._map) return;
      this._parts = this._renderer._bounds.intersects(this._pxBounds) ? this._drawnRings : [];
      this._updatePath();
    },
  });

  function write(pen, text, x, y) {
    pen.font = `700 ${[13, 11.5, 9.5][text.length - 1] ?? 9}px ${getComputedStyle(document.body).fontFamily}`;
    Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 2.6, globalAlpha: 1 });
    Object.assign(pen, { strokeStyle: "#5c2500", fillStyle: "#ffffff" });
    pen.strokeText(text, x, y + 0.5);
    pen.fillText(text, x, y + 0.5);
  }

  const patterns = {};

  // The patterns of the legend, as fills of the canvas.
  function ink(fill) {
    if (fill.startsWith("#")) return fill;
    patterns[fill] ??= canvas._ctx.createPattern(tile(fill), "repeat");
    return patterns[fill];
  }

  function tile(fill) {
    const drawn = Object.assign(document.createElement("canvas"), { width: 12, height: 12 });
    const pen = drawn.getContext("2d");
    Object.assign(pen, { fillStyle: "#ffffff", strokeStyle: "#8a8f94", lineWidth: 2 });
    pen.fillRect(0, 0, 12, 12);
    pen.fillStyle = "#8a8f94";
    if (fill === settings.noData) [[3, 3], [9, 9]].forEach(([x, y]) => pen.fillRect(x - 1, y - 1, 2, 2));
    else [-6, 0, 6, 12].forEach((x) => { pen.moveTo(x, 12); pen.lineTo(x + 12, 0); });
    pen.stroke();
    return drawn;
  }

  async function read(url) {
    return (await fetch(url)).json();
  }

  async function drawAreas({ url }) {
    const { key, bounds, features } = await read(url);
    clearAreas();
    const look = features.features.length > MANY ? { weight: 0.4, smoothFactor: 1 } : { smoothFactor: SMOOTHING };
    const style = { ...lachan.outline, ...look, renderer: canvas };
    const order = features.features.map((feature) => area(feature, style));
    order.forEach((layer) => listen(key, layer.feature.properties, layer));
    const group = L.featureGroup(order);
    lachan.layers[key] = { group, features: byCode(group) };
    settings.areas = { [key]: {} };
    settings.bounds = bounds;
    Object.assign(areas, { key, order, theme: null });
    isFitted = false;
    fit();
    group.addTo(map);
    raisePlaces();
    lachan.placeNames();
  }

  // A map that is not laid out yet is fitted once it is.
  function fit() {
    const { x, y } = map.getSize();
    if (isFitted || !settings.bounds || x < SMALLEST || y < SMALLEST) return;
    lachan.whole();
    isFitted = true;
  }

  function besideTheLegend() {
    const covered = part("").open ? part("").offsetWidth + 10 : 0;
    return map.getSize().x > 2 * covered ? covered : 0;
  }

  // Keeps no more of the feature than its texts.
  function area({ properties, geometry: { type, coordinates } }, style) {
    const latlngs = L.GeoJSON.coordsToLatLngs(coordinates, type === "Polygon" ? 1 : 2);
    return Object.assign(new Area(latlngs, style), { feature: { properties } });
  }

  function clearAreas() {
    if (!areas.key) return;
    areas.order.forEach(lachan.hideName);
    lachan.layers[areas.key].group.remove();
    delete lachan.layers[areas.key];
    Object.assign(areas, { key: "", order: [], theme: null });
  }

  function byCode(group) {
    return new Map(group.getLayers().map((layer) => [layer.feature.properties.code, layer]));
  }

  async function drawPlaces({ url, origin }) {
    const found = await read(url);
    const shown = Object.fromEntries(Object.entries(places).map(([key, { group }]) => [key, map.hasLayer(group)]));
    Object.keys(places).filter((key) => places[key].origin === origin).forEach(removePlaces);
    found.forEach((data) => addPlaces(data, origin, shown[data.key] ?? data.shown));
    raisePlaces();
    listPlaces();
    lachan.placeNames();
  }

  function removePlaces(key) {
    places[key].group.remove();
    delete places[key];
    delete lachan.layers[key];
    delete settings.points[key];
  }

  function addPlaces(data, origin, shown) {
    const { key, colour, corners, radius, features } = data;
    const style = { renderer: canvas, corners, color: "#ffffff", fillColor: colour, fillOpacity: 1 };
    const mark = ({ properties: { label = "", radius: own = radius } }, latlng) =>
      new PlaceMark(latlng, { ...style, label, radius: own, weight: label ? 1.8 : 1.2 });
    const onEachFeature = (feature, layer) => listen(key, feature.properties, layer);
    const group = L.geoJSON(features, { pointToLayer: mark, onEachFeature });
    places[key] = { group, data, origin };
    lachan.layers[key] = { group, features: byCode(group) };
    settings.points[key] = data;
    if (shown) group.addTo(map);
  }

  // Those of the project below those of the result, each in their order.
  function raisePlaces() {
    const of = (origin) => Object.values(places).filter((each) => each.origin === origin);
    [...of("project"), ...of("result")].forEach(({ group }) => group.bringToFront());
  }

  function paint(theme) {
    areas.theme = theme;
    const inks = theme.fills.map(ink);
    areas.order.forEach((layer, i) => { layer.options.fillColor = inks[theme.of[i]]; });
    canvas._redrawBounds = null;
    canvas._redraw();
    part("select").value = theme.key;
    listClasses(theme);
  }

  // --- the legend ---------------------------------------------------------------------------------------------
  const part = (selector) => document.querySelector(`.legend ${selector}`.trim());

  function listClasses({ title, unit, legend }) {
    const rows = legend.map(({ fill, label, note }) => element("li", "", [swatch(fill), element("span", label), element("small", note)]));
    part(".classes ul").replaceChildren(...rows);
    part(".theme-title").textContent = unit ? `${title} (${unit})` : title;
  }

  function swatch(fill) {
    const box = svg("rect", { x: 0.5, y: 0.5, width: 25, height: 15, rx: 2, stroke: "#6b7280" });
    box.setAttribute("fill", fill.startsWith("#") ? fill : `url(#${fill})`);
    return svg("svg", { width: 26, height: 16, "aria-hidden": true }, [box]);
  }

  function svg(tag, attributes, children = []) {
    const node = drawnText(tag, "");
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children);
    return node;
  }

  function listPlaces() {
    part(".points").replaceChildren(...Object.values(places).reverse().map(placesRow));
  }

  function placesRow({ group, data }) {
    const input = Object.assign(element("input", ""), { type: "checkbox", checked: map.hasLayer(group) });
    input.dataset.show = data.key;
    input.addEventListener("change", () => showPlaces(data.key, input.checked));
    const icon = svg("path", { d: data.icon, fill: data.colour, stroke: "#fff", "stroke-width": 1 });
    const symbol = svg("svg", { width: 20, height: 20, viewBox: "-11 -11 22 22", "aria-hidden": true }, [icon]);
    const row = element("label", "", [input, symbol, element("span", data.title), element("small", data.note)]);
    row.className = "switch";
    return row;
  }

  function showPlaces(key, shown) {
    const { group } = places[key];
    if (shown) group.addTo(map);
    else group.remove();
    raisePlaces();
    lachan.placeNames();
    bridge.showed(key, shown);
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

  // --- selecting ----------------------------------------------------------------------------------------------
  function listen(key, properties, layer) {
    layer.on("click", (event) => {
      L.DomEvent.stop(event);
      choose(key, [properties.code], event.originalEvent);
    });
    layer.on("mouseover", (event) => pointAt(key, layer, event.latlng));
    layer.on("mousemove", ({ latlng }) => told?.setLatLng(latlng));
    layer.on("mouseout", () => pointAt("", null));
  }

  // Ctrl or Shift adds to what is selected, and takes away what is selected already.
  function choose(table, codes, { ctrlKey = false, shiftKey = false, metaKey = false } = {}) {
    const adds = (ctrlKey || shiftKey || metaKey) && table === chosen.table;
    const before = adds ? chosen.codes : [];
    const single = codes.length === 1;
    const after = single && before.includes(codes[0]) ? before.filter((code) => code !== codes[0]) : [...new Set([...before, ...codes])];
    select({ table: after.length ? table : "", codes: after }, false);
    bridge.chose(chosen.table, chosen.codes);
  }

  function select({ table, codes }, follow = true) {
    chosen = { table, codes };
    marks.clearLayers();
    const found = codes.map((code) => lachan.layers[table]?.features.get(code)).filter(Boolean);
    outlinedCount = found.length;
    if (!found.length) return;
    if (places[table] && !map.hasLayer(places[table].group)) {
      showPlaces(table, true);
      listPlaces();
    }
    if (follow) bringIntoSight(found);
    outlined(found, CASING).addTo(marks);
    outlined(found, LINE).addTo(marks);
  }

  function outlined(found, style) {
    const options = { ...style, pane: "selection", renderer: marks.renderer, smoothFactor: SMOOTHING };
    if (!found[0].getLatLngs) return L.layerGroup(found.map((each) => ring(each, options)));
    return L.polygon(found.flatMap((each) => polygons(each.getLatLngs())), options);
  }

  function ring(each, options) {
    return L.circleMarker(each.getLatLng(), { ...options, radius: each.getRadius() + 5 });
  }

  // Leaflet writes a single polygon as its rings, several as a list of such.
  function polygons(latlngs) {
    return Array.isArray(latlngs[0][0]) ? latlngs : [latlngs];
  }

  function boundsOf(found) {
    return found.reduce((all, each) => all.extend(each.getBounds?.() ?? each.getLatLng()), L.latLngBounds([]));
  }

  function bringIntoSight(found) {
    const all = boundsOf(found);
    if (found.some((each) => map.getBounds().intersects(boundsOf([each])))) return;
    if (map.getBoundsZoom(all) >= map.getZoom()) map.panTo(all.getCenter(), { animate: false });
    else map.fitBounds(all, { animate: false });
  }

  function pointAt(key, layer, latlng) {
    pointed?.remove();
    told?.remove();
    pointed = told = undefined;
    if (layer) {
      pointed = outlined([layer], HOVER).addTo(map);
      told = L.tooltip({ className: "told", direction: "top", offset: [0, -8], opacity: 1 });
      told.setLatLng(latlng).setContent(telling(key, layer.feature.properties)).addTo(map);
    }
    bridge.hovers(key, layer ? layer.feature.properties.code : "");
  }

  function telling(key, { code, heading, label = "", values }) {
    const lines = key === areas.key ? themeLines(code) : places[key].data.labels.map((name, i) => [name, values[i]]);
    const rows = lines.filter(([, value]) => value && value.length < 60).map(([name, value]) => line(name, value));
    return element("div", "", [element("strong", label ? `${label} · ${heading}` : heading), ...rows]);
  }

  function line(name, value) {
    return element("div", "", [element("span", `${name}: `), element("b", value)]);
  }

  function themeLines(code) {
    const { theme } = areas;
    if (!theme) return [];
    const at = [...lachan.layers[areas.key].features.keys()].indexOf(code);
    const fill = theme.fills[theme.of[at]];
    return [[theme.title, theme.texts[at] || theme.legend.find((each) => each.fill === fill)?.label]];
  }

  // --- a box selects the areas whose middle is in it ------------------------------------------------------------
  const BoxSelection = L.Map.BoxZoom.extend({
    always: false,
    _onMouseDown(event) {
      const { which, button, clientX, clientY, shiftKey } = event;
      const asked = { which, button, clientX, clientY, shiftKey: shiftKey || this.always };
      this.adds = event.ctrlKey;
      return L.Map.BoxZoom.prototype._onMouseDown.call(this, asked);
    },
    _onMouseUp(event) {
      if (event.which !== 1 && event.button !== 1) return;
      this._finish();
      if (!this._moved) return;
      this._clearDeferredResetState();
      this._resetStateTimeout = setTimeout(this._resetState.bind(this), 0);
      const corners = [this._startPoint, this._point].map((point) => map.containerPointToLatLng(point));
      chooseWithin(L.latLngBounds(corners), this.adds);
    },
  });

  function chooseWithin(box, adds) {
    const inside = areas.order.filter((layer) => box.contains(layer.getBounds().getCenter()));
    choose(areas.key, inside.map((layer) => layer.feature.properties.code), { ctrlKey: adds });
  }

  let boxes;

  function setBoxing(on) {
    boxes.always = on;
    map.dragging[on ? "disable" : "enable"]();
    map.getContainer().classList.toggle("boxing", on);
    boxButton.setAttribute("aria-pressed", on);
  }

  let boxButton;

  function addBoxButton() {
    const bar = document.querySelector(".leaflet-control-zoom");
    boxButton = L.DomUtil.create("a", "leaflet-control-box", bar);
    const frame = svg("rect", { x: 2, y: 2, width: 12, height: 12, fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-dasharray": "3 2" });
    boxButton.append(svg("svg", { width: 16, height: 16, "aria-hidden": true }, [frame]));
    Object.assign(boxButton, { href: "#", role: "button" });
    boxButton.setAttribute("aria-pressed", false);
    L.DomEvent.on(boxButton, "click", L.DomEvent.stop).on(boxButton, "click", () => setBoxing(!boxes.always));
  }

  function onKey(event) {
    if (event.key !== "Escape") return;
    if (boxes.always) setBoxing(false);
    else choose("", []);
  }

  // --- words and colours --------------------------------------------------------------------------------------
  function say(given) {
    texts = given;
    document.documentElement.lang = texts.language;
    const named = { in: texts.zoomIn, out: texts.zoomOut };
    for (const [way, title] of Object.entries(named)) name(document.querySelector(`.leaflet-control-zoom-${way}`), title);
    name(document.querySelector(".leaflet-control-whole"), texts.whole);
    name(boxButton, texts.box);
    name(map.getContainer(), texts.map, false);
    part("summary").textContent = texts.legend;
    part(".choice span").textContent = texts.shownAs;
    document.querySelector(".notices").replaceChildren(...texts.notices.map((notice) => element("li", notice)));
    map.attributionControl.removeAttribution(settings.attribution);
    settings.attribution = element("i", texts.attribution).innerHTML;
    map.attributionControl.addAttribution(settings.attribution);
  }

  function name(node, text, titled = true) {
    if (titled) node.title = text;
    node.setAttribute("aria-label", text);
  }

  function look(colours) {
    const { style } = document.documentElement;
    Object.entries(colours).forEach(([key, colour]) => style.setProperty(`--${key}`, colour));
    style.colorScheme = colours.scheme;
  }

  // --- the bridge ---------------------------------------------------------------------------------------------
  const handlers = { areas: drawAreas, theme: paint, themes: listThemes, places: drawPlaces, select, texts: say, look };
  let latest = 0;
  let queue = Promise.resolve();

  // One message after the other; each is answered once what it changed is on the screen.
  function receive(number, kind, json) {
    const shown = queue.then(() => handlers[kind](JSON.parse(json)));
    queue = shown.catch(console.error).then(painted).then(() => answer(number));
  }

  function answer(number) {
    latest = number;
    bridge.painted(number);
  }

  function painted() {
    if (document.hidden) return undefined;
    return new Promise((done) => { requestAnimationFrame(() => { setTimeout(done, 0); }); });
  }

  function onResize() {
    map.invalidateSize({ animate: false });
    fit();
  }

  function start(folium) {
    map = folium;
    map._zoomAnimated = false; // an animation under way would undo a selection that moves the map
    canvas.addTo(map);
    map.createPane("selection").style.zIndex = 500;
    marks = L.layerGroup().addTo(map);
    marks.renderer = L.canvas({ pane: "selection", padding: 0.15 });
    addBoxButton();
    map.boxZoom.disable();
    boxes = new BoxSelection(map);
    boxes.enable();
    map.on("click", () => choose("", []));
    map.getContainer().addEventListener("keydown", onKey);
    part("select").addEventListener("change", ({ target }) => bridge.asked(target.value));
    lachan.startNames("zoomend moveend resize");
    Object.assign(settings, { beside: besideTheLegend, above: 34 });
    new ResizeObserver(onResize).observe(map.getContainer());
    new QWebChannel(qt.webChannelTransport, ({ objects }) => {
      bridge = objects.bridge;
      bridge.sent.connect(receive);
      bridge.opened();
    });
  }

  // Where a feature is in the page, in pixels: for tests, which click there.
  function where(table, code) {
    const layer = lachan.layers[table].features.get(code);
    const { x, y } = map.latLngToContainerPoint(layer.getLatLng?.() ?? layer.getCenter());
    return [x, y];
  }

  function state() {
    const { theme, order } = areas;
    return { ...chosen, outlined: outlinedCount, theme: theme?.key ?? "", areas: order.length };
  }

  const fills = () => areas.order.map((_, i) => areas.theme.fills[areas.theme.of[i]]);

  return { start, where, state, fills, shown: () => latest, map: () => map };
})();
