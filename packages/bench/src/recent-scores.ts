/** How training episodes come out of late: `RecentScores`. */
import { type Environment, scoreOf } from '@gauntlet/core'

/** Episodes that count as recent. */
const RECENT = 100

/** The scores of the last 100 episodes that ended, in the order of steps, then of worlds. */
export class RecentScores {
  private readonly environment: Environment
  private readonly index: number
  private readonly scores: number[]

  constructor(environment: Environment, scores: readonly number[] = []) {
    this.environment = environment
    this.index = scoreOf(environment.spec).index
    this.scores = [...scores]
  }

  /** Takes down the worlds whose episode ended in this step. */
  collect(): void {
    const { ended, metrics, batch, spec } = this.environment
    for (let w = 0; w < batch; w++) {
      if (ended[w] === 0) continue
      this.scores.push(metrics[w * spec.metrics.length + this.index])
      if (this.scores.length > RECENT) this.scores.shift()
    }
  }

  values(): readonly number[] {
    return [...this.scores]
  }

  /** The mean, as `score`; nothing where no episode has ended. */
  metrics(): Readonly<Record<string, number>> {
    const { scores } = this
    if (scores.length === 0) return {}
    return { score: scores.reduce((sum, score) => sum + score, 0) / scores.length }
  }
}
