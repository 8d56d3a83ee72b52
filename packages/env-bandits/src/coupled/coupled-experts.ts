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
  { name: 'null', description: 'Never chooses anything', source: PAPER },
  {
    name: 'random',
    description: 'Elements in a random order, each chosen where the subset stays feasible',
    source: PAPER,
  },
  {
    name: 'sampling',
    description: `The best for the next step of ${SAMPLES} random feasible subsets`,
    source: PAPER,
  },
  {
    name: 'myopic',
    description: 'The best feasible subset for the next step, exactly',
    source: PAPER,
  },
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
  if (name !== 'myopic') return undefined
  return (w, subsets) => response.myopic(sets, rules.states, w * arms.arms, subsets, w * elements)
}

function sampler({ problem: { sets, arms, response }, states }: CoupledRules): Chooser {
  const { elements } = sets.family
  const scratch = new Int32Array(elements)
  const candidate = new Uint8Array(elements)
  const ups = new Float64Array(arms.arms)
  return (w, subsets, stream) => {
    let most = -Infinity
    for (let n = 0; n < SAMPLES; n++) {
      sets.family.draw(stream, scratch, candidate, 0)
      response.ups(candidate, 0, ups)
      let value = 0
      for (let j = 0; j < arms.arms; j++) value += nextReward(arms, j, states[w * arms.arms + j], ups[j])
      if (value <= most) continue
      most = value
      subsets.set(candidate, w * elements)
    }
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
