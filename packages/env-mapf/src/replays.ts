/** Replays of this package's environments as data: `traceReplay`. */
import { GauntletError, type Replay, show } from '@gauntlet/core'
import { type EpisodeTrace, traceEpisode } from './episode-trace.ts'
import { assemble as assembleLifelong, lifelong } from './lifelong.ts'
import { assemble as assembleOneshot, oneshot } from './oneshot.ts'

const TRACES: ReadonlyMap<unknown, (replay: Replay) => Promise<EpisodeTrace>> = new Map([
  [lifelong.id, (replay) => traceEpisode(lifelong, assembleLifelong, replay)],
  [oneshot.id, (replay) => traceEpisode(oneshot, assembleOneshot, replay)],
])

/**
 * Plays a replay of any of this package's environments and gives the positions of all its steps.
 * Errors: GauntletError where the replay is another environment's, or where it does not come out as it says.
 */
export async function traceReplay(replay: Replay): Promise<EpisodeTrace> {
  const id: unknown = (replay as Partial<Replay> | null)?.environment?.id
  const trace = TRACES.get(id)
  if (trace !== undefined) return trace(replay)
  const known = [...TRACES.keys()].join(', ')
  throw new GauntletError('replay', `environment: got a replay of ${show(id)}, expected one of ${known}`)
}
