/** Base stock with levels found by simulation: `tunedBaseStock`, `tunedLevels`. */
import { type Environment, Seed, allocateActions } from '@gauntlet/core'
import { type NetworkExpert, makeProblem } from '../network/network-environment.ts'
import type { NetworkProblem } from '../network/problem.ts'
import { networkExperts } from '../policies/network-experts.ts'
import { newsvendorLevels } from '../policies/newsvendor-levels.ts'
import { everyPeriodPolicy } from './position-policies.ts'

/** For any network. */
export const tunedBaseStock: NetworkExpert = {
  name: 'tuned-base-stock',
  description: 'Every edge orders up to a level of its own, found by search over simulated episodes',
  seesHiddenState: false,
  local: true,
  source: 'Hooke and Jeeves 1961, Journal of the ACM 8(2), for the search',
  create: (problem) => everyPeriodPolicy(problem, tunedLevels(problem)),
}

/** Episodes that a choice of levels is judged by, always the same, and how long they are at most. */
const EPISODES = 16
const PERIODS = 100

/** Sweeps over all levels at one step size, at most. */
const SWEEPS = 4

/** By problem, whose demand and horizon decide as well as its network. */
const searched = new WeakMap<NetworkProblem, readonly number[]>()

/**
 * Levels of local positions [edges], in units: a pattern search over the mean return of the same few episodes, in steps
 * that halve from a quarter of the greatest level down to one unit (a hundredth of it where orders are continuous). A
 * move changes one level, or shifts stock from one to the next.
 *
 * It begins with newsvendors' levels, of echelons or what they leave to each place, whichever is better.
 * Source: Hooke and Jeeves 1961, "'Direct search' solution of numerical and statistical problems".
 */
export function tunedLevels(problem: NetworkProblem): readonly number[] {
  const known = searched.get(problem)
  if (known !== undefined) return known
  const horizon = Math.min(problem.horizon, PERIODS)
  const short: NetworkProblem = { ...problem, horizon, warmUp: 0, control: 'central', objectives: 1 }
  const environment = makeProblem(short, networkExperts, EPISODES)
  const valueOf = (levels: readonly number[]): number => meanReturn(short, environment, levels)
  const echelon = newsvendorLevels(problem).map(Math.round)
  const local = localLevels(problem, echelon)
  let levels: readonly number[] = valueOf(local) > valueOf(echelon) ? local : echelon
  const greatest = Math.max(...echelon, 4)
  const finest = problem.network.integral ? 1 : greatest / 100
  for (let step = greatest / 4; step > finest; step /= 2) {
    levels = improved(levels, problem.network.integral ? Math.ceil(step) : step, valueOf)
  }
  levels = improved(levels, finest, valueOf)
  searched.set(problem, levels)
  return levels
}

/** The levels after sweeps of moves of one size, as long as any is for the better. */
function improved(
  levels: readonly number[],
  step: number,
  valueOf: (levels: readonly number[]) => number,
): readonly number[] {
  let [best, value] = [levels, valueOf(levels)]
  for (let sweep = 0, moved = true; moved && sweep < SWEEPS; sweep++) {
    moved = false
    for (let e = 0; e < levels.length; e++) {
      for (const [own, next] of [
        [step, 0],
        [-step, 0],
        [step, -step],
        [-step, step],
      ]) {
        const tried = best.map((level, k) => Math.max(level + (k === e ? own : k === e + 1 ? next : 0), 0))
        const found = valueOf(tried)
        if (found <= value) continue
        ;[best, value, moved] = [tried, found, true]
        break
      }
    }
  }
  return best
}

/** What newsvendors' echelon levels leave to each place itself. */
function localLevels({ network: { edges } }: NetworkProblem, echelon: readonly number[]): number[] {
  return edges.map(({ target }, e) => {
    const below = edges.reduce((sum, { source }, k) => sum + (source === target ? echelon[k] : 0), 0)
    return Math.round(Math.max(echelon[e] - below, 0))
  })
}

function meanReturn(problem: NetworkProblem, environment: Environment, levels: readonly number[]): number {
  const policy = everyPeriodPolicy(problem, levels)
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
