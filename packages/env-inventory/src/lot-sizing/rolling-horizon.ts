/** Planning anew in every step: `rollingHorizon`. */
import type { Policy } from '@gauntlet/core'
import { lazySwitchingRule } from './lazy-switching.ts'
import { plantPolicy } from './plant-policy.ts'
import type { Plant } from './plant.ts'
import { ProductionPlan } from './production-plan.ts'
import type { Solver } from './solver.ts'

/** Where a search is cut off: work is counted, never time. */
const NODES = 10
const SIMPLEX_ITERATIONS = 1000

const OPTIONS = { output_flag: false, random_seed: 0, mip_rel_gap: 0.01, mip_max_nodes: NODES } as const

/** The solver's `primal_solution_status` where it has a solution. */
const FEASIBLE = 2

/**
 * In every step solves the mixed-integer programme of `ProductionPlan` and does what it does first.
 *
 * HiGHS searches 10 nodes, or the node in which 1000 simplex iterations are reached, or to a gap of 1 %: the best
 * solution so far is taken; where there is none yet, the machines do as in lazy switching. Where idling keeps a setup, a
 * machine idles of whose production the plan spares half, unless demand of the step could use up the stock. Takes about
 * a fifth of a second for a step of the published plants.
 */
export function rollingHorizon(plant: Plant, solver: Solver): Policy {
  const goOn = lazySwitchingRule(plant)
  return plantPolicy(plant, (w, actions, from) => {
    const plan = new ProductionPlan(plant, w)
    const solution = plan.jobs.length === 0 ? undefined : solve(plan, solver)
    if (solution === undefined) goOn(w, actions, from)
    else follow(plan, solution, plant, w, actions, from)
  })
}

function solve({ model: data }: ProductionPlan, solver: Solver): ArrayLike<number> | undefined {
  return solver.withModel(data, (model) => {
    model.options.set(OPTIONS)
    model.run({
      [solver.constants.callbackType.mipInterrupt]: (event) => {
        if (Number(event.data.mip_total_lp_iterations ?? 0) > SIMPLEX_ITERATIONS) event.interrupt()
        return undefined
      },
    })
    return model.info.get('primal_solution_status') === FEASIBLE ? model.getSolution().colValue : undefined
  })
}

/** Writes the first step of a plan. */
function follow(
  plan: ProductionPlan,
  solution: ArrayLike<number>,
  plant: Plant,
  w: number,
  actions: Int32Array,
  from: number,
): void {
  const { items, machines, production, demandTrials } = plant.problem
  // As published, a machine without a job of the plan goes on, since idling would cost its setup.
  for (let m = 0; m < machines; m++) actions[from + m] = plant.published ? plant.setups[w * machines + m] : 0
  for (const [j, { machine, item, ready }] of plan.jobs.entries()) {
    if (!plan.makes(solution, j)) continue
    const rests =
      ready &&
      !plant.published &&
      2 * plan.spare(solution, j) >= production[machine * items + item] &&
      plant.inventories[w * items + item] >= demandTrials
    actions[from + machine] = rests ? 0 : item + 1
  }
}
