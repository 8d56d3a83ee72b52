/** One agent for a population: `meanField`. */
import {
  type AdapterDefinition,
  type Environment,
  type EnvironmentSpec,
  allocateActions,
  box,
  defineAdapter,
  product,
} from '@gauntlet/core'
import { onlyFaces } from './adapted.ts'
import { isBounded } from './bins.ts'
import { jointly } from './joint.ts'
import { KernelRule, ruleSize } from './kernel-rule.ts'
import { COORDINATES, MOMENTS, PopulationMoments } from './population-moments.ts'

/** Numbers of an observation at most, along each of which centres of the rule lie. */
const MOST_OBSERVED = 4

/**
 * Lets a mean-field learner control a team: one agent sees moments of where all agents are (`PopulationMoments`), and its action
 * is the rule by which every agent acts on what it observes itself (`KernelRule`), without chance. It is paid what they are
 * paid in common, or the sum.
 *
 * Applies to agents with the face meanField who observe at most four bounded real numbers and act in a bounded box. Where an
 * environment has a mean-field view of its own, with finer features and rules that draw, that serves better.
 * Source: Cui, Hauck, Fabian and Koeppl 2024, Learning Decentralized Partially Observable Mean Field Control for Artificial
 * Collective Behavior, arXiv 2307.06175. Differs: moments for a histogram, and a rule without chance.
 */
export const meanField: AdapterDefinition = defineAdapter({
  id: 'mean-field',
  version: 1,
  stage: 'agents',
  note: 'one agent sees moments of the population and gives all agents the same rule',
  adapt(spec, { population }) {
    const team = spec.agents > 1 && spec.sides === 1 && spec.faces.includes('meanField')
    return population === true && team && isBounded(spec) && seesLittle(spec) ? viewSpec(spec) : undefined
  },
  wrap: (environment) => overPopulation(environment),
})

function seesLittle({ observation: { shape, low, high, layout } }: EnvironmentSpec): boolean {
  const real = layout.every(({ kind }) => kind === 'real')
  return real && product(shape) <= MOST_OBSERVED && high - low < Infinity && low < high
}

function viewSpec(spec: EnvironmentSpec): EnvironmentSpec {
  const {
    state: _,
    graph: __,
    ...rest
  } = onlyFaces(spec, ['snapshot', 'instance'], {
    expert: 'scripted policies choose actions for agents, not a rule for all',
  })
  const { agents, rewardStructure, rewardRange } = spec
  const times = rewardStructure === 'common' ? 1 : agents
  const shape = [COORDINATES, MOMENTS]
  return {
    ...rest,
    agents: 1,
    population: agents,
    observation: {
      shape,
      low: -Infinity,
      high: Infinity,
      layout: [{ name: 'population', offset: 0, shape, axis: 'flat', kind: 'real' }],
    },
    action: box([ruleSize(spec)], -1, 1),
    activity: false,
    rewardRange: [times * rewardRange[0], times * rewardRange[1]],
  }
}

/** Errors: GauntletError where agents have more than three coordinates. */
function overPopulation(environment: Environment): Environment {
  const { batch, ended, spec } = environment
  const face = environment.meanField!
  const moments = new PopulationMoments(face)
  const rule = new KernelRule(spec)
  const own = allocateActions(spec.action, batch * spec.agents)
  const points = new Float64Array(batch * spec.agents * face.dimensions)
  const size = COORDINATES * MOMENTS
  const buffers = {
    observations: new Float32Array(batch * size),
    finalObservations: new Float32Array(batch * size),
    state: undefined,
    finalState: undefined,
  }
  return jointly(environment, {
    spec: viewSpec(spec),
    buffers,
    act(actions) {
      for (let i = 0; i < batch * spec.agents; i++)
        rule.act(actions, Math.floor(i / spec.agents), environment.observations, i, own)
      environment.step(own)
    },
    observe(from, to) {
      face.coordinates(points)
      for (let w = from; w < to; w++) moments.write(points, w, spec.agents, buffers.observations)
      if (!ended.includes(1)) return
      face.finalCoordinates(points)
      for (let w = from; w < to; w++)
        if (ended[w] === 1) moments.write(points, w, spec.agents, buffers.finalObservations)
    },
  })
}
