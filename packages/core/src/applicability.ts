/** Whether an algorithm runs on an environment: `Requirement`, `AdapterDefinition`, `applicability`. */
import { type Environment, wrapEnvironment } from './environment.ts'
import { checkIdentity } from './definition.ts'
import { ParameterError } from './errors.ts'
import {
  BOOLEAN,
  COUNT,
  FUNCTION,
  type Form,
  NUMBER,
  OBJECT,
  TEXT,
  listOf,
  oneOf,
  optional,
  requireForm,
  requireValue,
} from './form.ts'
import { type ActionKind, type ActionSpace, product } from './spaces.ts'
import type { EnvironmentSpec, FaceName } from './spec.ts'

/** What an algorithm needs of an environment. A field that is absent asks for nothing. */
export interface Requirement {
  /** Ids of the only environments that it is made for. */
  readonly environments?: readonly string[]
  /**
   * `one`: a single agent, or several each of which may learn as it would alone; `joint`: a single agent that decides for
   * all of its side together; `team`: two agents or more on one side; `several`: two or more, on whatever sides.
   */
  readonly agents?: 'one' | 'joint' | 'team' | 'several'
  /** Most sides: 1 for a learner that knows no opponent. */
  readonly sides?: number
  /** Two sides or more, for a learner that needs somebody to play against. */
  readonly opponent?: boolean
  readonly actions?: readonly ActionKind[]
  /** Most actions of an agent, its factors multiplied, for a learner that weighs each by itself. */
  readonly jointActions?: number
  readonly protocol?: 'episodic' | 'online'
  readonly faces?: readonly FaceName[]
  /** A named scripted policy of the expert face. */
  readonly expert?: string
  /** Most objectives: 1 for a learner of scalar rewards. */
  readonly objectives?: number
  /** Two objectives or more. */
  readonly vector?: boolean
  /** Costs of constraints. */
  readonly constraints?: boolean
  /** A view in which each action moves a population of agents. */
  readonly population?: boolean
  /** A task of one step, met again and again, in which nothing that is done bears on later rewards. */
  readonly oneStep?: boolean
  /** A task that is met several times in an episode before another takes its place. */
  readonly repeated?: boolean
  /** Episodes that pay 1 at their end where they succeed, and else nothing. */
  readonly outcome?: boolean
  /** What was observed in so many last steps, shown together. */
  readonly history?: number
  readonly state?: boolean
  /** An episode of known length. */
  readonly finiteHorizon?: boolean
  /** Rewards known to lie between these bounds. */
  readonly rewards?: readonly [low: number, high: number]
  /** `false` for a policy that heeds no action mask. */
  readonly masks?: boolean
  /** `false` for a policy that takes every reward for that of the last action. */
  readonly delayed?: boolean
  /** `false` for a policy that draws the factors of an action independently of each other. */
  readonly dependentFactors?: boolean
  /** `false` for a learner that knows no agents that wait for others to decide. */
  readonly activity?: boolean
  /** A graph, of which the elements of an action are edges or nodes. */
  readonly graph?: boolean
  /** An observation that is nothing but planes of a grid: one block, [channels, rows, columns]. */
  readonly planes?: boolean
  /** A dataset to learn from. */
  readonly dataset?: boolean
}

const REQUIREMENT: Readonly<Record<keyof Requirement, Form>> = {
  environments: listOf(TEXT),
  agents: oneOf('one', 'joint', 'team', 'several'),
  sides: COUNT,
  opponent: BOOLEAN,
  actions: listOf(oneOf('discrete', 'multi-discrete', 'box', 'combinatorial')),
  jointActions: COUNT,
  protocol: oneOf('episodic', 'online'),
  faces: listOf(TEXT),
  expert: TEXT,
  objectives: COUNT,
  vector: BOOLEAN,
  constraints: BOOLEAN,
  population: BOOLEAN,
  oneStep: BOOLEAN,
  repeated: BOOLEAN,
  outcome: BOOLEAN,
  history: COUNT,
  state: BOOLEAN,
  finiteHorizon: BOOLEAN,
  rewards: listOf(NUMBER, 2),
  masks: BOOLEAN,
  delayed: BOOLEAN,
  dependentFactors: BOOLEAN,
  activity: BOOLEAN,
  graph: BOOLEAN,
  planes: BOOLEAN,
  dataset: BOOLEAN,
}

/** Refuses what is no requirement. Errors: GauntletError naming the field, also one that does not exist. */
export function checkRequirement(value: unknown, place: string): void {
  requireValue(value, place, OBJECT, 'definition')
  for (const [name, given] of Object.entries(value as Requirement)) {
    if (!Object.hasOwn(REQUIREMENT, name)) {
      throw ParameterError.unknownField(place, name, Object.keys(REQUIREMENT))
    }
    requireValue(given, `${place}.${name}`, optional(REQUIREMENT[name as keyof Requirement]), 'definition')
  }
}

/** The order in which a cell is decided; adapters are tried stage by stage, as few of them as will do. */
export type Stage = 'agents' | 'actions' | 'needs' | 'data'

/**
 * A named bridge from an environment to what an algorithm needs. It first says what the environment would
 * look like through it, then wraps the built environment. An adapted result is never shown as native.
 */
export interface AdapterDefinition {
  readonly kind: 'adapter'
  readonly id: string
  readonly version: number
  readonly stage: Stage
  /** What the adaptation costs, for the reader of a leaderboard. */
  readonly note: string
  /** The spec seen through the adapter, or undefined where it does not apply. Pure. */
  adapt(spec: EnvironmentSpec, requires: Requirement): EnvironmentSpec | undefined
  /**
   * An environment whose spec is what `adapt` said of that of the given one. Where the given one has `refresh`, so has it,
   * and it reads buffers anew only there.
   */
  wrap(environment: Environment, requires: Requirement): Environment
}

/** Checks an adapter and marks it as one. Errors: GauntletError naming the part that is missing or malformed. */
export function defineAdapter(adapter: Omit<AdapterDefinition, 'kind'>): AdapterDefinition {
  requireValue(adapter, 'defineAdapter', OBJECT, 'definition')
  checkIdentity('adapter', adapter.id, adapter.version)
  requireForm(adapter, adapter.id, {
    stage: oneOf(...STAGES),
    note: TEXT,
    adapt: FUNCTION,
    wrap: FUNCTION,
  })
  return {
    kind: 'adapter',
    ...adapter,
    wrap: (environment, requires) => wrapWhole(adapter, environment, requires),
  }
}

/** Wrapped, and so are the simulators of its snapshot face, unless the adapter brings its own. */
function wrapWhole(
  { wrap }: Pick<AdapterDefinition, 'wrap'>,
  environment: Environment,
  requires: Requirement,
): Environment {
  const wrapped = wrap(environment, requires)
  const { snapshot } = wrapped
  const beneath = environment.snapshot?.simulator
  const brings = snapshot?.simulator !== undefined && snapshot.simulator !== beneath
  if (snapshot === undefined || beneath === undefined || brings) return wrapped
  const simulator = (batch: number): Environment => wrapWhole({ wrap }, beneath(batch), requires)
  return wrapEnvironment(wrapped, { snapshot: { ...snapshot, simulator } })
}

export type Applicability =
  | { readonly kind: 'runs' }
  | { readonly kind: 'adapted'; readonly adapters: readonly AdapterDefinition[] }
  | { readonly kind: 'not-applicable'; readonly reason: string }

const STAGES: readonly Stage[] = ['agents', 'actions', 'needs', 'data']

/**
 * Decides a cell: runs, runs through the named adapters, or is not applicable because of the first thing
 * missing that no adapter repairs. Agents come before actions, actions before faces, faces before data.
 * Pure: the same arguments give the same answer, and nothing else decides.
 */
export function applicability(
  id: string,
  spec: EnvironmentSpec,
  requires: Requirement,
  adapters: readonly AdapterDefinition[] = [],
): Applicability {
  if (requires.environments !== undefined && !requires.environments.includes(id)) {
    return { kind: 'not-applicable', reason: `is made for ${requires.environments.join(', ')}` }
  }
  const used: AdapterDefinition[] = []
  let seen = spec
  for (const stage of STAGES) {
    const missing = missingAt(stage, seen, requires)
    if (missing === undefined) continue
    const repair = shortestRepair(stage, seen, requires, adapters)
    if (repair === undefined) {
      const lost = stage === 'data' && spec.faces.includes('dataset')
      const reason = lost ? `${missing}; ${used.map((one) => one.id).join(', ')} cannot pass it on` : missing
      return { kind: 'not-applicable', reason }
    }
    used.push(...repair.adapters)
    seen = repair.spec
  }
  return used.length === 0 ? { kind: 'runs' } : { kind: 'adapted', adapters: used }
}

interface Repair {
  readonly adapters: readonly AdapterDefinition[]
  readonly spec: EnvironmentSpec
}

/** The fewest adapters of the stage after which nothing is missing there; of those, the first by id. */
function shortestRepair(
  stage: Stage,
  spec: EnvironmentSpec,
  requires: Requirement,
  adapters: readonly AdapterDefinition[],
): Repair | undefined {
  const candidates = adapters
    .filter((adapter) => adapter.stage === stage)
    .toSorted((p, q) => (p.id < q.id ? -1 : 1))
  for (let count = 1; count <= candidates.length; count++) {
    const repair = repairWith(count, candidates, stage, spec, requires)
    if (repair !== undefined) return repair
  }
  return undefined
}

/** A repair by exactly `count` of the candidates, each used once at most. */
function repairWith(
  count: number,
  candidates: readonly AdapterDefinition[],
  stage: Stage,
  spec: EnvironmentSpec,
  requires: Requirement,
): Repair | undefined {
  if (count === 0) return missingAt(stage, spec, requires) === undefined ? { adapters: [], spec } : undefined
  for (const adapter of candidates) {
    const adapted = adapter.adapt(spec, requires)
    if (adapted === undefined) continue
    const others = candidates.filter((other) => other !== adapter)
    const rest = repairWith(count - 1, others, stage, adapted, requires)
    if (rest !== undefined) return { adapters: [adapter, ...rest.adapters], spec: rest.spec }
  }
  return undefined
}

/** The first thing that the stage lacks, as a reason; undefined where nothing is. */
function missingAt(stage: Stage, spec: EnvironmentSpec, requires: Requirement): string | undefined {
  switch (stage) {
    case 'agents':
      return missingAgents(spec, requires)
    case 'actions':
      return missingActions(spec, requires)
    case 'needs':
      return missingNeeds(spec, requires)
    case 'data':
      return requires.dataset === true && !spec.faces.includes('dataset') ? 'needs a dataset' : undefined
  }
}

function missingAgents(
  spec: EnvironmentSpec,
  { agents, sides = Infinity, opponent, population }: Requirement,
): string | undefined {
  if (spec.sides > sides) return `knows no opponent; the environment has ${spec.sides} sides`
  if (opponent === true && spec.sides === 1) return 'needs an opponent'
  if (population === true && spec.population === undefined) return 'needs a mean-field view'
  if (agents === 'one' && spec.agents > 1 && spec.agentsAsRows !== true)
    return `needs a single agent; the environment has ${spec.agents}`
  if (agents === 'joint' && spec.agents > spec.sides)
    return `decides for a side as one agent; the environment has ${spec.agents}`
  if (agents === 'team' && spec.agents <= spec.sides) return 'needs more than one agent on a side'
  return agents === 'several' && spec.agents === 1 ? 'needs more than one agent' : undefined
}

function missingActions(spec: EnvironmentSpec, requires: Requirement): string | undefined {
  const { actions, jointActions = Infinity, dependentFactors } = requires
  const { kind } = spec.action
  if (actions !== undefined && !actions.includes(kind))
    return `needs ${actions.join(' or ')} actions; the environment's are ${kind}`
  if (choicesOf(spec.action) > jointActions)
    return `weighs at most ${jointActions} actions; the environment has ${choicesOf(spec.action)}`
  if (dependentFactors === false && spec.faces.includes('maskAfter'))
    return "draws factors independently; what the environment's allow depends on those before"
  return undefined
}

/** How many actions there are to choose from; 0 where they are no choices, or only an oracle knows. */
function choicesOf(action: ActionSpace): number {
  if (action.kind === 'discrete') return action.n
  return action.kind === 'multi-discrete' ? product(action.counts) : 0
}

function missingNeeds(spec: EnvironmentSpec, requires: Requirement): string | undefined {
  const { protocol, faces = [], expert, rewards, history = 1 } = requires
  if (protocol !== undefined && protocol !== spec.protocol) {
    return `needs the ${protocol} protocol; the environment's is ${spec.protocol}`
  }
  const reason = missingRewards(spec, requires)
  if (reason !== undefined) return reason
  if (requires.oneStep === true && !isOneStep(spec)) return 'needs a task of one step, met again and again'
  if (requires.repeated === true && spec.repeats === undefined)
    return 'needs a task that is met several times in an episode'
  if (history > (spec.history ?? 1)) return `needs the last ${history} observations together`
  if (requires.state === true && spec.state === undefined) return 'needs a central state'
  if (requires.finiteHorizon === true && spec.horizon === Infinity) return 'needs a finite horizon'
  if (requires.masks === false && spec.masked) return 'heeds no action mask; the environment has one'
  if (requires.delayed === false && spec.delayed !== undefined)
    return "takes rewards for the last action's; here they come later"
  if (requires.activity === false && spec.activity) return 'credits no agent that waits; here they wait'
  const range = spec.delayed ?? spec.rewardRange
  if (rewards !== undefined && (range[0] < rewards[0] || range[1] > rewards[1])) {
    return `needs rewards in [${rewards.join(', ')}]; the environment's are in [${range.join(', ')}]`
  }
  if (requires.graph === true && spec.graph?.actions === undefined)
    return 'needs a graph that the actions belong to'
  if (requires.planes === true && !showsPlanes(spec)) return 'needs an observation of planes along a grid'
  const face = faces.find((name) => !spec.faces.includes(name))
  if (face !== undefined) return `needs the ${face} face`
  if (expert !== undefined && !(spec.experts ?? []).some(({ name }) => name === expert)) {
    return `needs the scripted policy ${expert}`
  }
  return undefined
}

function showsPlanes({ observation: { layout } }: EnvironmentSpec): boolean {
  return layout.length === 1 && layout[0].axis === 'grid' && layout[0].shape.length === 3
}

function missingRewards(spec: EnvironmentSpec, requires: Requirement): string | undefined {
  const { objectives = Infinity, vector, constraints, outcome } = requires
  if (spec.objectives > objectives)
    return `needs a scalar reward; the environment has ${spec.objectives} objectives`
  if (vector === true && spec.objectives === 1) return 'needs several objectives; the reward is scalar'
  if (constraints === true && spec.constraints.length === 0) return 'needs costs of constraints'
  return outcome === true && spec.outcome !== true ? 'needs episodes that succeed or fail' : undefined
}

/** Whether each step is a task by itself: so it was declared, or nothing says that an online task goes on. */
function isOneStep({ oneStep, protocol, repeats, carriesOver }: EnvironmentSpec): boolean {
  return oneStep === true || (protocol === 'online' && repeats === undefined && carriesOver !== true)
}
