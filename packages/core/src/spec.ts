/** What an environment says of itself before it is built: `EnvironmentSpec`, `MetricSpec`. */
import { type Block, type Graph, checkLayout } from './layout.ts'
import { GauntletError } from './errors.ts'
import { type ActionSpace, checkSpace, product } from './spaces.ts'
import { RANDOM_OPPONENT, keptMetrics } from './games/side-spec.ts'
import { requireSpec } from './spec-form.ts'

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
  | 'shield'

export interface EnvironmentSpec {
  /** Most agents that a world holds; the agent axis of every buffer. */
  readonly agents: number
  readonly observation: ArraySpec
  /** The central critic's view of a world, where there is one. */
  readonly state?: ArraySpec
  /** What the `postDecision` face shows of an agent, where there is one. */
  readonly postDecision?: ArraySpec
  readonly action: ActionSpace
  /**
   * Set by the adapter share-parameters: a learner of one agent takes every agent for a row of its own, and all rows
   * share its parameters.
   */
  readonly agentsAsRows?: true
  /** Most agents whom each action moves, in a mean-field view of them. */
  readonly population?: number
  /** Set by the adapter bandit-as-mdp: nothing that is done now bears on later rewards; learners discount by 0. */
  readonly oneStep?: true
  /** Steps in a row that face the same task before another takes its place within the episode; absent where none does. */
  readonly repeats?: number
  /** Of an online task: what is done now bears on later rewards, so that no step is a task by itself. */
  readonly carriesOver?: true
  /** Whether an episode pays 1 at its end where it succeeds, and else nothing. Set by the adapter outcome-threshold. */
  readonly outcome?: true
  /** Sums of rewards of a poor and of a good episode, between which the line to success is drawn, where they are known. */
  readonly returnRange?: readonly [poor: number, good: number]
  /** How many steps' observations stand together, the oldest first, if not one. Set by the adapter history. */
  readonly history?: number
  /**
   * Set where a reward may fall due after later actions, with the bounds of what one action pays: the observation's block
   * `feedback`, [2, actions], says how often what each of them paid was shown in the step, and what that adds up to.
   */
  readonly delayed?: readonly [low: number, high: number]
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
  /** Named scripted policies of the `expert` face; the first is played, and imitated, where nobody names one. */
  readonly experts?: readonly ExpertSpec[]
  /**
   * Of a game of two sides: the experts, and `random` for uniform play, against whom a side is scored and learners of one
   * side train; every expert that sees no hidden state and random play unless said. Part of the environment's version.
   */
  readonly opponents?: readonly string[]
  /**
   * Of a game of two sides: the metrics that say what the first and the second side were dealt in an episode, such as teams,
   * as numbers from 0 that mean the same for both. Ratings can then be told apart from what was dealt.
   */
  readonly dealt?: readonly [first: string, second: string]
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
  /** Set where deciding takes many times as long as a step of the environment. */
  readonly slow?: true
  /** Set where what it remembers of a world can be saved, as `Policy.memory`; so can then games that it plays in. */
  readonly savable?: true
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

/** Refuses a spec that is malformed or contradicts itself; `id` names its owner in messages. */
export function checkSpec(spec: EnvironmentSpec, id: string): void {
  requireSpec(spec, `${id}: spec`)
  checkSpace(spec.action)
  const problem =
    countProblem(spec) ??
    nameProblem(spec) ??
    opponentProblem(spec) ??
    dealtProblem(spec) ??
    actionProblem(spec) ??
    faceProblem(spec)
  if (problem !== undefined) throw new GauntletError('spec', `${id}: ${problem}`)
  for (const array of [spec.observation, spec.state, spec.postDecision]) {
    if (array !== undefined) checkLayout(array.layout, product(array.shape))
  }
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1

function countProblem(spec: EnvironmentSpec): string | undefined {
  const { agents, population = 1, objectives, sides, instances = 1, horizon, rewardRange } = spec
  const { observation, state, postDecision, repeats = 1, history = 1, returnRange = [0, 0] } = spec
  const counts = { agents, population, objectives, sides, instances, repeats, history }
  for (const [name, value] of Object.entries(counts)) {
    if (!isCount(value)) return `${name} is ${value}, expected a whole number of at least 1`
  }
  if (horizon !== Infinity && !isCount(horizon))
    return `horizon is ${horizon}, expected whole steps or Infinity`
  if (!(rewardRange[0] <= rewardRange[1]))
    return `rewardRange is ${rewardRange.join(' to ')}, expected low to high`
  if (!(returnRange[0] <= returnRange[1]))
    return `returnRange is ${returnRange.join(' to ')}, expected poor to good`
  for (const [name, array] of Object.entries({ observation, state, postDecision })) {
    if (array === undefined) continue
    if (![...array.shape].every(isCount))
      return `${name} has shape [${array.shape}], expected sizes of at least 1`
    if (!(array.low <= array.high))
      return `${name} lies in ${array.low} to ${array.high}, expected low to high`
  }
  return undefined
}

function nameProblem({
  metrics,
  constraints,
  experts = [],
  faces,
  score,
}: EnvironmentSpec): string | undefined {
  const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name)
  const lists: Record<string, readonly string[]> = {
    metrics: names(metrics),
    experts: names(experts),
    constraints,
    faces,
  }
  for (const [list, entries] of Object.entries(lists)) {
    const twice = entries.find((name, k) => entries.indexOf(name) !== k)
    if (twice !== undefined) return `${list} names ${twice} twice`
  }
  const metric = metrics.find(({ name }) => name === score)
  if (metric === undefined) return `score ${score} is not among the metrics`
  return metric.direction === 'neither' ? `score ${score} needs a direction` : undefined
}

function opponentProblem({ opponents, experts = [], sides }: EnvironmentSpec): string | undefined {
  if (opponents === undefined) return undefined
  if (sides !== 2) return `names opponents, who need 2 sides, and has ${sides}`
  if (opponents.length === 0) return 'opponents are none; leave the list out, or name one'
  const twice = opponents.find((name, k) => opponents.indexOf(name) !== k)
  if (twice !== undefined) return `opponents names ${twice} twice`
  const known = [...experts.map(({ name }) => name), RANDOM_OPPONENT]
  const stray = opponents.find((name) => !known.includes(name))
  return stray === undefined ? undefined : `opponent ${stray} is none of ${known.join(', ')}`
}

function dealtProblem(spec: EnvironmentSpec): string | undefined {
  const { dealt, sides } = spec
  if (dealt === undefined) return undefined
  if (sides !== 2) return `says what was dealt, which needs 2 sides, and has ${sides}`
  if (dealt[0] === dealt[1]) return `dealt names ${dealt[0]} twice`
  const known = keptMetrics(spec).map(({ name }) => name)
  const stray = dealt.find((name) => !known.includes(name))
  return stray === undefined
    ? undefined
    : `dealt names ${stray}, expected metrics without a direction: ${known.join(', ') || 'there are none'}`
}

function actionProblem({
  action,
  agents,
  sides,
  sideOf,
  masked,
  faces,
}: EnvironmentSpec): string | undefined {
  if (sides > 1 && sideOf?.length !== agents) return 'sideOf must name the side of every agent'
  if (sideOf?.some((side) => !Number.isInteger(side) || side < 0 || side >= sides)) {
    return `sideOf is [${sideOf}], expected sides from 0 to ${sides - 1}`
  }
  if (masked && action.kind === 'box') return 'a box has no choices to mask'
  if (action.kind === 'combinatorial' && !faces.includes('feasible')) {
    return 'combinatorial actions need the feasible face'
  }
  if (faces.includes('feasible') && action.kind !== 'combinatorial') {
    return `the feasible face needs combinatorial actions, not ${action.kind}`
  }
  if (faces.includes('differentiable') && action.kind !== 'box') {
    return `the differentiable face needs actions in a box, not ${action.kind}`
  }
  if (faces.includes('maskAfter') && !(masked && action.kind === 'multi-discrete')) {
    return 'the maskAfter face needs masked multi-discrete actions'
  }
  return undefined
}

function faceProblem({
  faces,
  missingFaces,
  experts = [],
  postDecision,
  graph,
}: EnvironmentSpec): string | undefined {
  for (const face of ['snapshot', 'instance', 'expert'] as const) {
    if (!faces.includes(face) && missingFaces?.[face] === undefined) {
      return `has no ${face} face and missingFaces does not say why`
    }
  }
  if (faces.includes('expert') !== experts.length > 0) {
    return 'the expert face and the list of experts go together'
  }
  if (faces.includes('postDecision') !== (postDecision !== undefined)) {
    return 'the postDecision face and what it shows, spec.postDecision, go together'
  }
  if (graph === undefined) return undefined
  const stray = graph.edges.findIndex((ends) => ends.some((node) => !(node >= 0 && node < graph.nodes)))
  if (stray >= 0) return `edge ${stray} joins ${graph.edges[stray].join(' and ')} of ${graph.nodes} nodes`
  const moved = graph.actions?.findIndex(
    ({ kind, index }) => !(index >= 0 && index < (kind === 'edge' ? graph.edges.length : graph.nodes)),
  )
  return moved === undefined || moved < 0
    ? undefined
    : `action element ${moved} belongs to nothing in the graph`
}
