/** Whose cells touch: `VoronoiNeighbours`. */
import Delaunator from 'delaunator'
import { requireAgents, requirePositions, requireSpace } from '../require-input.ts'
import type { Image, Space } from '../space.ts'
import { MetricNeighbours } from './metric.ts'
import { NeighbourLists, type NeighbourRule, requireLists } from './neighbour-lists.ts'
import { tilesAround } from './tiles.ts'

/** Sides of the square. Agents nearer than this share a cell. */
const SAME_PLACE = 1e-12

/**
 * Two tiles around show every circle without agents that passes through an agent of the space: its translates lie at most two
 * sides apart.
 */
const RINGS = 2

/** Where both coordinates are joined, the strip of copies first tried is so many mean distances between agents wide. */
const FIRST_MARGIN = 5

/**
 * The agents whose Voronoi cells share an edge with one's own: the edges of the Delaunay triangulation, taken over the copies
 * of the agents around where ends are joined. Walls and the square's open ends do not cut cells: at the rim of a flock they
 * reach far. Agents in the same place share a cell, and see each other. Where four or more lie on one circle, one of the
 * triangulations is taken; who sees is always seen.
 *
 * O(agents log agents) where agents are spread; where both coordinates are joined and there are large voids, up to 25 times
 * that. Other than the other rules it allocates, in the library that triangulates.
 */
export class VoronoiNeighbours implements NeighbourRule {
  readonly space: Space
  readonly agents: number
  private readonly tiles: readonly Image[]
  private readonly sameplace: MetricNeighbours
  private readonly companions: NeighbourLists
  /** [agents]: the first agent of each agent's place */
  private readonly host: Int32Array
  /** The corners that are triangulated, in sides of the square [corners, 2], and the agent at each; hosts of the space itself come first. */
  private readonly corners: Float64Array
  private readonly owners: Int32Array
  private hosts: number = 0
  private copies: number = 0
  /** Who sees whom, in no order. */
  private readonly unsorted: NeighbourLists
  /** [agents]: the agent whose list was last written to this one's */
  private readonly latest: Int32Array
  private readonly way: Float64Array = new Float64Array(2)

  constructor(space: Space, agents: number) {
    requireSpace('VoronoiNeighbours', space)
    requireAgents('VoronoiNeighbours', agents)
    this.space = space
    this.agents = agents
    this.tiles = tilesAround(space, RINGS)
    this.sameplace = new MetricNeighbours(space, agents, SAME_PLACE * space.side)
    this.companions = new NeighbourLists(agents)
    this.host = new Int32Array(agents)
    this.corners = new Float64Array(2 * agents * this.tiles.length)
    this.owners = new Int32Array(agents * this.tiles.length)
    this.unsorted = new NeighbourLists(agents)
    this.latest = new Int32Array(agents)
  }

  find(positions: Float64Array, lists: NeighbourLists, active?: Uint8Array): void {
    requirePositions('VoronoiNeighbours', this.space, this.agents, positions, active)
    requireLists('VoronoiNeighbours', this.agents, lists)
    this.sameplace.find(positions, this.companions, active)
    this.findHosts(active)
    this.unsorted.clear()
    this.joinCompanions()
    this.joinCorners(this.triangulate(positions, active))
    this.unsorted.finish()
    this.write(positions, lists)
  }

  /** The mesh of hosts and copies, so many of these that all triangles with a host of the space itself are those of all copies. */
  private triangulate(positions: Float64Array, active: Uint8Array | undefined): Delaunator<Float64Array> {
    const { space, corners, hosts } = this
    const closed = space.joined(0) && space.joined(1)
    let margin = closed ? Math.min(RINGS, FIRST_MARGIN / Math.sqrt(hosts)) : RINGS
    for (;;) {
      this.copy(positions, margin, active)
      const mesh = new Delaunator(corners.subarray(0, 2 * this.copies))
      if (margin === RINGS || this.showsAll(mesh, margin)) return mesh
      margin = Math.min(RINGS, 2 * margin)
    }
  }

  private findHosts(active: Uint8Array | undefined): void {
    const { host, companions } = this
    for (let i = 0; i < this.agents; i++) {
      const first = companions.starts[i]
      const alone = first === companions.starts[i + 1] || companions.others[first] > i
      host[i] = alone ? i : host[companions.others[first]]
    }
    this.hosts = 0
    for (let i = 0; i < this.agents; i++) if (this.isHost(i, active)) this.hosts++
  }

  private isHost(i: number, active: Uint8Array | undefined): boolean {
    return this.host[i] === i && (active === undefined || active[i] !== 0)
  }

  private joinCompanions(): void {
    const { companions, unsorted } = this
    for (let i = 0; i < this.agents; i++) {
      for (let k = companions.starts[i]; k < companions.starts[i + 1]; k++)
        unsorted.add(i, companions.others[k], 0)
    }
  }

  /** Writes the hosts to `corners`, then their copies up to `margin` sides around the square. */
  private copy(positions: Float64Array, margin: number, active: Uint8Array | undefined): void {
    const { tiles, corners, owners, space } = this
    const [left, right] = space.joined(0) ? [-margin, 1 + margin] : [-Infinity, Infinity]
    const [bottom, top] = space.joined(1) ? [-margin, 1 + margin] : [-Infinity, Infinity]
    this.copies = 0
    for (const { flipX, flipY, shiftX, shiftY } of tiles) {
      for (let i = 0; i < this.agents; i++) {
        if (!this.isHost(i, active)) continue
        const x = (flipX * positions[2 * i] + shiftX) / space.side
        const y = (flipY * positions[2 * i + 1] + shiftY) / space.side
        if (!(x >= left && x <= right && y >= bottom && y <= top)) continue
        const c = this.copies++
        owners[c] = i
        corners[2 * c] = x
        corners[2 * c + 1] = y
      }
    }
  }

  /** Whether no copy outside of the margin could lie in a triangle's circle, of those triangles that have an agent of the space. */
  private showsAll({ triangles, hull }: Delaunator<Float64Array>, margin: number): boolean {
    const { hosts, corners } = this
    for (let k = 0; k < hull.length; k++) if (hull[k] < hosts) return false
    for (let t = 0; t < triangles.length; t += 3) {
      const [a, b, c] = [triangles[t], triangles[t + 1], triangles[t + 2]]
      if (a >= hosts && b >= hosts && c >= hosts) continue
      if (!circleWithin(corners, a, b, c, -margin, 1 + margin)) return false
    }
    return true
  }

  /** Adds both ways along every edge from an agent of the space, for all in the two places. */
  private joinCorners({ triangles, hull }: Delaunator<Float64Array>): void {
    for (let t = 0; t < triangles.length; t += 3) {
      this.join(triangles[t], triangles[t + 1])
      this.join(triangles[t + 1], triangles[t + 2])
      this.join(triangles[t + 2], triangles[t])
    }
    // All on one line: the hull is that line.
    if (triangles.length === 0) for (let k = 1; k < hull.length; k++) this.join(hull[k - 1], hull[k])
  }

  private join(corner: number, other: number): void {
    if (corner >= this.hosts && other >= this.hosts) return
    const { companions, unsorted } = this
    const [p, q] = [this.owners[corner], this.owners[other]]
    if (p === q) return
    for (let u = companions.starts[p] - 1; u < companions.starts[p + 1]; u++) {
      const i = u < companions.starts[p] ? p : companions.others[u]
      for (let v = companions.starts[q] - 1; v < companions.starts[q + 1]; v++) {
        const j = v < companions.starts[q] ? q : companions.others[v]
        unsorted.add(i, j, 0)
        unsorted.add(j, i, 0)
      }
    }
  }

  /** Who sees is seen: written by who is seen, the lists are in order. */
  private write(positions: Float64Array, lists: NeighbourLists): void {
    const { space, unsorted, latest, way } = this
    latest.fill(-1)
    lists.clear()
    for (let j = 0; j < this.agents; j++) {
      for (let k = unsorted.starts[j]; k < unsorted.starts[j + 1]; k++) {
        const i = unsorted.others[k]
        if (latest[i] === j) continue
        latest[i] = j
        lists.add(i, j, space.images.indexOf(space.displacement(positions, 2 * i, positions, 2 * j, way)))
      }
    }
    lists.finish()
  }
}

/** Whether the circle through three corners lies between `least` and `most` in both coordinates. */
function circleWithin(
  corners: Float64Array,
  a: number,
  b: number,
  c: number,
  least: number,
  most: number,
): boolean {
  const [x, y] = [corners[2 * a], corners[2 * a + 1]]
  const [bx, by] = [corners[2 * b] - x, corners[2 * b + 1] - y]
  const [cx, cy] = [corners[2 * c] - x, corners[2 * c + 1] - y]
  const [b2, c2] = [bx * bx + by * by, cx * cx + cy * cy]
  const scale = 0.5 / (bx * cy - by * cx)
  const [ux, uy] = [scale * (cy * b2 - by * c2), scale * (bx * c2 - cx * b2)]
  const radius = Math.sqrt(ux * ux + uy * uy)
  return (
    x + ux - radius >= least && x + ux + radius <= most && y + uy - radius >= least && y + uy + radius <= most
  )
}
