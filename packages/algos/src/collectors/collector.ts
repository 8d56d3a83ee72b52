/** Who draws from the environment: `Collector`, `rolloutsOf`; one step of it: `Recorder`. */
import {
  type ActionArray,
  type Environment,
  GauntletError,
  type PostDecisionFace,
  type Seed,
  type Stream,
} from '@gauntlet/core'
import type { HeadedPolicy } from '../headed-policy.ts'
import type { SlotContents } from '../recipe/part.ts'
import { type Kept, Rollout } from '../rollout.ts'
import type { Guide } from './guide.ts'

export interface Collector {
  /** Begins on an environment that stands where training begins or goes on. */
  begin(environment: Environment, actor: HeadedPolicy, seed: Seed): Collecting
}

export interface Collecting {
  readonly rollout: Rollout
  /**
   * Fills the rollout anew, with at most `budget` world steps; how many it drew, and whether they were enough for it to
   * be whole. All noise of collection number `iteration` is folded from that number, so that nothing outlives it.
   */
  collect(iteration: number, budget: number): { readonly drawn: number; readonly whole: boolean }
  /** [batch, agents]: whose episode is over in a world that goes on. */
  readonly finished: Uint8Array
  /** [batch, agents, memoryWidth]: of the policy; beside the environment and `finished` all that is kept. */
  readonly memory: Float32Array
}

/** Errors: GauntletError where the recipe's collector keeps no rollouts, which is a mistake of the recipe's. */
export function rolloutsOf(collector: SlotContents['collector']): Collector {
  if ('begin' in collector) return collector
  throw new GauntletError(
    'composition',
    'the recipe has a collector of other things, expected one of rollouts',
  )
}

/** Takes single steps of an environment down into a rollout. */
export class Recorder {
  readonly rollout: Rollout
  private readonly environment: Environment
  private readonly actor: HeadedPolicy
  private readonly actions: ActionArray
  private readonly logProbabilities: Float64Array
  private readonly postDecision: PostDecisionFace | undefined
  private readonly postDecisions: Float32Array
  private readonly guide: Guide | undefined
  /** [n]: 1 from the end of an agent's episode until its world begins anew */
  readonly finished: Uint8Array
  /** [n, memoryWidth]: what the policy remembers */
  readonly memory: Float32Array

  /** Takes post-decision states down too where `postDecisions` asks for it and the environment shows them. */
  constructor(
    environment: Environment,
    actor: HeadedPolicy,
    capacity: number,
    kept: Kept = {},
    guide?: Guide,
  ) {
    this.environment = environment
    this.actor = actor
    this.postDecision = kept.postDecisions === true ? environment.postDecision : undefined
    this.guide = guide
    this.rollout = new Rollout(environment, capacity, { ...kept, sources: guide !== undefined })
    const { rows, capacity: steps } = this.rollout
    this.actions = this.rollout.actions.slice(0, this.rollout.actions.length / steps)
    this.logProbabilities = new Float64Array(rows)
    this.postDecisions = new Float32Array(rows * this.rollout.postDecisionWidth)
    this.finished = new Uint8Array(rows)
    this.memory = new Float32Array(rows * actor.memoryWidth)
  }

  /** Forgets what the rollout held; and where all worlds begin anew, what was remembered of them. */
  clear(anew: boolean): void {
    if (anew) {
      this.finished.fill(0)
      this.memory.fill(0)
    }
    this.rollout.begun.fill(anew ? 1 : 0, 0, this.rollout.rows)
    this.rollout.memories = this.memory.slice()
    this.rollout.steps = 0
    this.rollout.finalObservations.length = 0
    this.rollout.finalPlaces.length = 0
    this.rollout.finalMasks.length = 0
    this.rollout.finalStates.length = 0
  }

  /** One step of every world, each drawing from its own stream. */
  step(streams: readonly Stream[]): void {
    const { environment, rollout, actions, logProbabilities, actor, memory } = this
    const { rows, observationWidth, maskWidth, actionWidth } = rollout
    const from = rollout.steps * rows
    rollout.observations.set(environment.observations, from * observationWidth)
    if (rollout.stateWidth > 0) {
      rollout.states.set(
        environment.state ?? environment.observations,
        rollout.steps * rollout.lastStates.length,
      )
    }
    this.markDecisions(from)
    const before = this.guide === undefined ? memory : memory.slice()
    const own = actor.sample(environment, streams, actions, logProbabilities, memory)
    const masks = this.guide === undefined ? own : this.beGuided(this.guide, from, before)
    if (masks !== undefined) rollout.masks?.set(masks, from * maskWidth)
    if (this.guide === undefined) rollout.actions.set(actions, from * actionWidth)
    rollout.logProbabilities.set(logProbabilities, from)
    actor.head.bound?.(actions)
    if (this.postDecision !== undefined) {
      this.postDecision.observe(actions, this.postDecisions)
      rollout.postDecisions.set(this.postDecisions, from * rollout.postDecisionWidth)
      this.postDecision.rewards?.(actions, rollout.decisionRewards.subarray(from, from + rows))
    }
    environment.step(actions)
    if (rollout.objectiveRewards.length === 0) rollout.rewards.set(environment.rewards, from)
    else rollout.objectiveRewards.set(environment.rewards, from * environment.spec.objectives)
    this.noteCosts(from)
    this.markEnds(from)
    rollout.steps++
  }

  /**
   * Lets the guide act, and takes down what it says; the masks under which the learner, who remembered `before`, would have
   * drawn that.
   */
  private beGuided(guide: Guide, from: number, before: Float32Array): Uint8Array | undefined {
    const { rollout, actions, environment, actor, logProbabilities } = this
    const { rows, actionWidth, sources } = rollout
    const taken = rollout.actions.subarray(from * actionWidth, (from + rows) * actionWidth)
    guide.act(actions, taken, sources.subarray(from, from + rows))
    return actor.score(environment, taken, logProbabilities, before)
  }

  /** Keeps what follows the last step. */
  close(): void {
    const { observations, actionMask, state } = this.environment
    this.rollout.lastObservations.set(observations)
    if (actionMask !== undefined) this.rollout.lastMasks?.set(actionMask)
    if (this.rollout.stateWidth > 0) this.rollout.lastStates.set(state ?? observations)
  }

  private noteCosts(from: number): void {
    const { costs } = this.environment
    const { agents, rows, costs: columns } = this.rollout
    for (const [c, { rewards }] of columns.entries()) {
      for (let i = 0; i < rows; i++) {
        const world = Math.floor(i / agents)
        rewards[from + i] = this.finished[i] === 1 ? 0 : costs![world * columns.length + c]
      }
    }
  }

  /** What a world came to by the last step. */
  private stateAfter(world: number, ended: boolean): Float32Array {
    const { state, finalState, observations, finalObservations } = this.environment
    const { stateWidth: width } = this.rollout
    const states = ended ? (finalState ?? finalObservations) : (state ?? observations)
    return states.slice(world * width, (world + 1) * width)
  }

  private markDecisions(from: number): void {
    const { rollout, finished } = this
    const { active } = this.environment
    for (let i = 0; i < rollout.rows; i++) {
      rollout.decided[from + i] = finished[i] === 1 || (active !== undefined && active[i] === 0) ? 0 : 1
    }
  }

  /**
   * An agent's episode ends where its level rises, or with its world; only the first of these is new. What it is paid
   * afterwards is none of its episode's.
   */
  private markEnds(from: number): void {
    const { rollout, finished, environment, memory } = this
    const { terminated, truncated, ended, finalObservations } = environment
    const { agents, rows, observationWidth: width } = rollout
    const { memoryWidth } = this.actor
    const { objectives } = environment.spec
    for (let i = 0; i < rows; i++) {
      const before = finished[i]
      if (before === 1) rollout.rewards[from + i] = 0
      if (before === 1) rollout.decisionRewards[from + i] = 0
      if (before === 1) rollout.objectiveRewards.fill(0, (from + i) * objectives, (from + i + 1) * objectives)
      rollout.terminated[from + i] = before === 0 && terminated[i] === 1 ? 1 : 0
      const cut = before === 0 && terminated[i] === 0 && truncated[i] === 1
      rollout.truncated[from + i] = cut ? 1 : 0
      const worldEnded = ended[Math.floor(i / agents)] === 1
      if (cut) {
        // Within an unfinished world the agent's own row still holds what it last saw.
        const last = worldEnded ? finalObservations : environment.observations
        rollout.finalObservations.push(last.slice(i * width, (i + 1) * width))
        rollout.finalPlaces.push(from + i)
        const masks = worldEnded ? environment.finalActionMask : environment.actionMask
        if (masks !== undefined)
          rollout.finalMasks.push(masks.slice(i * rollout.maskWidth, (i + 1) * rollout.maskWidth))
        if (rollout.stateWidth > 0)
          rollout.finalStates.push(this.stateAfter(Math.floor(i / agents), worldEnded))
      }
      finished[i] = worldEnded ? 0 : before | terminated[i] | truncated[i]
      rollout.begun[from + rows + i] = worldEnded ? 1 : 0
      if (worldEnded) memory.fill(0, i * memoryWidth, (i + 1) * memoryWidth)
    }
  }
}
