/** Checks of the buffers: types, lengths, identity, flags, and that nothing in them is memory. */
import { allocateBuffers, type Environment } from '../environment.ts'
import { play } from './play.ts'
import { type Check, fail } from './report.ts'
import { ALL, type BufferArray, type BufferName, FINAL, batchDifference, elementName, rowOf } from './rows.ts'
import type { EnvironmentSubject } from './subject.ts'

export const BUFFER_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'buffers/layout',
    title: 'every buffer has the type and length that the spec asks for',
    async run(subject) {
      for (const batch of [1, 3]) requireLayout(await subject.make(batch), batch)
      return 'batches of 1 and 3'
    },
  },
  {
    id: 'buffers/identity',
    title: 'buffers stay the same arrays over resets and steps',
    async run(subject) {
      const environment = await subject.make(2)
      const before = ALL.map((name) => environment[name])
      for (let round = 0; round < 2; round++) {
        const player = play(environment, subject.seed.fold(round))
        for (let t = 0; t < subject.steps; t++) {
          player.step()
          const k = ALL.findIndex((name, i) => environment[name] !== before[i])
          if (k >= 0) fail(`round ${round}, step ${t}: ${ALL[k]} is another array than when it was built`)
        }
      }
      return `2 resets, ${2 * subject.steps} steps`
    },
  },
  {
    id: 'buffers/clear-after-reset',
    title: 'after a reset rewards, costs and flags are 0',
    async run(subject) {
      const environment = await subject.make(2)
      for (let round = 0; round < 2; round++) {
        const player = play(environment, subject.seed)
        requireClear(environment, round)
        for (let t = 0; t < subject.steps; t++) player.step()
      }
      return '2 resets'
    },
  },
  {
    id: 'buffers/flags',
    title: 'flags and masks are 0 or 1, and no agent is both terminated and truncated',
    async run(subject) {
      const environment = await subject.make(3)
      const player = play(environment, subject.seed)
      for (let t = 0; t < subject.steps; t++) {
        requireFlags(environment, t)
        player.step()
      }
      return `${subject.steps} steps of 3 worlds`
    },
  },
  {
    id: 'buffers/poison',
    title:
      'a step rewrites observations, state, mask, rewards, activity and what is final; it never reads them',
    run: (subject) => requirePoisonGone(subject),
  },
]

function requireLayout(environment: Environment, batch: number): void {
  if (environment.batch !== batch) fail(`batch is ${environment.batch}, expected ${batch}`)
  const expected = allocateBuffers(environment.spec, batch)
  for (const name of ALL) {
    const got = typeOf(environment[name])
    if (got !== typeOf(expected[name]))
      fail(`batch of ${batch}: ${name} is ${got}, expected ${typeOf(expected[name])}`)
  }
}

function typeOf(array: BufferArray | undefined): string {
  return array === undefined ? 'absent' : `${array.constructor.name} of ${array.length}`
}

function requireClear(environment: Environment, round: number): void {
  for (const name of ['rewards', 'costs', 'terminated', 'truncated', 'ended'] as const) {
    for (let w = 0; w < environment.batch; w++) {
      const row = rowOf(environment, name, w)
      const i = row?.findIndex((value: number) => value !== 0) ?? -1
      if (i < 0) continue
      const element = elementName(environment.spec, name, i, row!.length)
      fail(`reset ${round}, world ${w}: ${element} is ${row![i]}, expected 0`)
    }
  }
}

function requireFlags(environment: Environment, t: number): void {
  const { spec, terminated, truncated, batch } = environment
  for (const name of ['terminated', 'truncated', 'ended', 'active', 'actionMask'] as const) {
    for (let w = 0; w < batch; w++) {
      const row = rowOf(environment, name, w)
      const i = row?.findIndex((value: number) => value > 1) ?? -1
      if (i >= 0) {
        fail(
          `world ${w}, step ${t}: ${elementName(spec, name, i, row!.length)} is ${row![i]}, expected 0 or 1`,
        )
      }
    }
  }
  for (let i = 0; i < terminated.length; i++) {
    if (terminated[i] === 1 && truncated[i] === 1) {
      const place = `world ${Math.floor(i / spec.agents)}, agent ${i % spec.agents}, step ${t}`
      fail(`${place}: is both terminated and truncated, expected at most one`)
    }
  }
}

const REWRITTEN: readonly BufferName[] = [
  'observations',
  'state',
  'actionMask',
  'rewards',
  'active',
  'costs',
  ...FINAL,
]

/** Bytes that no flag holds; numbers that no arithmetic survives; lengths that no episode has. */
function poison(environment: Environment): void {
  for (const name of REWRITTEN) {
    const array = environment[name]
    array?.fill(array instanceof Uint8Array ? 165 : array instanceof Int32Array ? -165 : NaN)
  }
}

/** Plays two environments side by side, one of which finds garbage in its buffers before every step. */
async function requirePoisonGone(subject: EnvironmentSubject): Promise<string> {
  const [clean, poisoned] = [await subject.make(2), await subject.make(2)]
  const player = play(clean, subject.seed)
  poison(poisoned)
  poisoned.reset(subject.seed)
  for (let t = 0; t < subject.episodeSteps; t++) {
    const difference = batchDifference(clean.spec, poisoned, clean)
    if (difference !== undefined) fail(`step ${t}, ${difference}`)
    const actions = player.choose().slice()
    poison(poisoned)
    clean.step(player.actions)
    poisoned.step(actions)
    // Whoever still holds the array finds other numbers in it.
    actions.fill(77)
  }
  return `${subject.episodeSteps} steps of 2 worlds`
}
