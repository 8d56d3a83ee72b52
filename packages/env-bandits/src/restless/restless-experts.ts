/** The scripted policies of `bandits/restless`: `restlessExpertSpecs`, `restlessExpert`, `RESTLESS_EXPERTS`. */
import { type ExpertSpec, GauntletError, type Policy, perWorld } from '@gauntlet/core'
import { armOf } from './arm-chains.ts'
import { optimalDecisions } from './joint-values.ts'
import { lagrangianBound } from './lagrangian.ts'
import { myopicIndices } from './myopic-index.ts'
import { ProductChain, productSize } from './product-chain.ts'
import type { RestlessProblem } from './restless.ts'
import { whittleIndices } from './whittle-index.ts'

/** They see the states, as everybody does, and know the chains. */
export const RESTLESS_EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'whittle',
    description: 'the arms of highest Whittle index are active',
    seesHiddenState: false,
    source: 'Whittle 1988, Restless bandits: activity allocation in a changing world',
  },
  {
    name: 'myopic',
    description: 'the arms are active whose reward now gains most by it',
    seesHiddenState: false,
    source: 'the least forward-looking of index policies',
  },
  {
    name: 'fluid-priority',
    description:
      'the arms are active that gain most by it at the price of activity that the fluid relaxation sets',
    seesHiddenState: false,
    source: 'Verloop 2016, Annals of Applied Probability 26(4); priorities by reduced costs',
  },
  {
    name: 'optimal',
    description: 'dynamic programming over all arms together, where there are few joint states',
    seesHiddenState: false,
    source: 'Bellman 1957; exact for the horizon and the score of the environment',
  },
]

/** Joint states × subsets × steps that `optimal` goes through at most. */
const LARGEST_PLAN = 20_000_000

/** The experts that an environment of these parameters has. */
export function restlessExpertSpecs(problem: RestlessProblem): ExpertSpec[] {
  return RESTLESS_EXPERTS.filter(({ name }) => name !== 'optimal' || isPlannable(problem))
}

/** What an expert sees of the worlds. */
interface ArmStates {
  /** [batch, arms] */
  readonly states: Int32Array
  /** [batch] */
  readonly elapsed: Int32Array
}

/**
 * A fresh expert.
 *
 * Errors: GauntletError where an arm is not indexable, naming it.
 */
export function restlessExpert(name: string, problem: RestlessProblem, worlds: ArmStates): Policy {
  if (name === 'optimal') return plannedPolicy(problem, worlds)
  if (name === 'myopic') return byIndices(problem, worlds, myopicIndices(problem.chains))
  if (name === 'whittle') return byIndices(problem, worlds, allWhittleIndices(problem))
  const { chains, set, discount } = problem
  const { advantages } = lagrangianBound(chains, set, discount, startDistributions(problem))
  return byIndices(problem, worlds, advantages)
}

/** Where the arms begin, as distributions: [arms, states]. */
export function startDistributions({ chains: { arms, states }, starts }: RestlessProblem): Float64Array {
  const distributions = new Float64Array(arms * states)
  if (starts.length === 0) return distributions.fill(1 / states)
  for (const [i, s] of starts.entries()) distributions[i * states + s] = 1
  return distributions
}

function allWhittleIndices({ chains, discount }: RestlessProblem): Float64Array {
  const { arms, states } = chains
  const all = new Float64Array(arms * states)
  for (let i = 0; i < arms; i++) {
    const { indexable, indices } = whittleIndices(armOf(chains, i), discount)
    if (!indexable) {
      throw new GauntletError(
        'whittle',
        `bandits/restless: arm ${i} is not indexable at discount ${discount}, so it has no Whittle indices`,
      )
    }
    all.set(indices, i * states)
  }
  return all
}

/** Scores every arm by the index of its state. `indices` [arms, states]. */
function byIndices({ chains, set }: RestlessProblem, worlds: ArmStates, indices: Float64Array): Policy {
  const { arms, states } = chains
  const scores = new Float64Array(arms)
  return perWorld((w, actions) => {
    for (let i = 0; i < arms; i++) scores[i] = indices[i * states + worlds.states[w * arms + i]]
    set.choose(scores, 0, actions as Uint8Array, w * arms)
  })
}

function isPlannable({ chains, set, horizon }: RestlessProblem): boolean {
  return productSize(chains, set) * horizon <= LARGEST_PLAN
}

function plannedPolicy(
  { chains, set, horizon, score, discount }: RestlessProblem,
  worlds: ArmStates,
): Policy {
  const chain = new ProductChain(chains, set)
  const decisions = optimalDecisions(chain, horizon, score === 'reward' ? 1 : discount)
  const { arms } = chains
  return perWorld((w, actions) => {
    const k = decisions[worlds.elapsed[w]][chain.indexOf(worlds.states, w * arms)]
    actions.set(chain.subsets[k], w * arms)
  })
}
