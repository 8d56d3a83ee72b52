/** What entropy is worth beside value: `AutoTemperature`, the part `AUTO_ALPHA`; `temperatureOf`. */
import { exp, log, number, product } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import { named } from '../archive.ts'
import { learningRateField } from '../configuration.ts'
import { adam } from '../optimisers/adam.ts'
import { type Built, type PartDefinition, definePart } from '../recipe/part.ts'
import type { TransitionBatch } from '../stores/transitions.ts'

/**
 * α, which begins at 1 and moves so that the entropy of the policy comes to a target: down the gradient of
 * α · mean(H - H̄) by log α.
 *
 * Source: Haarnoja et al. 2019 (SAC, algorithms and applications), section 5.
 */
export class AutoTemperature {
  private readonly logAlpha = new Float32Array(1)
  private readonly gradient = new Float32Array(1)
  private readonly optimiser = adam([1], { epsilon: 1e-8 })
  private readonly learningRate: number
  private readonly targetOf: (batch: TransitionBatch, i: number) => number

  /** `targetOf` gives H̄ of a row. */
  constructor(learningRate: number, targetOf: (batch: TransitionBatch, i: number) => number) {
    this.learningRate = learningRate
    this.targetOf = targetOf
  }

  get alpha(): number {
    return exp(this.logAlpha[0])
  }

  /** One step, from the entropies of the policy, or estimates of them, by row. */
  step(batch: TransitionBatch, entropies: Float64Array): void {
    let sum = 0
    for (let i = 0; i < entropies.length; i++) sum += entropies[i] - this.targetOf(batch, i)
    this.gradient[0] = (this.alpha * sum) / entropies.length
    this.optimiser.step(0, { parameters: this.logAlpha, gradient: this.gradient }, this.learningRate)
    this.optimiser.advance()
  }

  get state(): Archive {
    return { logAlpha: this.logAlpha, ...named('alpha', this.optimiser.state) }
  }
}

/**
 * The target of a box is -1 for every dimension, in its units; that of choices a share of log n, n being those that are legal: a
 * target above what masks leave would let α grow for ever.
 *
 * Source: Haarnoja et al. 2019, appendix; Christodoulou 2019 for choices, with the share of CleanRL's `sac_atari.py`. Differs: n
 * counts what is legal in the row.
 */
export const AUTO_ALPHA: PartDefinition<'regulariser'> = definePart({
  id: 'auto-alpha',
  slot: 'regulariser',
  parameters: {
    learningRate: learningRateField(1e-3),
    share: number({
      default: 0.89,
      minimum: 0,
      maximum: 1,
      description: 'Target entropy of choices, over that of all legal ones being as likely',
    }),
  },
  columns: { reads: ['transitions'], adds: [], needs: { actions: ['discrete', 'box'] } },
  build({ learningRate, share }, { spec: { action } }) {
    if (action.kind === 'box') {
      const target = -product(action.shape)
      return new AutoTemperature(learningRate, () => target)
    }
    const n = action.kind === 'discrete' ? action.n : 1
    return new AutoTemperature(learningRate, ({ masks }, i) => share * log(legal(masks, i, n)))
  },
})

function legal(masks: Uint8Array, i: number, n: number): number {
  if (masks.length === 0) return n
  let count = 0
  for (let k = i * n; k < (i + 1) * n; k++) count += masks[k]
  return count
}

/** α of a recipe; 0 where entropy is worth nothing to it. */
export function temperatureOf({ regulariser }: Built): number {
  return regulariser.find((each) => each instanceof AutoTemperature)?.alpha ?? 0
}
