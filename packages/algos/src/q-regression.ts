/** Q-values of discrete choices, learnt from replayed transitions: `QRegression`; `anyLegal`, `crosses`. */
import type { Part, Stream } from '@gauntlet/core'
import { type Archive, named } from './archive.ts'
import type { MlpArchitecture, Network, NetworkBackend } from './networks/network.ts'
import { adam } from './optimisers/adam.ts'
import { type Optimiser, jointNorm } from './optimisers/optimiser.ts'
import { ReplayBuffer } from './replay-buffer.ts'
import type { Averages } from './trainers/averages.ts'

/** A network, the copy of it that values what comes next, and the transitions that both learn from. */
export class QRegression {
  static readonly target: Part = {
    id: 'q-target',
    slot: 'estimator',
    reads: ['transitions'],
    adds: ['targets'],
    needs: {},
  }
  static readonly objective: Part = {
    id: 'q-regression',
    slot: 'objective',
    reads: ['targets'],
    adds: ['loss'],
    needs: {},
  }
  readonly network: Network
  readonly buffer: ReplayBuffer
  private readonly target: Network
  private readonly optimiser: Optimiser

  /** `stream` is called twice: network and target begin as the same. */
  constructor(
    backend: NetworkBackend,
    architecture: MlpArchitecture,
    bufferSize: number,
    stream: () => Stream,
  ) {
    this.network = backend.mlp(architecture, stream())
    this.target = backend.mlp(architecture, stream())
    this.optimiser = adam([this.network.parameters.length], { epsilon: 1e-8 })
    this.buffer = new ReplayBuffer(bufferSize, architecture.inputs, architecture.outputs)
  }

  /**
   * One step down mean (Q(s, a) - y)², y = r + γ (1 - terminated) max Q̄(s', a') over legal a'; `discountAt` gives γ by the
   * place of the transition.
   */
  update(
    batchSize: number,
    learningRate: number,
    discountAt: (place: number) => number,
    stream: Stream,
    averages: Averages,
  ): void {
    const { network, target, buffer, optimiser } = this
    const n = network.outputs
    const places = buffer.sample(batchSize, stream)
    const nextQ = target.predict(rowsAt(buffer.nextObservations, places, network.inputs), batchSize)
    const q = network.forward(rowsAt(buffer.observations, places, network.inputs), batchSize)
    const gradient = new Float32Array(q.length)
    let loss = 0
    let values = 0
    places.forEach((place, i) => {
      const best = greatestAt(nextQ, i * n, buffer.nextMasks, place * n, n)
      const y = buffer.rewards[place] + (buffer.terminated[place] === 1 ? 0 : discountAt(place) * best)
      const taken = i * n + buffer.actions[place]
      const error = q[taken] - y
      loss += error * error
      values += q[taken]
      gradient[taken] = (2 * error) / batchSize
    })
    network.backward(gradient)
    averages.add('value_loss', loss / batchSize)
    averages.add('q_value', values / batchSize)
    averages.add('gradient_norm', jointNorm([network]))
    optimiser.step(0, network, learningRate)
    optimiser.advance()
    network.changed()
  }

  copyTarget(): void {
    this.target.parameters.set(this.network.parameters)
    this.target.changed()
  }

  /** Everything that it holds, to be read and written in place; whoever writes here calls `changed`. */
  get state(): Archive {
    return {
      parameters: this.network.parameters,
      target: this.target.parameters,
      ...named('optimiser', this.optimiser.state),
      ...named('buffer', this.buffer.state),
    }
  }

  changed(): void {
    this.network.changed()
    this.target.changed()
  }

  dispose(): void {
    this.network.dispose()
    this.target.dispose()
  }
}

/** Whether a multiple of `every` lies in (from, to]. */
export function crosses(from: number, to: number, every: number): boolean {
  return Math.floor(to / every) > Math.floor(from / every)
}

/** Any of the `n` choices that the mask leaves. */
export function anyLegal(mask: Uint8Array | undefined, from: number, n: number, stream: Stream): number {
  if (mask === undefined) return stream.integer(n)
  let legal = 0
  for (let k = 0; k < n; k++) legal += mask[from + k]
  let skip = stream.integer(legal)
  for (let k = 0; k < n; k++) if (mask[from + k] === 1 && skip-- === 0) return k
  return 0
}

/** The greatest of `n` values that the mask leaves. */
function greatestAt(
  values: Float32Array,
  from: number,
  mask: Uint8Array,
  maskFrom: number,
  n: number,
): number {
  let best = -Infinity
  for (let k = 0; k < n; k++) if (mask[maskFrom + k] === 1 && values[from + k] > best) best = values[from + k]
  return best
}

function rowsAt(rows: Float32Array, places: Int32Array, width: number): Float32Array {
  const gathered = new Float32Array(places.length * width)
  places.forEach((place, i) => gathered.set(rows.subarray(place * width, (place + 1) * width), i * width))
  return gathered
}
