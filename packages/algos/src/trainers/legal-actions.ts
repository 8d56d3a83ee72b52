/** Which actions may be taken as worlds stand: `LegalActions`. */
import { type ActionArray, type Environment, actionWidth, maskWidth } from '@gauntlet/core'

/** Most actions that are all tried; of more, a search draws its own. */
const LISTED = 256

/** Of one environment. Symbols: i row, [batch, agents]; f factor. */
export class LegalActions {
  private readonly environment: Environment
  private readonly counts: readonly number[]
  /** Every action of the space, [actions][actionWidth]; undefined where they are too many to list. */
  private readonly all: readonly Int32Array[] | undefined

  constructor(environment: Environment) {
    const { action } = environment.spec
    this.environment = environment
    this.counts =
      action.kind === 'discrete' ? [action.n] : action.kind === 'multi-discrete' ? action.counts : []
    const size = this.counts.reduce((product, count) => product * count, 1)
    this.all = this.counts.length > 0 && size <= LISTED ? everyChoice(this.counts) : undefined
  }

  /** Whether there is a list of all actions. */
  get listed(): boolean {
    return this.all !== undefined
  }

  /** All that row `i` may do; undefined where they are too many to list. */
  list(i: number): readonly ActionArray[] | undefined {
    return this.all?.filter((action) => this.allows(i, action))
  }

  /** Whether row `i` may take an action. */
  allows(i: number, action: ActionArray): boolean {
    const { environment, counts } = this
    const { actionMask, feasible, spec } = environment
    if (feasible !== undefined) {
      return feasible.isFeasible(Math.floor(i / spec.agents), i % spec.agents, action as Uint8Array)
    }
    if (actionMask === undefined) return true
    let offset = i * maskWidth(spec.action)
    for (let f = 0; f < counts.length; f++) {
      if (actionMask[offset + action[f]] === 0) return false
      offset += counts[f]
    }
    return true
  }

  /** Row `i`'s part of all rows' actions. */
  row(actions: ActionArray, i: number): ActionArray {
    const width = actionWidth(this.environment.spec.action)
    return actions.subarray(i * width, (i + 1) * width)
  }
}

/** The last factor changes fastest. */
function everyChoice(counts: readonly number[]): Int32Array[] {
  let actions = [new Int32Array(0)]
  for (const count of counts) {
    actions = actions.flatMap((action) =>
      Array.from({ length: count }, (_, choice) => Int32Array.of(...action, choice)),
    )
  }
  return actions
}
