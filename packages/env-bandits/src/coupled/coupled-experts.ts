/** The scripted policies of coupled restless bandits: `coupledExperts`, `coupledExpert`, `COUPLED_ALGORITHMS`. */
import {
  type AlgorithmDefinition,
  type ExpertSpec,
  GauntletError,
  type Policy,
  type Stream,
  expertAlgorithm,
  policyStreams,
} from '@gauntlet/core'
import { nextReward } from './coupled-problem.ts'
import type { CoupledRules } from './coupled-rules.ts'

/** Random subsets among which `sampling` chooses. */
const SAMPLES = 100

const PAPER = 'SEQUOIA (arXiv 2503.01919), baselines'

const EXPERTS: readonly Omit<ExpertSpec, 'seesHiddenState'>[] = [
  {
    name: 'myopic',
    description: 'The best feasible subset for the next step, exactly',
    source: PAPER,
  },
  {
    name: 'iterative-myopic',
    description:
      'Adds the element that gains most for the next step, again and again, as long as it gains and a feasible subset holds it',
    source: PAPER,
  },
  {
    name: 'sampling',
    description: `The best for the next step of ${SAMPLES} random feasible subsets`,
    source: PAPER,
  },
  {
    name: 'random',
    description: 'Elements in a random order, each chosen where the subset stays feasible',
    source: PAPER,
  },
  { name: 'null', description: 'Never chooses anything', source: PAPER },
]

/** Those that an environment offers: `null` only where nothing may be chosen. */
export function coupledExperts(mayRest: boolean): readonly ExpertSpec[] {
  return EXPERTS.filter(({ name }) => mayRest || name !== 'null').map((expert) => ({
    ...expert,
    seesHiddenState: false,
  }))
}

/** A fresh policy for the worlds of `rules`. Errors: GauntletError where there is none of that name. */
export function coupledExpert(id: string, name: string, mayRest: boolean, rules: CoupledRules): Policy {
  const choose = chooserOf(name, rules)
  if (choose === undefined || (name === 'null' && !mayRest)) {
    const names = coupledExperts(mayRest).map((expert) => expert.name)
    throw new GauntletError('expert', `${id}: got expert ${name}, expected one of ${names.join(', ')}`)
  }
  let streams: Stream[] = []
  return {
    begin(view, seed) {
      streams = policyStreams(seed, view.batch)
    },
    act(view, actions) {
      if (streams.length < view.batch) throw new GauntletError('order', `${id}: ${name} acts before begin`)
      for (let w = 0; w < view.batch; w++) choose(w, actions as Uint8Array, streams[w])
    },
  }
}

type Chooser = (w: number, subsets: Uint8Array, stream: Stream) => void

function chooserOf(name: string, rules: CoupledRules): Chooser | undefined {
  const { sets, arms, response } = rules.problem
  const { elements } = sets.family
  if (name === 'null') return (w, subsets) => void subsets.fill(0, w * elements, (w + 1) * elements)
  if (name === 'random') {
    const scratch = new Int32Array(elements)
    return (w, subsets, stream) => sets.family.draw(stream, scratch, subsets, w * elements)
  }
  if (name === 'sampling') return sampler(rules)
  if (name === 'iterative-myopic') return adder(rules)
  if (name !== 'myopic') return undefined
  return (w, subsets) => response.myopic(sets, rules.states, w * arms.arms, subsets, w * elements)
}

function sampler(rules: CoupledRules): Chooser {
  const { family } = rules.problem.sets
  const scratch = new Int32Array(family.elements)
  const candidate = new Uint8Array(family.elements)
  const worth = expectedReward(rules)
  return (w, subsets, stream) => {
    let most = -Infinity
    for (let n = 0; n < SAMPLES; n++) {
      family.draw(stream, scratch, candidate, 0)
      const value = worth(w, candidate)
      if (value <= most) continue
      most = value
      subsets.set(candidate, w * family.elements)
    }
  }
}

/** An element that loses is added only where the subset is not feasible without. */
function adder(rules: CoupledRules): Chooser {
  const { family } = rules.problem.sets
  const { elements } = family
  const subset = new Uint8Array(elements)
  const worth = expectedReward(rules)
  return (w, subsets) => {
    subset.fill(0)
    for (;;) {
      let most = family.contains(subset, 0) ? worth(w, subset) : -Infinity
      let best = -1
      for (let k = 0; k < elements; k++) {
        if (subset[k] === 1) continue
        subset[k] = 1
        const begins = family.begins === undefined ? family.contains(subset, 0) : family.begins(subset, 0)
        const value = begins ? worth(w, subset) : -Infinity
        subset[k] = 0
        if (value <= most) continue
        most = value
        best = k
      }
      if (best < 0) break
      subset[best] = 1
    }
    subsets.set(subset, w * elements)
  }
}

/** What a world's next step is expected to pay under a subset. */
function expectedReward({
  problem: { arms, response },
  states,
}: CoupledRules): (w: number, subset: Uint8Array) => number {
  const ups = new Float64Array(arms.arms)
  return (w, subset) => {
    response.ups(subset, 0, ups)
    let value = 0
    for (let j = 0; j < arms.arms; j++) value += nextReward(arms, j, states[w * arms.arms + j], ups[j])
    return value
  }
}

const ENVIRONMENTS: readonly string[] = [
  'bandits/capacity',
  'bandits/scheduling',
  'bandits/routing',
  'bandits/interventions',
]

/** The scripted policies as algorithms. */
export const COUPLED_ALGORITHMS: readonly AlgorithmDefinition[] = EXPERTS.map(
  ({ name, description, source }) =>
    expertAlgorithm({
      id: `bandits/coupled-${name}`,
      version: 1,
      family: 'restless bandits',
      summary: description,
      source,
      expert: name,
      environments: ENVIRONMENTS,
      alwaysDraws: name === 'random' || name === 'sampling',
    }),
)
