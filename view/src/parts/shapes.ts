// Nodes told apart by shape as well as colour: sigma's points, cut into squares and diamonds.

import { NodePointProgram, type NodeProgramType } from "sigma/rendering";

// Distance from the middle, 1 at the edge, of a point of the unit square.
const DISTANCES = {
  square: "max(abs(p.x), abs(p.y)) / 0.8",
  diamond: "abs(p.x) + abs(p.y)",
} as const;

function fragment(distance: string): string {
  return /*glsl*/ `
precision mediump float;
varying vec4 v_color;
varying float v_border;
const vec4 transparent = vec4(0.0, 0.0, 0.0, 0.0);
void main(void) {
  vec2 p = 2.0 * gl_PointCoord - vec2(1.0, 1.0);
  float d = ${distance};
  #ifdef PICKING_MODE
  gl_FragColor = d > 1.0 ? transparent : v_color;
  #else
  gl_FragColor = mix(v_color, transparent, smoothstep(1.0 - 4.0 * v_border, 1.0, d));
  #endif
}`;
}

function program(distance: string): NodeProgramType {
  return class extends NodePointProgram {
    override getDefinition() {
      return { ...super.getDefinition(), FRAGMENT_SHADER_SOURCE: fragment(distance) };
    }
  };
}

export const SHAPES = {
  square: program(DISTANCES.square),
  diamond: program(DISTANCES.diamond),
};
