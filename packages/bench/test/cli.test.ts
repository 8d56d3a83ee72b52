import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../src/store.ts'
import { FAILING, TOY, gauntlet, gauntletHere, scratch } from './harness.ts'

const plugin = ['--plugin', TOY]
const small = ['--env', 'toy/walk:short', '--algo', 'toy/right', '--seeds', '2', '--workers', '1']
let directory: string

beforeAll(async () => {
  directory = scratch()
  const { code } = await gauntlet(directory, ['run', ...plugin, '--preset', 'quick'])
  expect(code).toBe(0)
}, 90_000)

describe('bad usage ends with 2 and says what is allowed', () => {
  it.each([
    [['rnu'], 'Did you mean run?'],
    [['run', '--sedes', '3'], 'Did you mean --seeds?'],
    [['run', '--seeds', '0'], 'Expected a whole number from 1 to 100000.'],
    [['run', '--seeds', '1000000000'], 'Expected a whole number from 1 to 100000.'],
    [['run', '--workers', 'two'], 'Expected a whole number from 1 to 1024.'],
    [['run', '--env', ''], 'Expected text that is not empty.'],
    [['run', '--algo', ''], 'Expected text that is not empty.'],
    [['run', ...plugin, '--env', 'a'.repeat(70_000)], 'expected a glob (Input length: 70000'],
    [['list', '--config', ''], 'Expected text that is not empty.'],
    [['run', ...plugin, '--shard', '3/2'], '--shard: got 3/2, expected I/N with I from 1 to N'],
    [['run', ...plugin, '--shard', '1/99999999999999999999'], 'and N of at most 1000000'],
    [
      ['run', ...plugin, '--env', '*:team', '--algo', 'toy/solo'],
      'the matrix has no cell: nothing applies: toy/solo on toy/walk:team needs a single agent',
    ],
    [['run', ...plugin, '--preset', 'quik'], 'unknown preset quik; did you mean quick?'],
    [['run', ...plugin, '--env', 'toy/wolk'], 'unknown environment toy/wolk; did you mean toy/walk'],
    [['run', ...plugin, '--algo', 'toy/rigth'], 'unknown algorithm toy/rigth; did you mean toy/right'],
    [['run', ...plugin, '--algo', 'nope'], 'unknown algorithm nope; there are toy/'],
    [['run', ...plugin, '--algo', 'right'], 'unknown algorithm right; did you mean toy/right?'],
    [['run', ...plugin, '--backend', 'gpu'], '--backend: got "gpu", expected one of wasm, cpu'],
    [['run', '--config', 'none.ts'], 'config none.ts: there is no'],
    [['run', '--plugin', 'none.ts'], 'plugin none.ts: there is no'],
    [['run'], 'unknown preset quick; there are none: no plugin was found'],
    [['check', ...plugin, 'toy/wolk'], 'did you mean toy/walk'],
    [
      ['check', ...plugin, 'toy/walk', '--param', 'length=99'],
      'toy/walk.length: got 99, expected a whole number from 1 to 40',
    ],
    [['check', ...plugin, 'toy/walk', '--param', 'lenght=9'], 'did you mean length?'],
    [
      ['check', ...plugin, 'toy/walk', '--setting', 'shrot'],
      'toy/walk has no setting shrot; did you mean short',
    ],
    [['report', '--store', 'none'], 'gauntlet run makes one'],
    [['site', 'serve', '--port', '65536'], 'Expected a whole number from 0 to 65535.'],
    [['site', 'biuld'], 'Did you mean build?'],
    [['report', '--format', 'pdf'], 'Allowed choices are'],
    [[], 'Usage: gauntlet'],
  ])(
    '%j',
    async (args, message) => {
      const { code, stdout, stderr } = await gauntletHere(scratch(), args)
      expect(stderr).toContain(message)
      expect(code).toBe(2)
      expect(stdout).toBe('')
      expect(stderr).not.toContain('    at ')
    },
    30_000,
  )
})

describe('a store that cannot be used ends with 2', () => {
  it('where a file is in the way, and where a cell is corrupt', async () => {
    const place = scratch()
    writeFileSync(join(place, 'file'), '')
    const blocked = await gauntlet(place, ['run', ...plugin, ...small, '--store', 'file/store'])
    expect(blocked).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be written') })
    const foreign = await gauntlet(place, ['run', ...plugin, ...small, '--store', '.'])
    expect(foreign).toMatchObject({ code: 2, stderr: expect.stringContaining('it is no store') })

    expect((await gauntlet(place, ['run', ...plugin, ...small, '--store', 's'])).code).toBe(0)
    const [drawer] = readdirSync(join(place, 's/cells'))
    const [name] = readdirSync(join(place, 's/cells', drawer))
    writeFileSync(join(place, 's/cells', drawer, name), '{"half')
    const corrupt = await gauntlet(place, ['report', ...plugin, '--store', 's'])
    expect(corrupt.code).toBe(2)
    expect(corrupt.stderr).toContain(`${name}: is not JSON`)
    expect(corrupt.stderr).toContain('remove the file and run again')
  }, 60_000)
})

describe('gauntlet run', () => {
  it('computes nothing twice', async () => {
    const { code, stderr, stdout } = await gauntlet(directory, ['run', ...plugin, '--preset', 'quick'])
    expect(code).toBe(0)
    expect(stderr).toContain('22 cells, 22 finished before')
    expect(stderr).toContain('0 cells computed, 22 finished before, none failed')
    expect((stderr + stdout).match(/needs a single agent/g)).toHaveLength(1)
    expect(stdout).toContain('toy/right')
  }, 30_000)

  it('configures algorithms as a preset says', async () => {
    const place = scratch()
    const { code, stdout } = await gauntletHere(place, ['run', ...plugin, '--preset', 'tuned'])
    expect(code).toBe(0)
    expect(stdout).toContain('toy/learner (rate=0.02)')
    const { stdout: listed } = await gauntletHere(place, ['list', ...plugin])
    expect(listed).toMatch(/^tuned +1 +2 +\d+$/m)
  }, 30_000)

  it('lists the parameters of one environment or algorithm', async () => {
    const place = scratch()
    const { code, stdout } = await gauntletHere(place, ['list', 'toy/learner', ...plugin])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^toy\/learner, version \d+\n/)
    expect(stdout).toMatch(/\nrate +[\d.]+ +a finite number/)
    const { stdout: json } = await gauntletHere(place, ['list', 'toy/walk', '--json', ...plugin])
    expect(JSON.parse(json)).toMatchObject({
      kind: 'environment',
      id: 'toy/walk',
      settings: expect.any(Array),
    })
    const { stdout: setting } = await gauntletHere(place, ['list', 'toy/walk:short', '--json', ...plugin])
    expect(JSON.parse(setting)).toMatchObject({ kind: 'setting', parameters: expect.any(Array) })
    const { code: refused, stderr } = await gauntlet(place, ['list', 'toy/walks', ...plugin])
    expect([refused, stderr]).toEqual([2, expect.stringContaining('did you mean toy/walk')])
  }, 30_000)

  it('lists what a preset chooses', async () => {
    const place = scratch()
    const { code, stdout } = await gauntletHere(place, ['list', 'tuned', ...plugin])
    expect(code).toBe(0)
    expect(stdout).toBe(
      'tuned, a preset of 1 block\n\n1 seed, a budget of 100 world steps\n' +
        'settings    toy/walk:short\nalgorithms  toy/random, toy/learner (rate=0.02)\n',
    )
    const { stdout: json } = await gauntletHere(place, ['list', 'tuned', '--json', ...plugin])
    expect(JSON.parse(json)).toMatchObject({ kind: 'preset', id: 'tuned', blocks: [{ budget: 100 }] })
    const { code: refused, stderr } = await gauntletHere(place, ['list', 'tunde', ...plugin])
    expect([refused, stderr]).toEqual([2, expect.stringContaining('did you mean tuned')])
  })

  it('--dry-run computes nothing and makes no store', async () => {
    const place = scratch()
    const dry = await gauntlet(place, ['run', ...plugin, '--preset', 'quick', '--dry-run'])
    expect(dry.code).toBe(0)
    expect(dry.stdout).toContain('22 cells to run')
    expect(dry.stdout).toContain('not applicable: toy/walk:team toy/solo: needs a single agent')
    expect(readdirSync(place)).toEqual([])
    const done = await gauntlet(directory, ['run', ...plugin, '--preset', 'quick', '--dry-run', '--json'])
    expect(JSON.parse(done.stdout)).toMatchObject({ pending: 0, finished: 22, failed: 0, unknown: 0 })
  }, 60_000)

  it('--json gives one document and nothing else', async () => {
    const { code, stdout, stderr } = await gauntlet(directory, [
      'run',
      ...plugin,
      '--preset',
      'quick',
      '--json',
    ])
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({
      before: 22,
      finished: 0,
      failed: 0,
      leaderboards: { format: 'gauntlet-leaderboards' },
    })
  }, 30_000)

  it('writes plain lines into a pipe', async () => {
    const { stderr, stdout } = await gauntlet(scratch(), ['run', ...plugin, ...small])
    expect(stderr).toMatch(/^\[1\/2\] toy\/walk:short toy\/right seed \d: -[\d.]+ \(/m)
    expect(stderr + stdout).not.toContain('\u001b')
  }, 30_000)

  it('shows a bar on a terminal, and colours unless NO_COLOR forbids', ({ skip }) => {
    if (!existsSync('/usr/bin/script')) skip('script, which makes a terminal, is not installed')
    const bin = fileURLToPath(new URL('../bin/gauntlet.js', import.meta.url))
    const terminal = (env: Readonly<Record<string, string>>): string => {
      const words = [process.execPath, bin, 'run', ...plugin, ...small]
      const line = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
      return execFileSync('script', ['-qec', line, '/dev/null'], {
        cwd: scratch(),
        encoding: 'utf8',
        env: { PATH: process.env.PATH, TERM: 'xterm', ...env },
      })
    }
    const shown = terminal({})
    expect(shown).toContain('/2 cells')
    expect(shown).toContain('\u001b[1m')
    expect(shown).not.toContain('[1/2]')
    expect(terminal({ NO_COLOR: '1' })).not.toContain('\u001b[1m')
  }, 30_000)
})

describe('commands that read a store', () => {
  it('status counts, also what a matrix lacks', async () => {
    const all = JSON.parse((await gauntletHere(directory, ['status', ...plugin, '--json'])).stdout)
    expect(all).toMatchObject({ finished: 22, failed: 0, missing: 0 })
    const flags = ['--preset', 'quick', '--seeds', '3', '--json']
    const more = JSON.parse((await gauntletHere(directory, ['status', ...plugin, ...flags])).stdout)
    expect(more).toMatchObject({ finished: 22, failed: 0, missing: 11 })
    const watch = await gauntletHere(directory, ['status', ...plugin, '--preset', 'quick', '--watch'])
    expect(watch).toMatchObject({ code: 0, stdout: expect.stringContaining('22 cells finished') })
  }, 30_000)

  it('report writes every format', async () => {
    const starts = { md: '# ', csv: /^\w+,/, json: '{', html: '<!doctype html>' }
    for (const [format, start] of Object.entries(starts)) {
      const { code, stdout } = await gauntletHere(directory, ['report', ...plugin, '--format', format])
      expect(code).toBe(0)
      expect(stdout.toLowerCase().trimStart()).toMatch(
        start instanceof RegExp ? start : new RegExp(`^${start}`),
      )
    }
    const file = await gauntletHere(directory, ['report', ...plugin, '--out', 'out/board.html'])
    expect(file.code).toBe(0)
    expect(existsSync(join(directory, 'out/board.html'))).toBe(true)
  }, 60_000)

  it('export writes all formats and the cells', async () => {
    const { code } = await gauntletHere(directory, ['export', ...plugin, '--out', 'bundle'])
    expect(code).toBe(0)
    const names = readdirSync(join(directory, 'bundle')).toSorted()
    expect(names).toEqual([
      'cells',
      'leaderboard.csv',
      'leaderboard.html',
      'leaderboard.json',
      'leaderboard.md',
      'leaderboard.tex',
    ])
    expect(readdirSync(join(directory, 'bundle/cells'))).toHaveLength(22)
  }, 30_000)
})

describe('an output that cannot be written ends with 2', () => {
  it('where the ending is unknown, a directory has the name, or a file is in the way', async () => {
    const key = readdirSync(join(directory, '.gauntlet/store/cells')).flatMap((drawer) =>
      readdirSync(join(directory, '.gauntlet/store/cells', drawer)),
    )[0]
    mkdirSync(join(directory, 'taken'), { recursive: true })
    writeFileSync(join(directory, 'plain'), '')
    const cell = key.slice(0, -5)
    const cases = [
      [
        ['report', '--out', 'b.xyz'],
        '--out b.xyz: unknown ending .xyz; expected .md, .csv, .json, .html, .tex',
      ],
      [['report', '--out', 'taken'], '--out taken: cannot be written: it is a directory; name another'],
      [['report', '--out', 'plain/b.md'], '--out plain/b.md: cannot be written: a file is in the way'],
      [['export', '--out', 'plain'], '--out plain: cannot be written: a file is in the way'],
      [['replay', cell, '--out', 'taken'], '--out taken: cannot be written: it is a directory'],
      [['replay', cell, '--svg', 'plain'], '--svg plain: cannot be written: a file is in the way'],
    ] as const
    const nowhere = [
      ['report', '--out', '/proc/none/b.md'],
      '--out /proc/none/b.md: cannot be written',
    ] as const
    for (const [args, message] of existsSync('/proc') ? [...cases, nowhere] : cases) {
      const { code, stderr } = await gauntletHere(directory, [...args, ...plugin])
      expect(stderr).toContain(message)
      expect(stderr).not.toContain('    at ')
      expect(code).toBe(2)
    }
  }, 60_000)
})

describe('gauntlet report', () => {
  it('says what does not apply and why, and how plugins were loaded', async () => {
    const text = await gauntletHere(directory, ['report', ...plugin])
    expect(text.stdout).toContain('not applicable: toy/solo on toy/walk:team: needs a single agent')
    expect(text.stdout).toContain('95 % interval, bootstrap over seeds')
    const markdown = await gauntletHere(directory, ['report', ...plugin, '--format', 'md'])
    expect(markdown.stdout).toContain(`npx gauntlet run --plugin ${TOY} --env`)
  }, 30_000)

  it('names what is not installed, once', async () => {
    const { code, stdout } = await gauntletHere(directory, ['report'])
    expect(code).toBe(0)
    const cells = openStore(join(directory, '.gauntlet/store')).keys().length
    const told = `not installed: toy/walk; load its plugin with --plugin (${cells} cells left out)`
    expect(stdout.split(told)).toHaveLength(2)
  }, 30_000)
})

describe('gauntlet check', () => {
  it('passes a sound environment, setting, algorithm and file', async () => {
    const walk = fileURLToPath(new URL('plugins/walk.ts', import.meta.url))
    for (const subject of ['toy/walk:team', 'toy/right', walk]) {
      const { code, stdout } = await gauntlet(scratch(), ['check', subject, ...plugin])
      expect(stdout).toContain(' 0 failed')
      expect(code).toBe(0)
    }
  }, 60_000)

  it('trains for as long as it is told', async () => {
    const check = ['check', 'toy/learner', ...plugin, '--only', 'learner']
    expect((await gauntlet(scratch(), [...check, '--budget', '1'])).stdout).toContain(
      'skipped (the learner says nothing within 1 world steps; a greater budget shows more): learner/trains',
    )
    expect((await gauntlet(scratch(), check)).stdout).toContain('passed  learner/trains')
  }, 60_000)

  it('ends with 1 where a check fails', async () => {
    const { code, stdout } = await gauntlet(scratch(), ['check', 'fail/nan', '--plugin', FAILING, '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      passed: false,
      reports: [{ subject: 'environment fail/nan' }],
    })
  }, 60_000)
})

it('a package.json that is no JSON is named', async () => {
  const place = scratch()
  mkdirSync(join(place, 'node_modules'))
  writeFileSync(join(place, 'package.json'), '{ not json')
  const { code, stderr } = await gauntlet(place, ['list'])
  expect(code).toBe(2)
  expect(stderr).toContain('package.json: cannot be read as JSON')
}, 30_000)
