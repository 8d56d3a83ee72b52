/** The scripted policies of `inventory/lot-sizing`: `LOT_SIZING_EXPERTS`, `lotSizingExpert`. */
import { type ExpertSpec, GauntletError, type Policy } from '@gauntlet/core'
import { lazySwitching } from './lazy-switching.ts'
import { plantPolicy } from './plant-policy.ts'
import type { Plant } from './plant.ts'
import { rollingHorizon } from './rolling-horizon.ts'
import type { Solver } from './solver.ts'
import { staticAssignment } from './static-assignment.ts'

/** They see the whole plant, which is more than is observed only where setups are not. */
export const LOT_SIZING_EXPERTS: readonly Omit<ExpertSpec, 'seesHiddenState'>[] = [
  {
    name: 'lazy-switching',
    description: 'machines go on until a switch to an item about to run out is worth more than it costs',
    source: 'a greedy rule by marginal worth',
  },
  {
    name: 'rolling-horizon',
    description: 'plans twelve steps of mean demand as a mixed-integer programme, in every step anew',
    source: 'HiGHS (Huangfu and Hall 2018), limited by nodes and simplex iterations',
  },
  {
    name: 'static-assignment',
    description: 'every machine makes one item for ever, by the assignment that averts most lost sales',
    source: 'local search over assignments',
  },
  {
    name: 'idle',
    description: 'no machine ever makes anything',
    source: 'the least that a policy can do',
  },
]

/** A fresh policy for the plant. Errors: GauntletError where there is none of that name, or no solver for it. */
export function lotSizingExpert(
  id: string,
  name: string,
  plant: Plant,
  solver: Solver | GauntletError | undefined,
): Policy {
  if (name === 'idle') return plantPolicy(plant, idle)
  if (name === 'static-assignment') return staticAssignment(plant)
  if (name === 'lazy-switching') return lazySwitching(plant)
  if (name === 'rolling-horizon') {
    if (solver === undefined) {
      throw new GauntletError(
        'expert',
        `${id}: rolling-horizon is offered where the parameter rollingHorizon is true`,
      )
    }
    if (solver instanceof GauntletError) throw solver
    return rollingHorizon(plant, solver)
  }
  const names = LOT_SIZING_EXPERTS.map((expert) => expert.name).join(', ')
  throw new GauntletError('expert', `${id}: got expert ${name}, expected one of ${names}`)

  function idle(_w: number, actions: Int32Array, from: number): void {
    actions.fill(0, from, from + plant.problem.machines)
  }
}
