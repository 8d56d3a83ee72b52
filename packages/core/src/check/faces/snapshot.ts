/** Checks of the snapshot face. */
import type { Environment, Schedule } from '../../environment.ts'
import { GauntletError } from '../../errors.ts'
import { errorText } from '../../show.ts'
import type { SnapshotFace, WorldSnapshot } from '../../faces.ts'
import { type Player, play } from '../play.ts'
import { type Check, fail, skip } from '../report.ts'
import { ALL, LIVE, keepWorld, keptDifference } from '../rows.ts'
import { type EnvironmentSubject, faceOf } from '../subject.ts'
import { type Recording, recordWorld, requireReplay } from './recording.ts'

export const SNAPSHOT_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'snapshot/round-trip',
    title: 'save, play on, restore and play on again show the same bits, to the end of the episode',
    run: (subject) => requireRoundTrips(subject),
  },
  {
    id: 'snapshot/live-rows',
    title: 'a restored world shows what it showed when it was saved; the other worlds do not change',
    run: (subject) => requireLiveRows(subject),
  },
  {
    id: 'snapshot/elsewhere',
    title: 'a snapshot goes on in another world, and in another environment, as where it was taken',
    async run(subject) {
      const { environment, player, recording, snapshot, schedule } = await recorded(subject)
      faceOf(environment.snapshot, 'snapshot').restore(1, snapshot)
      requireReplay(environment, player, 1, recording, true, 'restored into world 1')
      const other = await subject.make(2)
      const otherPlayer = play(other, subject.seed.fold('elsewhere'), schedule)
      otherPlayer.step()
      faceOf(other.snapshot, 'snapshot').restore(1, snapshot)
      requireReplay(other, otherPlayer, 1, recording, true, 'restored into another environment')
      return `${recording.actions.length} steps in two other places`
    },
  },
  {
    id: 'snapshot/cloned',
    title: 'a structured clone of a snapshot is as good as the snapshot',
    async run(subject) {
      const { environment, player, recording, snapshot } = await recorded(subject)
      const face = faceOf(environment.snapshot, 'snapshot')
      if (!face.cloneable) skip('snapshots are not cloneable')
      face.restore(0, structuredClone(snapshot))
      requireReplay(environment, player, 0, recording, true, 'restored from a clone')
      return `${recording.actions.length} steps`
    },
  },
  {
    id: 'snapshot/recorded',
    title: 'a structured clone of a recorded world goes on as where it was recorded',
    async run(subject) {
      const { environment, player, recording, snapshot, recorded: clone } = await recorded(subject)
      if (clone === undefined) skip('worlds are saved, not recorded')
      const face = faceOf(environment.snapshot, 'snapshot')
      face.restore(0, snapshot)
      const shown = keepWorld(environment, 0, RESTORED)
      face.restore(0, clone)
      requireKept(environment, 0, shown, RESTORED, 0)
      requireReplay(environment, player, 0, recording, true, 'restored from a record')
      return `${recording.actions.length} steps`
    },
  },
  {
    id: 'snapshot/simulator',
    title: 'a snapshot goes on in a simulator as where it was taken, and nothing is seen of it here',
    async run(subject) {
      const { environment, recording, snapshot, schedule } = await recorded(subject)
      const { simulator: make } = faceOf(environment.snapshot, 'snapshot')
      if (make === undefined) skip('simulators cannot be made at once')
      const before = [0, 1, 2].map((w) => keepWorld(environment, w, ALL))
      const simulator = make(2)
      const player = play(simulator, subject.seed.fold('simulator'), schedule)
      player.step()
      faceOf(simulator.snapshot, 'snapshot').restore(1, snapshot)
      requireReplay(simulator, player, 1, recording, true, 'restored into a simulator')
      before.forEach((kept, w) => requireKept(environment, w, kept, ALL, 0))
      return `${recording.actions.length} steps`
    },
  },
  {
    id: 'snapshot/noise',
    title: 'a world restored under a seed shows what it showed, and goes on as the seed decides',
    run: (subject) => requireNoise(subject),
  },
  {
    id: 'snapshot/refused',
    title: 'a snapshot of another environment and a world that does not exist are refused, and nothing moves',
    run: (subject) => requireRefusals(subject),
  },
]

function faced(environment: Environment): SnapshotFace {
  if (!environment.spec.faces.includes('snapshot')) skip('there is no snapshot face')
  return faceOf(environment.snapshot, 'snapshot')
}

interface Recorded {
  readonly environment: Environment
  readonly player: Player
  readonly snapshot: WorldSnapshot
  /** A clone of what `record` gave, where there is that. */
  readonly recorded: WorldSnapshot | undefined
  readonly recording: Recording
  readonly schedule: Schedule
}

/** Saves world 0 after a few steps and records how it goes on. All worlds have the same futures. */
async function recorded(subject: EnvironmentSubject): Promise<Recorded> {
  const environment = await subject.make(3)
  const face = faced(environment)
  const root = subject.seed.fold('snapshot')
  const schedule: Schedule = (_, episode) => ({ key: root.fold(episode) })
  const player = play(environment, subject.seed, schedule)
  for (let t = 0; t < 3; t++) player.step()
  const snapshot = face.save(0)
  const clone = face.record && structuredClone(face.record(0))
  const recording = recordWorld(environment, player, 0, subject.episodeSteps)
  return { environment, player, snapshot, recorded: clone, recording, schedule }
}

/** Saves after the reset, in mid-episode, and where an episode has just begun. */
async function requireRoundTrips(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(3)
  const face = faced(environment)
  const player = play(environment, subject.seed)
  let steps = 0
  let ended = 0
  for (const lead of [0, 2, 5]) {
    for (let t = 0; t < lead; t++) player.step()
    const snapshot = face.save(0)
    const recording = recordWorld(environment, player, 0, subject.episodeSteps)
    for (const round of ['first', 'second']) {
      face.restore(0, snapshot)
      requireReplay(environment, player, 0, recording, true, `${round} return to a snapshot`)
    }
    steps += recording.actions.length
    if (recording.ended) ended++
  }
  return `3 snapshots, ${steps} steps, ${ended} ends of episodes`
}

async function requireNoise(subject: EnvironmentSubject): Promise<string> {
  const { environment, player, snapshot } = await recorded(subject)
  const { engine } = environment.spec
  if (engine === 'foreign') skip('a foreign engine keeps its own noise')
  const face = faceOf(environment.snapshot, 'snapshot')
  const noise = subject.seed.fold('noise')
  face.restore(0, snapshot)
  const shown = keepWorld(environment, 0, RESTORED)
  face.restore(0, snapshot, noise)
  requireKept(environment, 0, shown, RESTORED, 0)
  const recording = recordWorld(environment, player, 0, subject.episodeSteps)
  face.restore(0, snapshot, noise)
  requireReplay(environment, player, 0, recording, true, 'restored under the same seed')
  return `${recording.actions.length} steps`
}

const RESTORED = LIVE.filter((name) => name !== 'ended')

async function requireLiveRows(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(3)
  const face = faced(environment)
  const player = play(environment, subject.seed)
  let restored = 0
  for (let t = 0; t < Math.min(subject.steps, 32); t++) {
    const snapshot = face.save(1)
    const begun = environment.ended[1] === 1
    const kept = keepWorld(environment, 1, RESTORED)
    for (let k = 0; k < 3; k++) player.step()
    const others = [0, 2].map((w) => ({ w, kept: keepWorld(environment, w, ALL) }))
    face.restore(1, snapshot)
    for (const other of others) requireKept(environment, other.w, other.kept, ALL, t)
    if (environment.ended[1] !== 0) fail(`world 1, restored at step ${t}: ended is 1, expected 0`)
    requireKept(environment, 1, kept, begun ? BEGUN : RESTORED, t)
    restored++
  }
  return `${restored} snapshots`
}

/** Of a world saved where its episode had just begun, rewards and flags tell of the episode before. */
const BEGUN = RESTORED.filter((name) => !['rewards', 'costs', 'terminated', 'truncated'].includes(name))

function requireKept(
  environment: Environment,
  w: number,
  kept: ReturnType<typeof keepWorld>,
  names: readonly (keyof ReturnType<typeof keepWorld>)[],
  t: number,
): void {
  const difference = keptDifference(environment.spec, environment, w, kept, names)
  if (difference !== undefined) fail(`world ${w}, when world 1 was restored to step ${t}: ${difference}`)
}

async function requireRefusals(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(2)
  const face = faced(environment)
  const player = play(environment, subject.seed)
  player.step()
  const snapshot = face.save(0)
  player.step()
  const foreign = { ...snapshot, environment: `${snapshot.environment}-other` }
  const before = [0, 1].map((w) => keepWorld(environment, w))
  const trials: [what: string, run: () => unknown][] = [
    ['restore of a snapshot of another environment', () => face.restore(0, foreign)],
    ['save of world 2 of 2', () => face.save(2)],
    ['restore into world -1', () => face.restore(-1, snapshot)],
  ]
  for (const [what, run] of trials) {
    requireGauntletError(what, run)
    before.forEach((kept, w) => requireKept(environment, w, kept, ALL, 0))
  }
  return `${trials.length} calls refused`
}

function requireGauntletError(what: string, run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (error instanceof GauntletError) return
    fail(`${what}: got ${errorText(error)}, expected a GauntletError`)
  }
  fail(`${what}: was accepted, expected a GauntletError`)
}
