"use strict";
// The map page inside the window: Qt sends areas, colours, places and the selection; what is chosen here goes to Qt.
const planner = (() => {
  const { element, settings } = lachan;
  const areas = { key: "", order: [], theme: null }; // order: Leaflet layers, as Qt numbers them
  const canvas = L.canvas({ padding: 0.15 });
  const CASING = { fill: false, interactive: false, color: "#ffffff", weight: 6, opacity: 0.95, lineJoin: "round" };
  const LINE = { ...CASING, color: "#c2185b", weight: 3, opacity: 1 };
  const HOVER = { ...CASING, color: "#1b2430", weight: 2 };
  const SMOOTHING = 0.7; // pixels
  const SMALLEST = 120; // pixels of a map that is worth fitting
  const STILL = 4; // pixels a map may shift as its room changes, while nobody moves it
  const MANY = 500; // areas; borders of more are drawn thinner and smoother
  const LONGEST = 60; // letters of a value told under the pointer
  let map;
  let bridge;
  let chosen = {}; // table → codes
  let outlines; // of what is chosen
  let outlinedCount = 0;
  let fitted = null; // middle and zoom of the map as it was last fitted
  let pointed;
  let texts = {};

  // --- drawing ------------------------------------------------------------------------------------------------
  async function read(url) {
    return (await fetch(url)).json();
  }

  async function drawAreas({ url }) {
    clearAreas();
    document.querySelector(".failed").hidden = true;
    const { key, bounds, features, failed } = await read(url);
    if (failed) {
      document.querySelector(".failed").hidden = false;
      return;
    }
    const look = features.features.length > MANY ? { weight: 0.4, smoothFactor: 1 } : { smoothFactor: SMOOTHING };
    const style = { ...lachan.outline, ...look, renderer: canvas };
    const order = features.features.map((feature) => area(feature, style));
    order.forEach((layer) => listen(key, layer.feature.properties, layer));
    const group = L.featureGroup(order);
    lachan.layers[key] = { group, features: marks.byCode(group) };
    settings.areas = { [key]: {} };
    settings.bounds = bounds;
    Object.assign(areas, { key, order, theme: null });
    fitted = null;
    fit();
    group.addTo(map);
    places.raise();
    lachan.placeNames();
  }

  // A map that is not laid out yet is fitted once it is, and again when its room changes, until somebody moves it.
  function fit() {
    const { x, y } = map.getSize();
    if (!settings.bounds || x < SMALLEST || y < SMALLEST || (fitted && isMoved())) return;
    lachan.whole();
    fitted = { at: map.getCenter(), zoom: map.getZoom() };
  }

  function isMoved() {
    const [from, to] = [fitted.at, map.getCenter()].map((at) => map.latLngToLayerPoint(at));
    return map.getZoom() !== fitted.zoom || from.distanceTo(to) > STILL;
  }

  function underNotices() {
    const { offsetTop, offsetHeight } = document.querySelector(".notices");
    return offsetTop + offsetHeight + 6;
  }

  function whole() {
    if (settings.bounds) lachan.whole();
  }

  // Keeps no more of the feature than its texts.
  function area({ properties, geometry: { type, coordinates } }, style) {
    const latlngs = L.GeoJSON.coordsToLatLngs(coordinates, type === "Polygon" ? 1 : 2);
    return Object.assign(new marks.Area(latlngs, style), { table: areas.key, feature: { properties } });
  }

  function clearAreas() {
    if (!areas.key) return;
    bands.show(null);
    areas.order.forEach(lachan.hideName);
    lachan.layers[areas.key].group.remove();
    delete lachan.layers[areas.key];
    settings.areas = {};
    settings.bounds = null;
    Object.assign(areas, { key: "", order: [], theme: null });
  }

  async function drawPlaces({ url, origin }) {
    places.draw(await read(url), origin);
  }

  function paint(theme) {
    areas.theme = theme;
    bands.show(theme.bands, areas.order);
    const inks = theme.fills.map((fill) => (theme.bands ? bands.CLEAR : marks.ink(fill, canvas)));
    areas.order.forEach((layer, i) => { layer.options.fillColor = inks[theme.of[i]]; });
    canvas._redrawBounds = null;
    canvas._redraw();
    legend.choose(theme.key);
    legend.listClasses(theme);
  }

  // --- selecting ----------------------------------------------------------------------------------------------
  function listen(key, properties, layer) {
    layer.on("click", (event) => {
      L.DomEvent.stop(event);
      walking.stand(layer);
      chooseOne(layer, event.originalEvent);
    });
    tellOf(key, layer);
  }

  function tellOf(key, layer) {
    layer.table = key;
    layer.on("mouseover", (event) => pointAt(layer, event.latlng));
    layer.on("mousemove", ({ latlng }) => card.move(latlng));
    layer.on("mouseout", () => pointAt(null));
  }

  const codeOf = (layer) => layer.feature.properties.code;

  // Ctrl or Shift adds to what is selected, and takes away what is selected already.
  function chooseOne(layer, { ctrlKey = false, shiftKey = false, metaKey = false } = {}) {
    const adds = ctrlKey || shiftKey || metaKey;
    if (adds && isChosen(layer)) choose(without(layer));
    else choose({ [layer.table]: [codeOf(layer)] }, adds);
  }

  function isChosen(layer) {
    return chosen[layer.table]?.includes(codeOf(layer)) ?? false;
  }

  function without(layer) {
    return { ...chosen, [layer.table]: chosen[layer.table].filter((code) => code !== codeOf(layer)) };
  }

  function choose(tables, adds = false) {
    const before = adds ? chosen : {};
    const names = [...new Set([...Object.keys(before), ...Object.keys(tables)])];
    const both = (name) => [...new Set([...(before[name] ?? []), ...(tables[name] ?? [])])];
    const all = names.map((name) => [name, both(name)]).filter(([, codes]) => codes.length);
    select(Object.fromEntries(all), false);
    bridge.chose(JSON.stringify(chosen));
  }

  function select(tables, follow = true) {
    chosen = tables;
    outlines.clearLayers();
    const found = Object.entries(tables).flatMap(([table, codes]) => drawn(table, codes));
    outlinedCount = found.length;
    if (!found.length) return;
    if (follow) {
      walking.stand(found[0]);
      bringIntoSight(found);
    }
    outlined(found, CASING).forEach((each) => each.addTo(outlines));
    outlined(found, LINE).forEach((each) => each.addTo(outlines));
  }

  function drawn(table, codes) {
    const found = codes.map((code) => lachan.layers[table]?.features.get(code)).filter(Boolean);
    if (found.length) places.reveal(table);
    return found;
  }

  function outlined(found, style) {
    const options = { ...style, pane: "selection", renderer: outlines.renderer, smoothFactor: SMOOTHING };
    const rings = found.filter((each) => !each.getLatLngs).map((each) => ring(each, options));
    const shapes = found.filter((each) => each instanceof L.Polygon).flatMap((each) => polygons(each.getLatLngs()));
    return shapes.length ? [L.polygon(shapes, options), ...rings] : rings;
  }

  function ring(each, options) {
    return L.circleMarker(drawnAt(each), { ...options, radius: each.getRadius() + 5 });
  }

  const drawnAt = (place) => map.layerPointToLatLng(map.latLngToLayerPoint(place.getLatLng()).add(place.options.aside));

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

  // Outlines and tells a feature; returns what was told, as one line.
  function pointAt(layer, latlng) {
    pointed?.remove();
    card.hide();
    bridge.hovers(layer?.table ?? "", layer ? codeOf(layer) : "");
    if (!layer) return "";
    const [heading, ...lines] = telling(layer);
    pointed = L.layerGroup(outlined([layer], HOVER)).addTo(map);
    card.show(latlng, heading, lines);
    return [heading, ...lines.map((line) => line.join(": "))].join(". ");
  }

  function telling({ table, feature: { properties: { code, heading, label = "", values } } }) {
    const lines = table === areas.key ? themeLines(code) : places.labelsOf(table).map((name, i) => [name, values[i]]);
    const short = lines.filter(([, value]) => value && value.length < LONGEST);
    return [label ? `${label} · ${heading}` : heading, ...short];
  }

  function themeLines(code) {
    const { theme } = areas;
    if (!theme) return [];
    const at = [...lachan.layers[areas.key].features.keys()].indexOf(code);
    const fill = theme.fills[theme.of[at]];
    const title = theme.unit ? `${theme.title} (${theme.unit})` : theme.title;
    return [[title, theme.texts[at] || theme.legend.find((each) => each.fill === fill)?.label]];
  }

  // A box selects the areas whose middle is in it, and the places in it that are shown.
  function chooseWithin(box, adds) {
    const inside = areas.order.filter((layer) => box.contains(layer.getBounds().getCenter()));
    const within = places.shown().filter((layer) => box.contains(layer.getLatLng()));
    const tables = {};
    [...inside, ...within].forEach((layer) => { (tables[layer.table] ??= []).push(codeOf(layer)); });
    choose(tables, adds);
  }

  function onEscape(event) {
    if (event.key !== "Escape") return;
    if (boxes.isOn()) boxes.setOn(false);
    else if (tools.isHelping()) tools.showHelp(false);
    else chooseNothing();
  }

  function chooseNothing() {
    pointAt(null);
    choose({});
    walking.read(texts.nothing);
  }

  // --- words and colours --------------------------------------------------------------------------------------
  function say(given) {
    texts = given;
    document.documentElement.lang = texts.language;
    map.getContainer().setAttribute("aria-label", texts.map);
    tools.say(texts);
    legend.say(texts);
    walking.say(texts);
    trial.say(texts);
    document.querySelector(".failed").textContent = texts.failed;
    document.querySelector(".notices").replaceChildren(...texts.notices.map((notice) => element("li", notice)));
    sayAttribution();
  }

  function sayAttribution() {
    map.attributionControl.removeAttribution(settings.attribution);
    settings.attribution = element("i", texts.attribution).innerHTML;
    map.attributionControl.addAttribution(settings.attribution);
    map.attributionControl.getContainer().title = texts.attribution;
  }

  function look(colours) {
    const { style } = document.documentElement;
    Object.entries(colours).forEach(([key, colour]) => style.setProperty(`--${key}`, colour));
    style.colorScheme = colours.scheme;
  }

  // --- the bridge ---------------------------------------------------------------------------------------------
  const handlers = {
    areas: drawAreas, theme: paint, themes: legend.listThemes, places: drawPlaces, select, texts: say, look,
    trial: trial.show, tried: showTried,
  };
  function showTried({ theme, text }) {
    if (theme) paint(theme);
    walking.read(text);
  }

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
    bands.start(map);
    canvas.addTo(map);
    map.createPane("selection").style.zIndex = 500;
    outlines = L.layerGroup().addTo(map);
    outlines.renderer = L.canvas({ pane: "selection", padding: 0.15 });
    places.start(map, canvas, { listen, tell: tellOf, showed: (key, shown) => bridge.showed(key, shown) });
    tools.start();
    card.start(map);
    boxes.start(map, tools.buttons.box, chooseWithin);
    map.on("click", () => choose({}));
    map.getContainer().addEventListener("keydown", onEscape);
    trial.start(map, { tried: (lon, lat) => bridge.tried(lon, lat), ended: () => bridge.ended(), read: walking.read });
    walking.start(map, { areas: () => areas.order, places: places.shown, pointAt, choose: chooseOne, isChosen, whole });
    legend.start((key) => bridge.asked(key), fit);
    lachan.startNames("zoomend moveend resize");
    Object.assign(settings, { beside: legend.width, below: legend.height, above: underNotices });
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
    const { x, y } = map.latLngToContainerPoint(layer.getLatLng ? drawnAt(layer) : layer.getCenter());
    return [x, y];
  }

  function state() {
    const { theme, order } = areas;
    const [table = "", codes = []] = Object.entries(chosen)[0] ?? [];
    return { table, codes, chosen, outlined: outlinedCount, theme: theme?.key ?? "", areas: order.length };
  }

  const fills = () => areas.order.map((_, i) => areas.theme.fills[areas.theme.of[i]]);

  return { start, where, state, fills, shown: () => latest, map: () => map };
})();
