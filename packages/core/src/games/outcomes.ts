/** Who won: `Outcomes`. */
import type { Environment } from '../environment.ts'
import { keptMetrics } from './side-spec.ts'

/** The metrics of one side of every world, by `gameSpec`: whether it won, whether the game was cut off, the game's own. */
export class Outcomes {
  /** [batch, 2 + kept metrics]: valid where `ended` */
  readonly metrics: Float64Array
  private readonly source: Environment
  private readonly agents: readonly (readonly number[])[]
  private readonly sides: Int32Array
  /** Where the kept metrics stand among the game's. */
  private readonly kept: readonly number[]

  /** `agents` of each side; `sides` [batch], the side that is meant, may change from episode to episode. */
  constructor(source: Environment, agents: readonly (readonly number[])[], sides: Int32Array) {
    const { spec, batch } = source
    this.source = source
    this.agents = agents
    this.sides = sides
    this.kept = keptMetrics(spec).map((metric) => spec.metrics.indexOf(metric))
    this.metrics = new Float64Array(batch * (2 + this.kept.length))
  }

  /** Of worlds `from … to - 1` that have just ended. */
  collect(from: number, to: number): void {
    const { source, sides, kept, metrics } = this
    const { ended, truncated, spec } = source
    const width = 2 + kept.length
    for (let w = from; w < to; w++) {
      if (ended[w] === 0) continue
      const difference = this.total(w, sides[w]) - this.total(w, 1 - sides[w])
      metrics[w * width] = difference > 0 ? 1 : difference < 0 ? 0 : 0.5
      let cut = 0
      for (let i = w * spec.agents; i < (w + 1) * spec.agents; i++) cut |= truncated[i]
      metrics[w * width + 1] = cut
      for (let m = 0; m < kept.length; m++)
        metrics[w * width + 2 + m] = source.metrics[w * spec.metrics.length + kept[m]]
    }
  }

  private total(w: number, side: number): number {
    const { returns, spec } = this.source
    const { agents, objectives } = spec
    let sum = 0
    for (const a of this.agents[side]) {
      for (let k = 0; k < objectives; k++) sum += returns[(w * agents + a) * objectives + k]
    }
    return sum
  }
}
