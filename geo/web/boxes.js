"use strict";
// A box drawn with the mouse, by Shift and dragging or after its button was pressed.
const boxes = (() => {
  let handler;
  let map;
  let button;

  const Box = L.Map.BoxZoom.extend({
    always: false,
    _onMouseDown(event) {
      const { which, button: pressed, clientX, clientY, shiftKey } = event;
      const asked = { which, button: pressed, clientX, clientY, shiftKey: shiftKey || this.always };
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
      this.drawn(L.latLngBounds(corners), this.adds);
    },
  });

  function setOn(on) {
    handler.always = on;
    map.dragging[on ? "disable" : "enable"]();
    map.getContainer().classList.toggle("boxing", on);
    button.setAttribute("aria-pressed", on);
  }

  function start(folium, toggle, drawn) {
    map = folium;
    button = toggle;
    map.boxZoom.disable();
    handler = Object.assign(new Box(map), { drawn });
    map.boxZoom = handler; // the map asks it whether a click ends a box
    handler.enable();
    button.setAttribute("aria-pressed", false);
    button.addEventListener("click", () => setOn(!handler.always));
  }

  return { start, setOn, isOn: () => handler.always };
})();
