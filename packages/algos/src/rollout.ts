/** What a collector brings back: `Rollout`. */
import {
  type ActionArray,
  type Environment,
  type EnvironmentSpec,
  allocateActions,
  maskWidth,
  product,
} from '@gauntlet/core'

/** What a rollout keeps only where it is asked for. */
export interface Kept {
  /** States between decisions and chance, of environments that show them. */
  readonly postDecisions?: boolean
  /** States of whole worlds. */
  readonly states?: boolean
  /** Costs of constraints. */
  readonly costs?: boolean
  /** Rewards of several objectives, each by itself. */
  readonly objectives?: boolean
  /** Who acted. */
  readonly sources?: boolean
}

/** What is foretold of a stream of rewards, or of the costs of a constraint. Shape: [T, n] each, as in `Rollout`. */
export interface RewardColumns {
  readonly rewards: Float64Array
  readonly values: Float64Array
  readonly nextValues: Float64Array
  readonly advantages: Float64Array
  readonly returns: Float64Array
}

/** Numbers of a world's state: of the central one, or of the observations of all agents one after the other. */
export function stateWidth({ state, observation, agents }: EnvironmentSpec): number {
  return state === undefined ? agents * product(observation.shape) : product(state.shape)
}

/**
 * Steps of many worlds, as columns over flat memory: time-major, every agent of every world a row.
 *
 * Symbols: T steps; n rows of a step (batch × agents); row i of step t stands at t·n + i.
 */
export class Rollout implements RewardColumns {
  /** Most steps that it holds. */
  readonly capacity: number
  readonly rows: number
  readonly agents: number
  /** Steps that it holds. */
  steps = 0
  /** [T, n, ...observation shape] */
  readonly observations: Float32Array
  /** [T, n, maskWidth]: under which the actions were drawn */
  readonly masks: Uint8Array | undefined
  /** [T, n, actionWidth], as drawn: unclipped in a box; or as an expert would have it, for learners from experts */
  readonly actions: ActionArray
  /** [T, n]: 1 where an expert acted in the learner's place; empty where it is not kept */
  readonly sources: Uint8Array
  /** [T, n, ...post-decision shape]; of width 0 where they are not kept */
  readonly postDecisions: Float32Array
  readonly postDecisionWidth: number
  /** [T, n], of the policy that acted */
  readonly logProbabilities: Float64Array
  /** [T, n] */
  readonly rewards: Float64Array
  /** [T, n]: 1 where the agent decided; its other columns mean nothing where it did not */
  readonly decided: Uint8Array
  /** [T, n]: 1 where this step ended the agent's episode, by itself or by being cut off */
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  /** [T + 1, n]: 1 where an episode of the row's world begins with the step, as the collector sees it; the last are of what follows */
  readonly begun: Uint8Array
  /** [n, memoryWidth]: what the policy remembered before the first step */
  memories: Float32Array = new Float32Array(0)
  /** [T, n]: the trajectory that a place is of, and, by trajectory, its group; where a collector tells them apart */
  readonly trajectories: Int32Array
  groups: Int32Array = new Int32Array(0)
  /** [T, n], by the critic: V(s_t), and V of the true successor s'_t */
  readonly values: Float64Array
  readonly nextValues: Float64Array
  /** [T, n], by the critic of post-decision states, and by the estimator, what it is to foretell */
  readonly postValues: Float64Array
  readonly postReturns: Float64Array
  /** [T, n]: the part of the reward that the decision alone decided, where post-decision states are kept and it is told apart */
  readonly decisionRewards: Float64Array
  /** [T, n], by the estimator */
  readonly advantages: Float64Array
  readonly returns: Float64Array
  /** Last observations of episodes that were cut off, and the places t·n + i that they succeed. */
  readonly finalObservations: Float32Array[] = []
  readonly finalPlaces: number[] = []
  /** What was legal there, where anything is masked. */
  readonly finalMasks: Uint8Array[] = []
  /** [n, ...observation shape]: what follows the last step */
  readonly lastObservations: Float32Array
  /** [n, maskWidth] */
  readonly lastMasks: Uint8Array | undefined
  readonly observationWidth: number
  readonly maskWidth: number
  readonly actionWidth: number

  /** [T, batch, stateWidth], of width 0 where they are not kept; [batch, stateWidth] after the last step; and by `finalPlaces` */
  readonly states: Float32Array
  readonly lastStates: Float32Array
  readonly finalStates: Float32Array[] = []
  readonly stateWidth: number
  /** [T, n, objectives], where they are kept */
  readonly objectiveRewards: Float64Array
  /** By constraint, where they are kept: its costs, of a world, as each of its agents bears them. */
  readonly costs: readonly RewardColumns[]

  constructor(
    environment: Environment,
    capacity: number,
    { postDecisions = false, states = false, costs = false, objectives = false, sources = false }: Kept = {},
  ) {
    const { spec, batch } = environment
    const column = (): Float64Array => new Float64Array(capacity * batch * spec.agents)
    this.objectiveRewards = new Float64Array(
      objectives ? capacity * batch * spec.agents * spec.objectives : 0,
    )
    this.costs = (costs ? spec.constraints : []).map(() => ({
      rewards: column(),
      values: column(),
      nextValues: column(),
      advantages: column(),
      returns: column(),
    }))
    this.stateWidth = states ? stateWidth(spec) : 0
    this.states = new Float32Array(capacity * batch * this.stateWidth)
    this.lastStates = new Float32Array(batch * this.stateWidth)
    const rows = batch * spec.agents
    const size = capacity * rows
    this.capacity = capacity
    this.rows = rows
    this.agents = spec.agents
    this.observationWidth = product(spec.observation.shape)
    this.maskWidth = maskWidth(spec.action)
    this.actions = allocateActions(spec.action, size)
    this.actionWidth = this.actions.length / size
    this.observations = new Float32Array(size * this.observationWidth)
    this.postDecisionWidth = postDecisions ? product(spec.postDecision?.shape ?? [0]) : 0
    this.postDecisions = new Float32Array(size * this.postDecisionWidth)
    this.masks = spec.masked ? new Uint8Array(size * this.maskWidth) : undefined
    this.logProbabilities = new Float64Array(size)
    this.sources = new Uint8Array(sources ? size : 0)
    this.rewards = new Float64Array(size)
    this.decided = new Uint8Array(size)
    this.terminated = new Uint8Array(size)
    this.truncated = new Uint8Array(size)
    this.begun = new Uint8Array(size + rows)
    this.trajectories = new Int32Array(size)
    this.values = new Float64Array(size)
    this.nextValues = new Float64Array(size)
    this.postValues = new Float64Array(size)
    this.postReturns = new Float64Array(size)
    this.decisionRewards = new Float64Array(size)
    this.advantages = new Float64Array(size)
    this.returns = new Float64Array(size)
    this.lastObservations = new Float32Array(rows * this.observationWidth)
    this.lastMasks = spec.masked ? new Uint8Array(rows * this.maskWidth) : undefined
  }

  /** Places of the steps at which agents decided, in order; of some rows alone where these are given. */
  decisions(of?: Int32Array): Int32Array {
    const { rows, steps, decided } = this
    const wanted = new Uint8Array(rows).fill(of === undefined ? 1 : 0)
    for (const row of of ?? []) wanted[row] = 1
    const places = new Int32Array(steps * rows)
    let count = 0
    for (let place = 0; place < steps * rows; place++) {
      if (decided[place] === 1 && wanted[place % rows] === 1) places[count++] = place
    }
    return places.subarray(0, count)
  }
}
