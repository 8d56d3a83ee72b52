/** The scripted players by name: `PLAYERS`. */
import { calcGreedy } from './calc-greedy.ts'
import { maxBasePower } from './max-base-power.ts'
import { onePly } from './one-ply.ts'
import type { Player } from './player.ts'
import { simpleHeuristics } from './simple-heuristics.ts'
import { uniform } from './uniform.ts'

export const PLAYERS: Readonly<Record<string, Player>> = {
  uniform,
  'max-base-power': maxBasePower,
  'simple-heuristics': simpleHeuristics,
  'calc-greedy': calcGreedy,
  'one-ply': onePly,
}
