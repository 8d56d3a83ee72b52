/** The scripted players by name: `PLAYERS`. */
import type { Player } from './player.ts'
import { uniform } from './uniform.ts'

export const PLAYERS: Readonly<Record<string, Player>> = { uniform }
