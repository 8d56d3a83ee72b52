/** What an environment says of itself before it is built: `EnvironmentSpec`, `MetricSpec`. */
import { type Block, type Graph, checkLayout } from './layout.ts'
import { GauntletError } from './errors.ts'
import { type ActionSpace, product } from './spaces.ts'

/** One number that an episode is measured by, in `Environment.metrics`. */
export interface MetricSpec {
  readonly name: string
  readonly unit: string
  readonly direction: 'maximise' | 'minimise' | 'neither'
  readonly description: string
}

/** An array that holds one row per agent or per world. */
export interface ArraySpec {
  readonly shape: readonly number[]
  /** Bounds of every element; infinite where none is known. */
  readonly low: number
  readonly high: number
  readonly layout: readonly Block[]
}

/** Optional abilities of an environment; each is a property of the same name on `Environment`. */
export type FaceName =
  | 'snapshot'
  | 'instance'
  | 'expert'
  | 'differentiable'
  | 'postDecision'
  | 'meanField'
  | 'armModel'
  | 'dataset'
  | 'feasible'
  | 'maskAfter'

export interface EnvironmentSpec {
  /** Most agents that a world holds; the agent axis of every buffer. */
  readonly agents: number
  readonly observation: ArraySpec
  /** The central critic's view of a world, where there is one. */
  readonly state?: ArraySpec
  readonly action: ActionSpace
  /** Whether `actionMask` is kept. */
  readonly masked: boolean
  /** Whether agents come, go or wait, so that `active` is kept. */
  readonly activity: boolean
  /** Rewards per agent and step; 1 unless multi-objective. */
  readonly objectives: number
  /** Names of the constraints whose costs are counted; none as a rule. */
  readonly constraints: readonly string[]
  /**
   * Steps after which an episode is cut off, or `Infinity`. With `horizonEnd` `truncated` (the default)
   * every agent still running is then truncated; with `terminated` the horizon is the task's own end.
   */
  readonly horizon: number
  readonly horizonEnd?: 'truncated' | 'terminated'
  /** `online`: a world is one run of one learner, which decides again and again and is scored by the run. */
  readonly protocol: 'episodic' | 'online'
  /** Parties whose interests differ; 1 unless a game. Agent `a` belongs to `sideOf[a]`. */
  readonly sides: number
  readonly sideOf?: readonly number[]
  readonly rewardStructure: 'common' | 'zero-sum' | 'individual'
  /** Bounds of one agent's reward in one step; infinite where none is known. */
  readonly rewardRange: readonly [low: number, high: number]
  readonly metrics: readonly MetricSpec[]
  /** The metric that scores an episode; its direction must not be `neither`. */
  readonly score: string
  readonly faces: readonly FaceName[]
  /** Why one of the three faces that every environment should have is missing, by name. */
  readonly missingFaces?: Partial<Record<FaceName, string>>
  /** Named scripted policies of the `expert` face. */
  readonly experts?: readonly ExpertSpec[]
  readonly graph?: Graph
  /** How many numbered instances can be played; absent where instances come from keys alone. */
  readonly instances?: number
  /** `foreign` where an engine that is not ours runs beneath, and may allocate. */
  readonly engine: 'own' | 'foreign'
}

/** A scripted policy that can be imitated. */
export interface ExpertSpec {
  readonly name: string
  readonly description: string
  /** Whether it acts on more than the agents observe. */
  readonly seesHiddenState: boolean
  readonly source: string
}

/** An array of plain numbers without structure: one flat block. */
export function flatArray(
  name: string,
  size: number,
  low: number = -Infinity,
  high: number = Infinity,
): ArraySpec {
  const block: Block = { name, offset: 0, shape: [size], axis: 'flat', kind: 'real' }
  return { shape: [size], low, high, layout: [block] }
}

/** Index of the score among the metrics, and whether more is better. */
export function scoreOf(spec: EnvironmentSpec): { index: number; metric: MetricSpec } {
  const index = spec.metrics.findIndex((metric) => metric.name === spec.score)
  if (index < 0) throw new GauntletError('spec', `score ${spec.score} is not among the metrics`)
  return { index, metric: spec.metrics[index] }
}

/** Refuses a spec that contradicts itself; `id` names its owner in messages. */
export function checkSpec(spec: EnvironmentSpec, id: string): void {
  const fail = (message: string): never => {
    throw new GauntletError('spec', `${id}: ${message}`)
  }
  if (!Number.isSafeInteger(spec.agents) || spec.agents < 1)
    fail(`agents is ${spec.agents}, expected at least 1`)
  if (!(spec.horizon > 0)) fail(`horizon is ${spec.horizon}, expected steps or Infinity`)
  checkLayout(spec.observation.layout, product(spec.observation.shape))
  if (spec.state !== undefined) checkLayout(spec.state.layout, product(spec.state.shape))
  if (spec.sides > 1 && spec.sideOf?.length !== spec.agents) fail('sideOf must name the side of every agent')
  if (scoreOf(spec).metric.direction === 'neither') fail(`score ${spec.score} needs a direction`)
  if (spec.action.kind === 'combinatorial' && !spec.faces.includes('feasible')) {
    fail('combinatorial actions need the feasible face')
  }
  for (const face of ['snapshot', 'instance', 'expert'] as const) {
    if (!spec.faces.includes(face) && spec.missingFaces?.[face] === undefined) {
      fail(`has no ${face} face and missingFaces does not say why`)
    }
  }
  if (spec.faces.includes('expert') !== (spec.experts !== undefined && spec.experts.length > 0)) {
    fail('the expert face and the list of experts go together')
  }
}
