/** The factors of an action chosen one after the other, in steps of their own: `inTurns`, `turnsSpec`. */
import {
  type Buffers,
  type Environment,
  type EnvironmentSpec,
  type ExpertFace,
  allocateActions,
  allocateBuffers,
  discrete,
  maskWidth,
  product,
} from '@gauntlet/core'
import { adapted, onlyFaces } from './adapted.ts'
import { factorCounts } from './factors.ts'
import { repeat } from './repeat.ts'

/** Who chooses: one agent everything, or an agent for each factor, of whom the others wait. */
type Choosers = 'one' | 'each'

const WHY = 'between the choices of a step a world can be neither left nor begun anew'

/**
 * A step for each factor. What is seen is what the whole agent sees, then a block `turn` [factors], 1 for the factor
 * whose turn it is (of an agent for each factor, for its own), and a block `chosen` with the choices made so far, one-hot.
 * Rewards come with the last factor's step; before it they are 0. All worlds are at the same factor, which is why none of
 * them can be saved or restarted by itself.
 */
export function turnsSpec(spec: EnvironmentSpec, choosers: Choosers): EnvironmentSpec {
  const counts = factorCounts(spec.action)
  const size = product(spec.observation.shape)
  const choices = maskWidth(spec.action)
  const { low, high, layout } = spec.observation
  const faces = onlyFaces(spec, ['expert', 'meanField'], { snapshot: WHY, instance: WHY })
  const { state: _, graph: __, experts, ...rest } = faces
  const flat = { axis: 'flat', kind: 'real' } as const
  return {
    ...rest,
    agents: choosers === 'one' ? spec.agents : spec.agents * counts.length,
    observation: {
      shape: [size + counts.length + choices],
      low: Math.min(low, 0),
      high: Math.max(high, 1),
      layout: [
        ...layout,
        { name: 'turn', offset: size, shape: [counts.length], ...flat },
        { name: 'chosen', offset: size + counts.length, shape: [choices], ...flat },
      ],
    },
    ...(spec.agents === 1 && { state: spec.observation }),
    // What they decided at the first factor is not saved with what they remember.
    ...(experts && { experts: experts.map(({ savable: ___, ...expert }) => expert) }),
    action: discrete(Math.max(...counts)),
    masked: true,
    activity: choosers === 'each' || spec.activity,
    horizon: spec.horizon * counts.length,
    rewardStructure: choosers === 'each' ? 'common' : spec.rewardStructure,
    rewardRange: [Math.min(spec.rewardRange[0], 0), Math.max(spec.rewardRange[1], 0)],
  }
}

/** `spec` is `turnsSpec` of that of the environment, which has one agent if each factor is to have its own. */
export function inTurns(environment: Environment, spec: EnvironmentSpec): Environment {
  return new Turns(environment, spec).environment
}

/** Symbols: w world; i row beneath, [batch, agents]; f factor; r row that is seen, one of each i or one of each of its factors. */
class Turns {
  readonly environment: Environment
  private readonly source: Environment
  private readonly counts: readonly number[]
  /** Rows that are seen of each beneath: 1, or as many as factors. */
  private readonly seats: number
  private readonly rows: number
  private readonly buffers: Buffers
  /** The factor whose turn it is, in all worlds. */
  private factor: number = 0
  /** [rows, factors] */
  private readonly own: Int32Array
  /** By factor, [rows, counts[f]]: which choices those before it leave */
  private readonly left: readonly Uint8Array[]

  constructor(source: Environment, spec: EnvironmentSpec) {
    const { batch, metrics } = source
    this.source = source
    this.counts = factorCounts(source.spec.action)
    this.seats = spec.agents / source.spec.agents
    this.rows = batch * source.spec.agents
    this.buffers = { ...allocateBuffers(spec, batch), metrics }
    this.own = new Int32Array(this.rows * this.counts.length)
    this.left = this.counts.map((count) => new Uint8Array(this.rows * count))
    this.environment = adapted(source, {
      spec,
      buffers: this.buffers,
      faces: this.experts(),
      act: (actions) => this.choose(actions as Int32Array),
      follow: () => this.follow(),
    })
  }

  /** Takes the choices of the factor whose turn it is; whether they were the last. */
  private choose(actions: Int32Array): boolean {
    const { own, counts, seats, factor, source, left } = this
    const seat = seats === 1 ? 0 : factor
    for (let i = 0; i < this.rows; i++) own[i * counts.length + factor] = actions[i * seats + seat]
    if (factor === counts.length - 1) {
      source.step(own)
      return true
    }
    this.factor++
    if (source.maskAfter === undefined) this.copyMask(source.actionMask, this.factor)
    else source.maskAfter.maskAfter(this.factor, own, left[this.factor])
    this.rest()
    this.show()
    return false
  }

  /** A step in which nothing has happened beneath: worlds that had ended have begun. */
  private rest(): void {
    const { terminated, truncated, ended, rewards, costs, batch } = this.buffers
    rewards.fill(0)
    costs?.fill(0)
    const agents = terminated.length / batch
    for (let w = 0; w < batch; w++) {
      if (ended[w] === 0) continue
      terminated.fill(0, w * agents, (w + 1) * agents)
      truncated.fill(0, w * agents, (w + 1) * agents)
      ended[w] = 0
    }
  }

  /** Worlds beneath have stepped or begun anew: the first factor's turn. */
  private follow(): void {
    const { source, buffers, seats, rows } = this
    const { objectives } = source.spec
    this.factor = 0
    repeat(source.rewards, buffers.rewards, objectives, seats, 0, rows)
    repeat(source.terminated, buffers.terminated, 1, seats, 0, rows)
    repeat(source.truncated, buffers.truncated, 1, seats, 0, rows)
    buffers.ended.set(source.ended)
    if (source.costs !== undefined) buffers.costs!.set(source.costs)
    if (source.ended.includes(1)) this.finish()
    this.copyMask(source.actionMask, 0)
    this.show()
  }

  /** The last view of an episode is that of a step that never comes, with the first factor to choose. */
  private finish(): void {
    const { source, buffers, seats, counts } = this
    const { objectives, agents } = source.spec
    this.copyMask(source.finalActionMask, 0)
    buffers.finalState?.set(source.finalObservations)
    for (let w = 0; w < source.batch; w++) {
      if (source.ended[w] === 0) continue
      buffers.lengths[w] = source.lengths[w] * counts.length
      repeat(source.returns, buffers.returns, objectives, seats, w * agents, (w + 1) * agents)
      for (let i = w * agents; i < (w + 1) * agents; i++) {
        this.showRow(i, source.finalObservations, buffers.finalObservations)
        this.showMask(i, buffers.finalActionMask!)
      }
    }
  }

  private show(): void {
    const { source, buffers, rows, seats, factor } = this
    buffers.state?.set(source.observations)
    for (let i = 0; i < rows; i++) {
      this.showRow(i, source.observations, buffers.observations)
      this.showMask(i, buffers.actionMask!)
    }
    if (buffers.active === undefined) return
    for (let r = 0; r < rows * seats; r++) {
      const turn = seats === 1 || r % seats === factor
      buffers.active[r] = turn ? (source.active?.[Math.floor(r / seats)] ?? 1) : 0
    }
  }

  /** The mask of factor `f` as it is whatever was chosen. */
  private copyMask(mask: Uint8Array | undefined, f: number): void {
    const { counts, left, rows, source } = this
    const width = maskWidth(source.spec.action)
    let offset = 0
    for (let g = 0; g < f; g++) offset += counts[g]
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < counts[f]; k++)
        left[f][i * counts[f] + k] = mask === undefined ? 1 : mask[i * width + offset + k]
    }
  }

  private showRow(i: number, from: Float32Array, to: Float32Array): void {
    const { seats, counts, own, source, factor } = this
    const size = product(source.spec.observation.shape)
    const width = to.length / (this.rows * seats)
    for (let r = i * seats; r < (i + 1) * seats; r++) {
      for (let k = 0; k < size; k++) to[r * width + k] = from[i * size + k]
      to.fill(0, r * width + size, (r + 1) * width)
      to[r * width + size + (seats === 1 ? factor : r % seats)] = 1
      let offset = r * width + size + counts.length
      for (let f = 0; f < factor; f++) {
        to[offset + own[i * counts.length + f]] = 1
        offset += counts[f]
      }
    }
  }

  /** What is left to the seat whose turn it is; the first choice alone to those that wait. */
  private showMask(i: number, mask: Uint8Array): void {
    const { seats, factor, left, counts } = this
    const n = mask.length / (this.rows * seats)
    const count = counts[factor]
    for (let r = i * seats; r < (i + 1) * seats; r++) {
      mask.fill(0, r * n, (r + 1) * n)
      if (seats > 1 && r % seats !== factor) mask[r * n] = 1
      else for (let k = 0; k < count; k++) mask[r * n + k] = left[factor][i * count + k]
    }
  }

  /** Experts decide about a step when it begins, and say what they decided when it is a factor's turn. */
  private experts(): { readonly expert?: ExpertFace } {
    const { source, seats, counts, rows } = this
    if (source.expert === undefined) return {}
    const policy: ExpertFace['policy'] = (name, configuration) => {
      const scripted = source.expert!.policy(name, configuration)
      const whole = allocateActions(source.spec.action, rows)
      return {
        begin: (_, seed) => scripted.begin(source, seed),
        act: (_, actions, mode) => {
          const { factor } = this
          if (factor === 0) scripted.act(source, whole, mode)
          actions.fill(0)
          for (let i = 0; i < rows; i++)
            actions[i * seats + (seats === 1 ? 0 : factor)] = whole[i * counts.length + factor]
        },
        ...(scripted.forget && { forget: (world, seed) => scripted.forget!(world, seed) }),
      }
    }
    return { expert: { policy } }
  }
}
