/** How an observation is laid out, so that networks need no knowledge of the domain: `Block`, `Graph`. */
import { GauntletError } from './errors.ts'
import { COUNT, type Forms, INDEX, TEXT, listOf, oneOf, optional, requireForm } from './form.ts'
import { product } from './spaces.ts'

/**
 * A named stretch of an observation.
 *
 * `axis` says along what the first dimension of `shape` runs: graph nodes, graph edges, tokens of a set,
 * or nothing (`flat`); a `grid` is [channels, height, width]. A `category` holds whole numbers below
 * `categories`, to be embedded rather than scaled.
 */
export interface Block {
  readonly name: string
  readonly offset: number
  readonly shape: readonly number[]
  readonly axis: 'node' | 'edge' | 'token' | 'grid' | 'flat'
  readonly kind: 'real' | 'category'
  readonly categories?: number
  /** Along nodes or edges: which of the graph's each row stands for; absent where they are all of them, in order. */
  readonly elements?: readonly number[]
  /** Unit and range, as they stand in the README's table: `m, 0 to 10`. */
  readonly unit?: string
}

/** A graph behind the observation: which nodes an edge joins, and what each element of an action moves. */
export interface Graph {
  readonly nodes: number
  /** Tail and head of every edge: [source, target] by edge index. */
  readonly edges: readonly (readonly [number, number])[]
  /** For each element of an agent's action, the edge or node to which it belongs. */
  readonly actions?: readonly { readonly kind: 'edge' | 'node'; readonly index: number }[]
}

/** Blocks laid one after the other, from offset 0. */
export function layout(...blocks: readonly Omit<Block, 'offset'>[]): Block[] {
  let offset = 0
  for (const [k, block] of blocks.entries())
    requireForm({ ...block, offset }, `layout[${k}]`, BLOCK, 'layout')
  return blocks.map((block) => {
    const placed = { ...block, offset }
    offset += product(block.shape)
    return placed
  })
}

const BLOCK: Forms = {
  name: TEXT,
  offset: INDEX,
  shape: listOf(COUNT),
  axis: oneOf('node', 'edge', 'token', 'grid', 'flat'),
  kind: oneOf('real', 'category'),
  elements: optional(listOf(INDEX)),
}

/** Refuses blocks that are malformed, overlap, leave the observation or miss a part of it. */
export function checkLayout(blocks: readonly Block[], size: number): void {
  let end = 0
  for (const [k, block] of blocks.entries()) requireForm(block, `layout[${k}]`, BLOCK, 'layout')
  for (const block of [...blocks].sort((p, q) => p.offset - q.offset)) {
    if (block.offset !== end) {
      throw new GauntletError('layout', `block ${block.name}: starts at ${block.offset}, expected ${end}`)
    }
    if (block.kind === 'category' && !(Number.isSafeInteger(block.categories) && block.categories! > 0)) {
      throw new GauntletError('layout', `block ${block.name}: a category needs the number of its categories`)
    }
    if (block.elements !== undefined && block.elements.length !== block.shape[0]) {
      const given = `${block.elements.length} elements`
      throw new GauntletError(
        'layout',
        `block ${block.name}: ${given}, expected one for each of its ${block.shape[0]} rows`,
      )
    }
    end += product(block.shape)
  }
  if (end !== size)
    throw new GauntletError('layout', `blocks cover ${end} numbers, the observation has ${size}`)
}
