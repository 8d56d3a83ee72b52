/** The `feasible` face of a family: `FeasibleSets`. */
import { type FeasibleFace, type FeasibleMaxima, GauntletError, type ReluNetwork, show } from '@gauntlet/core'
import { climb } from './climb.ts'
import { ExchangeTable } from './exchange-table.ts'
import type { Family } from './family.ts'
import { NetworkBlocks } from './network-blocks.ts'
import { Programme, solveProgramme } from './programme.ts'
import { type FoldedNetwork, evaluate, foldNetwork } from './relu-network.ts'
import { boundUnits, networkProgramme } from './relu-programme.ts'
import { type Solver, loadSolver } from '../solver.ts'
import { type SubsetTree, writeSubset } from './subset-tree.ts'
import { bestByScores } from './tree-maximum.ts'

/** Subsets that are kept as a table at most; where there are more, HiGHS searches. */
const TABLE_LIMIT = 100_000

/** Nodes after which an oracle gives up. */
const ORACLE_NODES = 1_000_000

/** A gap below this share of the value is the solver's own: its rows hold to 1e-6, times weights. */
const TOLERANCE = 1e-4

/** What `maximise` finds: `gap` is 0 where the maximum is proven, else by how much it might be missed. */
export interface Maximum {
  readonly subset: Uint8Array
  readonly value: number
  readonly gap: number
}

/**
 * The subsets that every world of an environment may choose, one agent each.
 *
 * `oracle` and `maximise` are exact: by going through the table of all subsets where it is small, else by HiGHS; its
 * search for `maximise` may stop at a node limit, which the gap then tells.
 * Errors: GauntletError with code `oracle` where a score is not finite, naming world and element; `infeasible`,
 * `unbounded` and `solver` as in programme.ts; `network` as in relu-network.ts.
 */
export class FeasibleSets implements FeasibleFace {
  readonly family: Family
  /** All subsets, where there are few enough. */
  readonly tree: SubsetTree | undefined
  /** Where elements stand for each other, the oracle's own table. */
  private readonly exchange: ExchangeTable | undefined
  private readonly place: string
  private readonly nodes: number
  private readonly solver: Solver | undefined
  private readonly totals: Float64Array
  /** For networks of the shape that was asked for last. */
  private blocks: NetworkBlocks | undefined

  private constructor(
    place: string,
    family: Family,
    tree: SubsetTree | undefined,
    exchange: ExchangeTable | undefined,
    solver: Solver | undefined,
    nodes: number,
  ) {
    this.place = place
    this.family = family
    this.tree = tree
    this.exchange = exchange
    this.solver = solver
    this.nodes = nodes
    this.totals = new Float64Array(tree?.parents.length ?? 0)
  }

  /**
   * Tabulates up to `limit` subsets, or loads the solver. `place` names the environment in messages; `nodes` is where a
   * search for `maximise` stops.
   */
  static async make(
    place: string,
    family: Family,
    nodes: number,
    limit: number = TABLE_LIMIT,
  ): Promise<FeasibleSets> {
    const { classes } = family
    const exchange = classes === undefined ? undefined : ExchangeTable.make(family, classes, limit)
    const tree = (exchange?.count ?? 0) > limit ? undefined : family.enumerate(limit)
    if (tree?.count === 0) {
      throw new GauntletError('infeasible', `${place}: no subset satisfies the constraints`)
    }
    const solver = tree === undefined ? await loadSolver() : undefined
    return new FeasibleSets(place, family, tree, exchange, solver, nodes)
  }

  oracle(scores: Float64Array, subsets: Uint8Array): void {
    const { elements } = this.family
    if (scores.length % elements !== 0 || subsets.length !== scores.length) {
      const given = `${scores.length} scores and ${subsets.length} elements of subsets`
      throw new GauntletError(
        'oracle',
        `${this.place}: got ${given}, expected as many, ${elements} for each world`,
      )
    }
    for (let i = 0; i < scores.length; i++) {
      if (Number.isFinite(scores[i])) continue
      throw new GauntletError(
        'oracle',
        `${this.place}: world ${Math.floor(i / elements)}, element ${i % elements}: got score ${show(scores[i])}, ` +
          'expected a finite number: the maximum is unbounded or unknown',
      )
    }
    for (let from = 0; from < scores.length; from += elements) this.best(scores, from, subsets, from)
  }

  /** Writes the subset of greatest total among the scores at `scoresFrom` to `from` on. */
  best(scores: Float64Array, scoresFrom: number, subsets: Uint8Array, from: number): void {
    const { family, tree, exchange } = this
    if (family.best !== undefined) return family.best(scores, scoresFrom, subsets, from)
    if (exchange !== undefined) return exchange.best(scores, scoresFrom, subsets, from)
    if (tree === undefined) return this.searchScores(scores, scoresFrom, subsets, from)
    writeSubset(tree, bestByScores(tree, scores, scoresFrom, this.totals), subsets, from, family.elements)
  }

  isFeasible(_world: number, _agent: number, subset: Uint8Array): boolean {
    return subset.length === this.family.elements && this.family.contains(subset, 0)
  }

  enumerate(_world: number, _agent: number, limit: number): Uint8Array[] | undefined {
    const { elements } = this.family
    const tree = this.tree ?? this.family.enumerate(limit)
    if (tree === undefined || tree.count > limit) return undefined
    const subsets: Uint8Array[] = []
    for (let node = 0; node < tree.members.length; node++) {
      if (tree.members[node] === 0) continue
      const subset = new Uint8Array(elements)
      writeSubset(tree, node, subset, 0, elements)
      subsets.push(subset)
    }
    return subsets
  }

  maximise(world: number, agent: number, { context, layers }: ReluNetwork): Maximum {
    const { subsets, values, gaps } = this.maximiseEach(world, agent, layers, context, 1)
    return { subset: subsets, value: values[0], gap: gaps[0] }
  }

  maximiseEach(
    world: number,
    _agent: number,
    layers: ReluNetwork['layers'],
    contexts: Float64Array,
    rows: number,
  ): FeasibleMaxima {
    const { elements } = this.family
    const width = contexts.length / rows
    const place = `${this.place}: world ${world}: network`
    const networks = Array.from({ length: rows }, (_, r) => {
      const context = contexts.subarray(r * width, (r + 1) * width)
      return foldNetwork({ context, layers }, elements, place)
    })
    const found =
      this.tree === undefined
        ? networks.map((network) => this.searchNetwork(network))
        : this.compareAll(networks, this.tree)
    const maxima = {
      subsets: new Uint8Array(rows * elements),
      values: new Float64Array(rows),
      gaps: new Float64Array(rows),
    }
    for (const [r, { subset, value, gap }] of found.entries()) {
      maxima.subsets.set(subset, r * elements)
      maxima.values[r] = value
      maxima.gaps[r] = gap
    }
    return maxima
  }

  /** The maxima of networks that differ in their context alone, by evaluating all subsets. */
  private compareAll(networks: readonly FoldedNetwork[], tree: SubsetTree): Maximum[] {
    const { elements } = this.family
    const [network] = networks
    let nodes: Int32Array
    if (network.length === 1) {
      // The context only moves a linear network up or down.
      nodes = new Int32Array(networks.length).fill(bestByScores(tree, network[0].weights, 0, this.totals))
    } else {
      if (this.blocks?.fits(network) !== true) {
        this.blocks = new NetworkBlocks(network.map(({ outputs }) => outputs))
      }
      const shifts = Float64Array.from(networks.flatMap(([{ biases }]) => [...biases]))
      nodes = this.blocks.best(tree, network, shifts, networks.length)
    }
    return networks.map((folded, r) => {
      const subset = new Uint8Array(elements)
      writeSubset(tree, nodes[r], subset, 0, elements)
      return { subset, value: evaluate(folded, subset), gap: 0 }
    })
  }

  /**
   * Writes the elements of the programme's maximum, proven, to `from` on. Its first columns are the family's.
   * Errors: GauntletError `solver` where it is not proven within a million nodes; what came out would not be the maximum.
   */
  search(programme: Programme, place: string, subsets: Uint8Array, from: number): void {
    const { columns, proven } = solveProgramme(this.solver!, programme, ORACLE_NODES, place)
    if (columns === undefined || !proven) {
      throw new GauntletError('solver', `${place}: no proven maximum in ${ORACLE_NODES} nodes`)
    }
    this.writeFound(columns, subsets, from)
  }

  private searchScores(scores: Float64Array, scoresFrom: number, subsets: Uint8Array, from: number): void {
    const programme = new Programme()
    this.family.constrain(programme)
    for (let k = 0; k < this.family.elements; k++) programme.costs[k] = scores[scoresFrom + k]
    this.search(programme, `${this.place}: oracle`, subsets, from)
  }

  /** Climbs first, so that the solver has a good subset to beat; its limit, once met, does no harm to that. */
  private searchNetwork(network: FoldedNetwork): Maximum {
    const { family, nodes, place } = this
    const climbed = climb(family, network)
    const bounds = boundUnits(family, network, this.solver!)
    const programme = networkProgramme(family, network, bounds)
    const found = solveProgramme(this.solver!, programme, nodes, `${place}: maximise`, climbed)
    const subset = Uint8Array.from(climbed)
    if (found.columns !== undefined) this.writeFound(found.columns, subset, 0)
    if (evaluate(network, subset) < evaluate(network, climbed)) subset.set(climbed)
    const value = evaluate(network, subset)
    const most = Math.min(found.bound + network.at(-1)!.biases[0], bounds.at(-1)![0].high)
    const missing = most - value
    return { subset, value, gap: missing > TOLERANCE * Math.max(1, Math.abs(value)) ? missing : 0 }
  }

  /** Writes a solution's elements. Errors: GauntletError where the solver's tolerance let through what is no member. */
  private writeFound(columns: ArrayLike<number>, subsets: Uint8Array, from: number): void {
    const { family, place } = this
    for (let k = 0; k < family.elements; k++) subsets[from + k] = columns[k] > 0.5 ? 1 : 0
    if (family.contains(subsets, from)) return
    throw new GauntletError('solver', `${place}: HiGHS gave a subset that is not feasible`)
  }
}
