/** Two choices as one: `flattenLegalPairs`, `isPair`. */
import {
  type AdapterDefinition,
  type Environment,
  type EnvironmentSpec,
  defineAdapter,
  discrete,
} from '@gauntlet/core'
import { recoded, recodedSpec } from './recoded.ts'

/** Pairs at most, legal or not: each has an output of its own. */
const MOST_PAIRS = 20_000

/** Whether an action is of two choices, and one for each pair of them would not be too many. */
export function isPair({ action }: EnvironmentSpec): boolean {
  if (action.kind !== 'multi-discrete' || action.counts.length !== 2) return false
  return action.counts[0] * action.counts[1] <= MOST_PAIRS
}

/**
 * Lets a learner of a single choice make two at once: choice a · n₂ + b is the pair (a, b), whatever is legal, and the mask
 * allows the pairs that are, where the second choice depends on the first too.
 *
 * Of an episode that has ended, nobody can be asked any more what the first choice left of the second: the final mask
 * allows every pair of choices that were legal by themselves.
 * Source: common practice.
 */
export const flattenLegalPairs: AdapterDefinition = defineAdapter({
  id: 'flatten-legal-pairs',
  version: 1,
  stage: 'actions',
  note: 'every pair of choices is one choice; a mask leaves the legal ones',
  adapt(spec, { actions = [] }) {
    const fits = actions.includes('discrete') && !actions.includes('multi-discrete')
    return fits && isPair(spec) ? flatSpec(spec) : undefined
  },
  wrap: (environment) => overPairs(environment),
})

const countsOf = ({ action }: EnvironmentSpec): readonly number[] =>
  action.kind === 'multi-discrete' ? action.counts : []

function flatSpec(spec: EnvironmentSpec): EnvironmentSpec {
  const [n, m] = countsOf(spec)
  return recodedSpec(spec, { action: discrete(n * m), masked: spec.masked })
}

function overPairs(environment: Environment): Environment {
  const [n, m] = countsOf(environment.spec)
  const conditional = environment.maskAfter && new SecondMasks(environment, n, m)
  return recoded(environment, {
    spec: flatSpec(environment.spec),
    decode(actions, own) {
      for (let i = 0; i < actions.length; i++) {
        own[2 * i] = Math.floor(actions[i] / m)
        own[2 * i + 1] = actions[i] % m
      }
    },
    encode(own, actions, rows) {
      for (let i = 0; i < rows; i++) actions[i] = own[2 * i] * m + own[2 * i + 1]
    },
    mask(mask, from, to, final) {
      if (conditional !== undefined && !final) return conditional.write(mask, from, to)
      const own = final ? environment.finalActionMask! : environment.actionMask!
      for (let i = from; i < to; i++) {
        for (let a = 0; a < n; a++) {
          const legal = own[i * (n + m) + a]
          for (let b = 0; b < m; b++) mask[(i * n + a) * m + b] = legal & own[i * (n + m) + n + b]
        }
      }
    },
  })
}

/** The masks of second choices, first choice by first choice. */
class SecondMasks {
  private readonly environment: Environment
  private readonly n: number
  private readonly m: number
  /** [rows, 2] */
  private readonly asked: Int32Array
  /** [rows, m] */
  private readonly answer: Uint8Array
  /** [rows]: the legal first choice after that which was asked about; n where there is none */
  private readonly next: Int32Array

  constructor(environment: Environment, n: number, m: number) {
    const rows = environment.batch * environment.spec.agents
    this.environment = environment
    this.n = n
    this.m = m
    this.asked = new Int32Array(2 * rows)
    this.answer = new Uint8Array(m * rows)
    this.next = new Int32Array(rows)
  }

  /** Asks about a legal first choice of every row at once, until none is left in rows `from … to - 1`. */
  write(mask: Uint8Array, from: number, to: number): void {
    const { environment, asked, answer, next, n, m } = this
    mask.fill(0, from * n * m, to * n * m)
    next.fill(0)
    for (let i = 0; i < next.length; i++) next[i] = this.legalFrom(i, 0)
    for (let i = 0; i < next.length; i++) asked[2 * i] = Math.min(next[i], n - 1)
    while (this.anyLeft(from, to)) {
      environment.maskAfter!.maskAfter(1, asked, answer)
      for (let i = from; i < to; i++) {
        if (next[i] === n) continue
        const place = (i * n + next[i]) * m
        for (let b = 0; b < m; b++) mask[place + b] = answer[i * m + b]
        next[i] = this.legalFrom(i, next[i] + 1)
        if (next[i] < n) asked[2 * i] = next[i]
      }
    }
  }

  private anyLeft(from: number, to: number): boolean {
    for (let i = from; i < to; i++) if (this.next[i] < this.n) return true
    return false
  }

  /** The first legal first choice of row `i` that is not before `a`; n where there is none. */
  private legalFrom(i: number, a: number): number {
    const { environment, n, m } = this
    while (a < n && environment.actionMask![i * (n + m) + a] === 0) a++
    return a
  }
}
