/** Instances that another implementation solved: `golden`, `chainsOfInstance`, `GoldenInstance`. */
import { readFileSync } from 'node:fs'
import { type Arm, type ArmChains, chainsOf } from '../../src/restless/arm-chains.ts'
import { BudgetSet } from '../../src/restless/budget-set.ts'

interface GoldenArm {
  readonly P0: readonly (readonly number[])[]
  readonly P1: readonly (readonly number[])[]
  readonly R0: readonly number[]
  readonly R1: readonly number[]
}

type Values = Readonly<
  Record<
    | 'V_opt'
    | 'V_whittle'
    | 'V_myopic'
    | 'V_random'
    | 'fluid_bound'
    | 'V_opt_H20'
    | 'V_whittle_H20'
    | 'V_myopic_H20',
    number
  >
>

export interface GoldenInstance {
  readonly name: string
  readonly budget: number
  readonly budget_rule: 'exactly B' | 'at most B'
  readonly beta: number
  readonly arms: readonly GoldenArm[]
  readonly whittle: readonly (readonly number[])[]
  readonly states: number
  readonly average_reward_opt: number
  readonly per_start: Readonly<Record<string, Values>>
  readonly max_rel_gap_whittle: number
  readonly max_rel_gap_myopic: number
}

export const golden: {
  readonly two_state_closed_form: readonly {
    readonly passive_to_good: readonly [number, number]
    readonly active_to_good: readonly [number, number]
    readonly beta: number
    readonly W0: number
    readonly W1: number
  }[]
  readonly instances: readonly GoldenInstance[]
  readonly nonindexable_arm: GoldenArm & {
    readonly beta: number
    readonly optimal_action_sets_by_subsidy: readonly (readonly [number, string])[]
  }
} = JSON.parse(readFileSync(new URL('../golden/restless.json', import.meta.url), 'utf8'))

export function armOfGolden({ P0, P1, R0, R1 }: GoldenArm): Arm {
  return {
    states: R0.length,
    transitions: Float64Array.from([...P0.flat(), ...P1.flat()]),
    rewards: Float64Array.from([...R0, ...R1]),
  }
}

export function chainsOfInstance({ arms }: GoldenInstance): ArmChains {
  return chainsOf(arms.map(armOfGolden))
}

export function setOfInstance({ arms, budget, budget_rule }: GoldenInstance): BudgetSet {
  return new BudgetSet(arms.length, budget, budget_rule === 'exactly B' ? 'exactly' : 'at-most')
}
