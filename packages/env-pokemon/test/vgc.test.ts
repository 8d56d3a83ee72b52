import { readFileSync } from 'node:fs'
import {
  type Environment,
  type FileContent,
  GauntletError,
  IllegalActionError,
  ParameterError,
  Seed,
  allocateActions,
  trajectoryDigest,
  uniformPolicy,
} from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { TeamError } from '../src/engine/teams.ts'
import { OWN_TEAMS } from '../src/teams/own-teams.ts'
import { battleLog, duelOf } from '../src/vgc-environment.ts'
import { type VgcParameters, vgc } from '../src/vgc.ts'

const fileOf = (text: string): FileContent => ({ name: 'teams.txt', bytes: new TextEncoder().encode(text) })

/**
 * Digests of what 2 worlds show in 30 steps. One that changes means that results change: raise the version, then write the
 * file anew with `vitest run --update`.
 */
test('roll-outs are those of the frozen digests', async () => {
  const digests: Record<string, string> = {}
  const choices: Partial<VgcParameters>[] = [
    {},
    { observation: 'compact', format: 'reg-h-closed' },
    { format: 'reg-i' },
  ]
  for (const parameters of choices) {
    const environment = await vgc.make(parameters, 2)
    const key = `${vgc.id}@${vgc.version} ${JSON.stringify(parameters)}`
    digests[key] = trajectoryDigest(environment, uniformPolicy(), Seed.from(11), 30)
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot('golden/digests.json')
})

/** Some pair of choices that are legal together. */
function legalPair(environment: Environment, agent: number): [number, number] {
  const left = environment.actionMask!.indexOf(1, 214 * agent) - 214 * agent
  const actions = Int32Array.of(left, 0, left, 0)
  for (let a = 0; a < 2; a++)
    if (a !== agent) actions[2 * a] = environment.actionMask!.indexOf(1, 214 * a) - 214 * a
  const mask = new Uint8Array(214)
  environment.maskAfter!.maskAfter(1, actions, mask)
  return [left, mask.indexOf(1, 107 * agent) - 107 * agent]
}

/** Plays uniformly until `stop`, or for 2,000 steps. */
function playUntil(environment: Environment, seed: Seed, stop: () => boolean): Int32Array {
  const policy = uniformPolicy()
  const actions = allocateActions(environment.spec.action, environment.batch * 2) as Int32Array
  environment.reset(seed)
  policy.begin(environment, seed)
  for (let t = 0; t < 2000 && !stop(); t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
  }
  expect(stop()).toBe(true)
  return actions
}

describe('a battle', () => {
  test('pays its winner 1 and its loser -1, once, and says how it went', async () => {
    const environment = await vgc.make({ observation: 'compact' })
    const { returns, metrics } = environment
    playUntil(environment, Seed.from(1), () => environment.ended[0] === 1)
    expect([...returns].sort()).toEqual([-1, 1])
    expect(metrics[0]).toBe(returns[0] === 1 ? 1 : 0)
    expect(metrics[1]).toBeGreaterThan(2)
    expect(metrics[2]).toBeGreaterThan(0)
    expect(metrics[2]).toBeLessThanOrEqual(4)
  })

  test('that goes on beyond the declared turns is truncated, and pays nobody', async () => {
    const environment = await vgc.make({ turns: 2 })
    playUntil(environment, Seed.from(1), () => environment.ended[0] === 1)
    expect([...environment.truncated]).toEqual([1, 1])
    expect([...environment.terminated]).toEqual([0, 0])
    expect([...environment.returns]).toEqual([0, 0])
    expect(environment.metrics[0]).toBe(0.5)
  })

  test('lets the other side wait, with one legal action, while one replaces', async () => {
    const environment = await vgc.make({ observation: 'compact' })
    const { active, actionMask } = environment
    playUntil(environment, Seed.from(2), () => active![0] !== active![1])
    const waiting = active![0] === 0 ? 0 : 1
    const mask = actionMask!.subarray(waiting * 214, (waiting + 1) * 214)
    expect([...mask].reduce((sum, legal) => sum + legal, 0)).toBe(2)
    expect([mask[0], mask[107]]).toEqual([1, 1])
  })

  test('tells a player by a refusal that its Pokemon is trapped', async () => {
    // Gothitelle's Shadow Tag is hidden by closed sheets until somebody tries to leave.
    const trapper = OWN_TEAMS.G[0].packed.replace(
      /^.*?\]/,
      'Gothitelle||SitrusBerry|ShadowTag|Protect,Psychic,HelpingHand,FakeOut|Calm|252,,252,,4,||||50|,,,,,Water]',
    )
    const environment = await vgc.make({
      format: 'reg-g-closed',
      observation: 'compact',
      first: 'shadow-rider',
      second: trapper,
    })
    environment.reset(Seed.from(4))
    // Leads: Urshifu and Rillaboom against Gothitelle and the second of its team.
    environment.step(Int32Array.of(2, 3, 1, 2))
    environment.step(Int32Array.of(4, 5, 3, 4))
    expect([...environment.active!]).toEqual([1, 1])
    // The engine tells the left slot that it is trapped, and leaves the right one in doubt.
    const leave = Int32Array.of(environment.actionMask!.indexOf(1), 4, ...legalPair(environment, 1))
    expect([...environment.actionMask!.subarray(1, 7)]).toEqual([0, 0, 0, 0, 0, 0])
    expect([...environment.actionMask!.subarray(108, 114)]).toEqual([0, 0, 0, 1, 1, 0])
    environment.step(leave)
    // Nothing has moved but what the player knows: it decides again, and the other waits.
    expect([...environment.active!]).toEqual([1, 0])
    expect([...environment.actionMask!.subarray(108, 114)]).toEqual([0, 0, 0, 0, 0, 0])
    const log = battleLog(environment, 0, 'spectator')
    expect(log.filter((line) => line.startsWith('|turn|'))).toEqual(['|turn|1'])
    expect(() => environment.step(leave)).toThrow(IllegalActionError)
  })

  test('refuses choices that do not go together, naming world and agent', async () => {
    const environment = await vgc.make({ observation: 'compact' }, 2)
    environment.reset(Seed.from(1))
    const twice = Int32Array.of(1, 2, 1, 2, 1, 2, 3, 3)
    expect(() => environment.step(twice)).toThrow('world 1, agent 1: action [3,3] is not legal')
  })

  test('is refused as a snapshot where another format is played', async () => {
    const [one, other] = [await vgc.make({ format: 'reg-h' }), await vgc.make()]
    one.reset(Seed.from(1))
    other.reset(Seed.from(1))
    const before = other.renderText(0)
    expect(() => other.snapshot!.restore(0, one.snapshot!.save(0))).toThrow('snapshot of another format')
    expect(other.renderText(0)).toBe(before)
  })

  test('is logged in the standard protocol, without times', async () => {
    const environment = await vgc.make({ observation: 'compact' })
    const logs: string[][] = []
    playUntil(environment, Seed.from(1), () => {
      if (environment.ended[0] === 0) logs[0] = battleLog(environment, 0, 'spectator')
      return environment.ended[0] === 1
    })
    expect(logs[0].slice(0, 6)).toEqual([
      '|gametype|doubles',
      '|player|p1|Player 1||',
      '|player|p2|Player 2||',
      '|gen|9',
      '|tier|[Gen 9] VGC 2024 Reg G',
      '|rule|Species Clause: Limit one of each Pokémon',
    ])
    expect(logs[0].some((line) => line.startsWith('|t:|'))).toBe(false)
    expect(logs[0].every((line) => line.startsWith('|'))).toBe(true)
  })
})

describe('teams', () => {
  const [first, second] = OWN_TEAMS.G

  test.each([
    ['packed lines', `${first.packed}\n${second.packed}\n`],
    ['a JSON list', JSON.stringify([first.packed, second.packed])],
    [
      'texts under headings',
      `=== one ===\n\n${first.packed}\n\n=== [gen9vgc2024regg] two ===\n\n${second.packed}\n`,
    ],
    ['what Showdown exports', readFileSync(new URL('golden/teams/regg.txt', import.meta.url), 'utf8')],
  ])('are read from %s', async (_, text) => {
    const environment = await vgc.make({ teams: fileOf(text), count: 2 })
    environment.reset(Seed.from(1))
    expect(environment.renderText(0)).toContain('turn 0')
  })

  test('are named, given as texts, or drawn; held-out ones are never drawn', async () => {
    const environment = await vgc.make({ skip: 7, count: 1, observation: 'compact' }, 3)
    environment.reset(Seed.from(1))
    const seen = new Set<string>()
    for (let w = 0; w < 3; w++) {
      for (const line of battleLog(environment, w, 0))
        if (line.startsWith('|poke|')) seen.add(line.split('|')[3].split(',')[0])
    }
    expect(seen.size).toBe(6)
  })

  test.each([
    ['drawn', { skip: 7, count: 1 }, [7, 7]],
    ['named', { first: OWN_TEAMS.G[2].name, second: OWN_TEAMS.G[0].name }, [2, 0]],
    ['given as texts', { first: first.packed, second: second.packed }, [8, 9]],
    ['one text', { first: first.packed, second: first.packed }, [8, 8]],
  ] as const)('have their places among the metrics: %s', async (_, parameters, places) => {
    const environment = await vgc.make({ ...parameters, turns: 1, observation: 'compact' })
    playUntil(environment, Seed.from(1), () => environment.ended[0] === 1)
    expect([...environment.metrics.subarray(4)]).toEqual(places)
  })

  test.each([
    [{ skip: 8 }, 'pokemon/vgc.skip: got 8, expected at least 1 teams beyond skip, of the 8 that there are'],
    [{ count: 9 }, 'pokemon/vgc.count: got 9'],
    [{ count: 1, mirror: false }, 'at least 2 teams'],
    [{ first: 'nobody' }, 'pokemon/vgc.first: got "nobody", expected one of miraidon-balance'],
    [{ format: 'gen9ou' as 'reg-g' }, 'pokemon/vgc.format: got "gen9ou"'],
    [{ turns: 0 }, 'pokemon/vgc.turns: got 0'],
    [{ teams: fileOf('') }, 'teams.txt: got "no team"'],
    [{ teams: fileOf('[1]') }, 'teams.txt[0]: got 1'],
    [{ teams: fileOf('["a"') }, 'expected a list of texts in JSON'],
    [{ teams: fileOf('=== a ===\nx\n=== a ===\ny') }, 'a name of its own for every team'],
  ])('and parameters that are not allowed are refused: %j', async (parameters, message) => {
    await expect(vgc.make(parameters)).rejects.toThrow(ParameterError)
    await expect(vgc.make(parameters)).rejects.toThrow(message)
  })

  test('are never the same without mirrors, whoever is fixed', async () => {
    for (const fixed of [{ first: 'miraidon-balance' }, { second: 'miraidon-balance' }, {}]) {
      const environment = await vgc.make({ ...fixed, mirror: false, observation: 'compact' }, 40)
      environment.reset(Seed.from(1))
      for (let w = 0; w < 40; w++) {
        const [one, other] = duelOf(environment, w).battle.sides.map(({ team }) => JSON.stringify(team))
        expect(one).not.toBe(other)
      }
    }
    const same = { first: 'miraidon-balance', second: 'miraidon-balance', mirror: false }
    await expect(vgc.make(same)).rejects.toThrow('pokemon/vgc.mirror: got false')
    await expect(vgc.make({ ...same, second: '', count: 1 })).rejects.toThrow('pokemon/vgc.mirror: got false')
  })

  test('that the format does not allow are refused with the validator’s reasons', async () => {
    const two = OWN_TEAMS.I.map(({ packed }) => packed).join('\n')
    await expect(vgc.make({ teams: fileOf(two) })).rejects.toThrow(TeamError)
    await expect(vgc.make({ teams: fileOf(two) })).rejects.toThrow(/team "team-1": .*restricted/i)
    await expect(vgc.make({ first: 'Pikachu\n- Surf\n' })).rejects.toThrow(GauntletError)
  })
})
