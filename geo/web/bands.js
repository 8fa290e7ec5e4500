"use strict";
// Bands of colour below the borders of the areas: isochrones. While they are shown the areas have no colour of their own.
const bands = (() => {
  const CLEAR = "#ffffff00";
  const PLAIN = { stroke: false, fill: true, fillOpacity: 1, interactive: false };
  let map;
  let shown = [];
  let renderer;

  function show(found, areas) {
    hide();
    if (!found) return;
    const style = { ...PLAIN, pane: "bands", renderer };
    const below = areas.map((area) => L.polygon(area.getLatLngs(), { ...style, fillColor: found.beyond }));
    const above = found.bands.map(([fillColor, shape]) => L.geoJSON(shape, { ...style, style: { ...style, fillColor } }));
    shown = [...below, ...above];
    shown.forEach((each) => each.addTo(map)); // a group would add them in an order of its own
  }

  function hide() {
    shown.forEach((each) => each.remove());
    shown = [];
  }

  function start(folium) {
    map = folium;
    map.createPane("bands").style.zIndex = 350; // below that of the areas
    renderer = L.canvas({ pane: "bands", padding: 0.15 });
  }

  return { start, show, count: () => shown.length, CLEAR };
})();
