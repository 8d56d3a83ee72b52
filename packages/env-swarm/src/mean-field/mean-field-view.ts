/** What a mean-field view is, before it is built: `describeView`, `MeanFieldView`, `CentreChoice`, `Observed`. */
import {
  type EnvironmentSpec,
  type FaceName,
  GauntletError,
  ParameterError,
  box,
  product,
} from '@gauntlet/core'
import { binCentres, binCount } from './bins.ts'
import { type DecisionRule, decisionRule } from './decision-rule.ts'
import { KernelGrid } from './kernel-grid.ts'
import { type Extent, type FeatureChoice, featureSpec } from './population-features.ts'

/** Where the centres of a shared rule lie. */
export interface CentreChoice {
  /** Along each number of an observation. */
  readonly centres: number
  /** Standard deviation of the kernels / distance between centres. */
  readonly width: number
  readonly centreScale: number
}

/** Bounds of each number of an observation. */
export type Observed = readonly (readonly [low: number, high: number])[]

export interface MeanFieldView {
  readonly spec: EnvironmentSpec
  readonly rule: DecisionRule
}

/** Bins of a population at most, and centres of a rule. */
const MOST = 65_536

/**
 * The view of a base, described by its spec. `given` are bounds of what agents observe in place of the spec's.
 * Errors: GauntletError where the base is none that can be seen so, ParameterError where bins or centres are too many.
 */
export function describeView(
  id: string,
  base: EnvironmentSpec,
  choice: FeatureChoice & CentreChoice,
  extent: Extent,
  given: Observed | undefined,
): MeanFieldView {
  requirePopulation(id, base)
  const { shape, low, high } = base.observation
  const seen = product(shape)
  const observed = given ?? Array.from({ length: seen }, () => [low, high] as const)
  requireBounds(id, observed, seen)
  requireFew(id, 'centres', choice.centres, seen)
  if (choice.features !== 'moments') requireFew(id, 'bins', choice.bins, extent.length)
  const rule = decisionRule(kernelGrid(observed, choice), base.action, base.agents)
  return { spec: specOf(base, choice, extent, rule), rule }
}

function kernelGrid(observed: Observed, { centres, width, centreScale }: CentreChoice): KernelGrid {
  const axes = observed.map(([low, high]) => binCentres(low, high, centres, centreScale))
  const apart = observed.map(([low, high]) => ((high - low) / centres) * centreScale)
  return new KernelGrid(
    axes,
    apart.map((distance) => distance * width),
  )
}

function specOf(
  base: EnvironmentSpec,
  choice: FeatureChoice,
  extent: Extent,
  rule: DecisionRule,
): EnvironmentSpec {
  const { objectives, constraints, horizon, horizonEnd, rewardRange, metrics, score, instances, engine } =
    base
  return {
    agents: 1,
    population: base.agents,
    observation: featureSpec(choice, extent),
    action: box([rule.size], -1, 1),
    masked: false,
    activity: false,
    objectives,
    constraints,
    horizon,
    ...(horizonEnd && { horizonEnd }),
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'common',
    rewardRange,
    metrics,
    score,
    faces: ['snapshot', 'instance'],
    missingFaces: { expert: 'scripted policies of the base choose actions for agents, not a rule for all' },
    ...(instances && { instances }),
    engine,
  }
}

const NEEDED: readonly FaceName[] = ['meanField', 'snapshot', 'instance']

function requirePopulation(id: string, base: EnvironmentSpec): void {
  const { agents, faces, protocol, sides, rewardStructure, observation } = base
  const missing = NEEDED.find((face) => !faces.includes(face))
  const category = observation.layout.find(({ kind }) => kind !== 'real')
  if (missing !== undefined) refuse(id, `the base has no ${missing} face`)
  if (protocol !== 'episodic') refuse(id, `the base's protocol is ${protocol}, expected episodic`)
  if (sides !== 1) refuse(id, `the base has ${sides} sides, expected 1`)
  if (agents > 1 && rewardStructure !== 'common')
    refuse(id, `the base's rewards are ${rewardStructure}, expected common`)
  if (category !== undefined)
    refuse(id, `the base's block ${category.name} holds categories, expected real numbers`)
}

function requireBounds(id: string, observed: Observed, seen: number): void {
  if (observed.length !== seen)
    refuse(id, `got bounds of ${observed.length} observed numbers, expected ${seen}`)
  const k = observed.findIndex(([low, high]) => !(low < high && high - low < Infinity))
  if (k >= 0) refuse(id, `observed number ${k} is ${observed[k].join(' to ')}, expected finite bounds`)
}

function requireFew(id: string, name: 'bins' | 'centres', each: number, dimensions: number): void {
  if (binCount(each, dimensions) <= MOST) return
  throw new ParameterError(`${id}.${name}`, each, `at most ${MOST} in all, over ${dimensions} dimensions`)
}

function refuse(id: string, problem: string): never {
  throw new GauntletError('mean-field', `${id}: ${problem}`)
}
