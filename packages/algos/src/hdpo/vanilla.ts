/** One perceptron for the whole network: `VanillaNetwork`. */
import type { Stream } from '@gauntlet/core'
import { Mlp, type MlpTrace } from '../dense/mlp.ts'
import type { Arena, FloatArray } from '../dense/operations.ts'
import type { FlowGraph } from './flow-graph.ts'
import { multiply } from './multiply.ts'
import type { NetworkChoice } from './networks.ts'
import { OrderHeads } from './order-heads.ts'
import type { PolicyNetwork } from './policy-network.ts'

export interface VanillaTrace {
  readonly mlp: MlpTrace
  /** [rows, stock]: the inputs; and the derivatives with respect to them. */
  readonly stock: FloatArray
  readonly stockGradient: FloatArray
  /** [rows, edges] */
  readonly shares: FloatArray
  readonly outputs: FloatArray
  observations: FloatArray
  rows: number
}

/**
 * A perceptron with ELU on all stock at once, and heads that keep its orders feasible. Where stores order from outside,
 * order = softplus(y + 1) × `unit`; stock is counted in these units too.
 *
 * Source: Alvo et al. 2023, section 4, the vanilla HDPO network; Neural_inventory_control, `VanillaOneStore`,
 * `VanillaSerial` (its input is not detached here), `VanillaWarehouse`.
 */
export class VanillaNetwork implements PolicyNetwork<VanillaTrace> {
  readonly parts: readonly [Mlp]
  private readonly graph: FlowGraph
  private readonly arena: Arena
  private readonly mlp: Mlp
  private readonly heads: OrderHeads | undefined
  private readonly unit: number

  constructor(
    graph: FlowGraph,
    { hidden, holds, unit }: Omit<NetworkChoice, 'network'>,
    arena: Arena,
    stream: Stream,
  ) {
    const outside = graph.nodes.every(({ sells }) => sells)
    this.graph = graph
    this.arena = arena
    this.unit = unit
    this.heads = outside ? undefined : new OrderHeads(graph, holds)
    this.mlp = new Mlp(
      {
        inputs: graph.stockWidth,
        hidden,
        outputs: graph.edges.length,
        hiddenActivation: 'elu',
        outputActivation: outside ? 'softplus' : 'none',
      },
      arena,
      stream,
    )
    if (outside) {
      const { parameters } = this.mlp
      for (let k = parameters.length - graph.edges.length; k < parameters.length; k++) parameters[k] += 1
      this.mlp.changed()
    }
    this.parts = [this.mlp]
  }

  trace(rows: number): VanillaTrace {
    const { arena, graph, mlp } = this
    const each = (numbers: number): FloatArray => arena.floats(rows * numbers)
    return {
      mlp: mlp.trace(rows),
      stock: each(graph.stockWidth),
      stockGradient: each(graph.stockWidth),
      shares: each(graph.edges.length),
      outputs: each(graph.edges.length),
      observations: each(0),
      rows: 0,
    }
  }

  forward(observations: FloatArray, rows: number, trace: VanillaTrace, actions: FloatArray): void {
    const { unit, heads } = this
    const { stockWidth, width, edges } = this.graph
    trace.observations = observations
    trace.rows = rows
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < stockWidth; k++)
        trace.stock[i * stockWidth + k] = observations[i * width + k] / unit
    }
    const outputs = this.mlp.forward(trace.stock, rows, trace.mlp)
    if (heads === undefined) multiply(unit, outputs, actions, rows * edges.length)
    else heads.forward(observations, rows, outputs, trace.shares, actions)
  }

  backward(trace: VanillaTrace, actions: FloatArray, observations: FloatArray): void {
    const { unit, heads } = this
    const { stockWidth, width, edges } = this.graph
    const { rows, stockGradient } = trace
    observations.fill(0)
    if (heads === undefined) multiply(unit, actions, trace.outputs, rows * edges.length)
    else heads.backward(trace.observations, rows, trace.shares, actions, trace.outputs, observations)
    this.mlp.backward(trace.mlp, trace.outputs, stockGradient)
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < stockWidth; k++) {
        observations[i * width + k] += stockGradient[i * stockWidth + k] / unit
      }
    }
  }

  clearGradient(): void {
    this.mlp.clearGradient()
  }

  changed(): void {
    this.mlp.changed()
  }
}
