/** An environment whose actions are written in another way, row by row: `recoded`, `Recoding`. */
import {
  type ActionArray,
  type Buffers,
  type DatasetFace,
  type Environment,
  type EnvironmentSpec,
  actionWidth,
  allocateActions,
  maskWidth,
} from '@gauntlet/core'
import { adapted, expertsThrough, onlyFaces } from './adapted.ts'

/** How actions that are seen and those of the environment beneath stand for each other. */
export interface Recoding {
  readonly spec: EnvironmentSpec
  /** Writes what all seen actions [batch, agents, …] are beneath. */
  decode(actions: ActionArray, own: ActionArray): void
  /** Writes the seen actions nearest to `rows` rows of actions beneath. */
  encode(own: ActionArray, actions: ActionArray, rows: number): void
  /** Writes the masks of rows `from … to - 1`, [rows, maskWidth], of worlds as they stand, or as they ended. */
  mask?(mask: Uint8Array, from: number, to: number, final: boolean): void
}

/**
 * The spec of a recoding: nothing changes but the actions. Faces that speak of actions are left out, but for experts
 * and datasets, whose actions are recoded.
 */
export function recodedSpec(
  spec: EnvironmentSpec,
  { action, masked }: Pick<EnvironmentSpec, 'action' | 'masked'>,
): EnvironmentSpec {
  const { graph, ...rest } = onlyFaces(spec, [
    'snapshot',
    'instance',
    'expert',
    'dataset',
    'meanField',
    'armModel',
  ])
  const elements = actionWidth(action) === actionWidth(spec.action)
  const kept = graph && { graph: elements ? graph : { nodes: graph.nodes, edges: graph.edges } }
  return { ...rest, ...kept, action, masked }
}

export function recoded(environment: Environment, { spec, decode, encode, mask }: Recoding): Environment {
  const { batch, ended } = environment
  const { agents } = spec
  const own = allocateActions(environment.spec.action, batch * agents)
  const masks = spec.masked
    ? ownMasks(environment, spec)
    : { actionMask: undefined, finalActionMask: undefined }
  return adapted(environment, {
    spec,
    buffers: masks,
    faces: {
      ...expertsThrough(environment, encode),
      ...(environment.dataset && { dataset: recodedDataset(environment.dataset, environment.spec, encode) }),
    },
    act(actions) {
      decode(actions, own)
      environment.step(own)
    },
    follow(from, to) {
      if (mask === undefined || masks.actionMask === undefined) return
      mask(masks.actionMask, from * agents, to * agents, false)
      for (let w = from; w < to; w++) {
        if (ended[w] === 1) mask(masks.finalActionMask!, w * agents, (w + 1) * agents, true)
      }
    },
  })
}

function ownMasks(
  { batch }: Environment,
  { action, agents }: EnvironmentSpec,
): Pick<Buffers, 'actionMask' | 'finalActionMask'> {
  const length = batch * agents * maskWidth(action)
  return { actionMask: new Uint8Array(length), finalActionMask: new Uint8Array(length) }
}

/** Masks are left out: those that were logged are of other actions. */
function recodedDataset(
  dataset: DatasetFace,
  { action }: EnvironmentSpec,
  encode: Recoding['encode'],
): DatasetFace {
  const { size, keeps = [] } = dataset
  return {
    size,
    keeps: keeps.filter((column) => column === 'truncated'),
    read(from, count, columns) {
      const { observations, rewards, nextObservations, terminated, propensities, truncated } = columns
      const own = allocateActions(action, count)
      const beneath = { observations, actions: own, rewards, nextObservations, terminated, propensities }
      dataset.read(from, count, { ...beneath, ...(truncated && { truncated }) })
      encode(own, columns.actions, count)
    },
  }
}
