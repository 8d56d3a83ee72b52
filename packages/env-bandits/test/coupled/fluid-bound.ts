/** An upper bound on what any policy earns: `fluidBound`, and `chainsOf` an arm model. */
import type { ArmModelFace } from '@gauntlet/core'
import { type ChainArms, STATES, above, below } from '../../src/coupled/chain-arms.ts'
import { nextReward } from '../../src/coupled/coupled-problem.ts'
import type { FeasibleSets } from '../../src/coupled/feasible-sets.ts'
import { Programme } from '../../src/coupled/programme.ts'
import type { Solver } from '../../src/solver.ts'

/** The bound stops falling within this share of it. */
const PRECISION = 1e-6

/**
 * The fluid linear programme over `horizon` steps: arms are in states with probabilities, and in every step a mixture of
 * feasible subsets says how probably each is pulled. No policy expects a greater sum of rewards.
 *
 * Symbols: x_tjsa the probability that arm j is in state s and action a is taken in step t; l_tk the share of subset k.
 * Maximised: sum of x_tjsa R_jsa, where sum_s x_tjs1 <= sum_k l_tk k_j and sum_k l_tk = 1. Subsets come in by column
 * generation, priced by the oracle, whose excess over the prices bounds what is still missing.
 * `starts` [arms]: probability to start in state 1, rather than 0. Source: Whittle 1988; Hawkins 2003; Farley 1990.
 */
export function fluidBound(
  solver: Solver,
  arms: ChainArms,
  sets: FeasibleSets,
  starts: Float64Array,
  horizon: number,
): number {
  const { programme, firstPull } = fluidProgramme(arms, starts, horizon)
  const firstShare = firstPull + horizon * arms.arms
  const subset = new Uint8Array(arms.arms)
  return solver.withModel(programme.data(solver, true), (model) => {
    model.options.set({ output_flag: false })
    for (;;) {
      const { modelStatus } = model.run()
      if (modelStatus !== solver.constants.modelStatus.optimal)
        throw new Error(`fluid bound: status ${modelStatus}`)
      const value = model.getObjectiveValue()
      const prices = model.getSolution().rowDual
      let missing = 0
      for (let t = 0; t < horizon; t++) {
        const rows = Array.from({ length: arms.arms }, (_, j) => firstPull + t * arms.arms + j)
        const scores = Float64Array.from(rows, (row) => Math.max(0, prices[row]))
        sets.oracle(scores, subset)
        const chosen = rows.filter((_, j) => subset[j] === 1)
        const excess = chosen.reduce((sum, row) => sum + prices[row], -prices[firstShare + t])
        if (excess <= (PRECISION * value) / horizon) continue
        missing += excess
        model.addCol(0, 0, Infinity, {
          indices: [...chosen, firstShare + t],
          values: [...chosen.map(() => -1), 1],
        })
      }
      if (missing === 0) return value * (1 + PRECISION)
    }
  })
}

/** The programme in which nothing is pulled yet; rows `firstPull` on are pulls, and after them the mixtures. */
function fluidProgramme(
  arms: ChainArms,
  starts: Float64Array,
  horizon: number,
): { readonly programme: Programme; readonly firstPull: number } {
  const flow = new Programme()
  const column = (t: number, j: number, state: number, action: number): number =>
    ((t * arms.arms + j) * STATES + state) * 2 + action
  for (let t = 0; t < horizon; t++) {
    for (let j = 0; j < arms.arms; j++) {
      for (let state = 0; state < STATES; state++) {
        for (const up of [arms.idle[j], arms.pulled[j]])
          flow.column(0, 1, 'real', nextReward(arms, j, state, up))
      }
    }
  }
  const rests = Array.from({ length: horizon }, () => flow.column(0, Infinity))
  for (let t = 0; t < horizon; t++) {
    for (let j = 0; j < arms.arms; j++) addArrivals(flow, arms, starts[j], t, j, column)
  }
  for (let t = 0; t < horizon; t++) {
    for (let j = 0; j < arms.arms; j++) {
      for (let state = 0; state < STATES; state++) flow.add(column(t, j, state, 1), 1)
      flow.end(-Infinity, 0)
    }
  }
  for (const rest of rests) {
    flow.add(rest, 1)
    flow.end(1, 1)
  }
  return { programme: flow, firstPull: horizon * arms.arms * STATES }
}

/** Who is in a state in step `t` came to it, or started there. */
function addArrivals(
  flow: Programme,
  arms: ChainArms,
  start: number,
  t: number,
  j: number,
  column: (t: number, j: number, state: number, action: number) => number,
): void {
  for (let state = 0; state < STATES; state++) {
    for (const action of [0, 1]) flow.add(column(t, j, state, action), 1)
    const started = t > 0 ? 0 : state === 1 ? start : state === 0 ? 1 - start : 0
    if (t > 0) {
      for (let from = 0; from < STATES; from++) {
        for (const [action, up] of [arms.idle[j], arms.pulled[j]].entries()) {
          const came = (above(from) === state ? up : 0) + (below(from) === state ? 1 - up : 0)
          flow.add(column(t - 1, j, from, action), -came)
        }
      }
    }
    flow.end(started, started)
  }
}

/** The arms behind an arm model. */
export function chainsOf({ arms, transitions, rewards }: ArmModelFace): ChainArms {
  const upOf = (j: number, action: number): number => transitions[(2 * j + action) * STATES * STATES + 1]
  const idle = Float64Array.from({ length: arms }, (_, j) => upOf(j, 0))
  const pulled = Float64Array.from({ length: arms }, (_, j) => upOf(j, 1))
  const paid = new Float64Array(arms * STATES)
  for (let j = 0; j < arms; j++) {
    // In state s: R = up r(s + 1) + (1 - up) r(s - 1), for two probabilities up.
    for (let state = 0; state < STATES; state++) {
      const [resting, pulling] = [0, 1].map((action) => rewards[(2 * j + action) * STATES + state])
      const slope = (pulling - resting) / (pulled[j] - idle[j])
      paid[j * STATES + above(state)] = resting + (1 - idle[j]) * slope
      paid[j * STATES + below(state)] = resting - idle[j] * slope
    }
  }
  return { arms, rewards: paid, idle, pulled }
}
