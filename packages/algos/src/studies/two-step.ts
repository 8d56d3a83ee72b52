/** `toy/two-step`: the game by which QMIX is told apart from VDN. */
import {
  type ActionArray,
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Rules,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  layout,
  flatArray,
  perWorld,
} from '@gauntlet/core'
import { studySpec } from './study-spec.ts'

const AGENTS = 2
/** The first one, 2A and 2B. */
const STATES = 3
const SAFE = 7
/** What 2B pays, by the number of agents that chose 1. */
const RISKY = [0, 1, 8]
const WIDTH = STATES + AGENTS

const ID = 'toy/two-step'

/**
 * In the first step, which pays nothing, the first agent chooses where the second step is played: by 0 in state 2A, which pays
 * 7 whatever is done, by 1 in state 2B, which pays 8 where both choose 1, 1 where one does and 0 where none does.
 *
 * A sum of values (VDN) cannot express what 2B pays: under uniform exploration it thinks 6.5 the most, and takes 7. A monotone
 * mixture (QMIX) can, and takes 8.
 *
 * Shapes: observations [5], state and agent, both one-hot; state [3], one-hot.
 * Source: Rashid et al. 2018, QMIX, section 5.
 */
export const twoStep: EnvironmentDefinition<Record<string, never>> = defineEnvironment<Record<string, never>>(
  {
    id: ID,
    version: 1,
    summary: 'Two agents: a safe 7, or an 8 for which both are needed',
    source: 'Rashid et al. 2018, QMIX, section 5',
    parameters: {},
    settings: {
      qmix: {
        description: 'The game of the paper',
        parameters: {},
        references: {
          random: { score: (SAFE + 2.5) / 2, source: 'exact: the mean of both states' },
          best: { score: 8, source: 'exact: both choose 1 in state 2B' },
        },
        evaluation: { episodes: 100, batch: 10, mode: 'greedy' },
        literature: [
          { algorithm: 'VDN', score: 7, source: 'Rashid et al. 2018, QMIX, section 5' },
          { algorithm: 'QMIX', score: 8, source: 'Rashid et al. 2018, QMIX, section 5' },
        ],
      },
    },
    describe,
    make: (_, batch) => {
      const spec = describe()
      return createEnvironment(ID, spec, batch, (buffers) => ({
        rules: new TwoStepRules(buffers),
        faces: {
          expert: expertFace(ID, spec, () => perWorld((w, actions) => actions.set([1, 1], w * AGENTS))),
        },
      }))
    },
  },
)

function describe(): EnvironmentSpec {
  return studySpec({
    agents: AGENTS,
    observation: {
      shape: [WIDTH],
      low: 0,
      high: 1,
      layout: layout(
        { name: 'state', shape: [STATES], axis: 'flat', kind: 'real', unit: 'one-hot' },
        { name: 'agent', shape: [AGENTS], axis: 'flat', kind: 'real', unit: 'one-hot' },
      ),
    },
    state: flatArray('state', STATES, 0, 1),
    action: discrete(2),
    horizon: 2,
    horizonEnd: 'terminated',
    rewardStructure: 'common',
    rewardRange: [0, 8],
    experts: [
      { name: 'together', description: 'always 1: 8 in 2B', seesHiddenState: false, source: 'the optimum' },
    ],
  })
}

class TwoStepRules implements Rules {
  private readonly buffers: Buffers
  /** [batch]: 0, 1 for 2A or 2 for 2B */
  private readonly states: Int32Array

  constructor(buffers: Buffers) {
    this.buffers = buffers
    this.states = new Int32Array(buffers.batch)
  }

  start(w: number): void {
    this.states[w] = 0
  }

  step(actions: ActionArray): void {
    const { states } = this
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const first = actions[w * AGENTS]
      if (states[w] === 0) {
        states[w] = 1 + first
        continue
      }
      const paid = states[w] === 1 ? SAFE : RISKY[first + actions[w * AGENTS + 1]]
      rewards.fill(paid, w * AGENTS, (w + 1) * AGENTS)
    }
  }

  observe(from: number, to: number): void {
    const { observations, state } = this.buffers
    observations.fill(0, from * AGENTS * WIDTH, to * AGENTS * WIDTH)
    state!.fill(0, from * STATES, to * STATES)
    for (let w = from; w < to; w++) {
      state![w * STATES + this.states[w]] = 1
      for (let a = 0; a < AGENTS; a++) {
        const i = (w * AGENTS + a) * WIDTH
        observations[i + this.states[w]] = 1
        observations[i + STATES + a] = 1
      }
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.buffers.returns[w * AGENTS]
  }

  renderText(w: number): string {
    return `state ${['1', '2A', '2B'][this.states[w]]}`
  }

  renderSvg(w: number): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><text x="10" y="25">${this.renderText(w)}</text></svg>`
  }

  save(w: number): number {
    return this.states[w]
  }

  load(w: number, content: unknown): void {
    this.states[w] = content as number
  }
}
