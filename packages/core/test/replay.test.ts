import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from '../src/base64.ts'
import type { EnvironmentDefinition } from '../src/definition.ts'
import { type FileContent, file } from '../src/parameters.ts'
import { uniformPolicy } from '../src/policy.ts'
import { Seed } from '../src/random/seed.ts'
import { type Replay, playReplay, recordReplay, trajectoryDigest } from '../src/replay.ts'
import { atEnd } from './check/broken/ways.ts'
import { WORLDS, corridor, counting, levels } from './worlds/index.ts'

const seed = Seed.from(2)
const record = (options?: { maximumSteps?: number }): Promise<Replay> =>
  recordReplay(corridor, {}, uniformPolicy(), seed, { key: seed }, options)

async function framesOf(definition: EnvironmentDefinition, replay: Replay): Promise<number> {
  let frames = 0
  for await (const { t } of playReplay(definition, replay)) expect(t).toBe(frames++)
  return frames
}

const plain = (definition: unknown): EnvironmentDefinition => definition as EnvironmentDefinition

describe('a replay', () => {
  it('plays the same episode again, frame by frame', async () => {
    for (const world of WORLDS) {
      const replay = await recordReplay(world, {}, uniformPolicy(), seed, { key: seed })
      const written = JSON.parse(JSON.stringify(replay)) as Replay
      expect(await framesOf(world, written)).toBe(replay.steps + 1)
    }
  })

  it('shows the last observation of its episode where the world has been reset', async () => {
    const replay = await recordReplay(counting, { horizon: 3 }, uniformPolicy(), seed, { key: seed })
    const seen: number[] = []
    for await (const { environment } of playReplay(counting, replay)) {
      seen.push(environment.ended[0] === 1 ? environment.finalObservations[0] : environment.observations[0])
    }
    expect(seen).toEqual([0, 1, 2, 3])
    expect(replay).toMatchObject({
      format: 'gauntlet-replay',
      formatVersion: 2,
      environment: {
        id: 'toy/counting',
        version: 1,
        parameters: { horizon: 3, goal: 1000, horizonEnd: 'truncated' },
      },
      instance: { key: seed.toString() },
      steps: 3,
    })
    const [packed] = decodeBase64(replay.actions)
    const total = (packed & 3) + ((packed >> 2) & 3) + ((packed >> 4) & 3)
    expect(replay.returns).toEqual([total])
    expect(replay.metrics).toEqual({ total })
  })

  it('keeps the number of its instance', async () => {
    const replay = await recordReplay(levels, {}, uniformPolicy(), seed, { key: seed, index: 9 })
    expect(replay.instance).toEqual({ key: seed.toString(), index: 9 })
    for await (const { t, environment } of playReplay(levels, replay)) {
      if (t === 0) expect(environment.observations[0]).toBe(9)
    }
  })

  it('gives the same digest for the same seed, and another for another', async () => {
    const [first, again] = [await record(), await record()]
    expect(again).toEqual(first)
    const other = await recordReplay(corridor, {}, uniformPolicy(), Seed.from(3), { key: seed })
    expect(other.digest).not.toBe(first.digest)
  })

  it('is refused where an action has been changed', async () => {
    const replay = await record()
    const actions = decodeBase64(replay.actions)
    actions[0] ^= (actions[0] & 3) === 1 ? 3 : (actions[0] & 3) ^ 1
    const tampered = { ...replay, actions: encodeBase64(actions) }
    await expect(framesOf(plain(corridor), tampered)).rejects.toThrow(/steps: got|digest: got|is not legal/)
  })

  it.each<[change: Partial<Replay>, message: string]>([
    [{ digest: '0'.repeat(64) }, 'digest: got'],
    [{ instance: { key: '00000000000000ff' } }, 'is not legal'],
    [{ format: 'other' as 'gauntlet-replay' }, 'format: got "other" 2, expected gauntlet-replay 2'],
    [{ formatVersion: 1 as 2 }, 'format: got "gauntlet-replay" 1, expected gauntlet-replay 2'],
    [{ actions: '' }, 'actions: got 0 bytes'],
    [{ actions: '!' }, 'not base64'],
    [
      { environment: { id: 'toy/other', version: 1, parameters: {} } },
      'the replay is of toy/other version 1',
    ],
    [{ environment: { id: 'toy/corridor', version: 2, parameters: {} } }, 'here is toy/corridor version 1'],
    [
      { environment: { id: 'toy/corridor', version: 1, parameters: { length: 1 } } },
      'toy/corridor.length: got 1',
    ],
    [{ returns: [1, 2] }, 'returns [0]: got 1'],
    [{ metrics: { total: 99 } }, 'metrics: total: got 99'],
  ])('is refused where it has been tampered with: %o', async (change, message) => {
    const replay = await record()
    await expect(framesOf(plain(corridor), { ...replay, ...change })).rejects.toThrow(message)
  })

  it('is refused where it is longer or shorter than its episode', async () => {
    const replay = await recordReplay(counting, { horizon: 3 }, uniformPolicy(), seed, { key: seed })
    await expect(framesOf(plain(counting), { ...replay, steps: 4 })).rejects.toThrow(
      'steps: got 4, but the episode ended after 3',
    )
    const shorter = { ...replay, steps: 2, actions: encodeBase64(Uint8Array.of(0)) }
    await expect(framesOf(plain(counting), shorter)).rejects.toThrow('steps: got 2, but the episode goes on')
  })

  it('is refused where an episode does not end', async () => {
    await expect(record({ maximumSteps: 2 })).rejects.toThrow(
      'toy/corridor: the episode did not end within 2 steps',
    )
  })

  it('carries the files of its parameters', async () => {
    const map: FileContent = { name: 'a.map', bytes: Uint8Array.of(0, 255, 7) }
    const given: unknown[] = []
    const base = plain(counting)
    const withFile = {
      ...base,
      parameters: { map: file({ description: 'A map' }) },
      resolve: (parameters: object) => ({ map: null, ...parameters }),
      make: (parameters: object) => {
        given.push(parameters)
        return base.make({ horizon: 2 })
      },
    } as unknown as EnvironmentDefinition
    const replay = await recordReplay(withFile, { map }, uniformPolicy(), seed, { key: seed })
    expect(await framesOf(withFile, JSON.parse(JSON.stringify(replay)) as Replay)).toBe(3)
    expect(given).toEqual([{ map }, { map }])
  })
})

describe('the digest of a trajectory', () => {
  it('is the same for the same environment, policy, seed and steps only', async () => {
    const digestFor = async (batch: number, key: Seed, steps: number): Promise<string> =>
      trajectoryDigest(await corridor.make({}, batch), uniformPolicy(), key, steps)
    const first = await digestFor(2, seed, 40)
    expect(await digestFor(2, seed, 40)).toBe(first)
    expect(
      new Set([
        first,
        await digestFor(3, seed, 40),
        await digestFor(2, Seed.from(9), 40),
        await digestFor(2, seed, 39),
      ]).size,
    ).toBe(4)
  })

  it.each(['finalObservations', 'returns', 'lengths', 'metrics'] as const)('covers %s', async (name) => {
    const digestOf = async (world: EnvironmentDefinition): Promise<string> =>
      trajectoryDigest(await world.make({}, 2), uniformPolicy(), seed, 9)
    const changed = atEnd(counting, (environment, w) => void (environment[name][w] += 1))
    expect(await digestOf(changed)).not.toBe(await digestOf(plain(counting)))
  })
})
