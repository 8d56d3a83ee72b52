/** Sums over the agents that are near, in time proportional to their number: `CellGrid`. */
import { GauntletError } from '@gauntlet/core'
import { FARTHEST } from '../require-input.ts'
import type { Space } from '../space.ts'
import type { SwarmMemory } from '../swarm-kernel.ts'

/** Copies of the square beside itself that an agent can be seen in at once, when `reach` is at most half of the side. */
const MOST_IMAGES = 3
/** Agents' numbers and those of images share 32 bits. */
const MOST_AGENTS = 16_777_215

/**
 * Agents sorted into square cells at least as wide as they see, so that whoever is near is in one of nine; agents near a seam
 * stand beside the square once more, as they are seen across it.
 *
 * It keeps nothing of the agents: any number of worlds, one after the other, may use one grid.
 * Shapes: `positions` and `values` [agents, 2], in the grid's memory, inside the square where the space has one.
 */
export class CellGrid {
  private readonly space: Space
  private readonly reach: number
  private readonly memory: SwarmMemory
  /** [images, 6] */
  private readonly images: Float64Array
  private readonly cells: Int32Array
  private readonly sources: Int32Array
  private readonly order: Int32Array
  private readonly starts: Int32Array
  private readonly entries: Float64Array
  /** Cells along x and y, without those around them */
  private columns: number = 1
  private rows: number = 1
  private originX: number = 0
  private originY: number = 0
  private perX: number
  private perY: number

  /** Numbers that it needs of a memory. */
  static size(agents: number): number {
    const capacity = (1 + MOST_IMAGES) * agents
    const cells = mostCells(agents) + 2
    return 6 * capacity + Math.ceil((cells * cells + 1) / 2) + 60
  }

  /**
   * @param agents most agents of a world, at most 16,777,215
   * @param reach how far they see: agents at that distance are near. Errors: GauntletError where that is more than half of the
   * side of a space with seams, in which agents would see themselves or each other twice; and in the projective plane, at two
   * of whose points they do so however near.
   */
  constructor(space: Space, reach: number, agents: number, memory: SwarmMemory) {
    const { side } = space
    if (space.images.length > 1 && !(reach <= side / 2))
      throw new GauntletError('reach', `reach: got ${reach}, expected at most half of the side, ${side / 2}`)
    if (space.kind === 'projective')
      throw new GauntletError('space', 'got projective, expected a space in which nobody is seen twice')
    if (agents > MOST_AGENTS)
      throw new GauntletError('agents', `agents: got ${agents}, expected at most ${MOST_AGENTS}`)
    this.space = space
    this.reach = reach
    this.memory = memory
    const capacity = (1 + MOST_IMAGES) * agents
    const most = mostCells(agents)
    const along = Math.max(1, Math.min(most, Math.floor(side / reach)))
    if (space.kind !== 'plane') this.columns = this.rows = along
    this.perX = this.perY = along / side
    this.images = memory.float64(48)
    this.images.set(
      space.images
        .slice(1)
        .flatMap(({ flipX, flipY, shiftX, shiftY, sideX, sideY }) => [
          flipX,
          flipY,
          shiftX,
          shiftY,
          sideX,
          sideY,
        ]),
    )
    this.cells = memory.int32(capacity)
    this.sources = memory.int32(capacity)
    this.order = memory.int32(capacity)
    this.starts = memory.int32((most + 2) * (most + 2) + 1)
    this.entries = memory.float64(4 * capacity)
  }

  /** Takes in where agents are, and two numbers of each, a vector that images mirror; those that are not `active` are left out. */
  sort(n: number, positions: Float64Array, values: Float64Array, active?: Uint8Array): void {
    const { space, reach, memory, images, cells, sources, starts, order, entries } = this
    if (space.kind === 'plane') this.cover(n, positions, active)
    const { columns, rows, originX, originY, perX, perY } = this
    if (memory.kernel === undefined) return this.sortAlone(n, positions, values, active)
    memory.kernel.sortAgents(
      n,
      active === undefined ? 0 : active.byteOffset,
      positions.byteOffset,
      values.byteOffset,
      space.images.length - 1,
      images.byteOffset,
      space.side,
      reach,
      originX,
      originY,
      perX,
      perY,
      columns,
      rows,
      cells.byteOffset,
      sources.byteOffset,
      starts.byteOffset,
      order.byteOffset,
      entries.byteOffset,
    )
  }

  /**
   * Writes for each agent the sum of the values of those near it, itself among them, and their number.
   * Shapes: `sums` [agents, 2], `counts` [agents], in the grid's memory; what they hold of agents that are not active stays.
   */
  sum(sums: Float64Array, counts?: Float64Array): void {
    const { memory, columns, rows, reach, starts, order, entries } = this
    if (memory.kernel === undefined) return this.sumAlone(sums, counts)
    memory.kernel.sumNear(
      columns,
      rows,
      reach * reach,
      starts.byteOffset,
      order.byteOffset,
      entries.byteOffset,
      sums.byteOffset,
      counts === undefined ? 0 : counts.byteOffset,
    )
  }

  /** Lays the cells over all agents, wherever they are in the plane. */
  private cover(n: number, positions: Float64Array, active?: Uint8Array): void {
    let [lowX, lowY, highX, highY] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let i = 0; i < n; i++) {
      if (active !== undefined && active[i] === 0) continue
      const x = positions[2 * i]
      const y = positions[2 * i + 1]
      if (!(Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST))
        throw new GauntletError('diverged', `got agent ${i} at ${x}, ${y}, expected finite positions`)
      if (x < lowX) lowX = x
      if (x > highX) highX = x
      if (y < lowY) lowY = y
      if (y > highY) highY = y
    }
    const most = mostCells(n)
    const width = Math.max(this.reach, (highX - lowX) / most)
    const height = Math.max(this.reach, (highY - lowY) / most)
    this.columns = Math.max(1, Math.min(most, Math.ceil((highX - lowX) / width)))
    this.rows = Math.max(1, Math.min(most, Math.ceil((highY - lowY) / height)))
    this.originX = lowX
    this.originY = lowY
    this.perX = 1 / width
    this.perY = 1 / height
  }

  /** What the kernel does, in the same order. */
  private sortAlone(n: number, positions: Float64Array, values: Float64Array, active?: Uint8Array): void {
    const { space, reach, images, cells, sources, starts, order, entries, columns, rows } = this
    const { originX, originY, perX, perY } = this
    const width = columns + 2
    const total = width * (rows + 2)
    const far = space.side - reach
    const count = space.images.length - 1
    let end = n
    starts.fill(0, 0, total + 1)
    for (let i = 0; i < n; i++) {
      cells[i] = -1
      if (active !== undefined && active[i] === 0) continue
      const x = positions[2 * i]
      const y = positions[2 * i + 1]
      cells[i] = within(y, originY, perY, rows) * width + within(x, originX, perX, columns)
      starts[cells[i]]++
      if (count === 0 || (x >= reach && x < far && y >= reach && y < far)) continue
      for (let m = 0; m < 6 * count; m += 6) {
        const gx = images[m] * x + images[m + 2]
        const gy = images[m + 1] * y + images[m + 3]
        if (gx < -reach || gx >= space.side + reach || gy < -reach || gy >= space.side + reach) continue
        const row = beside(images[m + 5], gy, originY, perY, rows)
        cells[end] = row * width + beside(images[m + 4], gx, originX, perX, columns)
        starts[cells[end]]++
        sources[end++] = ((m / 6) << 24) | i
      }
    }
    for (let c = 1; c <= total; c++) starts[c] += starts[c - 1]
    for (let g = end - 1; g >= 0; g--) {
      if (cells[g] < 0) continue
      const at = --starts[cells[g]]
      const i = g < n ? g : sources[g] & 0xff_ff_ff
      const m = 6 * (sources[g] >>> 24)
      for (const k of [0, 1]) {
        entries[4 * at + k] = positions[2 * i + k]
        entries[4 * at + 2 + k] = values[2 * i + k]
        if (g < n) continue
        entries[4 * at + k] = images[m + k] * positions[2 * i + k] + images[m + 2 + k]
        entries[4 * at + 2 + k] = images[m + k] * values[2 * i + k]
      }
      order[at] = g < n ? i : -1
    }
  }

  /** What the kernel does, in the same order. */
  private sumAlone(sums: Float64Array, counts?: Float64Array): void {
    const { columns, rows, reach, starts, order, entries } = this
    const width = columns + 2
    for (let row = 1; row <= rows; row++) {
      for (let cell = row * width + 1; cell <= row * width + columns; cell++) {
        for (let k = starts[cell]; k < starts[cell + 1]; k++) {
          let [u, v, near] = [0, 0, 0]
          for (let c = cell - width - 1; c <= cell + width - 1; c += width) {
            for (let e = 4 * starts[c]; e < 4 * starts[c + 3]; e += 4) {
              const dx = entries[e] - entries[4 * k]
              const dy = entries[e + 1] - entries[4 * k + 1]
              if (!(dx * dx + dy * dy <= reach * reach)) continue
              u += entries[e + 2]
              v += entries[e + 3]
              near++
            }
          }
          sums[2 * order[k]] = u
          sums[2 * order[k] + 1] = v
          if (counts !== undefined) counts[order[k]] = near
        }
      }
    }
  }
}

/** Cells along one side: so many that there are about two for each agent, and more would cost time and give none. */
function mostCells(agents: number): number {
  return Math.ceil(Math.sqrt(2 * agents))
}

function within(value: number, origin: number, per: number, count: number): number {
  const cell = (value - origin) * per
  return cell >= count ? count : cell >= 0 ? Math.trunc(cell) + 1 : 1
}

function beside(sideOf: number, value: number, origin: number, per: number, count: number): number {
  return sideOf < 0 ? 0 : sideOf > 0 ? count + 1 : within(value, origin, per, count)
}
