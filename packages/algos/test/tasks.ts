/**
 * Tasks so small that what is best in every state is known: `Task`, `makeTask`, `greedyActions`; `corridor`, `doors`,
 * `pair`, `arms`, `targets`, `cycle`.
 */
import {
  type ActionArray,
  type ActionSpace,
  type Environment,
  type EnvironmentSpec,
  type Policy,
  Seed,
  type Stream,
  allocateActions,
  box,
  createEnvironment,
  discrete,
  flatArray,
} from '@gauntlet/core'

/** Every agent stands in a state of its own, which it observes one-hot. */
export interface Task {
  readonly states: number
  readonly action: ActionSpace
  readonly horizon: number
  readonly horizonEnd?: 'terminated'
  readonly protocol?: 'online'
  readonly agents?: number
  start(agent: number, stream: Stream): number
  /** What an action pays, and the state that it leads to; `undefined` where the agent's episode is over. */
  move(state: number, action: number): readonly [reward: number, next: number | undefined]
  /** What an action of an agent pays whose episode is over; 0 where absent. */
  late?(action: number): number
  /** Whether a choice is legal, where some are not. */
  legal?(state: number, choice: number): boolean
  /** The best action of every state. */
  readonly best: readonly number[]
}

/** To go on four times, by choice s mod 2 in state s, pays 1 at the end; to give up pays 0.1 at once. */
export const corridor: Task = {
  states: 4,
  action: discrete(2),
  horizon: 8,
  start: () => 0,
  move(state, action) {
    if (action !== state % 2) return [0.1, undefined]
    return state === 3 ? [1, undefined] : [0, state + 1]
  },
  best: [0, 1, 0, 1],
}

/**
 * In state 0 choice 0 pays 0.5, and choice 1 leads to state 1, where only choice 0 is legal, which pays 0.1. Choice 1 is
 * worth 2 in other states: whoever deems it legal in state 1 goes there.
 */
export const doors: Task = {
  states: 5,
  action: discrete(3),
  horizon: 4,
  start: (_agent, stream) => [0, 2, 3, 4][stream.integer(4)],
  move: (state, choice) =>
    state === 0 && choice === 1 ? [0, 1] : [DOORS[state][choice] ?? -Infinity, undefined],
  legal: (state, choice) => DOORS[state][choice] !== undefined,
  best: [0, 0, 1, 1, 2],
}
const DOORS = [
  [0.5, 0, undefined],
  [0.1, undefined, undefined],
  [1, 2, undefined],
  [undefined, 2, 1],
  [0, undefined, 1],
]

/**
 * Agent 0 stands in state 4 and makes one move, whose lesser evil is choice 1; agent 1 walks the corridor. As long as it
 * does, choice 0 pays agent 0, from which nothing is to be learnt.
 */
export const pair: Task = {
  ...corridor,
  states: 5,
  agents: 2,
  start: (agent) => (agent === 0 ? 4 : 0),
  move: (state, action) =>
    state === 4 ? [action === 1 ? -0.2 : -1, undefined] : corridor.move(state, action),
  late: (action) => (action === 0 ? 1 : 0),
  best: [0, 1, 0, 1, 1],
}

/** What pays best at once is not what leads on to the best: choice 1 in state 0 would skip state 1. */
export const arms: Task = {
  states: 3,
  action: discrete(2),
  horizon: 30,
  protocol: 'online',
  start: (_agent, stream) => stream.integer(3),
  move: (state, action) => {
    if (state === 0) return action === 0 ? [0.3, 1] : [0, 2]
    return state === 1 ? [action === 1 ? 0.1 : 0, 2] : [action === 0 ? 2 : 0, 0]
  },
  best: [0, 1, 0],
}

/** Behind one of three doors there is 1, behind the others nothing. */
export const outcomes: Task = {
  states: 3,
  action: discrete(3),
  horizon: 1,
  horizonEnd: 'terminated',
  start: (_agent, stream) => stream.integer(3),
  move: (state, choice) => [choice === outcomes.best[state] ? 1 : 0, undefined],
  best: [1, 0, 2],
}

/** A number is to be met. */
export const targets: Task = {
  states: 2,
  action: box([1], -3, 3),
  horizon: 1,
  horizonEnd: 'terminated',
  start: (_agent, stream) => stream.integer(2),
  move: (state, action) => [-((action - targets.best[state]) ** 2), undefined],
  best: [-1, 0.5],
}

/** Round and round for a wage of 1. Whoever is cut off after five steps stands where it began. */
export const cycle: Task = {
  states: 5,
  action: discrete(2),
  horizon: 5,
  start: () => 0,
  move: (state) => [1, (state + 1) % 5],
  best: [],
}

export function makeTask(task: Task, batch: number): Environment {
  const { states, move, legal, late = () => 0 } = task
  const spec = describeTask(task)
  return createEnvironment('test/task', spec, batch, (buffers) => {
    const { agents } = spec
    const { rewards, terminated, observations, actionMask } = buffers
    const at = new Int32Array(batch * agents)
    return {
      faces: { postDecision: { observe: (actions, out) => foresee(task, at, actions, out) } },
      rules: {
        start(w, { key }) {
          const stream = key.stream()
          for (let a = 0; a < agents; a++) at[w * agents + a] = task.start(a, stream)
        },
        step(actions) {
          for (let i = 0; i < at.length; i++) {
            const over = terminated[i] === 1
            const [reward, next] = over ? [late(actions[i]), at[i]] : move(at[i], actions[i])
            rewards[i] = reward
            if (next === undefined) terminated[i] = 1
            else at[i] = next
          }
        },
        observe(from, to) {
          for (let i = from * agents; i < to * agents; i++) {
            for (let s = 0; s < states; s++) observations[i * states + s] = s === at[i] ? 1 : 0
            if (actionMask === undefined || legal === undefined) continue
            const n = actionMask.length / at.length
            for (let k = 0; k < n; k++) actionMask[i * n + k] = legal(at[i], k) ? 1 : 0
          }
        },
        measure(w, metrics, offset) {
          metrics[offset] = buffers.returns[w * agents]
        },
        renderText: (w) => `state ${at[w * agents]}`,
        renderSvg: () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
      },
    }
  })
}

/** Nothing here is left to chance: what a decision leads to is the next state, or nothing where it is the last. */
function foresee({ states, move }: Task, at: Int32Array, actions: ActionArray, out: Float32Array): void {
  out.fill(0)
  for (let i = 0; i < at.length; i++) {
    const [, next] = move(at[i], actions[i])
    if (next !== undefined) out[i * states + next] = 1
  }
}

function describeTask({ states, action, agents = 1, ...rest }: Task): EnvironmentSpec {
  const { horizon, horizonEnd, protocol = 'episodic', legal } = rest
  return {
    agents,
    observation: flatArray('state', states, 0, 1),
    postDecision: flatArray('next state', states, 0, 1),
    action,
    masked: legal !== undefined,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    ...(horizonEnd && { horizonEnd }),
    protocol,
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [-Infinity, Infinity],
    metrics: [{ name: 'return', unit: '', direction: 'maximise', description: 'Return of agent 0' }],
    score: 'return',
    faces: ['postDecision'],
    missingFaces: { snapshot: 'a test', instance: 'a test', expert: 'a test' },
    engine: 'own',
  }
}

/** What a policy does in every state. */
export function greedyActions(policy: Policy, task: Task): number[] {
  let state = 0
  const environment = makeTask({ ...task, agents: 1, start: () => state++ }, task.states)
  environment.reset(Seed.from(0))
  const actions = allocateActions(task.action, task.states)
  policy.begin(environment, Seed.from(0))
  policy.act(environment, actions, 'greedy')
  return [...actions]
}
