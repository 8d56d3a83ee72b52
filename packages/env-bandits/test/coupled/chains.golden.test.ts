import { expect, test } from 'vitest'
import golden from '../golden/sequoia-chains.json' with { type: 'json' }
import { CapacitySets } from '../../src/coupled/capacity-sets.ts'
import { type ChainArms, STATES, above, below } from '../../src/coupled/chain-arms.ts'
import { PullResponse, nextReward } from '../../src/coupled/coupled-problem.ts'
import { FeasibleSets } from '../../src/coupled/feasible-sets.ts'
import { loadSolver } from '../../src/solver.ts'
import { chainsOf, fluidBound } from './fluid-bound.ts'

const HORIZON = 20

type Instance = (typeof golden)[number]

/** The arms of an instance, by way of its matrices. */
function armsOf({ arms, beta }: Instance): ChainArms {
  return chainsOf({
    arms: arms.length,
    states: STATES,
    interventions: 2,
    transitions: Float64Array.from(arms.flatMap(({ P0, P1 }) => [...P0.flat(), ...P1.flat()])),
    rewards: Float64Array.from(arms.flatMap(({ R0, R1 }) => [...R0, ...R1])),
    discount: beta,
    armStates() {},
  })
}

/** At most `budget` arms: workers who can pull one arm each. */
function setsOf({ arms, budget }: Instance): Promise<FeasibleSets> {
  const family = new CapacitySets(new Int32Array(arms.length).fill(1), new Int32Array(budget).fill(1))
  return FeasibleSets.make('golden', family, 0)
}

/** What each subset does in each joint state: expected reward, and the joint states that may come next. */
interface Outcome {
  readonly reward: number
  readonly next: readonly (readonly [state: number, probability: number])[]
}

type Rule = (states: Uint8Array) => readonly [subset: number, probability: number][]

/** The value of a rule from every joint state; of the best subset where there is none. */
function valuesOf(
  outcomes: readonly (readonly Outcome[])[],
  arms: number,
  steps: number,
  discount: number,
  rule?: Rule,
): Float64Array {
  const chosen = outcomes.map((_, s) => rule?.(statesOf(s, arms)))
  let values = new Float64Array(outcomes.length)
  for (let t = 0; t < steps; t++) {
    const before = values
    const worth = ({ reward, next }: Outcome): number =>
      next.reduce((sum, [s, probability]) => sum + discount * probability * before[s], reward)
    values = Float64Array.from(outcomes, (subsets, s) => {
      const drawn = chosen[s]
      if (drawn === undefined) return Math.max(...subsets.map((outcome) => worth(outcome)))
      return drawn.reduce((sum, [k, probability]) => sum + probability * worth(subsets[k]), 0)
    })
  }
  return values
}

function outcomeOf(arms: ChainArms, states: Uint8Array, subset: Uint8Array): Outcome {
  let reward = 0
  let next: [state: number, probability: number][] = [[0, 1]]
  for (let j = 0; j < arms.arms; j++) {
    const up = subset[j] === 1 ? arms.pulled[j] : arms.idle[j]
    reward += nextReward(arms, j, states[j], up)
    next = next.flatMap(([s, probability]): [number, number][] => [
      [s * STATES + above(states[j]), probability * up],
      [s * STATES + below(states[j]), probability * (1 - up)],
    ])
  }
  return { reward, next }
}

function statesOf(s: number, arms: number): Uint8Array {
  return Uint8Array.from({ length: arms }, (_, j) => Math.floor(s / STATES ** (arms - 1 - j)) % STATES)
}

test.each(golden)(
  '$name: optimum, Whittle, myopic and random values are exact',
  { timeout: 30_000 },
  async (instance) => {
    const arms = armsOf(instance)
    const sets = await setsOf(instance)
    const subsets = sets.enumerate(0, 0, 1000)!
    const outcomes = Array.from({ length: STATES ** arms.arms }, (_, s) =>
      subsets.map((subset) => outcomeOf(arms, statesOf(s, arms.arms), subset)),
    )
    const valued = (steps: number, discount: number, rule?: Rule): Float64Array =>
      valuesOf(outcomes, arms.arms, steps, discount, rule)

    const chosen = new Uint8Array(arms.arms)
    const choice = (): [number, number][] => [
      [subsets.findIndex((other) => other.join() === chosen.join()), 1],
    ]
    const whittle: Rule = (states) => {
      sets.oracle(
        Float64Array.from(states, (state, j) => instance.whittle[j][state]),
        chosen,
      )
      return choice()
    }
    const response = new PullResponse(arms)
    const myopic: Rule = (states) => {
      response.myopic(sets, states, 0, chosen, 0)
      return choice()
    }
    const random: Rule = () => subsets.map((_, k) => [k, 1 / subsets.length])

    const endless = Math.ceil(28 / (1 - instance.beta))
    for (const [start, known] of Object.entries(instance.per_start)) {
      const s = (JSON.parse(start) as number[]).reduce((sum, state) => sum * STATES + state, 0)
      expect(valued(HORIZON, 1)[s]).toBeCloseTo(known.V_opt_H20, 6)
      expect(valued(HORIZON, 1, whittle)[s]).toBeCloseTo(known.V_whittle_H20, 6)
      expect(valued(HORIZON, 1, myopic)[s]).toBeCloseTo(known.V_myopic_H20, 6)
      expect(valued(endless, instance.beta)[s]).toBeCloseTo(known.V_opt, 6)
      expect(valued(endless, instance.beta, whittle)[s]).toBeCloseTo(known.V_whittle, 6)
      expect(valued(endless, instance.beta, myopic)[s]).toBeCloseTo(known.V_myopic, 6)
      expect(valued(endless, instance.beta, random)[s]).toBeCloseTo(known.V_random, 6)
    }
  },
)

test('the fluid bound is above the optimum of 20 steps, by less than a hundredth', async () => {
  const solver = await loadSolver()
  for (const instance of golden) {
    const arms = armsOf(instance)
    const sets = await setsOf(instance)
    const bound = fluidBound(solver, arms, sets, new Float64Array(arms.arms), HORIZON)
    const start = `[${Array.from({ length: arms.arms }, () => 0).join(', ')}]`
    const optimum = (instance.per_start as Record<string, { V_opt_H20: number } | undefined>)[start]!
      .V_opt_H20
    expect(bound).toBeGreaterThanOrEqual(optimum - 1e-6)
    expect(bound).toBeLessThan(1.01 * optimum)
  }
})
