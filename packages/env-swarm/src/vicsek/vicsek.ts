/**
 * The Vicsek model: agents of constant speed that take the mean direction of those near them, but for noise.
 *
 * Symbols: n agents; r radius; v speed; eta noise; S_i the sum of the directions of i and of those near it, n_i of them.
 */
import {
  GauntletError,
  ParameterError,
  type Schema,
  type Stream,
  choice,
  number,
  resolveParameters,
} from '@gauntlet/core'
import { CellGrid } from '../cells/cell-grid.ts'
import { ListSums } from '../cells/list-sums.ts'
import type { SeeingSurroundings } from '../models/crowd.ts'
import { AGENTS } from '../models/fields.ts'
import { MetricNeighbours } from '../neighbours/metric.ts'
import { requireRule } from '../neighbours/neighbour-lists.ts'
import { Obstacles } from '../obstacles.ts'
import { FARTHEST, requireNumbers, requireSpace } from '../require-input.ts'
import { cosineOf, sineOf } from '../sine-cosine.ts'
import type { Space } from '../space.ts'
import { SwarmMemory } from '../swarm-kernel.ts'

export interface VicsekParameters {
  readonly agents: number
  readonly speed: number
  readonly radius: number
  readonly neighbours: 'metric' | 'all'
  readonly noise: 'none' | 'scalar' | 'vectorial'
  readonly eta: number
  readonly order: 'original' | 'forward'
}

const TURN = 2 * Math.PI

export const VICSEK_PARAMETERS: Schema<VicsekParameters> = {
  agents: AGENTS,
  speed: number({
    description: 'v, how far an agent moves in a step',
    unit: 'length/step',
    default: 0.03,
    minimum: 0,
    maximum: 1e6,
  }),
  radius: number({
    description: 'r, how far an agent sees',
    unit: 'length',
    default: 1,
    minimum: 1e-9,
    maximum: 1e6,
  }),
  neighbours: choice({
    description: 'Whom an agent sees: those within the radius, or all; unless a rule is given',
    options: ['metric', 'all'],
    default: 'metric',
  }),
  noise: choice({
    description:
      'none; scalar: a turn, uniform on [-eta / 2, eta / 2], after averaging; vectorial: a vector of length eta n_i of any direction in the sum',
    options: ['none', 'scalar', 'vectorial'],
    default: 'scalar',
  }),
  eta: number({ description: 'Noise; radians where it is scalar', default: 0, minimum: 0, maximum: 1e6 }),
  order: choice({
    description:
      'Whether an agent moves by the direction that it had (Vicsek et al. 1995) or by the new one (Grégoire and Chaté 2004)',
    options: ['original', 'forward'],
    default: 'original',
  }),
}

/**
 * One world of Vicsek agents.
 *
 * In a step every agent takes the direction of S_i + vectorial noise, turned by scalar noise, and moves by v; where the sum is
 * 0 the direction is (1, 0). Agents that are not `active` neither move nor are seen; zealots are seen, move, and keep their
 * directions.
 *
 * Source: Vicsek, Czirók, Ben-Jacob, Cohen and Shochet 1995, Phys. Rev. Lett. 75, 1226; vectorial noise and the forward order:
 * Grégoire and Chaté 2004, Phys. Rev. Lett. 92, 025702.
 */
export class Vicsek {
  /** [agents, 2]; may be written to, inside the square where the space has one */
  readonly positions: Float64Array
  /** [agents, 2], of length 1; may be written to */
  readonly directions: Float64Array
  /** [agents]: 1 where an agent is there, as all are at first */
  readonly active: Uint8Array
  /** [agents]: 1 where an agent keeps its direction, as none does at first */
  readonly zealots: Uint8Array
  readonly agents: number
  readonly space: Space
  private readonly parameters: VicsekParameters
  private readonly near: CellGrid | ListSums | undefined
  private readonly obstacles: Obstacles
  private readonly memory: SwarmMemory
  private readonly sums: Float64Array
  private readonly counts: Float64Array
  private readonly angles: Float64Array
  private readonly outside: Int32Array

  /** Whether `sums` and `counts` are those of the agents as they stand, for `writeViews`. */
  private looked: boolean = false

  /** Numbers that a world of so many agents needs of a memory. */
  static size(agents: number): number {
    return CellGrid.size(agents) + 9 * (agents + 1) + 8
  }

  /**
   * In `surroundings`, who sees whom where neither a radius says so nor all see all.
   * Errors: ParameterError naming the parameter, also where agents see further than half around a space, or what of the surroundings
   * does not fit.
   */
  constructor(
    space: Space,
    given: Partial<VicsekParameters> = {},
    surroundings: SeeingSurroundings = {},
    memory?: SwarmMemory,
  ) {
    requireSpace('Vicsek', space)
    const parameters = resolveParameters(VICSEK_PARAMETERS, given, 'Vicsek')
    const { agents, radius, noise, eta } = parameters
    if (noise === 'scalar' && eta > TURN)
      throw new ParameterError('Vicsek.eta', eta, 'at most 2 pi, as noise is scalar')
    let rule = surroundings.neighbours
    if (rule !== undefined) requireRule('Vicsek', space, agents, rule)
    const metric = rule === undefined && parameters.neighbours === 'metric'
    // In the projective plane somebody may be near in two images.
    if (metric && space.kind === 'projective') rule = new MetricNeighbours(space, agents, radius)
    else if (metric && space.images.length > 1 && radius > space.side / 2)
      throw new ParameterError('Vicsek.radius', radius, `at most half of the side, ${space.side / 2}`)
    const even = agents + (agents & 1)
    this.parameters = parameters
    this.agents = agents
    this.space = space
    this.memory = memory ?? new SwarmMemory(Vicsek.size(agents))
    this.obstacles = new Obstacles('Vicsek', space, surroundings.obstacles ?? [])
    if (rule !== undefined) this.near = new ListSums(space, rule)
    else if (metric) this.near = new CellGrid(space, radius, agents, this.memory)
    this.positions = this.memory.float64(2 * even).subarray(0, 2 * agents)
    this.directions = this.memory.float64(2 * even).subarray(0, 2 * agents)
    this.sums = this.memory.float64(2 * even)
    this.counts = this.memory.float64(even)
    this.angles = this.memory.float64(even)
    this.outside = this.memory.int32(even)
    this.active = this.memory.uint8(even).subarray(0, agents).fill(1)
    this.zealots = this.memory.uint8(even).subarray(0, agents)
    for (let i = 0; i < agents; i++) this.directions[2 * i] = 1
  }

  /** Puts every agent anywhere in the square but in obstacles, in any direction, each as likely. */
  scatter(stream: Stream): void {
    const { positions, directions, agents, obstacles } = this
    for (let i = 0; i < agents; i++) {
      obstacles.place(stream, positions, i)
      const heading = TURN * stream.uniform()
      directions[2 * i] = cosineOf(heading)
      directions[2 * i + 1] = sineOf(heading)
    }
  }

  /** Advances the world by one step. One uniform number is drawn for every agent, unless there is no noise. */
  step(stream: Stream): void {
    const { noise, eta } = this.parameters
    const { angles, agents } = this
    if (noise !== 'none') {
      const range = noise === 'scalar' ? eta : TURN
      stream.uniforms(angles, 0, agents)
      for (let i = 0; i < agents; i++) angles[i] = range * (angles[i] - 0.5)
    }
    this.advance()
  }

  /**
   * A step whose noise is given: [agents] angles, radians, by which agents turn or in which their vectors point.
   * Errors: ParameterError where there are not as many.
   */
  stepWith(angles: Float64Array): void {
    requireNumbers('Vicsek.angles', angles, this.agents)
    this.angles.set(angles)
    this.advance()
  }

  /**
   * Writes the mean of the directions of those whom each agent sees, itself among them, turned into its own frame: the first
   * number ahead, the second to its left. Shape: `out` [agents, 2] from `at` on.
   */
  writeViews(out: Float32Array, at: number): void {
    const { agents, directions, sums, counts, active } = this
    this.look(true)
    for (let i = 0; i < agents; i++) {
      const share = active[i] === 0 ? 0 : 1 / counts[i]
      const c = directions[2 * i]
      const s = directions[2 * i + 1]
      out[at + 2 * i] = share === 0 ? 0 : share * (sums[2 * i] * c + sums[2 * i + 1] * s)
      out[at + 2 * i + 1] = share === 0 ? 0 : share * (sums[2 * i + 1] * c - sums[2 * i] * s)
    }
  }

  /** Says that positions, directions or who is active were written to, where `writeViews` was called before. */
  changed(): void {
    this.looked = false
  }

  /** Adds up, and counts where `counted`, whom each agent sees. */
  private look(counted: boolean): void {
    const { agents, near, positions, directions, sums, counts, active } = this
    if (this.looked) return
    if (near === undefined) this.sumAll()
    else {
      near.sort(agents, positions, directions, active)
      near.sum(sums, counted ? counts : undefined)
    }
    this.looked = counted
  }

  private advance(): void {
    const { parameters, memory, agents, positions, directions, sums, counts, angles, active, zealots } = this
    const { noise, eta, speed, order } = parameters
    const counted = noise === 'vectorial'
    this.look(counted)
    this.looked = false
    const { kernel } = memory
    if (kernel === undefined) return this.advanceAlone()
    if (counted) kernel.addVectors(agents, eta, angles.byteOffset, counts.byteOffset, sums.byteOffset)
    kernel.turnAndMove(
      agents,
      active.byteOffset,
      zealots.byteOffset,
      sums.byteOffset,
      noise === 'scalar' ? angles.byteOffset : 0,
      speed,
      order === 'forward' ? 1 : 0,
      directions.byteOffset,
      positions.byteOffset,
    )
    this.settle()
  }

  /** What the kernel does, in the same order. */
  private advanceAlone(): void {
    const { agents, positions, directions, sums, counts, angles, active, zealots } = this
    const { noise, eta, speed, order } = this.parameters
    for (let i = 0; i < agents; i++) {
      if (active[i] === 0) continue
      let [x, y] = [sums[2 * i], sums[2 * i + 1]]
      if (noise === 'vectorial') {
        const length = eta * counts[i]
        x += length * cosineOf(angles[i])
        y += length * sineOf(angles[i])
      }
      const norm = Math.sqrt(x * x + y * y)
      x = norm === 0 ? 1 : x / norm
      y = norm === 0 ? 0 : y / norm
      if (noise === 'scalar') {
        const [s, c] = [sineOf(angles[i]), cosineOf(angles[i])]
        const turned = x * c - y * s
        y = x * s + y * c
        x = turned
      }
      const before = [directions[2 * i], directions[2 * i + 1]]
      const after = zealots[i] !== 0 ? before : [x, y]
      const way = order === 'forward' ? after : before
      for (const k of [0, 1]) {
        positions[2 * i + k] += speed * way[k]
        directions[2 * i + k] = after[k]
      }
    }
    this.settle()
  }

  /** Every agent sees all, itself among them. */
  private sumAll(): void {
    const { agents, directions, sums, counts, active } = this
    let [u, v, n] = [0, 0, 0]
    for (let i = 0; i < agents; i++) {
      if (active[i] === 0) continue
      u += directions[2 * i]
      v += directions[2 * i + 1]
      n++
    }
    for (let i = 0; i < agents; i++) {
      sums[2 * i] = u
      sums[2 * i + 1] = v
    }
    counts.fill(n)
  }

  /** Brings agents that have left the square, or entered an obstacle, back. */
  private settle(): void {
    const { agents, space, positions, directions, outside, memory, obstacles, active } = this
    if (space.kind !== 'plane') {
      if (memory.kernel === undefined) {
        for (let i = 0; i < agents; i++) this.bring(i)
      } else {
        const { side } = space
        const found = memory.kernel.findOutside(agents, side, positions.byteOffset, outside.byteOffset)
        for (let k = 0; k < found; k++) this.bring(outside[k])
      }
    }
    if (obstacles.discs.length === 0) return
    for (let i = 0; i < agents; i++) if (active[i] !== 0) obstacles.keepOut(positions, directions, i)
  }

  /** Brings one agent back. Errors: GauntletError where it is nowhere. */
  private bring(i: number): void {
    const { positions, directions, space, active } = this
    space.settle(positions, directions, i)
    const [x, y] = [positions[2 * i], positions[2 * i + 1]]
    if (active[i] === 0 || (Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST)) return
    throw new GauntletError('diverged', `Vicsek: got agent ${i} at ${x}, ${y}, expected finite positions`)
  }
}
