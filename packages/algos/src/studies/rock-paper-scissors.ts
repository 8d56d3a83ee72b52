/** `toy/rock-paper-scissors`: a game of two sides whose equilibrium is mixed and not uniform. */
import {
  type ActionArray,
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Instance,
  type Rules,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  flatArray,
  perWorldDrawing,
} from '@gauntlet/core'
import { studySpec } from './study-spec.ts'

const NAMES = ['rock', 'paper', 'scissors']

/** What the first player may expect, by its choice and the other's: 2 p − 1 where it wins with probability p. */
export const BIASED_PAYOFFS: readonly (readonly number[])[] = [
  [0, -0.5, 1],
  [0.5, 0, -0.1],
  [-1, 0.1, 0],
]

/** Each side's mixture of choices in the only equilibrium, whose value is 0. */
export const BIASED_EQUILIBRIUM: readonly number[] = [1 / 16, 10 / 16, 5 / 16]

const ID = 'toy/rock-paper-scissors'

/**
 * Both choose at once, and one of them wins: 1 for the winner, −1 for the other. Choices decide how likely it is that the
 * first player does: ½ (1 + payoff).
 *
 * Shapes: observations [1], always 1.
 * Source: biased rock-paper-scissors, OpenSpiel's `matrix_brps`, by 50. Differs: a payoff is the expectation of a win or a
 * loss, so that the rate of wins, by which games are scored, is the payoff.
 */
export const rockPaperScissors: EnvironmentDefinition<Record<string, never>> = defineEnvironment<
  Record<string, never>
>({
  id: ID,
  version: 1,
  summary: 'Rock, paper, scissors with unequal stakes: who learns against itself goes round in circles',
  source: 'OpenSpiel, matrix_brps (Lanctot et al. 2019)',
  parameters: {},
  settings: {
    biased: {
      description: 'One game; the equilibrium plays 1/16, 10/16 and 5/16, and wins half of the games',
      parameters: {},
      references: {
        random: { score: 0.5, source: 'exact: against the equilibrium and against itself' },
        best: {
          score: (1 / 2 + 7 / 12) / 2,
          source:
            'exact: rock wins 7/12 of its games against random play, and nothing gains on the equilibrium',
        },
      },
      evaluation: { episodes: 2000, batch: 10, mode: 'sample' },
    },
  },
  describe,
  make: (_, batch) => {
    const spec = describe()
    return createEnvironment(ID, spec, batch, (buffers) => ({
      rules: new RockPaperScissorsRules(buffers),
      faces: {
        expert: expertFace(ID, spec, () =>
          perWorldDrawing('equilibrium', (w, actions, stream) => {
            for (let i = 2 * w; i < 2 * w + 2; i++) actions[i] = drawn(stream.uniform())
          }),
        ),
      },
    }))
  },
})

/** The equilibrium's choice for a uniform number. */
function drawn(uniform: number): number {
  if (uniform < BIASED_EQUILIBRIUM[0]) return 0
  return uniform < BIASED_EQUILIBRIUM[0] + BIASED_EQUILIBRIUM[1] ? 1 : 2
}

function describe(): EnvironmentSpec {
  return studySpec({
    agents: 2,
    observation: flatArray('nothing', 1, 0, 1),
    action: discrete(3, NAMES),
    horizon: 1,
    horizonEnd: 'terminated',
    sides: 2,
    sideOf: [0, 1],
    rewardStructure: 'zero-sum',
    rewardRange: [-1, 1],
    metrics: [
      {
        name: 'first',
        unit: '',
        direction: 'maximise',
        description: '1 where the first player won, else −1',
      },
    ],
    score: 'first',
    experts: [
      {
        name: 'equilibrium',
        description: 'rock, paper and scissors with probabilities 1/16, 10/16 and 5/16',
        seesHiddenState: false,
        source: 'the only Nash equilibrium',
      },
    ],
  })
}

class RockPaperScissorsRules implements Rules {
  private readonly buffers: Buffers
  /** [batch]: the first player wins where the number is below its chance */
  private readonly luck: Float64Array
  /** [batch, 2]: what was chosen last; −1 before */
  private readonly chosen: Int32Array
  /** [batch]: 1 or −1 for the first player; 0 before */
  private readonly won: Int32Array

  constructor(buffers: Buffers) {
    this.buffers = buffers
    this.luck = new Float64Array(buffers.batch)
    this.chosen = new Int32Array(2 * buffers.batch)
    this.won = new Int32Array(buffers.batch)
  }

  start(w: number, { key }: Instance): void {
    this.luck[w] = key.stream().uniform()
    this.chosen.fill(-1, 2 * w, 2 * w + 2)
    this.won[w] = 0
  }

  step(actions: ActionArray): void {
    const { luck, chosen, won } = this
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      chosen[2 * w] = actions[2 * w]
      chosen[2 * w + 1] = actions[2 * w + 1]
      const payoff = BIASED_PAYOFFS[chosen[2 * w]][chosen[2 * w + 1]]
      won[w] = luck[w] < (1 + payoff) / 2 ? 1 : -1
      rewards[2 * w] = won[w]
      rewards[2 * w + 1] = -won[w]
    }
  }

  observe(from: number, to: number): void {
    this.buffers.observations.fill(1, 2 * from, 2 * to)
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.won[w]
  }

  renderText(w: number): string {
    if (this.won[w] === 0) return 'not played yet'
    const winner = this.won[w] > 0 ? 'first' : 'second'
    return `${NAMES[this.chosen[2 * w]]} against ${NAMES[this.chosen[2 * w + 1]]}: the ${winner} player wins`
  }

  renderSvg(w: number): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 40"><text x="10" y="25">${this.renderText(w)}</text></svg>`
  }

  save(w: number): { readonly luck: number; readonly chosen: Int32Array; readonly won: number } {
    return { luck: this.luck[w], chosen: this.chosen.slice(2 * w, 2 * w + 2), won: this.won[w] }
  }

  load(w: number, content: unknown): void {
    const { luck, chosen, won } = content as ReturnType<RockPaperScissorsRules['save']>
    this.luck[w] = luck
    this.chosen.set(chosen, 2 * w)
    this.won[w] = won
  }
}
