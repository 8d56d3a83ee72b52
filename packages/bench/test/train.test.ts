import { type Environment, type Learner, Seed, type TrainingEvent, wrapEnvironment } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { readCheckpoint, writeCheckpoint } from '../src/checkpoint.ts'
import { type OnCheckpoint, train } from '../src/train.ts'
import { walk } from './plugins/walk.ts'

/** Goes right, and could be taken up after each of ten steps. */
const learner: Learner = {
  policy: { begin() {}, act() {} },
  *train(environment, budget) {
    for (let steps = environment.batch; steps <= budget; steps += environment.batch) {
      environment.step(new Int32Array(environment.batch).fill(1))
      yield { kind: 'progress', steps, metrics: { told: steps } }
      yield { kind: 'checkpoint', steps }
    }
  },
  save: () => Uint8Array.of(7),
}

async function checkpointsOn(environment: Environment): Promise<number[]> {
  environment.reset(Seed.from(1))
  const taken: number[] = []
  const onCheckpoint: OnCheckpoint = (capture) =>
    void taken.push(readCheckpoint(writeCheckpoint(capture()))!.worlds.length)
  const { steps } = await train(learner, environment, 20, { onCheckpoint })
  expect(steps).toBe(20)
  return taken
}

describe('a training', () => {
  it('can be kept at every checkpoint, with all of its worlds', async () => {
    expect(await checkpointsOn(await walk.make({}, 2))).toEqual(Array.from({ length: 10 }, () => 2))
  })

  it('goes on without where its worlds hold what cannot be written down', async () => {
    const environment = await walk.make({}, 2)
    const { snapshot } = environment
    const alive = {
      ...snapshot!,
      cloneable: false,
      save: (w: number) => ({ ...snapshot!.save(w), content: { goOn: () => {} } }),
    }
    expect(await checkpointsOn(wrapEnvironment(environment, { snapshot: alive }))).toEqual([])
    const recorded = { ...alive, record: snapshot!.save }
    expect(await checkpointsOn(wrapEnvironment(environment, { snapshot: recorded }))).toHaveLength(10)
  })

  it('keeps what is said before the first step, while there is room, and thins the rest', async () => {
    const talker: Learner = {
      ...learner,
      *train(environment, budget) {
        for (let updates = 1; updates <= 300; updates++)
          yield { kind: 'progress', steps: 0, metrics: { updates } }
        yield* learner.train!(environment, budget) as Iterable<TrainingEvent>
      },
    }
    const environment = await walk.make({}, 2)
    environment.reset(Seed.from(1))
    const { curve } = await train(talker, environment, 2000)
    expect(curve.filter(({ steps }) => steps === 0).map(({ metrics }) => metrics.updates)).toEqual(
      Array.from({ length: 200 }, (_, k) => k + 1),
    )
    expect(curve.filter(({ steps }) => steps > 0)).toHaveLength(200)
  })
})
