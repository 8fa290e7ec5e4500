"use strict";
// Places and lines of the window's map: layers that come, go and are shown, the higher levels over the lower ones.
const places = (() => {
  const { settings } = lachan;
  const known = {}; // key → {group, data, origin}
  const WAY = { fill: false, weight: 4, opacity: 1, lineJoin: "round", bubblingMouseEvents: false };
  const LARGE = 2; // level of symbols that are moved aside rather than hidden
  let map;
  let canvas;
  let given; // listen and tell: what is done with each place, and with each line; showed: whom to tell

  function draw(layers, origin) {
    const shown = Object.fromEntries(Object.entries(known).map(([key, { group }]) => [key, map.hasLayer(group)]));
    Object.keys(known).filter((key) => known[key].origin === origin).forEach(remove);
    layers.forEach((data) => add(data, origin, shown[data.key] ?? data.shown));
    raise();
    list();
    lachan.placeNames();
  }

  function remove(key) {
    known[key].group.remove();
    delete known[key];
    delete lachan.layers[key];
    delete settings.points[key];
  }

  function add(data, origin, shown) {
    const { key } = data;
    const group = data.lines ? linesOf(data) : symbolsOf(data);
    known[key] = { group, data, origin };
    lachan.layers[key] = { group, features: marks.byCode(group) };
    if (!data.lines) settings.points[key] = data;
    if (shown) group.addTo(map);
  }

  function symbolsOf({ key, colour, edge, corners, radius, ringed, features }) {
    const style = { renderer: canvas, aside: L.point(0, 0), corners, color: edge, fillColor: colour, fillOpacity: 1 };
    const mark = ({ properties: { code, label = "", radius: own = radius } }, latlng) =>
      new marks.PlaceMark(latlng, { ...style, label, ring: ringed.includes(code), radius: own, weight: label ? 1.8 : 1.2 });
    const onEachFeature = (feature, layer) => given.listen(key, feature.properties, layer);
    return L.geoJSON(features, { pointToLayer: mark, onEachFeature });
  }

  // A line is told under the pointer, and is nothing to select.
  function linesOf({ key, colours, features }) {
    const ways = features.features.map(({ properties, geometry: { coordinates } }) => {
      const style = { ...WAY, color: colours[properties.code], renderer: canvas };
      return Object.assign(new marks.Way(L.GeoJSON.coordsToLatLngs(coordinates), style), { feature: { properties } });
    });
    ways.forEach((way) => given.tell(key, way));
    return L.featureGroup(ways);
  }

  // From the lowest level, that of lines, to the highest; of one level, those of the project below those of the result.
  function inLevels() {
    const of = (origin) => Object.values(known).filter((each) => each.origin === origin);
    return [...of("project"), ...of("result")].sort((one, other) => one.data.level - other.data.level);
  }

  function raise() {
    inLevels().forEach(({ group }) => group.bringToFront());
    spread();
  }

  function spread() {
    const isLarge = ({ table }) => known[table].data.level >= LARGE;
    marks.spread(shown().filter(isLarge), map);
  }

  function list() {
    const all = inLevels().reverse();
    const ordered = [...all.filter(({ data }) => data.lines), ...all.filter(({ data }) => !data.lines)];
    legend.listPlaces(ordered.map(({ data, group }) => ({ data, shown: map.hasLayer(group) })), show);
  }

  function show(key, isShown) {
    const { group } = known[key];
    if (isShown) group.addTo(map);
    else group.remove();
    raise();
    lachan.placeNames();
    given.showed(key, isShown);
  }

  // Shows a layer of which something is selected.
  function reveal(key) {
    if (!known[key] || map.hasLayer(known[key].group)) return;
    show(key, true);
    list();
  }

  // The places on the map, those of the highest level first.
  function shown() {
    const groups = inLevels().reverse().filter(({ data }) => !data.lines).map(({ group }) => group);
    return groups.filter((group) => map.hasLayer(group)).flatMap((group) => group.getLayers());
  }

  const labelsOf = (key) => known[key].data.labels;

  function start(ownMap, ownCanvas, asked) {
    map = ownMap;
    canvas = ownCanvas;
    given = asked;
    map.on("zoomend", spread);
  }

  return { start, draw, raise, reveal, shown, labelsOf };
})();
