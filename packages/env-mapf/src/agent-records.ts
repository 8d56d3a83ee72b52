/** How each agent fared in an episode: `AgentRecord`, `agentRecords`. */
import type { EpisodeTrace } from './episode-trace.ts'

/** One agent's episode, in steps. Waits are steps in which it stood still away from its goal. */
export interface AgentRecord {
  /** Steps that ended on its goal, which where goals start anew are the goals reached. */
  goals: number
  /** The longest time between two such steps, the episode's start and end counted among them. */
  starvation: number
  moves: number
  waits: number
  /** Moves back to the cell that the move before had left, unless the agent was on its goal in between. */
  undone: number
  /** Waits with nothing but waits after them until the end. */
  stuck: number
}

/** Counts an episode by agents. Whoever has left the map counts as standing on its goal, and is counted no more. */
export function agentRecords(trace: EpisodeTrace): AgentRecord[] {
  return Array.from({ length: trace.agents }, (_, a) => recordOf(trace, a))
}

function recordOf({ agents, steps, positions, goals, active }: EpisodeTrace, a: number): AgentRecord {
  const record: AgentRecord = { goals: 0, starvation: 0, moves: 0, waits: 0, undone: 0, stuck: 0 }
  let served = 0
  let left = -1
  for (let t = 1; t <= steps; t++) {
    const before = (t - 1) * agents + a
    if (active[before] === 0) return record
    const [from, cell, goal] = [positions[before], positions[before + agents], goals[before]]
    if (cell !== from) {
      record.moves++
      if (cell === left) record.undone++
      left = from
    } else if (cell !== goal) {
      record.waits++
    }
    record.stuck = cell === from && cell !== goal ? record.stuck + 1 : 0
    if (cell !== goal) continue
    record.goals++
    record.starvation = Math.max(record.starvation, t - served)
    served = t
    left = -1
  }
  record.starvation = Math.max(record.starvation, steps - served)
  return record
}
