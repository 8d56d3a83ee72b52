/** What SEQUOIA is put together from, beside its trainer: `SEQUOIA_PARTS`, `OneStepTrials`. */
import { type NumberField, integer, number } from '@gauntlet/core'
import { hiddenField, learningRateField, weightDecayField } from '../configuration.ts'
import { huber } from '../critics/value-loss.ts'
import { adamw } from '../optimisers/adamw.ts'
import { type PartDefinition, type SlotContents, definePart } from '../recipe/part.ts'
import { SUBSET_NEEDS, subsetSpace } from '../subset-space.ts'
import { ExactMaxima } from './exact-maxima.ts'
import { GreedySubsets } from './greedy-subsets.ts'
import { SubsetRegression } from './subset-regression.ts'

/** World steps in which subsets are tried out, and how many at random in a state. */
export class OneStepTrials {
  readonly steps: number
  readonly random: number

  constructor(steps: number, random: number) {
    this.steps = steps
    this.random = random
  }
}

const shareField = (share: number, description: string): NumberField =>
  number({ default: share, minimum: 0, maximum: 1, description })

/** A part of one of the slots. */
type AnyPart = { [S in keyof SlotContents]: PartDefinition<S> }[keyof SlotContents]

export const SEQUOIA_PARTS: readonly AnyPart[] = [
  definePart({
    id: 'epsilon-greedy-subsets',
    slot: 'policy',
    parameters: {
      start: shareField(0.9, 'ε at the beginning'),
      end: shareField(0.05, 'ε that it falls to'),
      decay: number({
        default: 1000,
        minimum: 1,
        description: 'Steps in which what is left of its fall is divided by e',
      }),
    },
    columns: { reads: [], adds: ['policy'], needs: SUBSET_NEEDS },
    build: (exploration, { built }) => new GreedySubsets(exploration, built),
  }),
  definePart({
    id: 'one-step-trials',
    slot: 'collector',
    parameters: {
      steps: integer({
        default: 20_000,
        minimum: 0,
        description: 'World steps in which subsets are tried out',
      }),
      random: integer({ default: 10, minimum: 0, description: 'Random subsets tried out in a state' }),
    },
    columns: {
      reads: ['policy'],
      adds: ['observations', 'actions', 'rewards', 'ends', 'successors'],
      needs: { faces: ['snapshot'] },
    },
    build: ({ steps, random }) => new OneStepTrials(steps, random),
  }),
  definePart({
    id: 'subset-q',
    slot: 'critic',
    parameters: {
      hidden: hiddenField(16, 32),
      rows: integer({ default: 32, minimum: 1, description: 'Most rows of an update' }),
    },
    columns: { reads: ['transitions'], adds: ['q-values'], needs: SUBSET_NEEDS },
    build({ hidden, rows }, { spec, seed }) {
      const { elements, observed } = subsetSpace(spec)
      return new SubsetRegression(elements + observed, hidden, rows, seed.fold('q').stream())
    },
  }),
  definePart({
    id: 'exact-maximum',
    slot: 'estimator',
    parameters: {
      every: integer({ default: 300, minimum: 1, description: 'Updates from one target copy to the next' }),
    },
    columns: { reads: ['transitions', 'q-values'], adds: ['targets'], needs: { faces: ['feasible'] } },
    build: ({ every }, { built }) => new ExactMaxima(built, every),
  }),
  definePart({
    id: 'q-regression-huber',
    slot: 'objective',
    parameters: {},
    columns: { reads: ['targets'], adds: ['loss'], needs: {} },
    build: () => ({ kind: 'regression', loss: huber }),
  }),
  definePart({
    id: 'adamw-amsgrad',
    slot: 'optimiser',
    parameters: {
      learningRate: learningRateField(1e-3),
      weightDecay: weightDecayField(0.01),
      epsilon: number({ default: 1e-8, minimum: 0, description: 'ε in the denominator' }),
    },
    columns: { reads: ['loss'], adds: ['moves'], needs: {} },
    build: ({ learningRate, ...options }) => ({
      kind: 'update',
      of: 'all',
      learningRate,
      make: (sizes) => adamw(sizes, options),
    }),
  }),
  definePart({
    id: 'clip-numbers',
    slot: 'optimiser',
    parameters: {
      maximum: number({
        default: 5,
        minimum: 0,
        description: 'Bound of every single number of the gradient',
      }),
    },
    columns: { reads: ['moves'], adds: [], needs: {} },
    build: ({ maximum }) => ({ kind: 'bound-each', maximum }),
  }),
  definePart({
    id: 'falls-by-episode',
    slot: 'optimiser',
    parameters: {
      factor: shareField(0.9, 'By what the step size is multiplied after every episode'),
    },
    columns: { reads: ['moves'], adds: [], needs: {} },
    build: ({ factor }) => ({ kind: 'by-episode', factor }),
  }),
]
