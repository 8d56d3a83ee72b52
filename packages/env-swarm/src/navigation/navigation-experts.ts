/** The scripted policies of `swarm/navigation`: `BEST_BARRIER`, `NAVIGATION_EXPERTS`, `navigationExperts`, `navigationExpert`. */
import type { ExpertSpec, Policy } from '@gauntlet/core'
import { barrierShield } from './barrier-shield.ts'
import { keepRight } from './keep-right.ts'
import type { Motion } from './navigation-view.ts'
import type { NavigationParameters, NavigationProblem } from './problem.ts'

/** zeta and eta of a barrier. */
interface Barrier {
  readonly zeta: number
  readonly eta: number
}

/** The best fixed barrier: of a grid, the one of greatest mean score over the settings in which it is given (test/navigation/studies). */
export const BEST_BARRIER: Barrier = { zeta: 3, eta: 0.5 }

/** What keeping right goes behind, found together with its angle and its gap. */
const RIGHT_BARRIER: Barrier = { zeta: 3, eta: 1 }

const FIXED: ExpertSpec = {
  name: 'barrier',
  description: 'goes straight to its goal behind the best fixed barrier',
  seesHiddenState: false,
  source: 'Wang, Ames and Egerstedt 2017; the fixed barriers of Gao, Yang and Prorok 2023, arXiv 2303.04313',
}

/** They act on what an agent sees. */
export const NAVIGATION_EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'keep-right',
    description: 'goes to its goal behind a barrier, and turns right where somebody is in the way',
    seesHiddenState: false,
    source: 'the rule of the road against the deadlocks of barriers',
  },
  FIXED,
  {
    name: 'straight',
    description: 'wishes to go straight to its goal at full speed, whoever is in the way',
    seesHiddenState: false,
    source: 'what a filter is for',
  },
  {
    name: 'zero',
    description: 'stands still',
    seesHiddenState: false,
    source: 'the safest of policies',
  },
]

/** The experts under a control: where the policy gives barriers, there is no velocity to wish for. */
export function navigationExperts({ control }: Pick<NavigationParameters, 'control'>): readonly ExpertSpec[] {
  return control === 'velocity' ? NAVIGATION_EXPERTS : [FIXED]
}

/** A fresh expert. */
export function navigationExpert(name: string, problem: NavigationProblem, motion: Motion): Policy {
  const { positions, goals } = motion
  const safe = (policy: Policy, { zeta, eta }: Barrier): Policy =>
    barrierShield(problem, positions, policy, zeta, eta)
  if (name === 'zero') return perAgent(problem, (i, actions) => actions.fill(0, i, i + 2))
  if (name === 'keep-right') {
    return safe(
      perAgent(problem, (i, actions) => keepRight(problem, motion, i, actions)),
      RIGHT_BARRIER,
    )
  }
  if (problem.control === 'barrier') {
    return perAgent(problem, (i, actions) => {
      actions[i] = BEST_BARRIER.zeta
      actions[i + 1] = BEST_BARRIER.eta
    })
  }
  const most = problem.speed * problem.timeStep
  const straight = perAgent(problem, (i, actions) => {
    const x = goals[i] - positions[i]
    const y = goals[i + 1] - positions[i + 1]
    const length = Math.max(most, Math.sqrt(x * x + y * y))
    actions[i] = x / length
    actions[i + 1] = y / length
  })
  return name === 'straight' ? straight : safe(straight, BEST_BARRIER)
}

/** A policy that writes the two numbers of every agent's action, which begin at `i`. */
function perAgent({ agents }: NavigationProblem, write: (i: number, actions: Float32Array) => void): Policy {
  return {
    begin() {},
    act(view, actions) {
      for (let i = 0; i < 2 * view.batch * agents; i += 2) write(i, actions as Float32Array)
    },
  }
}
