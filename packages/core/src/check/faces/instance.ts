/** Checks of the instance face. */
import { type Environment, type Schedule, seedSchedule } from '../../environment.ts'
import type { InstanceFace } from '../../faces.ts'
import { play } from '../play.ts'
import { type Check, fail, skip } from '../report.ts'
import { ALL, FINAL, keepWorld, keptDifference, worldDifference } from '../rows.ts'
import { type EnvironmentSubject, faceOf } from '../subject.ts'
import { recordWorld, requireReplay } from './recording.ts'

export const INSTANCE_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'instance/current',
    title: 'the face names the instance that each world plays',
    run: (subject) => requireCurrent(subject),
  },
  {
    id: 'instance/same-noise',
    title: 'an instance played again under the same actions shows the same bits, in any world',
    async run(subject) {
      const environment = await subject.make(3)
      const face = faced(environment)
      const player = play(environment, subject.seed)
      const instance = face.current(0)
      const recording = recordWorld(environment, player, 0, subject.episodeSteps)
      for (const w of [0, 1]) {
        for (let t = 0; t < 2; t++) player.step()
        face.restart(w, instance)
        requireReplay(environment, player, w, recording, false, 'the instance of world 0 played again')
      }
      return `${recording.actions.length} steps, twice`
    },
  },
  {
    id: 'instance/restart',
    title: 'a restart in mid-episode begins as a reset to that instance would, and records nothing',
    run: (subject) => requireRestart(subject),
  },
]

function faced(environment: Environment): InstanceFace {
  if (!environment.spec.faces.includes('instance')) skip('there is no instance face')
  return faceOf(environment.instance, 'instance')
}

async function requireCurrent(subject: EnvironmentSubject): Promise<string> {
  const environment = await subject.make(3)
  const face = faced(environment)
  const standard = seedSchedule(subject.seed)
  const { instances } = environment.spec
  const player = play(environment, subject.seed)
  const episodes = [0, 0, 0]
  for (let t = 0; t <= subject.episodeSteps; t++) {
    for (let w = 0; w < 3; w++) {
      const place = `world ${w}, step ${t}, episode ${episodes[w]}`
      const { key, index } = face.current(w)
      const expected = standard(w, episodes[w]).key
      if (!key.equals(expected)) fail(`${place}: the key is ${key}, expected ${expected}`)
      if (instances !== undefined && !(index !== undefined && index >= 0 && index < instances)) {
        fail(`${place}: the instance is ${index}, expected 0 to ${instances - 1}`)
      }
    }
    player.step()
    for (let w = 0; w < 3; w++) episodes[w] += environment.ended[w]
  }
  return `${episodes[0] + episodes[1] + episodes[2] + 3} episodes`
}

const FIRST_VIEW = ['observations', 'state', 'actionMask', 'active'] as const

async function requireRestart(subject: EnvironmentSubject): Promise<string> {
  const [environment, alone] = [await subject.make(2), await subject.make(1)]
  const face = faced(environment)
  const standard = seedSchedule(subject.seed)
  const asked: string[] = []
  const schedule: Schedule = (w, episode) => {
    asked.push(`${w}/${episode}`)
    return standard(w, episode)
  }
  const player = play(environment, subject.seed, schedule)
  for (let t = 0; t < 3; t++) player.step()
  const before = asked.length
  const other = keepWorld(environment, 1, ALL)
  const totals = keepWorld(environment, 0, FINAL)
  const instance = { ...standard(5, 7), ...indexOf(face) }
  face.restart(0, instance)
  alone.reset(subject.seed, () => instance)
  const begun = worldDifference(environment.spec, environment, 0, alone, 0, [...FIRST_VIEW, ...CLEARED])
  if (begun !== undefined) fail(`world 0 after a restart: ${begun} as after a reset`)
  const touched = keptDifference(environment.spec, environment, 1, other, ALL)
  if (touched !== undefined) fail(`world 1, when world 0 was restarted: ${touched}`)
  const recorded = keptDifference(environment.spec, environment, 0, totals, FINAL)
  if (recorded !== undefined) fail(`world 0, whose episode ended unrecorded: ${recorded}`)
  if (asked.length !== before) fail(`a restart asked the schedule for ${asked.at(-1)}, expected no question`)
  if (!face.current(0).key.equals(instance.key)) {
    fail(`world 0 after a restart: the key is ${face.current(0).key}, expected ${instance.key}`)
  }
  return 'world 0 restarted after 3 steps'
}

const CLEARED = ['rewards', 'terminated', 'truncated', 'ended', 'costs'] as const

/** The number of the instance in play, where instances have numbers. */
function indexOf(face: InstanceFace): { readonly index?: number } {
  const { index } = face.current(0)
  return index === undefined ? {} : { index }
}
