/** The scripted policies of `bandits/recovering`: `RECOVERING_EXPERTS`, `recoveringExpertSpecs`, `recoveringExpert`. */
import { type ExpertSpec, type Policy, perWorld } from '@gauntlet/core'
import { presentRewards } from './greedy.ts'
import { IdleChain, horizonOptimum, idleChainSize } from './idle-chain.ts'
import { planPeriodic } from './periodic-planner.ts'
import { isPulled } from './periodic-schedule.ts'
import type { RecoveringProblem } from './recovering.ts'

/** They know the curves, which learners do not. */
export const RECOVERING_EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'periodic',
    description: 'pulls every arm at a period of its own, planned with a guarantee',
    seesHiddenState: true,
    source: 'Simchi-Levi, Zheng and Zhu 2021, arXiv 2106.14813, purely periodic policies',
  },
  {
    name: 'greedy-recovery',
    description: 'pulls the arms that pay most now',
    seesHiddenState: true,
    source: 'the least forward-looking of policies that know the curves',
  },
  {
    name: 'optimal-recovery',
    description: 'dynamic programming over the idle times of all arms, where they are few',
    seesHiddenState: true,
    source: 'Bellman 1957; exact for the horizon',
  },
]

/** States × subsets × steps that `optimal-recovery` goes through at most. */
const LARGEST_PLAN = 100_000_000

/** The experts that an environment of these parameters has. */
export function recoveringExpertSpecs({ curves, set, horizon }: RecoveringProblem): ExpertSpec[] {
  return RECOVERING_EXPERTS.filter(
    ({ name }) => name !== 'optimal-recovery' || idleChainSize(curves, set) * horizon <= LARGEST_PLAN,
  )
}

/** What an expert sees of the worlds. */
interface IdleArms {
  /** [batch, arms] */
  readonly idle: Int32Array
  /** [batch] */
  readonly elapsed: Int32Array
}

/** A fresh expert. */
export function recoveringExpert(name: string, problem: RecoveringProblem, worlds: IdleArms): Policy {
  if (name === 'periodic') return periodicPolicy(problem, worlds)
  return name === 'greedy-recovery' ? greedyPolicy(problem, worlds) : optimalPolicy(problem, worlds)
}

function periodicPolicy({ curves, budget }: RecoveringProblem, { elapsed }: IdleArms): Policy {
  const plan = planPeriodic(curves, budget)
  const arms = curves.length
  return perWorld((w, actions) => {
    for (let i = 0; i < arms; i++) actions[w * arms + i] = isPulled(plan, i, elapsed[w]) ? 1 : 0
  })
}

function greedyPolicy({ curves, set }: RecoveringProblem, { idle }: IdleArms): Policy {
  const arms = curves.length
  const pays = new Float64Array(arms)
  return perWorld((w, actions) => {
    presentRewards(curves, idle, w * arms, pays)
    set.choose(pays, 0, actions as Uint8Array, w * arms)
  })
}

function optimalPolicy({ curves, set, horizon }: RecoveringProblem, { idle, elapsed }: IdleArms): Policy {
  const chain = new IdleChain(curves, set)
  const { decisions } = horizonOptimum(chain, horizon)
  const arms = curves.length
  return perWorld((w, actions) => {
    actions.set(chain.subsets[decisions[elapsed[w]][chain.indexOf(idle, w * arms)]], w * arms)
  })
}
