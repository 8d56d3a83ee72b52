/** One perceptron on all that is observed: `DataDrivenNetwork`. */
import type { Stream } from '@gauntlet/core'
import { Mlp, type MlpTrace } from '../dense/mlp.ts'
import type { Arena, FloatArray } from '../dense/operations.ts'
import type { FlowGraph } from './flow-graph.ts'
import type { PolicyNetwork } from './policy-network.ts'
import { ProportionalOrders } from './proportional-orders.ts'

export interface DataDrivenTrace {
  readonly mlp: MlpTrace
  readonly outputGradient: FloatArray
  /** [rows, width]: with respect to stock by way of what can be shipped. */
  readonly stockGradient: FloatArray
  observations: FloatArray
  rows: number
}

/**
 * A perceptron on stock, past demand and whatever else is observed; its outputs, which are at least 0 and begin at 1 or
 * so, are wanted along the edges, and shared out in proportion where stock runs short.
 *
 * Source: Alvo et al. 2023, section 6 (real data); Neural_inventory_control, `DataDrivenNet` (relu, bias 1).
 */
export class DataDrivenNetwork implements PolicyNetwork<DataDrivenTrace> {
  readonly parts: readonly [Mlp]
  private readonly graph: FlowGraph
  private readonly arena: Arena
  private readonly mlp: Mlp
  private readonly orders: ProportionalOrders

  constructor(graph: FlowGraph, hidden: readonly number[], holds: boolean, arena: Arena, stream: Stream) {
    this.graph = graph
    this.arena = arena
    this.mlp = new Mlp(
      {
        inputs: graph.width,
        hidden,
        outputs: graph.edges.length,
        hiddenActivation: 'elu',
        outputActivation: 'relu',
        outputBias: 1,
      },
      arena,
      stream,
    )
    this.orders = new ProportionalOrders(
      graph,
      graph.edges.map(({ source, target }, order) => ({ source, target, order })),
      holds,
    )
    this.parts = [this.mlp]
  }

  trace(rows: number): DataDrivenTrace {
    const { arena, graph, mlp } = this
    return {
      mlp: mlp.trace(rows),
      outputGradient: arena.floats(rows * graph.edges.length),
      stockGradient: arena.floats(rows * graph.width),
      observations: arena.floats(0),
      rows: 0,
    }
  }

  forward(observations: FloatArray, rows: number, trace: DataDrivenTrace, actions: FloatArray): void {
    trace.observations = observations
    trace.rows = rows
    this.orders.forward(observations, rows, this.mlp.forward(observations, rows, trace.mlp), actions)
  }

  backward(trace: DataDrivenTrace, actions: FloatArray, observations: FloatArray): void {
    const { rows, mlp, outputGradient, stockGradient } = trace
    const wanted = mlp.layers[mlp.layers.length - 1]
    stockGradient.fill(0)
    this.orders.backward(trace.observations, rows, wanted, actions, outputGradient, stockGradient)
    this.mlp.backward(mlp, outputGradient, observations)
    for (let k = 0; k < stockGradient.length; k++) observations[k] += stockGradient[k]
  }

  clearGradient(): void {
    this.mlp.clearGradient()
  }

  changed(): void {
    this.mlp.changed()
  }
}
