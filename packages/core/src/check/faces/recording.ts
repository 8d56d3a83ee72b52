/** One world's stretch of play, kept and played again: `recordWorld`, `requireReplay`. */
import type { Environment } from '../../environment.ts'
import { type ActionArray, allocateActions } from '../../spaces.ts'
import { type Player, copyActions } from '../play.ts'
import { fail } from '../report.ts'
import { ALL, type BufferName, type KeptWorld, LIVE, OUTCOME, keepWorld, keptDifference } from '../rows.ts'

/** What one world did and showed, step by step, up to the end of its episode at most. */
export interface Recording {
  /** [agents, actionWidth] of every step. */
  readonly actions: readonly ActionArray[]
  readonly shown: readonly KeptWorld[]
  readonly ended: boolean
}

/** Plays all worlds on and keeps what world `w` does and shows, until its episode ends or `steps` are over. */
export function recordWorld(environment: Environment, player: Player, w: number, steps: number): Recording {
  const { spec, batch } = environment
  const actions: ActionArray[] = []
  const shown: KeptWorld[] = []
  let ended = false
  while (!ended && actions.length < steps) {
    player.choose()
    const action = allocateActions(spec.action, spec.agents)
    copyActions(player.actions, batch, w, action, 1, 0)
    actions.push(action)
    environment.step(player.actions)
    shown.push(keepWorld(environment, w, ALL))
    ended = environment.ended[w] === 1
  }
  return { actions, shown, ended }
}

/**
 * Plays a recording again in world `w`, the other worlds acting at random, and fails at the first difference.
 * `sameFuture` says whether the episode after the recorded one is the same too.
 */
export function requireReplay(
  environment: Environment,
  player: Player,
  w: number,
  recording: Recording,
  sameFuture: boolean,
  what: string,
): void {
  recording.actions.forEach((action, t) => {
    player.choose()
    copyActions(action, 1, 0, player.actions, environment.batch, w)
    environment.step(player.actions)
    const names = namesAt(recording, t, sameFuture)
    const difference = keptDifference(environment.spec, environment, w, recording.shown[t], names)
    if (difference !== undefined) fail(`${what}, world ${w}, step ${t}: ${difference} as the first time`)
  })
}

function namesAt({ actions, ended }: Recording, t: number, sameFuture: boolean): readonly BufferName[] {
  if (!ended || t < actions.length - 1) return LIVE
  return sameFuture ? ALL : OUTCOME
}
