/** Monte-Carlo tree search before every action: the part `SEARCH`, what it can be told, `SEARCH_FIELDS`. */
import {
  type ActionArray,
  type ActMode,
  type Environment,
  GauntletError,
  type Policy,
  type Requirement,
  type Schema,
  type Seed,
  type View,
  type WorldSnapshot,
  allocateActions,
  expertPolicy,
  integer,
  number,
  text,
  uniformPolicy,
} from '@gauntlet/core'
import { discountField } from '../configuration.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { LegalActions } from './legal-actions.ts'
import { expertName } from './scripted.ts'
import { type Branch, SearchNode, SearchTree, mostVisited } from './search-tree.ts'

export interface SearchParameters {
  readonly simulations: number
  readonly lookahead: number
  readonly exploration: number
  readonly discount: number
  readonly rollouts: string
}

export const SEARCH_FIELDS: Schema<SearchParameters> = {
  simulations: integer({
    default: 100,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Simulations before every action',
  }),
  lookahead: integer({
    default: 50,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Steps that a simulation is long at most',
  }),
  exploration: number({ default: 1.25, minimum: 0, description: 'c: weight of what was tried little' }),
  discount: discountField(1),
  rollouts: text({
    default: '',
    description: 'Name of the scripted policy that acts where the tree ends; uniform play where empty',
  }),
}

const NEEDS: Requirement = {
  sides: 1,
  actions: ['discrete', 'multi-discrete', 'combinatorial'],
  protocol: 'episodic',
  faces: ['snapshot'],
  objectives: 1,
  dependentFactors: false,
}

/**
 * Simulates from how a world stands, under noise of its own, along sequences of actions that paid, and takes the action that was
 * tried most. Every agent has a tree of its own actions; a simulation descends all of them at once. Of spaces too large to list, a
 * node tries what rollouts would do, and ⌈√N⌉ actions in all, the others drawn at random.
 *
 * A snapshot tells all of a world's state: what an environment hides from agents, the search knows. It does not know what chance
 * will decide, where that comes from streams.
 *
 * Source: Silver et al. 2017 for the tree (search-tree.ts); Perez Liebana et al. 2015 for open-loop nodes; Couëtoux et al. 2011 for
 * widening. Differs: rollouts in place of a value network, uniform priors, and no noise at the root, which serves self-play.
 */
export const SEARCH: PartDefinition<'trainer'> = definePart<'trainer', SearchParameters>({
  id: 'search',
  slot: 'trainer',
  parameters: SEARCH_FIELDS,
  columns: { reads: [], adds: [], needs: NEEDS },
  build(parameters, { spec, seed }) {
    const expert = parameters.rollouts === '' ? undefined : expertName(spec, parameters.rollouts)
    return {
      policy: searchPolicy(parameters, seed, () =>
        expert === undefined ? uniformPolicy() : expertPolicy(expert),
      ),
    }
  },
})

/** Greedy play draws from `seed`, sampled play from the seed of the policy; either takes the action that was tried most. */
function searchPolicy(parameters: SearchParameters, seed: Seed, rollouts: () => Policy): Policy {
  let search: Search | undefined
  let roots: Seed[] = []
  // Actions since the episode began, by world.
  let decisions = new Int32Array(0)
  return {
    begin(view, own) {
      search = new Search(view, parameters, rollouts(), own)
      roots = Array.from({ length: view.batch }, (_, w) => own.fold('policy').fold(w))
      decisions = new Int32Array(view.batch)
    },
    act(view, actions, mode: ActMode) {
      if (search === undefined) throw new GauntletError('order', 'search: act before begin')
      for (let w = 0; w < view.batch; w++) if (view.ended[w] === 1) decisions[w] = 0
      const seeds = roots.map((root, w) =>
        (mode === 'sample' ? root : seed.fold('policy')).fold(decisions[w]++),
      )
      search.choose(view, seeds, actions)
    },
    forget(world, own) {
      decisions[world] = 0
      if (own !== undefined) roots[world] = own.fold('policy')
    },
  }
}

/** Symbols: w world; i row, [batch, agents]; d steps into a simulation. */
class Search {
  private readonly parameters: SearchParameters
  private readonly simulator: Environment
  private readonly legal: LegalActions
  private readonly rollouts: Policy
  private readonly actions: ActionArray
  /** Draws actions to try where they are too many to list. */
  private readonly scout: Policy = uniformPolicy()
  private readonly drawn: ActionArray
  /** [batch]: whether the world's episode has ended in this simulation; [batch, agents]: likewise the agent's */
  private readonly over: Uint8Array
  private readonly finished: Uint8Array
  /** By row: the tree; the node that it is at, none where it was left; the way there; and what was paid at every step. */
  private trees: readonly SearchTree[] = []
  private readonly at: (SearchNode | undefined)[]
  private readonly ways: { readonly node: SearchNode; readonly branch: Branch }[][]
  private readonly paid: number[][]

  /** Errors: GauntletError where the environment cannot be simulated. */
  constructor({ snapshot, batch, spec }: View, parameters: SearchParameters, rollouts: Policy, seed: Seed) {
    if (snapshot?.simulator === undefined)
      throw new GauntletError(
        'face',
        'search: got an environment without a simulator in which its snapshots go on',
      )
    const rows = batch * spec.agents
    this.parameters = parameters
    this.simulator = snapshot.simulator(batch)
    this.legal = new LegalActions(this.simulator)
    this.rollouts = rollouts
    this.actions = allocateActions(spec.action, rows)
    this.drawn = allocateActions(spec.action, rows)
    this.over = new Uint8Array(batch)
    this.finished = new Uint8Array(rows)
    this.at = Array.from({ length: rows })
    this.ways = Array.from({ length: rows }, () => [])
    this.paid = Array.from({ length: rows }, () => [])
    rollouts.begin(this.simulator, seed)
    this.scout.begin(this.simulator, seed)
  }

  /** Writes an action for every row; all that is drawn for world w is drawn under `seeds[w]`. */
  choose(view: View, seeds: readonly Seed[], actions: ActionArray): void {
    const { simulator, legal, parameters } = this
    const roots = seeds.map((_, w) => view.snapshot!.save(w))
    this.trees = this.ways.map(() => new SearchTree(parameters.exploration))
    for (let n = 0; n < parameters.simulations; n++) {
      for (const [w, root] of roots.entries()) this.enter(w, root, seeds[w].fold(n))
      for (let d = 0; d < parameters.lookahead && this.over.includes(0); d++) this.step()
      for (let i = 0; i < this.trees.length; i++) this.learn(i)
    }
    for (const [w, root] of roots.entries()) simulator.snapshot!.restore(w, root)
    for (const [i, { root }] of this.trees.entries()) {
      const branches = root.branches.filter(({ action }) => legal.allows(i, action))
      legal.row(actions, i).set(mostVisited(branches).action)
    }
  }

  /** Begins a simulation in world `w`. */
  private enter(w: number, root: WorldSnapshot, seed: Seed): void {
    const { simulator, rollouts, over, finished, at, ways, paid, trees } = this
    const { terminated, truncated, spec } = simulator
    simulator.snapshot!.restore(w, root, seed.fold('chance'))
    rollouts.forget?.(w, seed.fold('rollouts'))
    this.scout.forget?.(w, seed.fold('scout'))
    over[w] = 0
    for (let i = w * spec.agents; i < (w + 1) * spec.agents; i++) {
      finished[i] = terminated[i] | truncated[i]
      at[i] = trees[i].root
      ways[i].length = 0
      paid[i].length = 0
    }
  }

  /** One step of every world; those that are over only go along. */
  private step(): void {
    const { simulator, legal, rollouts, actions, over, finished, at, ways, paid, trees } = this
    const { agents } = simulator.spec
    rollouts.act(simulator, actions, 'sample')
    if (!legal.listed) this.scout.act(simulator, this.drawn, 'sample')
    for (let i = 0; i < trees.length; i++) {
      const node = at[i]
      if (node === undefined || over[Math.floor(i / agents)] === 1) continue
      const own = legal.row(actions, i)
      const branch = trees[i].select(node, this.branches(node, i, own))
      own.set(branch.action)
      ways[i].push({ node, branch })
      at[i] = branch.next
      branch.next ??= new SearchNode()
    }
    simulator.step(actions)
    for (let i = 0; i < trees.length; i++) {
      if (over[Math.floor(i / agents)] === 1) continue
      paid[i].push(finished[i] === 1 ? 0 : simulator.rewards[i])
      finished[i] |= simulator.terminated[i] | simulator.truncated[i]
    }
    for (let w = 0; w < over.length; w++) over[w] |= simulator.ended[w]
  }

  /** What may be chosen at a node now; what rollouts would do is tried first. */
  private branches(node: SearchNode, i: number, rollout: ActionArray): readonly Branch[] {
    const { legal, drawn } = this
    if (node.visits === 0) return [node.branch(rollout)]
    const known = node.branches.filter(({ action }) => legal.allows(i, action))
    const listed = legal.list(i)
    if (listed?.length === known.length) return known
    if (listed !== undefined) return listed.map((action) => node.branch(action))
    if (known.length >= Math.ceil(Math.sqrt(node.visits + 1))) return known
    const branch = node.branch(legal.row(drawn, i))
    return known.includes(branch) ? known : [...known, branch]
  }

  /** Takes down what every step of row `i`'s way led to. */
  private learn(i: number): void {
    const [tree, way, paid] = [this.trees[i], this.ways[i], this.paid[i]]
    let value = 0
    for (let d = paid.length - 1; d >= 0; d--) {
      value = paid[d] + this.parameters.discount * value
      if (d < way.length) tree.learn(way[d].node, way[d].branch, value)
    }
  }
}
