/**
 * Plain views of a single world for newcomers: `gymView` as Gymnasium's users know it, `parallelView` as
 * PettingZoo's. They allocate, and they do not reset by themselves.
 */
import type { Environment } from './environment.ts'
import { GauntletError } from './errors.ts'
import { OBJECT, requireForm, requireValue } from './form.ts'
import { Seed } from './random/seed.ts'
import { writeAction, writeAnyLegal } from './single-actions.ts'
import { type ActionSpace, allocateActions, maskWidth, product } from './spaces.ts'

/** What an agent is told beside its reward. */
export interface StepInfo {
  /** Legal choices, where the environment is masked. */
  readonly actionMask?: Uint8Array
  /** Totals of the episode, once it has ended. */
  readonly episode?: {
    readonly return: number
    readonly length: number
    readonly metrics: Readonly<Record<string, number>>
  }
}

export interface GymStep {
  readonly observation: Float32Array
  readonly reward: number
  readonly terminated: boolean
  readonly truncated: boolean
  readonly info: StepInfo
}

/** One agent in one world, after Gymnasium's `Env`. */
export interface GymView {
  readonly observationShape: readonly number[]
  readonly actionSpace: ActionSpace
  /** Without a seed, the next episode of the last one; the first time, of seed 0. */
  reset(options?: { readonly seed?: number }): { readonly observation: Float32Array; readonly info: StepInfo }
  /** Errors: GauntletError after the episode's end, until the next `reset`. */
  step(action: number | ArrayLike<number>): GymStep
  render(): string
}

/** Agents by name (`agent_0`, …), after PettingZoo's `ParallelEnv`. `agents` holds those still in the episode. */
export interface ParallelView {
  readonly possibleAgents: readonly string[]
  readonly agents: readonly string[]
  readonly observationShape: readonly number[]
  readonly actionSpace: ActionSpace
  reset(options?: { readonly seed?: number }): {
    readonly observations: Record<string, Float32Array>
    readonly infos: Record<string, StepInfo>
  }
  /** Errors: GauntletError where a live agent's action is missing, or nobody is left. */
  step(actions: Readonly<Record<string, number | ArrayLike<number>>>): {
    readonly observations: Record<string, Float32Array>
    readonly rewards: Record<string, number>
    readonly terminations: Record<string, boolean>
    readonly truncations: Record<string, boolean>
    readonly infos: Record<string, StepInfo>
  }
  render(): string
}

/** Errors: GauntletError where the environment has more than one world or agent. */
export function gymView(environment: Environment): GymView {
  requireForm(environment, 'environment', { spec: OBJECT }, 'view')
  if (environment.spec.agents !== 1) {
    throw new GauntletError(
      'view',
      `gymView needs one agent, got ${environment.spec.agents}; use parallelView`,
    )
  }
  const view = parallelView(environment)
  const name = 'agent_0'
  return {
    observationShape: view.observationShape,
    actionSpace: view.actionSpace,
    reset(options) {
      const { observations, infos } = view.reset(options)
      return { observation: observations[name], info: infos[name] }
    },
    step(action) {
      const { observations, rewards, terminations, truncations, infos } = view.step({ [name]: action })
      return {
        observation: observations[name],
        reward: rewards[name],
        terminated: terminations[name],
        truncated: truncations[name],
        info: infos[name],
      }
    },
    render: () => view.render(),
  }
}

/** Errors: GauntletError where the environment has more than one world or objective. */
export function parallelView(environment: Environment): ParallelView {
  requireForm(environment, 'environment', { spec: OBJECT }, 'view')
  const { spec } = environment
  if (environment.batch !== 1)
    throw new GauntletError('view', `a plain view needs one world, got ${environment.batch}`)
  if (spec.objectives !== 1)
    throw new GauntletError('view', `a plain view needs one objective, got ${spec.objectives}`)
  const names = Array.from({ length: spec.agents }, (_, a) => `agent_${a}`)
  const buffer = allocateActions(spec.action, spec.agents)
  let alive: string[] = []
  let seed = Seed.from(0)
  let episode = -1

  const observationOf = (a: number, ended: boolean): Float32Array => {
    const size = product(spec.observation.shape)
    return (ended ? environment.finalObservations : environment.observations).slice(a * size, (a + 1) * size)
  }
  const infoOf = (a: number, ended: boolean): StepInfo => {
    const size = maskWidth(spec.action)
    const mask = ended ? environment.finalActionMask : environment.actionMask
    return {
      ...(mask !== undefined && { actionMask: mask.slice(a * size, (a + 1) * size) }),
      ...(ended && {
        episode: {
          return: environment.returns[a],
          length: environment.lengths[0],
          metrics: metricsOf(environment),
        },
      }),
    }
  }
  const collect = <T>(agents: readonly string[], value: (a: number) => T): Record<string, T> =>
    Object.fromEntries(agents.map((name) => [name, value(names.indexOf(name))]))
  return {
    possibleAgents: names,
    get agents() {
      return alive
    },
    observationShape: spec.observation.shape,
    actionSpace: spec.action,
    reset(options = {}) {
      requireValue(options, 'reset: options', OBJECT, 'view')
      if (options.seed !== undefined) seed = Seed.from(options.seed)
      episode = options.seed === undefined ? episode + 1 : 0
      const first = episode
      environment.reset(seed, (w, k) => ({
        key: seed
          .fold('env')
          .fold(w)
          .fold(first + k),
      }))
      alive = [...names]
      return {
        observations: collect(alive, (a) => observationOf(a, false)),
        infos: collect(alive, (a) => infoOf(a, false)),
      }
    },
    step(actions) {
      requireValue(actions, 'step: actions', OBJECT, 'view')
      if (alive.length === 0) throw new GauntletError('order', 'the episode has ended; call reset first')
      names.forEach((name, a) => {
        if (alive.includes(name)) writeAction(environment, a, actions[name], buffer)
        else writeAnyLegal(environment, a, buffer)
      })
      environment.step(buffer)
      const ended = environment.ended[0] === 1
      const stepped = alive
      alive = stepped.filter((_, k) => {
        const a = names.indexOf(stepped[k])
        return environment.terminated[a] === 0 && environment.truncated[a] === 0
      })
      return {
        observations: collect(stepped, (a) => observationOf(a, ended)),
        rewards: collect(stepped, (a) => environment.rewards[a]),
        terminations: collect(stepped, (a) => environment.terminated[a] === 1),
        truncations: collect(stepped, (a) => environment.truncated[a] === 1),
        infos: collect(stepped, (a) => infoOf(a, ended)),
      }
    },
    render: () => environment.renderText(0),
  }
}

function metricsOf(environment: Environment): Record<string, number> {
  return Object.fromEntries(environment.spec.metrics.map(({ name }, k) => [name, environment.metrics[k]]))
}
