/** Actions of single agents, as plain numbers: `writeAction`, `writeAnyLegal`. */
import type { Environment } from './environment.ts'
import { GauntletError, IllegalActionError } from './errors.ts'
import { show } from './show.ts'
import { type ActionArray, actionWidth, boundAt, maskWidth } from './spaces.ts'

/** Writes what the user gave for agent `a`; a number that the array cannot hold is refused, never rounded. */
export function writeAction(
  { spec }: Environment,
  a: number,
  action: number | ArrayLike<number> | undefined,
  actions: ActionArray,
): void {
  if (action === undefined) throw new GauntletError('actions', `no action for agent_${a}`)
  const values = typeof action === 'number' ? [action] : action
  const width = actionWidth(spec.action)
  if (typeof values !== 'object' || values === null) {
    throw new GauntletError(
      'actions',
      `agent_${a}: got ${show(values)}, expected a number or a list of numbers`,
    )
  }
  if (values.length !== width) {
    throw new GauntletError('actions', `agent_${a}: got ${values.length} numbers, expected ${width}`)
  }
  for (let k = 0; k < width; k++) {
    if (typeof values[k] !== 'number') throw new IllegalActionError(0, a, values[k], 'a number')
    actions[a * width + k] = values[k]
    if (spec.action.kind !== 'box' && actions[a * width + k] !== values[k]) {
      throw new IllegalActionError(0, a, values[k], 'a whole number')
    }
  }
}

/** Writes something legal for an agent that has finished. */
export function writeAnyLegal(environment: Environment, a: number, actions: ActionArray): void {
  const { spec, actionMask, maskAfter, feasible } = environment
  const { action } = spec
  const width = actionWidth(action)
  if (action.kind === 'box') {
    for (let k = 0; k < width; k++) {
      actions[a * width + k] = Math.min(Math.max(0, boundAt(action.low, k)), boundAt(action.high, k))
    }
  } else if (action.kind === 'combinatorial') {
    const subsets = new Uint8Array(actions.length)
    feasible?.oracle(new Float64Array(actions.length), subsets)
    actions.set(subsets.subarray(a * width, (a + 1) * width), a * width)
  } else {
    let offset = a * maskWidth(action)
    const counts = action.kind === 'discrete' ? [action.n] : action.counts
    counts.forEach((count, f) => {
      let mask = actionMask?.subarray(offset, offset + count)
      if (f > 0 && maskAfter !== undefined) {
        const all = new Uint8Array(spec.agents * count)
        maskAfter.maskAfter(f, actions as Int32Array, all)
        mask = all.subarray(a * count, (a + 1) * count)
      }
      actions[a * width + f] = mask === undefined ? 0 : mask.indexOf(1)
      offset += count
    })
  }
}
