/** Natural frequencies of oscillators: `FrequencyParameters`, `FREQUENCY_PARAMETERS`, `drawFrequencies`. */
import {
  type Schema,
  type Stream,
  choice,
  cos,
  normalQuantile,
  number,
  resolveParameters,
  sin,
} from '@gauntlet/core'

export interface FrequencyParameters {
  readonly frequencies: 'identical' | 'lorentzian' | 'gaussian' | 'uniform'
  readonly width: number
  readonly spread: 'random' | 'quantile'
}

export const FREQUENCY_PARAMETERS: Schema<FrequencyParameters> = {
  frequencies: choice({
    description: 'The distribution of natural frequencies, about 0',
    options: ['identical', 'lorentzian', 'gaussian', 'uniform'],
    default: 'lorentzian',
  }),
  width: number({
    description:
      'gamma of the Lorentzian, the standard deviation of the Gaussian, half the width of the uniform one',
    unit: '1/time',
    default: 1,
    minimum: 0,
    maximum: 1e6,
  }),
  spread: choice({
    description:
      'random: drawn in every episode; quantile: the quantiles of (i - 1/2) / n for i = 1, …, n, always the same',
    options: ['random', 'quantile'],
    default: 'quantile',
  }),
}

/** The quantile of 0 < p < 1 of each distribution of width 1. */
const QUANTILES: Readonly<Record<FrequencyParameters['frequencies'], (p: number) => number>> = {
  identical: () => 0,
  lorentzian: (p) => sin(Math.PI * (p - 0.5)) / cos(Math.PI * (p - 0.5)),
  gaussian: normalQuantile,
  uniform: (p) => 2 * p - 1,
}

/**
 * Writes the frequency of every oscillator; draws one number for each where they are random.
 * Errors: ParameterError naming the parameter.
 */
export function drawFrequencies(
  given: Partial<FrequencyParameters>,
  stream: Stream,
  omegas: Float64Array,
): void {
  const { frequencies, width, spread } = resolveParameters(FREQUENCY_PARAMETERS, given, 'drawFrequencies')
  const quantile = QUANTILES[frequencies]
  const n = omegas.length
  for (let i = 0; i < n; i++) {
    // A uniform number is at least 0: half of its grain keeps it from being 0, whose quantile may be infinite.
    const p = spread === 'random' ? stream.uniform() + 5.551115123125783e-17 : (i + 0.5) / n
    omegas[i] = width * quantile(p)
  }
}
