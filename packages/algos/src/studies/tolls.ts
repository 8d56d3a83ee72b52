/** `toy/tolls`: a road with a limit on what it may cost, whose constrained optimum is known. */
import {
  type ActionArray,
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type KnownScores,
  type Rules,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  flatArray,
  integer,
  numbers,
  perWorld,
} from '@gauntlet/core'
import { RETURN, studySpec } from './study-spec.ts'

export interface TollsParameters {
  readonly savings: readonly number[]
  readonly limit: number
}

const ID = 'toy/tolls'

const TEN_CROSSINGS = { savings: [0.4, 0.9, 0.1, 0.7, 1, 0.2, 0.6, 0.3, 0.8, 0.5], limit: 3 }

/**
 * A step is a crossing, passed for nothing or by a bridge, which saves time (the reward) and costs a toll of 1. Tolls are the
 * costs of the constraint `toll`, which may add up to `limit` in an episode.
 *
 * With the limit at a whole number it is best to pay where most is saved, and a price λ of the toll between the least saving
 * paid for and the greatest one left makes that the best even without the limit. Scored by the savings less the greatest of
 * them for every toll above the limit, so that nothing is gained by breaking it.
 *
 * Shapes: observations [crossings], one-hot: the crossing ahead; costs [batch, 1].
 * Source: a constrained Markov decision process as in Altman 1999, sections 2 and 3, with the optimum of a fractional knapsack.
 */
export const tolls: EnvironmentDefinition<TollsParameters> = defineEnvironment<TollsParameters>({
  id: ID,
  version: 1,
  summary: 'Bridges that save time, and a limit on what they may cost',
  source: 'Made for constrained learners: Altman 1999, Constrained Markov Decision Processes',
  parameters: {
    savings: numbers({
      default: TEN_CROSSINGS.savings,
      minimumLength: 1,
      maximumLength: 1000,
      minimum: 0,
      unit: 'reward',
      description: 'What the bridge of each crossing saves',
    }),
    limit: integer({
      default: TEN_CROSSINGS.limit,
      minimum: 0,
      maximum: 1000,
      unit: 'tolls',
      description: 'Tolls allowed in an episode',
    }),
  },
  settings: {
    'three-of-ten': {
      description: 'Ten crossings that save 0.1 to 1, and three tolls allowed',
      parameters: TEN_CROSSINGS,
      ...known(TEN_CROSSINGS),
      evaluation: { episodes: 100, batch: 10, mode: 'sample' },
    },
  },
  describe,
  make: (parameters, batch) => {
    const spec = describe(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => {
      const rules = new TollsRules(buffers, parameters)
      const worth = (w: number, actions: ActionArray): void => void (actions[w] = rules.isWorthIt(w) ? 1 : 0)
      return { rules, faces: { expert: expertFace(ID, spec, () => perWorld(worth)) } }
    })
  },
  known,
})

function describe({ savings }: TollsParameters): EnvironmentSpec {
  return studySpec({
    observation: flatArray('crossing', savings.length, 0, 1),
    action: discrete(2, ['for nothing', 'bridge']),
    constraints: ['toll'],
    horizon: savings.length,
    horizonEnd: 'terminated',
    rewardRange: [0, Math.max(...savings)],
    metrics: [
      {
        name: 'net_savings',
        unit: 'reward',
        direction: 'maximise',
        description: 'Savings, less the greatest of them for every toll above the limit',
      },
      { ...RETURN, direction: 'neither', description: 'Savings' },
      { name: 'tolls', unit: 'tolls', direction: 'neither', description: 'Tolls paid' },
    ],
    score: 'net_savings',
    experts: [
      {
        name: 'worth-it',
        description: 'pays where most is saved, as often as the limit allows',
        seesHiddenState: false,
        source: 'the constrained optimum',
      },
    ],
  })
}

function known({ savings, limit }: TollsParameters): KnownScores {
  const count = savings.length
  let chances = [1]
  for (let k = 0; k < count; k++)
    chances = Array.from({ length: k + 2 }, (_, n) => ((chances[n - 1] ?? 0) + (chances[n] ?? 0)) / 2)
  const above = chances.reduce((sum, chance, paid) => sum + chance * Math.max(paid - limit, 0), 0)
  const total = savings.reduce((sum, saving) => sum + saving, 0)
  const best = bestBridges(savings, limit).reduce((sum, k) => sum + savings[k], 0)
  return {
    references: {
      random: {
        score: total / 2 - Math.max(...savings) * above,
        source: 'exact: half of the savings, and tolls that are binomial',
      },
      best: { score: best, source: 'exact: the sum of the greatest savings' },
    },
  }
}

/** The crossings where most is saved, `limit` of them; of equal ones the first. */
function bestBridges(savings: readonly number[], limit: number): number[] {
  return savings
    .map((_, k) => k)
    .toSorted((j, k) => savings[k] - savings[j] || j - k)
    .slice(0, limit)
}

class TollsRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: TollsParameters
  private readonly worthIt: ReadonlySet<number>
  /** [batch]: the crossing ahead */
  private readonly ahead: Int32Array
  /** [batch] */
  private readonly paid: Int32Array

  constructor(buffers: Buffers, parameters: TollsParameters) {
    this.buffers = buffers
    this.parameters = parameters
    this.worthIt = new Set(bestBridges(parameters.savings, parameters.limit))
    this.ahead = new Int32Array(buffers.batch)
    this.paid = new Int32Array(buffers.batch)
  }

  start(w: number): void {
    this.ahead[w] = 0
    this.paid[w] = 0
  }

  step(actions: ActionArray): void {
    const { ahead, paid } = this
    const { batch, rewards, costs } = this.buffers
    for (let w = 0; w < batch; w++) {
      if (actions[w] === 1) {
        rewards[w] = this.parameters.savings[ahead[w]]
        costs![w] = 1
        paid[w]++
      }
      ahead[w]++
    }
  }

  isWorthIt(w: number): boolean {
    return this.worthIt.has(this.ahead[w])
  }

  observe(from: number, to: number): void {
    const count = this.parameters.savings.length
    const { observations } = this.buffers
    observations.fill(0, from * count, to * count)
    for (let w = from; w < to; w++) {
      // Behind the last crossing nothing is ahead.
      if (this.ahead[w] < count) observations[w * count + this.ahead[w]] = 1
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { savings, limit } = this.parameters
    const saved = this.buffers.returns[w]
    metrics[offset] = saved - Math.max(...savings) * Math.max(this.paid[w] - limit, 0)
    metrics[offset + 1] = saved
    metrics[offset + 2] = this.paid[w]
  }

  renderText(w: number): string {
    const { savings, limit } = this.parameters
    return `${this.ahead[w]} of ${savings.length} crossings passed, ${this.paid[w]} tolls of ${limit} paid`
  }

  renderSvg(w: number): string {
    const bars = this.parameters.savings.map((saving, k) => {
      const height = (60 * saving) / Math.max(...this.parameters.savings, 1e-9)
      const fill = k < this.ahead[w] ? '#bbb' : '#4a7'
      return `<rect x="${10 + 20 * k}" y="${(70 - height).toFixed(2)}" width="16" height="${height.toFixed(2)}" fill="${fill}"/>`
    })
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${20 + 20 * bars.length} 80">${bars.join('')}</svg>`
  }

  save(w: number): { readonly ahead: number; readonly paid: number } {
    return { ahead: this.ahead[w], paid: this.paid[w] }
  }

  load(w: number, content: unknown): void {
    const { ahead, paid } = content as ReturnType<TollsRules['save']>
    this.ahead[w] = ahead
    this.paid[w] = paid
  }
}
