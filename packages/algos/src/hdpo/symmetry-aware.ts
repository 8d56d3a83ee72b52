/** Stores that share parameters and a context: `SymmetryAwareNetwork`. */
import type { Stream } from '@gauntlet/core'
import { Mlp, type MlpTrace } from '../dense/mlp.ts'
import type { Arena, FloatArray } from '../dense/operations.ts'
import type { FlowEdge, FlowGraph } from './flow-graph.ts'
import type { PolicyNetwork } from './policy-network.ts'
import { ProportionalOrders } from './proportional-orders.ts'

/** Units of the context, and of the layer before it. */
const CONTEXT = 256

/** Edges whose orders one perceptron decides, and how long its inputs are beside the context. */
interface Kind {
  readonly edges: readonly number[]
  /** By edge: where what is seen of it lies in an observation. */
  readonly places: readonly (readonly number[])[]
  readonly own: number
  readonly mlp: Mlp
}

interface KindTrace {
  /** [rows, edges, own + context] */
  readonly inputs: FloatArray
  readonly inputGradient: FloatArray
  readonly outputGradient: FloatArray
  readonly mlp: MlpTrace
}

export interface SymmetryAwareTrace {
  readonly stock: FloatArray
  readonly stockGradient: FloatArray
  readonly context: MlpTrace
  readonly contextGradient: FloatArray
  readonly kinds: readonly KindTrace[]
  /** [rows, edges]: what is wanted along each, and the derivatives with respect to it. */
  readonly wanted: FloatArray
  readonly wantedGradient: FloatArray
  observations: FloatArray
  rows: number
}

/**
 * A context, which sees all stock; a perceptron that all edges into stores share, which sees the store's stock, features
 * and lead time and the context; another for all edges into warehouses. What is wanted is shared out in proportion.
 *
 * Wants of stores are softplus(y), those of warehouses sigmoid(y) × the most that can be ordered.
 * Source: Alvo et al. 2023, section 6, the symmetry-aware network; Neural_inventory_control until commit 17a7f72.
 */
export class SymmetryAwareNetwork implements PolicyNetwork<SymmetryAwareTrace> {
  readonly parts: readonly Mlp[]
  private readonly graph: FlowGraph
  private readonly arena: Arena
  private readonly context: Mlp
  private readonly kinds: readonly Kind[]
  private readonly orders: ProportionalOrders

  constructor(graph: FlowGraph, hidden: readonly number[], holds: boolean, arena: Arena, stream: Stream) {
    this.graph = graph
    this.arena = arena
    this.context = new Mlp(
      {
        inputs: graph.stockWidth,
        hidden: [CONTEXT],
        outputs: CONTEXT,
        hiddenActivation: 'elu',
        outputActivation: 'sigmoid',
      },
      arena,
      stream,
    )
    this.kinds = [true, false].flatMap((sells) => this.kindOf(sells, hidden, stream))
    this.parts = [this.context, ...this.kinds.map(({ mlp }) => mlp)]
    this.orders = new ProportionalOrders(
      graph,
      graph.edges.map(({ source, target }, order) => ({ source, target, order })),
      holds,
    )
  }

  private kindOf(sells: boolean, hidden: readonly number[], stream: Stream): Kind[] {
    const { graph, arena } = this
    const edges = graph.edges.flatMap(({ target }, e) => (graph.nodes[target].sells === sells ? [e] : []))
    if (edges.length === 0) return []
    const places = edges.map((e) => placesOf(graph, graph.edges[e]))
    const own = Math.max(...places.map(({ length }) => length))
    const mlp = new Mlp(
      {
        inputs: own + CONTEXT,
        hidden: sells ? hidden : hidden.map((units) => Math.ceil(units / 2)),
        outputs: 1,
        hiddenActivation: 'elu',
        outputActivation: sells ? 'softplus' : 'sigmoid',
      },
      arena,
      stream,
    )
    return [{ edges, places, own, mlp }]
  }

  trace(rows: number): SymmetryAwareTrace {
    const { arena, graph, kinds } = this
    const each = (numbers: number): FloatArray => arena.floats(rows * numbers)
    return {
      stock: each(graph.stockWidth),
      stockGradient: each(graph.stockWidth),
      context: this.context.trace(rows),
      contextGradient: each(CONTEXT),
      kinds: kinds.map(({ edges, own, mlp }) => ({
        inputs: each(edges.length * (own + CONTEXT)),
        inputGradient: each(edges.length * (own + CONTEXT)),
        outputGradient: each(edges.length),
        mlp: mlp.trace(rows * edges.length),
      })),
      wanted: each(graph.edges.length),
      wantedGradient: each(graph.edges.length),
      observations: each(0),
      rows: 0,
    }
  }

  forward(observations: FloatArray, rows: number, trace: SymmetryAwareTrace, actions: FloatArray): void {
    const { graph, kinds } = this
    const { stock, wanted } = trace
    trace.observations = observations
    trace.rows = rows
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < graph.stockWidth; k++)
        stock[i * graph.stockWidth + k] = observations[i * graph.width + k]
    }
    const context = this.context.forward(stock, rows, trace.context)
    for (let j = 0; j < kinds.length; j++) {
      const { edges, mlp } = kinds[j]
      const { inputs, mlp: mlpTrace } = trace.kinds[j]
      this.readInputs(observations, context, rows, kinds[j], inputs)
      const outputs = mlp.forward(inputs, rows * edges.length, mlpTrace)
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < edges.length; k++)
          wanted[i * graph.edges.length + edges[k]] = outputs[i * edges.length + k] * this.scaleOf(edges[k])
      }
    }
    this.orders.forward(observations, rows, wanted, actions)
  }

  backward(trace: SymmetryAwareTrace, actions: FloatArray, observations: FloatArray): void {
    const { graph, kinds } = this
    const { rows, wanted, wantedGradient, contextGradient, stockGradient } = trace
    observations.fill(0)
    contextGradient.fill(0)
    this.orders.backward(trace.observations, rows, wanted, actions, wantedGradient, observations)
    for (let j = 0; j < kinds.length; j++) {
      const { edges, mlp } = kinds[j]
      const { inputGradient, outputGradient, mlp: mlpTrace } = trace.kinds[j]
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < edges.length; k++)
          outputGradient[i * edges.length + k] =
            wantedGradient[i * graph.edges.length + edges[k]] * this.scaleOf(edges[k])
      }
      mlp.backward(mlpTrace, outputGradient, inputGradient)
      this.addInputs(inputGradient, rows, kinds[j], observations, contextGradient)
    }
    this.context.backward(trace.context, contextGradient, stockGradient)
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < graph.stockWidth; k++)
        observations[i * graph.width + k] += stockGradient[i * graph.stockWidth + k]
    }
  }

  private scaleOf(e: number): number {
    const { edges, nodes } = this.graph
    return nodes[edges[e].target].sells ? 1 : edges[e].limit
  }

  private readInputs(
    observations: FloatArray,
    context: FloatArray,
    rows: number,
    kind: Kind,
    inputs: FloatArray,
  ): void {
    const { graph } = this
    const { edges, own } = kind
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < edges.length; k++) {
        const at = (i * edges.length + k) * (own + CONTEXT)
        const places = kind.places[k]
        for (let p = 0; p < own; p++)
          inputs[at + p] = p < places.length ? observations[i * graph.width + places[p]] : 0
        for (let c = 0; c < CONTEXT; c++) inputs[at + own + c] = context[i * CONTEXT + c]
      }
    }
  }

  private addInputs(
    gradient: FloatArray,
    rows: number,
    kind: Kind,
    observations: FloatArray,
    context: FloatArray,
  ): void {
    const { graph } = this
    const { edges, own } = kind
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < edges.length; k++) {
        const at = (i * edges.length + k) * (own + CONTEXT)
        const places = kind.places[k]
        for (let p = 0; p < places.length; p++) observations[i * graph.width + places[p]] += gradient[at + p]
        for (let c = 0; c < CONTEXT; c++) context[i * CONTEXT + c] += gradient[at + own + c]
      }
    }
  }

  clearGradient(): void {
    for (const part of this.parts) part.clearGradient()
  }

  changed(): void {
    for (const part of this.parts) part.changed()
  }
}

/** What is seen of an edge: stock, features and past demand of the node it leads to, and its own features. */
function placesOf({ nodes }: FlowGraph, { target, features: own }: FlowEdge): number[] {
  const { stock, features, past } = nodes[target]
  return [stock, features, past, own].flatMap(({ offset, length }) =>
    Array.from({ length }, (_, k) => offset + k),
  )
}
