/** An environment of which every agent's action is shared out among several agents: `parted`, `partedSpec`, `Parting`. */
import {
  type ActionArray,
  type Environment,
  type EnvironmentSpec,
  allocateActions,
  allocateBuffers,
  product,
} from '@gauntlet/core'
import { adapted, expertsThrough, onlyFaces } from './adapted.ts'
import { repeat } from './repeat.ts'

/** How an action beneath, of row i, and those of its parts, of rows i · parts + p, stand for each other. */
export interface Parting {
  readonly spec: EnvironmentSpec
  join(actions: ActionArray, own: ActionArray): void
  part(own: ActionArray, actions: ActionArray, rows: number): void
  /** Writes the masks of the parts of rows `from … to - 1` beneath from theirs. */
  mask?(own: Uint8Array | undefined, mask: Uint8Array, from: number, to: number): void
}

/**
 * The spec of agents that decide a part of an action each, and are paid what it is paid. Each sees all that the whole
 * agent sees, and after it a block `part` [parts], 1 for its own. Where there was one agent, the central state is what it saw.
 */
export function partedSpec(
  spec: EnvironmentSpec,
  parts: number,
  { action, masked }: Pick<EnvironmentSpec, 'action' | 'masked'>,
): EnvironmentSpec {
  const { observation, agents } = spec
  const size = product(observation.shape)
  const { graph, ...rest } = onlyFaces(spec, ['snapshot', 'instance', 'expert', 'armModel'])
  const own = { name: 'part', offset: size, shape: [parts], axis: 'flat', kind: 'real' } as const
  return {
    ...rest,
    ...(graph && { graph: { nodes: graph.nodes, edges: graph.edges } }),
    agents: agents * parts,
    observation: {
      shape: [size + parts],
      low: Math.min(observation.low, 0),
      high: Math.max(observation.high, 1),
      layout: [...observation.layout, own],
    },
    ...(agents === 1 && { state: observation }),
    action,
    masked,
    rewardStructure: agents === 1 ? 'common' : spec.rewardStructure,
  }
}

export function parted(environment: Environment, { spec, join, part, mask }: Parting): Environment {
  const { batch, observations, finalObservations, ended, lengths, metrics, costs } = environment
  const { agents, objectives } = environment.spec
  const parts = spec.agents / agents
  const own = allocateActions(environment.spec.action, batch * agents)
  const size = product(environment.spec.observation.shape)
  const central =
    agents === 1
      ? { state: observations, finalState: finalObservations }
      : { state: environment.state, finalState: environment.finalState }
  const buffers = { ...allocateBuffers(spec, batch), ...central, ended, lengths, metrics, costs }
  const show = (from: Float32Array, to: Float32Array, i: number): void => {
    for (let p = 0; p < parts; p++) {
      const place = (i * parts + p) * (size + parts)
      for (let k = 0; k < size; k++) to[place + k] = from[i * size + k]
      for (let q = 0; q < parts; q++) to[place + size + q] = q === p ? 1 : 0
    }
  }
  return adapted(environment, {
    spec,
    buffers,
    faces: expertsThrough(environment, part),
    act(actions) {
      join(actions, own)
      environment.step(own)
    },
    follow(from, to) {
      const [first, end] = [from * agents, to * agents]
      repeat(environment.rewards, buffers.rewards, objectives, parts, first, end)
      repeat(environment.terminated, buffers.terminated, 1, parts, first, end)
      repeat(environment.truncated, buffers.truncated, 1, parts, first, end)
      if (buffers.active !== undefined) repeat(environment.active!, buffers.active, 1, parts, first, end)
      if (buffers.actionMask !== undefined) mask?.(environment.actionMask, buffers.actionMask, first, end)
      for (let i = first; i < end; i++) {
        show(observations, buffers.observations, i)
        if (ended[Math.floor(i / agents)] === 0) continue
        show(finalObservations, buffers.finalObservations, i)
        repeat(environment.returns, buffers.returns, objectives, parts, i, i + 1)
        if (buffers.finalActionMask !== undefined)
          mask?.(environment.finalActionMask, buffers.finalActionMask, i, i + 1)
      }
    },
  })
}
