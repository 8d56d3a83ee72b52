/** `toy/contexts`: a contextual bandit as a set of numbered instances, on which grouped objectives are told apart. */
import {
  type ActionArray,
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Instance,
  type KnownScores,
  type Rules,
  Seed,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  flatArray,
  integer,
  perWorld,
} from '@gauntlet/core'
import { RETURN, studySpec } from './study-spec.ts'

export interface ContextsParameters {
  readonly contexts: number
  readonly arms: number
}

/** The success probability of every context's best arm; those of the others are uniform between the bounds. */
const BEST = 0.9
const OTHERS_FROM = 0.05
const OTHERS_TO = 0.5

const ID = 'toy/contexts'

const EIGHT_BY_TEN = { contexts: 8, arms: 10 }

/**
 * One decision: instance `i` is context `i`, and the arm that is drawn pays 1 with a probability of its own, else 0. In every
 * context one arm pays with probability 0.9 and the others with 0.05 to 0.5, the same ones for ever.
 *
 * Whether an arm pays is decided by the instance's key: a group that shares the key meets the same luck on the same arm, one
 * that shares the number alone draws for itself, as a group of answers to one question does.
 *
 * Shapes: observations [contexts], one-hot: the context.
 * Source: the setting of group-relative objectives (Shao et al. 2024) at the size of a table: prompts are contexts, answers
 * arms, the verifier's verdict the reward.
 */
export const contexts: EnvironmentDefinition<ContextsParameters> = defineEnvironment<ContextsParameters>({
  id: ID,
  version: 1,
  summary: 'Contexts with ten arms each, of which one pays well: prompts and answers at the size of a table',
  source: 'Made for grouped objectives: Shao et al. 2024, DeepSeekMath, section 4.1',
  parameters: {
    contexts: integer({
      default: 8,
      minimum: 1,
      maximum: 10_000,
      unit: 'contexts',
      description: 'Contexts, which are the numbered instances',
    }),
    arms: integer({
      default: 10,
      minimum: 2,
      maximum: 10_000,
      unit: 'arms',
      description: 'Arms of a context',
    }),
  },
  settings: {
    'eight-by-ten': {
      description: 'Eight contexts of ten arms',
      parameters: EIGHT_BY_TEN,
      ...known(EIGHT_BY_TEN),
      evaluation: {
        episodes: 800,
        instances: Array.from({ length: EIGHT_BY_TEN.contexts }, (_, c) => c),
        batch: 8,
        mode: 'sample',
      },
    },
  },
  describe,
  make: (parameters, batch) => {
    const spec = describe(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => {
      const rules = new ContextsRules(buffers, parameters)
      const best = (w: number, actions: ActionArray): void => void (actions[w] = rules.bestArm(w))
      return { rules, faces: { expert: expertFace(ID, spec, () => perWorld(best)) } }
    })
  },
  known,
})

function describe({ contexts: count, arms }: ContextsParameters): EnvironmentSpec {
  return studySpec({
    observation: flatArray('context', count, 0, 1),
    action: discrete(arms),
    horizon: 1,
    horizonEnd: 'terminated',
    instances: count,
    rewardRange: [0, 1],
    metrics: [
      {
        name: 'success',
        unit: '',
        direction: 'maximise',
        description: 'Probability with which the arm that was drawn pays',
      },
      { name: 'best_arm', unit: '', direction: 'maximise', description: '1 where it was the best arm' },
      { ...RETURN, description: 'What it paid' },
    ],
    score: 'success',
    experts: [
      { name: 'best-arm', description: 'draws the best arm', seesHiddenState: false, source: 'the optimum' },
    ],
  })
}

function known(parameters: ContextsParameters): KnownScores {
  const table = successes(parameters)
  const score = table.reduce((sum, p) => sum + p, 0) / table.length
  return {
    references: {
      random: { score, source: 'exact: the mean of all arms' },
      best: { score: BEST, source: 'exact: the best arm of every context' },
    },
  }
}

/** The success probability of every arm in every context: [contexts, arms]. */
export function successes({ contexts: count, arms }: ContextsParameters): Float64Array {
  const table = new Float64Array(count * arms)
  for (let c = 0; c < count; c++) {
    const stream = Seed.from(0).fold(ID).fold(c).stream()
    for (let k = 0; k < arms; k++)
      table[c * arms + k] = OTHERS_FROM + (OTHERS_TO - OTHERS_FROM) * stream.uniform()
    table[c * arms + stream.integer(arms)] = BEST
  }
  return table
}

class ContextsRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: ContextsParameters
  /** [contexts, arms] */
  private readonly successes: Float64Array
  /** [batch, arms]: one uniform number for each arm; it pays where the number is below its success probability */
  private readonly luck: Float64Array
  /** [batch] */
  private readonly context: Int32Array
  /** [batch]: the arm that was drawn last; −1 before */
  private readonly drawn: Int32Array

  constructor(buffers: Buffers, parameters: ContextsParameters) {
    this.buffers = buffers
    this.parameters = parameters
    this.successes = successes(parameters)
    this.luck = new Float64Array(buffers.batch * parameters.arms)
    this.context = new Int32Array(buffers.batch)
    this.drawn = new Int32Array(buffers.batch)
  }

  start(w: number, { key, index }: Instance): void {
    const { arms } = this.parameters
    const stream = key.stream()
    for (let k = 0; k < arms; k++) this.luck[w * arms + k] = stream.uniform()
    this.context[w] = index!
    this.drawn[w] = -1
  }

  step(actions: ActionArray): void {
    const { luck, context, drawn } = this
    const { arms } = this.parameters
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const arm = actions[w]
      drawn[w] = arm
      rewards[w] = luck[w * arms + arm] < this.successes[context[w] * arms + arm] ? 1 : 0
    }
  }

  /** The best arm of the context that world `w` shows. */
  bestArm(w: number): number {
    const { arms } = this.parameters
    const first = this.context[w] * arms
    return this.successes.indexOf(BEST, first) - first
  }

  observe(from: number, to: number): void {
    const { contexts: count } = this.parameters
    const { observations } = this.buffers
    observations.fill(0, from * count, to * count)
    for (let w = from; w < to; w++) observations[w * count + this.context[w]] = 1
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.successes[this.context[w] * this.parameters.arms + this.drawn[w]]
    metrics[offset + 1] = this.drawn[w] === this.bestArm(w) ? 1 : 0
    metrics[offset + 2] = this.buffers.returns[w]
  }

  renderText(w: number): string {
    return `context ${this.context[w]}, best arm ${this.bestArm(w)}`
  }

  renderSvg(w: number): string {
    const { arms } = this.parameters
    const width = 400 / arms
    const bars = Array.from({ length: arms }, (_, k) => {
      const height = 100 * this.successes[this.context[w] * arms + k]
      return `<rect x="${(k * width).toFixed(2)}" y="${(100 - height).toFixed(2)}" width="${(0.8 * width).toFixed(2)}" height="${height.toFixed(2)}" fill="#4a7"/>`
    })
    return [
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120">',
      '<rect width="400" height="120" fill="#fff"/>',
      ...bars,
      `<text x="4" y="116">context ${this.context[w]}</text>`,
      '</svg>',
    ].join('')
  }

  save(w: number): { readonly luck: Float64Array; readonly context: number; readonly drawn: number } {
    const { arms } = this.parameters
    return {
      luck: this.luck.slice(w * arms, (w + 1) * arms),
      context: this.context[w],
      drawn: this.drawn[w],
    }
  }

  load(w: number, content: unknown): void {
    const { luck, context, drawn } = content as ReturnType<ContextsRules['save']>
    this.luck.set(luck, w * this.parameters.arms)
    this.context[w] = context
    this.drawn[w] = drawn
  }
}
