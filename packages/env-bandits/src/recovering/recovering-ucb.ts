/**
 * Learning recovery curves in phases: `recoveringUcb`, `OptimisticCurves`.
 *
 * Symbols: N arms; d idle time, up to D; n pulls of an arm after d; T horizon.
 */
import {
  type ActionArray,
  type AlgorithmDefinition,
  type EnvironmentSpec,
  GauntletError,
  type Policy,
  type View,
  actionWidth,
  integer,
  log,
  number,
  policyAlgorithm,
} from '@gauntlet/core'
import { planPeriodic } from './periodic-planner.ts'
import { type PeriodicSchedule, isPulled } from './periodic-schedule.ts'
import type { RecoveryCurves } from './recovery-curves.ts'

interface Configuration {
  /** Idle times are told apart up to this one, D. */
  readonly longest: number
  /** What no arm exceeds on average. */
  readonly highest: number
  /** Deviation (sub-Gaussian) of what a pull pays from its mean. */
  readonly deviation: number
}

/** What a learner knows of the curves of one world. */
export class OptimisticCurves {
  readonly curves: RecoveryCurves
  private readonly configuration: Configuration
  private readonly horizon: number
  /** [arms, D] */
  private readonly counts: Float64Array
  private readonly sums: Float64Array

  constructor(arms: number, horizon: number, configuration: Configuration) {
    const { longest } = configuration
    this.configuration = configuration
    this.horizon = horizon
    this.counts = new Float64Array(arms * longest)
    this.sums = new Float64Array(arms * longest)
    this.curves = Array.from({ length: arms }, () => new Float64Array(longest))
  }

  learn(arm: number, idle: number, paid: number): void {
    const { longest } = this.configuration
    const k = arm * longest + Math.min(idle, longest) - 1
    this.counts[k]++
    this.sums[k] += paid
  }

  /**
   * Writes the upper confidence bounds min(highest, mean + deviation × sqrt(2 ln T / n)) to `curves`, none above that of a
   * longer idle time, for curves never fall.
   */
  update(): void {
    const { longest, highest, deviation } = this.configuration
    const width = 2 * log(this.horizon)
    for (const [arm, curve] of this.curves.entries()) {
      let bound = highest
      for (let d = longest - 1; d >= 0; d--) {
        const k = arm * longest + d
        const n = this.counts[k]
        if (n > 0) bound = Math.min(bound, this.sums[k] / n + deviation * Math.sqrt(width / n))
        curve[d] = Math.max(0, bound)
      }
    }
  }
}

/**
 * In phases of ceil(sqrt(T)) steps: upper confidence bounds on every R_i(d), the periodic plan that is best for them, and
 * that plan until the phase ends.
 *
 * Source: Simchi-Levi, Zheng and Zhu 2021, arXiv 2106.14813, online learning by phases of purely periodic policies. Differs:
 * phases last sqrt(T) steps, and bounds use that curves never fall.
 */
export const recoveringUcb: AlgorithmDefinition<Configuration> = policyAlgorithm<Configuration>({
  id: 'bandits/recovering-ucb',
  version: 1,
  family: 'recovering bandit',
  summary: 'Learns recovery curves by upper confidence bounds, and follows periodic plans in phases',
  source: 'Simchi-Levi, Zheng and Zhu 2021, arXiv 2106.14813, online learning',
  requires: {
    environments: ['bandits/recovering'],
    protocol: 'online',
    actions: ['combinatorial'],
    faces: ['feasible'],
    finiteHorizon: true,
  },
  configuration: {
    longest: integer({
      description: 'Idle times are told apart up to this one',
      unit: 'steps',
      default: 8,
      minimum: 1,
      maximum: 1000,
    }),
    highest: number({
      description: 'What no arm exceeds on average',
      unit: 'reward',
      default: 1.2,
      minimum: 0,
    }),
    deviation: number({
      description: 'Deviation of what a pull pays from its mean, as of a sub-Gaussian',
      unit: 'reward',
      default: 0.25,
      minimum: 0,
    }),
  },
  policy: ({ configuration, spec }) => phasePolicy(configuration, spec),
})

/** What the learner keeps of one world. */
class LearnerWorld {
  private readonly curves: OptimisticCurves
  /** [arms]: steps since the last pull; those never pulled have recovered */
  private readonly idle: Int32Array
  private readonly budget: number
  private readonly phase: number
  private plan: PeriodicSchedule | undefined
  private t = 0

  constructor(arms: number, budget: number, horizon: number, configuration: Configuration) {
    this.curves = new OptimisticCurves(arms, horizon, configuration)
    this.idle = new Int32Array(arms).fill(configuration.longest)
    this.budget = budget
    this.phase = Math.ceil(Math.sqrt(horizon))
  }

  /** Takes in what the last step's pulls paid: `seen` [arms, 3] from `from`, as the environment lays it out. */
  observe(seen: Float32Array, from: number): void {
    if (this.t === 0) return
    for (let i = 0; i < this.idle.length; i++) {
      const pulled = seen[from + 3 * i + 1] === 1
      if (pulled) this.curves.learn(i, this.idle[i], seen[from + 3 * i + 2])
      this.idle[i] = pulled ? 1 : this.idle[i] + 1
    }
  }

  act(actions: ActionArray, from: number): void {
    if (this.plan === undefined || this.t % this.phase === 0) {
      this.curves.update()
      this.plan = planPeriodic(this.curves.curves, this.budget)
    }
    for (let i = 0; i < this.idle.length; i++) actions[from + i] = isPulled(this.plan, i, this.t) ? 1 : 0
    this.t++
  }
}

function phasePolicy(configuration: Configuration, spec: EnvironmentSpec): Policy {
  const arms = actionWidth(spec.action)
  let budget = 0
  let worlds: LearnerWorld[] = []
  const emptyWorld = (): LearnerWorld => new LearnerWorld(arms, budget, spec.horizon, configuration)
  return {
    begin(view) {
      budget = pullsAllowed(view, arms)
      worlds = Array.from({ length: view.batch }, emptyWorld)
    },
    act(view, actions) {
      if (worlds.length === 0) throw new GauntletError('order', 'recovering-ucb: act before begin')
      for (let w = 0; w < view.batch; w++) {
        if (view.ended[w] === 1) worlds[w] = emptyWorld()
        worlds[w].observe(view.observations, w * (3 * arms + 1))
        worlds[w].act(actions, w * arms)
      }
    },
    forget(w) {
      worlds[w] = emptyWorld()
    },
  }
}

/** How many arms may be pulled in a step. */
function pullsAllowed({ feasible }: View, arms: number): number {
  const subset = new Uint8Array(arms)
  let pulls = 0
  while (pulls < arms) {
    subset[pulls] = 1
    if (feasible?.isFeasible(0, 0, subset) !== true) break
    pulls++
  }
  return pulls
}
