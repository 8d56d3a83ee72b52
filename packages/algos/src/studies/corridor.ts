/** `toy/corridor`: a corridor with a reward at its far end and none before; how it is found is the whole task. */
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
  perWorld,
} from '@gauntlet/core'
import { RETURN, horizonField, studySpec } from './study-spec.ts'

export interface CorridorParameters {
  readonly length: number
  readonly horizon: number
}

const ID = 'toy/corridor'

const LENGTHS = [8, 16, 32]

/**
 * `length` places in a row; a step goes one place back (from the first, nowhere) or on. The step out of the last place pays
 * 1 and ends the episode; all others pay 0. Cut off at the horizon.
 *
 * Shapes: observations [length], one-hot: the place.
 * Source: the chain of Strens 2000 and Osband, Van Roy and Wen 2016, without the small reward at its near end.
 */
export const corridor: EnvironmentDefinition<CorridorParameters> = defineEnvironment<CorridorParameters>({
  id: ID,
  version: 1,
  summary: 'A corridor that pays at its end alone: sparse rewards of chosen rarity',
  source: 'Strens 2000; Osband, Van Roy and Wen 2016',
  parameters: {
    length: integer({
      default: 8,
      minimum: 1,
      maximum: 10_000,
      unit: 'places',
      description: 'Steps from the start to the reward',
    }),
    horizon: horizonField(24, 100_000),
  },
  settings: Object.fromEntries(
    LENGTHS.map((length) => {
      const parameters = { length, horizon: 3 * length }
      return [
        `length-${length}`,
        {
          description: `${length} places, and three times as many steps`,
          parameters,
          ...known(parameters),
          evaluation: { episodes: 100, batch: 10, mode: 'greedy' as const },
        },
      ]
    }),
  ),
  describe,
  make: (parameters, batch) => {
    const spec = describe(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => ({
      rules: new CorridorRules(buffers, parameters.length),
      faces: { expert: expertFace(ID, spec, () => perWorld((w, actions) => void (actions[w] = 1))) },
    }))
  },
  known,
})

function describe({ length, horizon }: CorridorParameters): EnvironmentSpec {
  return studySpec({
    observation: flatArray('place', length, 0, 1),
    action: discrete(2, ['back', 'on']),
    horizon,
    rewardRange: [0, 1],
    metrics: [{ ...RETURN, description: '1 where the end was reached, else 0' }],
    experts: [
      { name: 'forward', description: 'always goes on', seesHiddenState: false, source: 'the optimum' },
    ],
  })
}

function known({ length, horizon }: CorridorParameters): KnownScores {
  return {
    references: {
      random: {
        score: chanceOfArrival(length, horizon),
        source: 'exact: a random walk arrives within the horizon',
      },
      best: {
        score: horizon < length ? 0 : 1,
        source: 'exact: whoever always goes on arrives where the horizon allows it',
      },
    },
  }
}

/** The probability that a random walk, held at the near end, leaves at the far end within the horizon. */
export function chanceOfArrival(length: number, horizon: number): number {
  let arrived = 0
  let at = new Float64Array(length)
  at[0] = 1
  for (let t = 0; t < horizon; t++) {
    const next = new Float64Array(length)
    for (let s = 0; s < length; s++) {
      next[Math.max(s - 1, 0)] += at[s] / 2
      if (s + 1 < length) next[s + 1] += at[s] / 2
      else arrived += at[s] / 2
    }
    at = next
  }
  return arrived
}

class CorridorRules implements Rules {
  private readonly buffers: Buffers
  private readonly length: number
  /** [batch]: the place that each world is in */
  private readonly places: Int32Array

  constructor(buffers: Buffers, length: number) {
    this.buffers = buffers
    this.length = length
    this.places = new Int32Array(buffers.batch)
  }

  start(w: number): void {
    this.places[w] = 0
  }

  step(actions: ActionArray): void {
    const { places, length } = this
    const { batch, rewards, terminated } = this.buffers
    for (let w = 0; w < batch; w++) {
      if (actions[w] === 0) places[w] = Math.max(places[w] - 1, 0)
      else if (places[w] + 1 < length) places[w]++
      else {
        rewards[w] = 1
        terminated[w] = 1
      }
    }
  }

  observe(from: number, to: number): void {
    const { places, length } = this
    const { observations } = this.buffers
    observations.fill(0, from * length, to * length)
    for (let w = from; w < to; w++) observations[w * length + places[w]] = 1
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.buffers.returns[w]
  }

  renderText(w: number): string {
    return `place ${this.places[w] + 1} of ${this.length}`
  }

  renderSvg(w: number): string {
    const width = 400 / this.length
    const x = (this.places[w] + 0.5) * width
    return [
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 40">',
      '<rect width="400" height="40" fill="#eee"/>',
      `<circle cx="${x.toFixed(2)}" cy="20" r="${Math.min(width / 2, 12).toFixed(2)}" fill="#333"/>`,
      '</svg>',
    ].join('')
  }

  save(w: number): number {
    return this.places[w]
  }

  load(w: number, content: unknown): void {
    this.places[w] = content as number
  }
}
