/** Plans for a window of time, made by PIBT and improved: `windowedPlanner`. */
import { Seed, type Stream } from '@gauntlet/core'
import type { Motion } from './motion.ts'
import { PibtRollout } from './pibt-rollout.ts'
import { PlanLns } from './plan-lns.ts'
import { newcomersOf } from './plan-order.ts'
import { PlanRestarts } from './plan-restarts.ts'
import type { Planner, Task, TimedStates } from './planner.ts'
import { WindowPlan } from './window-plan.ts'

/** What windowed planners leave open. */
export interface WindowedChoices {
  /** Steps that are planned. */
  readonly window: number
  /** Nodes expanded for one plan, for each agent: states of the search, and agents that choose in PIBT. */
  readonly expansions: number
}

/**
 * Plans all agents for a window of time. What is left of the plan before, where agents are where it has them, is
 * continued by PIBT, and then improved: by large-neighbourhood search, to which the agents with new goals come one by
 * one before, or by random restarts of PIBT. Of what comes after an agent's goal nothing is known, so that it may go
 * anywhere.
 *
 * A window of 1 and no expansions leave PIBT as it is. Where agents turn, windows of 25 and more pay.
 * Without a stream nothing is drawn from it: chance is then a stream that begins anew in every episode.
 * Source: Jiang, Zhang, Veerapaneni and Li 2024, "Scaling lifelong multi-agent path finding to more realistic
 * settings: research challenges and opportunities", SoCS: WPPL. Differs: one thread, and a limit of expansions; no
 * guidance; PIBT from the first step on takes the place of what is left of the plan where that costs more, for else
 * large neighbourhoods, which are short-sighted, may take back again and again what PIBT begins at the window's end.
 */
export function windowedPlanner(improvement: 'lns' | 'restarts', choices: WindowedChoices): Planner {
  return new WindowedPlanner(improvement, choices)
}

class WindowedPlanner implements Planner {
  private readonly improvement: 'lns' | 'restarts'
  private readonly choices: WindowedChoices
  private parts: Parts | undefined
  private fresh = true
  private lots: Stream = lotsOf()

  constructor(improvement: 'lns' | 'restarts', choices: WindowedChoices) {
    this.improvement = improvement
    this.choices = choices
  }

  begin(): void {
    this.fresh = true
    this.lots = lotsOf()
  }

  plan(task: Task, stream: Stream | undefined): TimedStates {
    const lots = stream ?? this.lots
    const { motion } = task.ways
    const agents = task.states.length
    const known = this.parts?.plan.motion === motion && this.parts.plan.agents === agents
    const fresh = this.fresh || !known
    if (!known) this.parts = partsOf(motion, this.choices.window, agents)
    const { plan, rollout, order, lns, restarts } = this.parts!
    if (fresh) {
      lns.begin()
      order.forEach((_, a) => (order[a] = a))
      stream?.shuffle(order)
    }
    this.fresh = false
    const kept = fresh ? 0 : plan.moveOn(task.states)
    const newcomers = fresh ? [] : newcomersOf(plan, task, order)
    plan.open(task)
    let left = this.choices.expansions * agents
    left -= rollout.extend(plan, kept, order, stream)
    if (this.improvement === 'lns') {
      left -= lns.admit(plan, newcomers, left)
      if (kept > 0) left -= restarts.improve(plan, order, Math.min(1, left), lots)
      lns.improve(plan, left, lots)
    } else restarts.improve(plan, order, left, lots)
    return plan.states.slice()
  }
}

/** What serves one map and number of agents, episode after episode. */
interface Parts {
  readonly plan: WindowPlan
  readonly rollout: PibtRollout
  /** [agents]: the agent of highest priority first */
  readonly order: Int32Array
  readonly lns: PlanLns
  readonly restarts: PlanRestarts
}

function partsOf(motion: Motion, window: number, agents: number): Parts {
  const plan = new WindowPlan(motion, window, agents)
  const rollout = new PibtRollout(motion, agents)
  const order = new Int32Array(agents)
  const lns = new PlanLns(motion, window, agents)
  return { plan, rollout, order, lns, restarts: new PlanRestarts(plan, rollout) }
}

/** What chance is without a stream. */
function lotsOf(): Stream {
  return Seed.from(0).stream()
}
