"use strict";
// From feature to feature by keyboard, while the map has the focus; what is reached is outlined and read out.
const walking = (() => {
  const { DIRECTIONS, nearest, middleOf } = lachan;
  const STEPS = { PageDown: 1, PageUp: -1 };
  const PAN = 80; // pixels
  const ZOOM = { "+": 1, "=": 1, "-": -1, "−": -1 };
  let map;
  let page; // {areas(), places(), pointAt, choose, isChosen, whole}
  let at; // the feature reached last
  let words = { selected: "", nothing: "" };

  function onKey(event) {
    if (event.target !== map.getContainer() || event.altKey || event.metaKey) return;
    const act = actionFor(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  function actionFor(event) {
    const { key, shiftKey, ctrlKey } = event;
    if (key in DIRECTIONS && shiftKey) return () => pan(key);
    if (key in DIRECTIONS && !ctrlKey) return () => reach(neighbour(key));
    if (key in STEPS) return () => reach(place(STEPS[key]));
    if (key in ZOOM && !ctrlKey) return () => map.setZoom(map.getZoom() + ZOOM[key] * map.options.zoomDelta, { animate: false });
    if (key === "Home") return page.whole;
    if ((key === "Enter" || key === " ") && at) return () => choose(event);
    return undefined;
  }

  function pan(key) {
    map.panBy(L.point(DIRECTIONS[key]).multiplyBy(PAN), { animate: false });
  }

  // The first arrow goes to the area nearest to the middle of the map.
  function neighbour(arrow) {
    const areas = page.areas();
    const from = standing();
    if (from) return nearest(areas, middleOf(from), arrow) ?? at;
    const middle = map.latLngToLayerPoint(map.getCenter());
    const distances = areas.map((area) => middleOf(area).distanceTo(middle));
    return areas[distances.indexOf(Math.min(...distances))];
  }

  function place(step) {
    const places = page.places();
    const now = places.indexOf(standing());
    const next = now < 0 ? Math.min(step, 0) : now + step;
    return places.at(next % places.length);
  }

  // The feature reached last, unless its layer is gone.
  function standing() {
    if (at && !map.hasLayer(at)) at = undefined;
    return at;
  }

  function reach(feature) {
    if (!feature) return;
    at = feature;
    const middle = feature.getLatLng?.() ?? feature.getBounds().getCenter();
    if (!map.getBounds().pad(-0.05).contains(middle)) map.panTo(middle, { animate: false });
    read(page.pointAt(feature, middle));
  }

  function choose(event) {
    page.choose(at, event);
    read(`${at.feature.properties.heading}: ${page.isChosen(at) ? words.selected : words.nothing}`);
  }

  function read(text) {
    document.querySelector(".said").textContent = text;
  }

  function say(given) {
    words = given;
  }

  function stand(feature) {
    at = feature;
  }

  function start(folium, given) {
    map = folium;
    page = given;
    map.keyboard.disable();
    const box = map.getContainer();
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.addEventListener("keydown", onKey);
    box.addEventListener("mousedown", ({ target }) => { if (!target.closest("a, button")) box.focus({ preventScroll: true }); });
  }

  return { start, stand, say, read };
})();
