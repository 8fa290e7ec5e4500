"use strict";
// A place tried elsewhere: dragged with the mouse or moved by the arrow keys; each position is told, the latest at most.
const trial = (() => {
  const { DIRECTIONS } = lachan;
  const STEP = 4; // pixels for one arrow key
  const LEAP = 5; // steps with Ctrl
  const SIDE = 40; // pixels of the mark
  let map;
  let page; // {tried(lon, lat), ended(), read(text)}
  let mark;
  let way; // from where the place is to where it is tried
  let isMoving = false; // whether arrow keys move it
  let waiting;
  let words = { kept: "" };

  function show(given) {
    hide();
    if (!given) return;
    const home = L.latLng(given.at);
    const icon = L.divIcon({ className: "tried", html: picture(), iconSize: [SIDE, SIDE], iconAnchor: [SIDE / 2, SIDE / 2] });
    mark = L.marker(home, { draggable: true, autoPan: true, keyboard: false, icon, title: given.name, zIndexOffset: 1000 });
    way = L.polyline([home, home], { color: "#c2185b", weight: 2, dashArray: "5 5", interactive: false, pane: "selection" });
    mark.on("drag", moved);
    mark.on("dragstart", () => { isMoving = true; });
    way.addTo(map);
    mark.addTo(map);
    isMoving = true;
    if (!map.getBounds().contains(home)) map.panTo(home, { animate: false });
    map.getContainer().focus({ preventScroll: true });
  }

  function hide() {
    mark?.remove();
    way?.remove();
    cancelAnimationFrame(waiting);
    mark = way = waiting = undefined;
    isMoving = false;
  }

  function picture() {
    return `<svg viewBox="-20 -20 40 40" width="${SIDE}" height="${SIDE}" aria-hidden="true">
      <circle r="17" fill="#ffffff" fill-opacity=".55" stroke="#c2185b" stroke-width="3"/>
      <path d="M-8 8V-2L0-9 8-2V8H2.5V2h-5V8Z" fill="#c2185b" stroke="#ffffff" stroke-width="1.4"/></svg>`;
  }

  function moved() {
    const [home] = way.getLatLngs();
    way.setLatLngs([home, mark.getLatLng()]);
    waiting ??= requestAnimationFrame(tell);
  }

  function tell() {
    waiting = undefined;
    if (!mark) return;
    const { lat, lng } = mark.getLatLng();
    page.tried(lng, lat);
  }

  function moveTo(lat, lon) {
    mark.setLatLng([lat, lon]);
    moved();
  }

  function onKey(event) {
    if (!mark || event.altKey || event.metaKey || event.target !== map.getContainer()) return;
    const act = actionFor(event);
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }

  function actionFor({ key, shiftKey, ctrlKey }) {
    if (key === "Escape") return page.ended;
    if (isMoving && key in DIRECTIONS && !shiftKey) return () => step(key, ctrlKey ? LEAP * STEP : STEP);
    if (isMoving && key === "Enter") return keep;
    return undefined;
  }

  function step(key, pixels) {
    const to = map.latLngToContainerPoint(mark.getLatLng()).add(L.point(DIRECTIONS[key]).multiplyBy(pixels));
    const { lat, lng } = map.containerPointToLatLng(to);
    moveTo(lat, lng);
    if (!map.getBounds().pad(-0.02).contains([lat, lng])) map.panTo([lat, lng], { animate: false });
  }

  // It stays where it was tried; the arrow keys go from commune to commune again.
  function keep() {
    isMoving = false;
    page.read(words.kept);
  }

  function say(given) {
    words = given;
  }

  function state() {
    const { lat, lng } = mark?.getLatLng() ?? {};
    const { x, y } = mark ? map.latLngToContainerPoint(mark.getLatLng()) : {};
    return { on: Boolean(mark), moving: isMoving, lat, lon: lng, x, y };
  }

  function start(folium, given) {
    map = folium;
    page = given;
    map.getContainer().addEventListener("keydown", onKey, true);
  }

  return { start, show, say, moveTo, state };
})();
