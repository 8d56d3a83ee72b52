/** How training episodes come out of late: `RecentScores`. */
import { type Environment, scoreOf } from '@gauntlet/core'

/** Episodes that count as recent. */
const RECENT = 100

/** What has to be kept for the scores to go on as they were. */
export interface RecentScoresState {
  readonly scores: readonly number[]
  /** By world, whether it has ended an episode since the learner began all anew; empty where it never did. */
  readonly over: readonly number[]
}

/**
 * The scores of the last 100 episodes that ended, in the order of steps, then of worlds.
 *
 * Where a learner begins all worlds anew, only the first episode of each counts until it does so again: what follows is
 * cut off by the next beginning, the longer the likelier, so that those which end are no fair sample.
 */
export class RecentScores {
  private readonly environment: Environment
  private readonly index: number
  private readonly scores: number[]
  private over: Uint8Array

  constructor(environment: Environment, { scores, over }: RecentScoresState = { scores: [], over: [] }) {
    this.environment = environment
    this.index = scoreOf(environment.spec).index
    this.scores = [...scores]
    this.over = Uint8Array.from(over)
  }

  /** The learner begins all worlds anew. */
  restart(): void {
    this.over = new Uint8Array(this.environment.batch)
  }

  /** Takes down the worlds whose episode ended in this step. */
  collect(): void {
    const { ended, metrics, batch, spec } = this.environment
    const { scores, over } = this
    for (let w = 0; w < batch; w++) {
      if (ended[w] === 0 || over[w] === 1) continue
      if (over.length > 0) over[w] = 1
      scores.push(metrics[w * spec.metrics.length + this.index])
      if (scores.length > RECENT) scores.shift()
    }
  }

  state(): RecentScoresState {
    return { scores: [...this.scores], over: [...this.over] }
  }

  /** The mean, as `score`; nothing where no episode has ended. */
  metrics(): Readonly<Record<string, number>> {
    const { scores } = this
    if (scores.length === 0) return {}
    return { score: scores.reduce((sum, score) => sum + score, 0) / scores.length }
  }
}
