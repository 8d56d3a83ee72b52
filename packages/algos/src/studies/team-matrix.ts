/** `toy/team-matrix`: agents that choose at once and share what a table of joint actions pays. */
import {
  type ActionArray,
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type KnownScores,
  ParameterError,
  type Rules,
  type Setting,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  flatArray,
  integer,
  numbers,
  perWorld,
} from '@gauntlet/core'
import { studySpec } from './study-spec.ts'

export interface TeamMatrixParameters {
  readonly agents: number
  readonly actions: number
  readonly payoffs: readonly number[]
  readonly rounds: number
}

const ID = 'toy/team-matrix'

const CLIMBING = [11, -30, 0, -30, 7, 6, 0, 0, 5]
const PENALTY = [10, 0, -100, 0, 2, 0, -100, 0, 10]
const NON_MONOTONE = [8, -12, -12, -12, 0, 0, -12, 0, 0]
const MONOTONE = [0, 1, 1, 8]

/**
 * Every agent chooses, and all are paid what the joint action's entry says; so for `rounds` rounds.
 *
 * `payoffs` stand in row-major order, the first agent's action the slowest: [actions, …, actions].
 * A monotone mixture of single agents' values (QMIX) can express the table only where the better action of an agent stays the
 * better one whatever the others do: of the settings in `monotone` alone, where a sum of values (VDN) cannot.
 *
 * Shapes: observations [agents], one-hot: which agent it is; state [1], always 1.
 * Source: Claus and Boutilier 1998 (climbing, penalty); Son et al. 2019, QTRAN, table 1; Rashid et al. 2018, QMIX, section 5.
 */
export const teamMatrix: EnvironmentDefinition<TeamMatrixParameters> =
  defineEnvironment<TeamMatrixParameters>({
    id: ID,
    version: 1,
    summary: 'A matrix game of a team: one payoff for all',
    source: 'Claus and Boutilier 1998; Rashid et al. 2018; Son et al. 2019',
    parameters: {
      agents: integer({
        default: 2,
        minimum: 2,
        maximum: 8,
        unit: 'agents',
        description: 'Agents of the team',
      }),
      actions: integer({
        default: 3,
        minimum: 2,
        maximum: 64,
        unit: 'actions',
        description: 'Actions of an agent',
      }),
      payoffs: numbers({
        default: CLIMBING,
        minimumLength: 4,
        maximumLength: 65_536,
        unit: 'reward',
        description: 'What each joint action pays, the first agent’s action the slowest',
      }),
      rounds: integer({
        default: 1,
        minimum: 1,
        maximum: 100_000,
        unit: 'steps',
        description: 'Times that the game is played in an episode',
      }),
    },
    settings: {
      climbing: setting('The climbing game: what is best is next to what is worst', 3, CLIMBING),
      penalty: setting('The penalty game, k = −100: two optima, and a price for not agreeing', 3, PENALTY),
      'non-monotone': setting('A table that no monotone mixture expresses', 3, NON_MONOTONE),
      monotone: setting('A table that a monotone mixture expresses, and a sum does not', 2, MONOTONE),
    },
    describe,
    make: (parameters, batch) => {
      const spec = describe(parameters)
      const best = jointAction(parameters, parameters.payoffs.indexOf(Math.max(...parameters.payoffs)))
      return createEnvironment(ID, spec, batch, (buffers) => ({
        rules: new TeamMatrixRules(buffers, parameters),
        faces: {
          expert: expertFace(ID, spec, () =>
            perWorld((w, actions) => actions.set(best, w * parameters.agents)),
          ),
        },
      }))
    },
    known,
  })

/** A one-shot game of two. */
function setting(
  description: string,
  actions: number,
  payoffs: readonly number[],
): Setting<TeamMatrixParameters> {
  const parameters = { agents: 2, actions, payoffs, rounds: 1 }
  const evaluation = { episodes: 100, batch: 10, mode: 'greedy' as const }
  return { description, parameters, ...known(parameters), evaluation }
}

function known({ payoffs, rounds }: TeamMatrixParameters): KnownScores {
  const sum = payoffs.reduce((total, payoff) => total + payoff, 0)
  return {
    references: {
      random: { score: (rounds * sum) / payoffs.length, source: 'exact: the mean of the table' },
      best: { score: rounds * Math.max(...payoffs), source: 'exact: the greatest entry of the table' },
    },
  }
}

function describe({ agents, actions, payoffs, rounds }: TeamMatrixParameters): EnvironmentSpec {
  let joint = 1
  for (let a = 0; a < agents; a++) joint *= actions
  if (payoffs.length !== joint) {
    const allowed = `${joint} numbers, one for each joint action of ${agents} agents with ${actions} actions`
    throw new ParameterError(`${ID}.payoffs`, payoffs, allowed)
  }
  return studySpec({
    agents,
    observation: flatArray('agent', agents, 0, 1),
    state: flatArray('nothing', 1, 0, 1),
    action: discrete(actions),
    horizon: rounds,
    horizonEnd: 'terminated',
    rewardStructure: 'common',
    rewardRange: [Math.min(...payoffs), Math.max(...payoffs)],
    experts: [
      {
        name: 'together',
        description: 'the best joint action',
        seesHiddenState: false,
        source: 'the optimum',
      },
    ],
  })
}

/** Every agent's action in the joint action of a number: the first agent's the slowest. */
function jointAction({ agents, actions }: TeamMatrixParameters, joint: number): number[] {
  const chosen: number[] = []
  for (let rest = joint; chosen.length < agents; rest = Math.floor(rest / actions))
    chosen.unshift(rest % actions)
  return chosen
}

class TeamMatrixRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: TeamMatrixParameters
  /** [batch]: the number of the joint action played last; −1 before */
  private readonly played: Int32Array

  constructor(buffers: Buffers, parameters: TeamMatrixParameters) {
    this.buffers = buffers
    this.parameters = parameters
    this.played = new Int32Array(buffers.batch)
  }

  start(w: number): void {
    this.played[w] = -1
  }

  step(choices: ActionArray): void {
    const { agents, actions, payoffs } = this.parameters
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      let joint = 0
      for (let i = w * agents; i < (w + 1) * agents; i++) joint = joint * actions + choices[i]
      this.played[w] = joint
      rewards.fill(payoffs[joint], w * agents, (w + 1) * agents)
    }
  }

  observe(from: number, to: number): void {
    const { agents } = this.parameters
    const { observations, state } = this.buffers
    observations.fill(0, from * agents * agents, to * agents * agents)
    for (let i = from * agents; i < to * agents; i++) observations[i * agents + (i % agents)] = 1
    state!.fill(1, from, to)
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.buffers.returns[w * this.parameters.agents]
  }

  renderText(w: number): string {
    const joint = this.played[w]
    if (joint < 0) return 'not played yet'
    return `${jointAction(this.parameters, joint).join(' ')} paid ${this.parameters.payoffs[joint]}`
  }

  renderSvg(w: number): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 40"><text x="10" y="25">${this.renderText(w)}</text></svg>`
  }

  save(w: number): number {
    return this.played[w]
  }

  load(w: number, content: unknown): void {
    this.played[w] = content as number
  }
}
