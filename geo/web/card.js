"use strict";
// The small card that tells what lies under the pointer, or what the keyboard has reached.
const card = (() => {
  const { element } = lachan;
  const EDGE = 8; // pixels between the card and its place, or the sides of the map
  let map;
  let shown;

  function show(latlng, heading, lines) {
    hide();
    const rows = lines.map(([name, value]) => element("div", "", [element("span", `${name}: `), element("b", value)]));
    shown = L.tooltip({ className: "told", direction: "top", opacity: 1 });
    shown.setLatLng(latlng).setContent(element("div", "", [element("strong", heading), ...rows])).addTo(map);
    move(latlng);
  }

  // Above the place, or below it where there is no room, and never beyond the sides of the map.
  function move(latlng) {
    if (!shown) return;
    const { x, y } = map.latLngToContainerPoint(latlng);
    const { offsetWidth: width, offsetHeight: height } = shown.getElement();
    const left = Math.max(0, width / 2 - x + EDGE);
    const right = Math.max(0, x + width / 2 + EDGE - map.getSize().x);
    const isAbove = y > height + 2 * EDGE;
    Object.assign(shown.options, { direction: isAbove ? "top" : "bottom", offset: [left - right, isAbove ? -EDGE : 2 * EDGE] });
    shown.setLatLng(latlng);
  }

  function hide() {
    shown?.remove();
    shown = undefined;
  }

  function start(folium) {
    map = folium;
  }

  return { start, show, move, hide };
})();
