/** Demand as parameters of an environment: `demandSchema`, `DemandParameters`. */
import { type FileContent, type Schema, boolean, choice, file, integer, numbers } from '@gauntlet/core'

const DEMANDS = [
  'poisson',
  'uniform',
  'normal',
  'geometric',
  'negative-binomial',
  'binomial',
  'autoregressive',
  'constant',
  'sequence',
  'series',
] as const

export type DemandKind = (typeof DEMANDS)[number]

export interface DemandParameters {
  readonly demand: DemandKind
  readonly means: readonly number[]
  readonly deviations: readonly number[]
  readonly correlation: readonly number[]
  readonly clip: boolean
  readonly trials: readonly number[]
  readonly persistence: readonly number[]
  readonly transitions: readonly number[]
  readonly sequence: readonly number[]
  readonly series: FileContent | null
  readonly firstPeriod: number
  readonly endPeriod: number
  readonly history: number
}

/** Fields for an environment's parameters; lists hold one number, or one for each store. */
export const demandSchema: Schema<DemandParameters> = {
  demand: choice({
    description:
      'What customers ask for: drawn anew in every period from a distribution (uniform: on whole numbers from 0 to twice the mean), from an autoregressive process, the same in every period, a given sequence, or a series from a file',
    options: DEMANDS,
    default: 'poisson',
  }),
  means: numbers({
    description:
      'Mean demand in a period before clipping, for all stores or each; with several regimes, for all stores of each regime in turn',
    default: [5],
    unit: 'units',
    minimumLength: 1,
  }),
  deviations: numbers({
    description:
      'Standard deviations before clipping, laid out as the means: of normal, autoregressive and negative binomial demand',
    default: [1.6],
    minimum: 0,
    unit: 'units',
    minimumLength: 1,
  }),
  correlation: numbers({
    description:
      'Correlation of normal and autoregressive demand, which all other demand ignores: of any two stores, or a matrix of stores row by row',
    default: [0],
    minimum: -1,
    maximum: 1,
    minimumLength: 1,
  }),
  clip: boolean({
    description: 'Whether demand below 0 becomes 0: of normal and autoregressive demand and of series',
    default: false,
  }),
  trials: numbers({
    description: 'Trials of binomial demand, laid out as the means',
    default: [20],
    minimum: 1,
    unit: 'customers',
    minimumLength: 1,
  }),
  persistence: numbers({
    description:
      'Correlation of autoregressive demand with that of the period before, for all stores or each',
    default: [0.5],
    minimum: -1,
    maximum: 1,
    minimumLength: 1,
  }),
  transitions: numbers({
    description:
      'Probabilities of the regimes that follow each regime, row by row, where demand is Markov-modulated; one regime without an end else',
    default: [1],
    minimum: 0,
    maximum: 1,
    minimumLength: 1,
  }),
  sequence: numbers({
    description: 'Demand of every store in one period after the other, the last for ever',
    default: [4, 4, 4, 4, 8],
    unit: 'units',
    minimumLength: 1,
  }),
  series: file({
    description:
      'The series: CSV or Parquet with a row for each period and a column for each store, or an NPY array [scenarios, stores, periods]',
  }),
  firstPeriod: integer({
    description: 'First period of the series that is used, from 0',
    default: 0,
    minimum: 0,
    unit: 'periods',
  }),
  endPeriod: integer({
    description: 'Period of the series before which its use ends; 0 for all of it',
    default: 0,
    minimum: 0,
    unit: 'periods',
  }),
  history: integer({
    description: 'Periods at the beginning of those used that are known as past demand',
    default: 0,
    minimum: 0,
    unit: 'periods',
  }),
}
