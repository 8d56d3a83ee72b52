/** Steps of whole teams, drawn from others: `TeamBatch`, `teamBatchOf`. */
import { GauntletError } from '@gauntlet/core'
import type { EpisodeBatch } from './episode-store.ts'
import { copyRow } from './store.ts'
import { TransitionBatch, type TransitionShape } from './transitions.ts'

export interface TeamShape extends TransitionShape {
  readonly agents: number
  /** 0 where there is no central state. */
  readonly stateWidth: number
  /** Whether all agents are paid the same. */
  readonly common: boolean
  /** γ */
  readonly discount: number
}

/**
 * Transitions in which the agents of a team follow one another: row s·agents + a is agent a's in step s. From an agent whose
 * episode was over nothing is learnt: its row pays nothing, leads to nothing and weighs nothing. Weights come to `rows` together.
 */
export class TeamBatch extends TransitionBatch {
  readonly agents: number
  readonly steps: number
  /** [steps, state width]; the observations of all agents, one after the other, where there is no central state */
  readonly states: Float32Array
  readonly nextStates: Float32Array
  /** [rows]: 1 where the agent's episode was not over before the step */
  readonly running: Uint8Array
  /**
   * [steps]: what the team was paid, and Γ, which is 0 where no agent goes on. Where agents are paid the same that is the team's
   * reward, else the mean of theirs over all of them.
   */
  readonly teamRewards: Float64Array
  readonly teamDiscounts: Float64Array
  private readonly shape: TeamShape

  constructor(shape: TeamShape, steps: number) {
    super(shape, steps * shape.agents)
    const { agents, stateWidth } = shape
    this.shape = shape
    this.agents = agents
    this.steps = steps
    this.states = stateWidth === 0 ? this.observations : new Float32Array(steps * stateWidth)
    this.nextStates = stateWidth === 0 ? this.nextObservations : new Float32Array(steps * stateWidth)
    this.running = new Uint8Array(this.rows)
    this.teamRewards = new Float64Array(steps)
    this.teamDiscounts = new Float64Array(steps)
  }

  /** Takes every step of whole episodes, time after time, and leaves out what lies behind their ends. */
  fill(episodes: EpisodeBatch): void {
    const { rows, running, weights } = this
    for (let row = 0, s = 0; s < this.steps; row++)
      if (episodes.filled[row] === 1) this.take(episodes, row, s++)
    let count = 0
    for (let i = 0; i < rows; i++) count += running[i]
    for (let i = 0; i < rows; i++) weights[i] = (running[i] * rows) / count
  }

  private take(episodes: EpisodeBatch, row: number, s: number): void {
    const { agents, observationWidth, maskWidth, stateWidth } = this.shape
    const next = row + episodes.size
    copyRow(episodes.observations, row, this.observations, s, agents * observationWidth)
    copyRow(episodes.observations, next, this.nextObservations, s, agents * observationWidth)
    copyRow(episodes.masks, row, this.masks, s, agents * maskWidth)
    copyRow(episodes.masks, next, this.nextMasks, s, agents * maskWidth)
    copyRow(episodes.states, row, this.states, s, stateWidth)
    copyRow(episodes.states, next, this.nextStates, s, stateWidth)
    copyRow(episodes.actions, row, this.actions, s, agents * this.actionWidth)
    copyRow(episodes.running, row, this.running, s, agents)
    this.pay(episodes, row, s)
  }

  private pay({ rewards, terminated }: EpisodeBatch, row: number, s: number): void {
    const { running } = this
    const { agents, common, discount } = this.shape
    let [sum, count] = [0, 0]
    this.teamDiscounts[s] = 0
    for (let a = 0; a < agents; a++) {
      const [from, i] = [row * agents + a, s * agents + a]
      this.rewards[i] = running[i] * rewards[from]
      this.discounts[i] = running[i] * (1 - terminated[from]) * discount
      sum += this.rewards[i]
      count += running[i]
      this.teamDiscounts[s] = Math.max(this.teamDiscounts[s], this.discounts[i])
    }
    this.teamRewards[s] = sum / (common ? Math.max(1, count) : agents)
  }
}

/** Errors: GauntletError where a batch knows no teams, which is a mistake of the recipe's. */
export function teamBatchOf(batch: TransitionBatch): TeamBatch {
  if (batch instanceof TeamBatch) return batch
  throw new GauntletError(
    'composition',
    'the recipe replays transitions of single agents, expected those of teams',
  )
}
