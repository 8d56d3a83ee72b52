/** What a search knows of one agent's actions: `SearchTree`, `SearchNode`, `Branch`, `mostVisited`. */
import type { ActionArray } from '@gauntlet/core'

/** An action at a node, and what came of it. */
export interface Branch {
  /** [actionWidth] */
  readonly action: ActionArray
  visits: number
  /** Sum of what was paid from here on. */
  total: number
  next: SearchNode | undefined
}

/** Where a sequence of the agent's own actions leads, whatever chance and the others do meanwhile (open loop). */
export class SearchNode {
  visits: number = 0
  total: number = 0
  readonly branches: Branch[] = []

  /** The branch of an action, new where it is. */
  branch(action: ActionArray): Branch {
    const known = this.branches.find((branch) => branch.action.every((value, k) => value === action[k]))
    if (known !== undefined) return known
    const branch = { action: action.slice(), visits: 0, total: 0, next: undefined }
    this.branches.push(branch)
    return branch
  }
}

/**
 * One agent's tree. A node's branch is chosen by the greatest Q + c P √N / (1 + n): Q the mean of what was paid, scaled to [0, 1]
 * by the least and the most that was paid anywhere in the tree, the node's own mean where the branch is new; P one over the
 * number of branches that may be chosen; N and n visits of node and branch.
 *
 * Source: Rosin 2011 (PUCT), in the form of Silver et al. 2017; scaling as in Schrittwieser et al. 2020, equation 5.
 */
export class SearchTree {
  readonly root: SearchNode = new SearchNode()
  private readonly exploration: number
  private low: number = Infinity
  private high: number = -Infinity

  constructor(exploration: number) {
    this.exploration = exploration
  }

  /** The branch to follow among those that may be chosen now, of which there is one at least; ties go to the first. */
  select({ visits, total }: SearchNode, branches: readonly Branch[]): Branch {
    const prior = (this.exploration * Math.sqrt(visits)) / branches.length
    const unknown = visits === 0 ? 0 : this.scaled(total / visits)
    let best = branches[0]
    let top = -Infinity
    for (const branch of branches) {
      const value = branch.visits === 0 ? unknown : this.scaled(branch.total / branch.visits)
      const score = value + prior / (1 + branch.visits)
      if (score > top) {
        top = score
        best = branch
      }
    }
    return best
  }

  /** Takes down what was paid from a node on, by way of a branch. */
  learn(node: SearchNode, branch: Branch, value: number): void {
    node.visits++
    node.total += value
    branch.visits++
    branch.total += value
    this.low = Math.min(this.low, value)
    this.high = Math.max(this.high, value)
  }

  private scaled(value: number): number {
    return this.high > this.low ? (value - this.low) / (this.high - this.low) : 0
  }
}

/** The branch that was followed most often; of several the one that paid most, then the first. */
export function mostVisited(branches: readonly Branch[]): Branch {
  const mean = ({ total, visits }: Branch): number => total / Math.max(1, visits)
  return branches.reduce((best, branch) =>
    branch.visits > best.visits || (branch.visits === best.visits && mean(branch) > mean(best))
      ? branch
      : best,
  )
}
