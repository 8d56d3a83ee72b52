/** Choices as real numbers: `relaxLogits`. */
import {
  type ActionArray,
  type AdapterDefinition,
  type Environment,
  type EnvironmentSpec,
  box,
  defineAdapter,
} from '@gauntlet/core'
import { recoded, recodedSpec } from './recoded.ts'

/**
 * Lets a learner of real numbers make a choice: it gives every choice a number in [-1, 1], and the greatest of those that are
 * legal is taken, the first where they tie. The environment sees the choice alone; what gradients pass by it is
 * the learner's affair (straight-through). Experts and datasets give 1 to their choice and -1 to the others.
 *
 * Online tasks are left out: there a single choice is all there is, and a relaxation adds nothing to it.
 * Source: Bengio, Léonard and Courville 2013, Estimating or propagating gradients through stochastic neurons, section 4.
 */
export const relaxLogits: AdapterDefinition = defineAdapter({
  id: 'relax-logits',
  version: 1,
  stage: 'actions',
  note: 'an ablation: choices are relaxed to real numbers, of which the greatest legal one decides',
  adapt(spec, { actions = [] }) {
    const fits = actions.includes('box') && spec.action.kind === 'discrete' && spec.protocol === 'episodic'
    return fits ? relaxedSpec(spec) : undefined
  },
  wrap: (environment) => overLogits(environment),
})

function relaxedSpec(spec: EnvironmentSpec): EnvironmentSpec {
  const n = spec.action.kind === 'discrete' ? spec.action.n : 0
  return recodedSpec(spec, { action: box([n], -1, 1), masked: false })
}

function overLogits(environment: Environment): Environment {
  const spec = relaxedSpec(environment.spec)
  const n = environment.spec.action.kind === 'discrete' ? environment.spec.action.n : 0
  return recoded(environment, {
    spec,
    decode(actions, own) {
      for (let i = 0; i < own.length; i++) own[i] = greatestLegal(actions, environment.actionMask, i * n, n)
    },
    encode(own, actions, rows) {
      for (let i = 0; i < rows * n; i++) actions[i] = own[Math.floor(i / n)] === i % n ? 1 : -1
    },
  })
}

/** Of `n` numbers from `from`, the first of the greatest whose mask is 1. */
function greatestLegal(numbers: ActionArray, mask: Uint8Array | undefined, from: number, n: number): number {
  let best = -1
  for (let k = 0; k < n; k++) {
    if (mask !== undefined && mask[from + k] === 0) continue
    if (best < 0 || numbers[from + k] > numbers[from + best]) best = k
  }
  return best
}
