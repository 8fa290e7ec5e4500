"use strict";
// What the window's page draws with: places and areas on one canvas, fills and symbols of the legend.
const marks = (() => {
  const { drawnText } = lachan;
  const patterns = {};
  const BORDERS = { "#d55e00": "#5c2500" }; // of the letters on a symbol that is not dark enough itself
  const RING = "#111827";
  const RING_APART = 2.5; // pixels between a symbol and its ring
  const APART = 12; // pixels between the middles of symbols that can be told from each other
  const ASIDE = [[0, 0], [14, 0], [-14, 0], [0, -14], [0, 14]].map(([x, y]) => L.point(x, y));

  // A place, drawn on the canvas on which the areas are: one canvas tells what lies under the pointer.
  const PlaceMark = L.CircleMarker.extend({
    _project() {
      L.CircleMarker.prototype._project.call(this);
      this._point = this._point.add(this.options.aside);
      this._updateBounds();
    },
    _updatePath() {
      const { _renderer: renderer, _point: { x, y }, _radius: r, options } = this;
      if (!renderer._drawing || this._empty()) return;
      const pen = renderer._ctx;
      pen.beginPath();
      options.corners.forEach(([dx, dy]) => pen.lineTo(x + r * dx, y + r * dy));
      pen.closePath();
      renderer._fillStroke(pen, this);
      if (options.ring) encircle(pen, x, y, r);
      if (options.label) write(pen, options, x, y);
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

  // A line with a white border, which stands out from every colour below it.
  const Way = L.Polyline.extend({
    _updatePath() {
      const { _renderer: renderer, options } = this;
      const { color, weight } = options;
      Object.assign(options, { color: "#ffffff", weight: weight + 3 });
      renderer._updatePoly(this);
      Object.assign(options, { color, weight });
      renderer._updatePoly(this);
    },
  });

  // Large symbols that would hide each other at this zoom stand side by side, the first where it is.
  function spread(layers, map) {
    const taken = [];
    for (const layer of layers) {
      const at = map.latLngToLayerPoint(layer.getLatLng());
      const isFree = (aside) => taken.every((other) => other.distanceTo(at.add(aside)) >= APART);
      const aside = ASIDE.find(isFree) ?? ASIDE[0];
      taken.push(at.add(aside));
      if (layer.options.aside.equals(aside)) continue;
      layer.options.aside = aside;
      layer._reset();
    }
  }

  function write(pen, { label: text, fillColor }, x, y) {
    pen.font = `700 ${[13, 11.5, 9.5][text.length - 1] ?? 9}px ${getComputedStyle(document.body).fontFamily}`;
    Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 2.6, globalAlpha: 1 });
    Object.assign(pen, { strokeStyle: BORDERS[fillColor] ?? fillColor, fillStyle: "#ffffff" });
    pen.strokeText(text, x, y + 0.5);
    pen.fillText(text, x, y + 0.5);
  }

  // A dark ring with a light one within, which is seen on every ground.
  function encircle(pen, x, y, r) {
    [["#ffffff", 5], [RING, 2.5]].forEach(([strokeStyle, lineWidth]) => {
      Object.assign(pen, { strokeStyle, lineWidth, globalAlpha: 1 });
      pen.beginPath();
      pen.arc(x, y, r + RING_APART, 0, 2 * Math.PI);
      pen.stroke();
    });
  }

  function byCode(group) {
    return new Map(group.getLayers().map((layer) => [layer.feature.properties.code, layer]));
  }

  // A colour, or a pattern of the legend as a fill of the canvas.
  function ink(fill, canvas) {
    if (fill.startsWith("#")) return fill;
    patterns[fill] ??= canvas._ctx.createPattern(tile(document.getElementById(fill)), "repeat");
    return patterns[fill];
  }

  function tile(pattern) {
    const side = pattern.width.baseVal.value;
    const sharp = 2; // pixels of the tile for one of the pattern, as on screens with fine pixels
    const drawn = Object.assign(document.createElement("canvas"), { width: sharp * side, height: sharp * side });
    const pen = drawn.getContext("2d");
    pen.scale(sharp, sharp);
    pen.fillStyle = pattern.querySelector("rect").getAttribute("fill");
    pen.fillRect(0, 0, side, side);
    const path = pattern.querySelector("path");
    pen.fillStyle = path.getAttribute("fill");
    pen.fill(new Path2D(path.getAttribute("d")));
    return drawn;
  }

  function svg(tag, attributes, children = []) {
    const node = drawnText(tag, "");
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children);
    return node;
  }

  function picture(side, paths, look = {}) {
    const drawn = paths.map((d) => svg("path", { d, ...look }));
    return svg("svg", { width: side, height: side, viewBox: "0 0 18 18", "aria-hidden": true, ...LINES }, drawn);
  }

  const LINES = { fill: "none", stroke: "currentColor", "stroke-width": 1.7, "stroke-linecap": "round", "stroke-linejoin": "round" };

  function swatch(fill, width = 26, height = 16) {
    const box = svg("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 2, stroke: "#6b7280" });
    box.setAttribute("fill", fill.startsWith("#") ? fill : `url(#${fill})`);
    return svg("svg", { width, height, "aria-hidden": true }, [box]);
  }

  function stroke(colour, width = 26) {
    const line = svg("path", { d: `M1 8H${width - 1}`, stroke: colour, "stroke-width": 4 });
    return svg("svg", { width, height: 16, "aria-hidden": true }, [line]);
  }

  function symbol({ icon, colour, edge }, rings = []) {
    const path = svg("path", { d: icon, fill: colour, stroke: edge, "stroke-width": 1 });
    return svg("svg", { width: 20, height: 20, viewBox: "-11 -11 22 22", "aria-hidden": true }, [path, ...rings]);
  }

  function ringed(data) {
    const ring = (stroke, width) => svg("circle", { r: 9, fill: "none", stroke, "stroke-width": width });
    return symbol(data, [ring("#ffffff", 4), ring(RING, 2)]);
  }

  return { PlaceMark, Area, Way, spread, byCode, ink, picture, stroke, swatch, symbol, ringed };
})();
