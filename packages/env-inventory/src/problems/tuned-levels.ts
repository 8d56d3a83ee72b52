/** Base stock with levels found by simulation: `tunedBaseStock`, `tunedLevels`. */
import { type Environment, Seed, allocateActions } from '@gauntlet/core'
import { type NetworkExpert, makeProblem } from '../network/network-environment.ts'
import type { NetworkProblem } from '../network/problem.ts'
import { networkExperts } from '../policies/network-experts.ts'
import { newsvendorLevels } from '../policies/newsvendor-levels.ts'
import { orderUpToPolicy } from './position-policies.ts'

/** For any network. */
export const tunedBaseStock: NetworkExpert = {
  name: 'tuned-base-stock',
  description: 'Every edge orders up to a level of its own, found by search over simulated episodes',
  seesHiddenState: false,
  local: true,
  source: 'Hooke and Jeeves 1961, Journal of the ACM 8(2), for the search',
  create: (problem) => orderUpToPolicy(problem, tunedLevels(problem)),
}

/** Episodes that a choice of levels is judged by, always the same, and how long they are at most. */
const EPISODES = 16
const PERIODS = 100

/** Sweeps over all levels at one step size, at most. */
const SWEEPS = 4

const cache = new WeakMap<NetworkProblem['network'], readonly number[]>()

/**
 * Levels of local positions [edges], in units: a pattern search from newsvendors' levels over the mean return of the same
 * few episodes, one level after the other, in steps that halve from a quarter of the greatest level down to one unit
 * (a hundredth of it where orders are continuous).
 *
 * Source: Hooke and Jeeves 1961, "'Direct search' solution of numerical and statistical problems".
 */
export function tunedLevels(problem: NetworkProblem): readonly number[] {
  const known = cache.get(problem.network)
  if (known !== undefined) return known
  const horizon = Math.min(problem.horizon, PERIODS)
  const short: NetworkProblem = { ...problem, horizon, warmUp: 0, control: 'central', objectives: 1 }
  const environment = makeProblem(short, networkExperts, EPISODES)
  const levels = newsvendorLevels(problem).map(Math.round)
  const greatest = Math.max(...levels, 4)
  const finest = problem.network.integral ? 1 : greatest / 100
  let best = meanReturn(short, environment, levels)
  for (let step = Math.ceil(greatest / 4); step >= finest; step = halved(step, finest)) {
    for (let sweep = 0, moved = true; moved && sweep < SWEEPS; sweep++) {
      moved = false
      for (let e = 0; e < levels.length; e++) {
        for (const change of [step, -step]) {
          const tried = levels.with(e, Math.max(levels[e] + change, 0))
          const value = meanReturn(short, environment, tried)
          if (value <= best) continue
          best = value
          levels[e] = tried[e]
          moved = true
          break
        }
      }
    }
    if (step === finest) break
  }
  cache.set(problem.network, levels)
  return levels
}

function halved(step: number, finest: number): number {
  return Math.max(finest === 1 ? Math.floor(step / 2) : step / 2, finest)
}

function meanReturn(problem: NetworkProblem, environment: Environment, levels: readonly number[]): number {
  const policy = orderUpToPolicy(problem, levels)
  const actions = allocateActions(environment.spec.action, EPISODES)
  const seed = Seed.from(0).fold('levels')
  environment.reset(seed)
  policy.begin(environment, seed)
  for (let t = 0; t < problem.horizon; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
  }
  let sum = 0
  for (let w = 0; w < EPISODES; w++) sum += environment.returns[w]
  return sum / EPISODES
}
