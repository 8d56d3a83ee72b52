/** Writing the windows around agents: `writeWindows`. */
import { KernelMemory } from './grid-kernel.ts'
import type { GridWorlds } from './worlds.ts'

/**
 * Writes what every agent of world `w` sees: a row of `width` numbers each, of which the first are the obstacles and
 * the agents in the window of `border` cells to each side, row after row, and the rest 0.
 *
 * Shapes: `out` [batch, agents, width], `width` at least 2 (2 border + 1)² + 4; in the worlds' memory.
 * Returns the sum over agents of agents in sight, the observer included, per free cell in sight.
 */
export function writeWindows(worlds: GridWorlds, w: number, out: Float32Array, width: number): number {
  const { memory, agents, cells, positions, obstaclePlane, agentPlane, freeInSight, stride, border } = worlds
  if (!(memory instanceof KernelMemory)) return writeByLoops(worlds, w, out, width)
  return memory.kernel.writeWindows(
    positions.byteOffset + 4 * w * agents,
    agents,
    obstaclePlane.byteOffset + 4 * w * cells,
    agentPlane.byteOffset + 4 * w * cells,
    freeInSight.byteOffset + 4 * w * cells,
    stride,
    border,
    width,
    out.byteOffset + 4 * w * agents * width,
  )
}

/** The same without the kernel. */
function writeByLoops(worlds: GridWorlds, w: number, out: Float32Array, width: number): number {
  const { agents, cells, positions, obstaclePlane, agentPlane, freeInSight, stride, border } = worlds
  const side = 2 * border + 1
  const area = side * side
  let density = 0
  for (let a = 0; a < agents; a++) {
    const cell = w * cells + positions[w * agents + a]
    const corner = cell - border * (stride + 1)
    const offset = (w * agents + a) * width
    let seen = 0
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const from = corner + row * stride + column
        const to = offset + row * side + column
        out[to] = obstaclePlane[from]
        out[to + area] = agentPlane[from]
        seen += agentPlane[from]
      }
    }
    out.fill(0, offset + 2 * area, offset + width)
    density += seen / freeInSight[cell]
  }
  return density
}
