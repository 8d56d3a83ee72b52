/** An environment of many agents as one of their distribution: `meanField`, `MeanFieldParameters`, `MeanFieldOptions`. */
import {
  type EnvironmentDefinition,
  GauntletError,
  ParameterError,
  type Schema,
  choice,
  createEnvironment,
  defineEnvironment,
  integer,
  number,
} from '@gauntlet/core'
import { MeanFieldRules } from './mean-field-rules.ts'
import { type CentreChoice, type MeanFieldView, type Observed, describeView } from './mean-field-view.ts'
import { type Extent, FEATURE_KINDS, type FeatureChoice, populationFeatures } from './population-features.ts'

/** What a mean-field view has beside the parameters of its base. */
export interface MeanFieldParameters extends FeatureChoice, CentreChoice {}

/** What must be known of the base before it is built. */
export interface MeanFieldOptions<P> {
  /** What its mean-field face gives as `extent`. */
  extent(parameters: P): Extent
  /** Bounds of each number of an observation, between which centres lie; where absent, those of the base's spec. */
  observed?(parameters: P): Observed
}

/** Rises whenever views of the same base could play otherwise. */
const VERSION = 1

const FIELDS: Schema<MeanFieldParameters> = {
  features: choice({
    description: 'How the population is described',
    options: FEATURE_KINDS,
    default: 'histogram',
  }),
  bins: integer({
    description: 'Bins, or centres of kernels, along each coordinate',
    default: 5,
    minimum: 1,
    maximum: 1000,
  }),
  bandwidth: number({
    description: 'Standard deviation of the kernels that describe the population / shortest side of a bin',
    default: 0.5,
    minimum: 0.001,
    maximum: 1000,
  }),
  centres: integer({
    description: 'Centres of the shared rule along each number of an observation',
    default: 3,
    minimum: 1,
    maximum: 1000,
  }),
  width: number({
    description: 'Standard deviation of the kernels of the shared rule / distance between centres',
    default: 0.5,
    minimum: 0.001,
    maximum: 1000,
  }),
  centreScale: number({
    description:
      'How far centres are spread about the middle of the bounds: 1 over all, less nearer the middle',
    default: 1,
    minimum: 0.001,
    maximum: 1,
  }),
}

/**
 * `<domain>/<name>-mean-field`: one agent that sees the population of `definition` and says by what rule all of them act.
 *
 * Agents draw from the rule by the environment's own stream, not the policy's: keyed from the instance, `key.fold('rule')`, and kept
 * in snapshots. What they draw is noise of this environment, so that an instance is played again exactly from the same rules; the
 * base's own noise is what it is without this view.
 *
 * Observation: features of where the agents are (`PopulationFeatures`). Action: xi in [-1, 1] of a `DecisionRule`, by which every
 * agent draws an action of its own at its own observation. Reward, metrics, score, ends of episodes and pictures are the base's.
 * Takes any definition with the faces meanField, snapshot and instance whose agents are on one side with a common reward, observe
 * real numbers between bounds, and act in a bounded box or by discrete choices, masked or not.
 *
 * Errors: GauntletError where a parameter of the base has the name of one of ours, or, when it is described, where the base is
 * none of these or `options` do not fit it.
 * Source: Cui, Hauck, Fabian and Koeppl 2024, arXiv 2307.06175; bins as in the code of the same group's major-minor mean field
 * control, tudkcui/M3FC-MARL@fbef911. Differs: shares of bins are not multiplied by 10 as there, and widths are relative to the
 * distance between centres, spreads to half the range of an action.
 */
export function meanField<P extends object>(
  definition: EnvironmentDefinition<P>,
  options: MeanFieldOptions<P>,
): EnvironmentDefinition<P & MeanFieldParameters> {
  const id = `${definition.id}-mean-field`
  if (typeof options?.extent !== 'function')
    throw new ParameterError(`${id}: options.extent`, options?.extent, 'a function of the parameters')
  const clash = Object.keys(FIELDS).find((name) => Object.hasOwn(definition.parameters, name))
  if (clash !== undefined)
    throw new GauntletError('mean-field', `${definition.id} has a parameter ${clash} of its own`)
  const view = (parameters: P & MeanFieldParameters): MeanFieldView => {
    const base = definition.describe(baseOf(definition, parameters))
    return describeView(id, base, parameters, options.extent(parameters), options.observed?.(parameters))
  }
  return defineEnvironment<P & MeanFieldParameters>({
    id,
    version: definition.version + VERSION - 1,
    summary: `${definition.summary}, as one agent that gives all the same rule`,
    source: `${definition.source}; the view: Cui, Hauck, Fabian and Koeppl 2024, arXiv 2307.06175`,
    parameters: { ...definition.parameters, ...FIELDS } as Schema<P & MeanFieldParameters>,
    settings: definition.settings as EnvironmentDefinition<P & MeanFieldParameters>['settings'],
    describe: (parameters) => view(parameters).spec,
    async make(parameters) {
      const { spec, rule } = view(parameters)
      const one = await definition.make(baseOf(definition, parameters), 1)
      const face = one.meanField!
      const extent = options.extent(parameters)
      requireExtent(id, extent, face.extent)
      const features = populationFeatures(parameters, extent, (from, to) => face.distance(from, to))
      return (batch) => {
        const base = one.snapshot!.simulator!(batch)
        return createEnvironment(id, spec, batch, (buffers) => ({
          rules: new MeanFieldRules(base, rule, features, buffers),
        }))
      }
    },
    ...(definition.known && { known: (parameters) => definition.known!(baseOf(definition, parameters)) }),
  })
}

/** The base's own among the parameters of its view. */
function baseOf<P extends object>(
  { parameters: fields }: EnvironmentDefinition<P>,
  parameters: P & MeanFieldParameters,
): P {
  const own = Object.entries(parameters).filter(([name]) => Object.hasOwn(fields, name))
  return Object.fromEntries(own) as P
}

function requireExtent(id: string, described: Extent, built: Extent): void {
  const textOf = ({ low, high, periodic }: Extent[number]): string =>
    `${low} to ${high}${periodic ? ', joined' : ''}`
  const [given, expected] = [described, built].map((extent) => extent.map(textOf).join('; '))
  if (given === expected) return
  throw new GauntletError('mean-field', `${id}: extent: got ${given}; the base has ${expected}`)
}
