/** The leaderboard's site as a reader opens it, from disk and from a folder of a host; its replays as Node plays them. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { buildSite, serveSite } from '@gauntlet/site'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  cells,
  failedCell,
  input,
  line,
  rule,
  toyDescriptor,
} from '../../packages/bench/test/report/fixture.ts'
import { toyInput } from '../../packages/site/test/fixture.ts'
import { findChromium, launchChromium } from './chromium.ts'
import { ROOT } from './site.ts'

const executable = findChromium()
const missing = executable === undefined ? 'skipped: no Chromium on the path, and CHROMIUM names none' : ''

/** Of each domain a few short episodes, so that a store is there in no time. */
const SETTINGS: Readonly<Record<string, object>> = {
  'bandits/bernoulli': { horizon: 200 },
  'inventory/serial': { horizon: 30, warmUp: 5 },
  'mapf/lifelong': { size: 8, agents: 4, horizon: 40 },
  'pokemon/vgc': { observation: 'compact', turns: 8 },
  'swarm/vicsek': { agents: 20, horizon: 40 },
}
const GAME = 'pokemon/vgc'
const CONFIG = {
  environments: Object.entries(SETTINGS).map(([environment, parameters]) => ({
    environment,
    name: 'tiny',
    parameters,
    evaluation: { episodes: 2, batch: 2, mode: 'sample' },
    references: { random: { score: 0, source: 'none' }, best: { score: 1, source: 'none' } },
  })),
  algorithms: ['random', 'mapf/pibt', 'swarm/align', 'thompson', 'pokemon/max-base-power', 'ppo'],
}
/** A policy of each domain, and a learner through an adapter. */
const CELLS = [
  ['mapf/lifelong:tiny', 'mapf/pibt'],
  ['mapf/lifelong:tiny', 'ppo'],
  ['swarm/vicsek:tiny', 'swarm/align'],
  ['bandits/bernoulli:tiny', 'thompson'],
  ['inventory/serial:tiny', 'random'],
  ['pokemon/vgc:tiny', 'pokemon/max-base-power'],
] as const
/** Digests and lengths of the second episodes of these, as Node plays them, and what their environments draw and tell at the end. */
const IN_NODE = `
const { playReplay } = await import('@gauntlet/core')
const { findCell, openStore, replayEpisode, resolveRequest } = await import('@gauntlet/bench')
const [directory, config, cells] = JSON.parse(process.argv[1])
const { catalogue, store: path } = await resolveRequest({ config }, directory)
const store = openStore(path)
const told = []
for (const words of cells) {
  const replay = await replayEpisode(catalogue, store, findCell(store, words), 1)
  const { digest, steps } = replay
  let svg = ''
  let log = []
  for await (const { t, environment } of playReplay(catalogue.environments.get(replay.environment.id), replay)) {
    if (t < steps) svg = environment.renderSvg(0)
    log = environment.renderLog?.(0) ?? []
  }
  told.push({ digest, steps, svg, log })
}
process.stdout.write(JSON.stringify(told))`
const GAUNTLET = join(ROOT, 'packages/bench/bin/gauntlet.js')
/** Compressed bytes of what the first page loads. */
const BUDGET = 300_000

describe.skipIf(missing !== '')(`the site in headless Chromium ${missing}`, { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-site-page-'))
  const config = join(folder, 'gauntlet.config.json')
  const site = join(folder, 'host/leaderboard')
  const disk = pathToFileURL(join(site, 'index.html')).href
  /** What went wrong: on the console, in the page, or on the network. */
  const faults: string[] = []
  const loaded: string[] = []
  let browser: Browser
  let page: Page
  let inNode: readonly {
    readonly digest: string
    readonly steps: number
    readonly svg: string
    readonly log: readonly string[]
  }[]

  beforeAll(async () => {
    writeFileSync(config, JSON.stringify({ ...CONFIG, seeds: 1, budget: 256, store: 'store' }))
    const quick = Object.keys(SETTINGS).filter((id) => id !== GAME)
    await node(GAUNTLET, 'run', '--config', config, ...quick.flatMap((id) => ['--env', `${id}:tiny`]))
    // Its engine takes seconds to load, for every cell.
    await node(
      GAUNTLET,
      'run',
      '--config',
      config,
      '--env',
      `${GAME}:tiny`,
      '--algo',
      'pokemon/max-base-power',
    )
    await node(GAUNTLET, 'site', 'build', '--config', config, '--out', site)
    inNode = JSON.parse(
      await node('--input-type=module', '-e', IN_NODE, JSON.stringify([ROOT, config, CELLS])),
    )
    browser = await launchChromium(executable ?? '')
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    page.on('pageerror', (error) => faults.push(String(error)))
    // Where its own policy forbids something, the browser says so on the console.
    page.on('console', (message) => faults.push(message.text()))
    page.on('request', (request) => {
      if (/^(data|blob):/.test(request.url())) return
      loaded.push(request.url())
      if (!/^(file:|http:\/\/127\.0\.0\.1:)/.test(request.url())) faults.push(request.url())
    })
    await page.goto(disk)
    await settled(page)
  }, 300_000)

  beforeEach(() => void faults.splice(0))
  afterEach(() => expect(faults).toEqual([]))

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('the first page is small', () => {
    const sizes = loaded.map((url) => gzipSync(readFileSync(new URL(url))).length)
    expect(loaded.map((url) => url.slice(disk.length - 'index.html'.length))).toEqual([
      'index.html',
      'assets/app.css',
      'assets/app.js',
      'data/index.js',
      'data/table/overall.js',
    ])
    expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(BUDGET)
  })

  test('from disk, every page that any other leads to opens', async () => {
    const seen = await visitAll(page, ['#/'])
    expect([...seen].filter(([, lacking]) => lacking !== '')).toEqual([])
    const kinds = new Set([...seen.keys()].map((link) => link.split('/')[1]))
    expect([...kinds].toSorted()).toEqual(
      ['', 'algorithm', 'cell', 'domain', 'environment', 'notes', 'setting'].toSorted(),
    )
  })

  test('a table sorts and filters by keyboard, and says so', async () => {
    await follow(page, '#/')
    const names = page.locator('table.boards tbody th')
    const heading = page.locator('thead th.key-algorithm')
    const all = await names.count()
    await heading.locator('button').press('Enter')
    expect(await heading.getAttribute('aria-sort')).toBe('ascending')
    const ascending = await names.allTextContents()
    await heading.locator('button').press('Enter')
    expect(await heading.getAttribute('aria-sort')).toBe('descending')
    expect(await names.allTextContents()).toEqual(ascending.toReversed())
    await page.getByRole('searchbox', { name: 'find' }).fill('pibt')
    expect(await names.allTextContents()).toEqual(['mapf/pibt'])
    expect(await page.locator('.filters output').textContent()).toBe(`1 of ${all} rows`)
  })

  test('whoever follows a link by keyboard comes to the beginning of the page', async () => {
    await page.goto('about:blank')
    await page.goto(disk)
    await settled(page)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
    await page.getByRole('link', { name: 'swarm', exact: true }).press('Enter')
    await page.locator('h1', { hasText: 'swarm' }).waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
  })

  test.each(CELLS)(
    'an episode of %s under %s has the digest that Node computes',
    async (setting, algorithm) => {
      const { digest, steps, svg, log } =
        inNode[CELLS.findIndex(([place, id]) => place === setting && id === algorithm)]
      await follow(page, `#/replay/${await keyOf(page, setting, algorithm)}?episode=1`)
      await page.locator('.digest').waitFor({ timeout: 120_000 })
      expect(await page.locator('.digest').textContent()).toBe(digest)
      const told = await page.locator('.side').textContent()
      expect(told).toContain(`Step 0 of ${steps}. It came out with the metrics`)
      await page.getByRole('button', { name: 'a step on' }).press('Enter')
      expect(await page.locator('.controls output').textContent()).toMatch(/^1 of /)
      await page.getByRole('slider').press('End')
      await page.locator('.side p', { hasText: `Step ${steps - 1} of` }).waitFor()
      expect(await page.locator('.log li').allTextContents()).toEqual(log)
      const { inks, apart } = await compared(page, svg)
      expect(inks).toBeGreaterThan(2)
      expect(apart).toBeLessThan(0.006)
    },
  )

  test('of a bandit the pulls and means of its arms go on over the steps, of an inventory orders and stock', async () => {
    const offered = async (setting: string, algorithm: string): Promise<string[]> => {
      await follow(page, `#/replay/${await keyOf(page, setting, algorithm)}`)
      await page.locator('.digest').waitFor()
      return page.getByLabel('over the steps').locator('option').allTextContents()
    }
    expect(await offered('bandits/bernoulli:tiny', 'thompson')).toEqual(
      expect.arrayContaining(['score so far', 'reward', 'pulls', 'means']),
    )
    await page.getByLabel('over the steps').selectOption('means')
    expect(await page.locator('.legend button').first().textContent()).toContain('arm 0')
    expect(await offered('inventory/serial:tiny', 'random')).toEqual(
      expect.arrayContaining(['reward', 'actions', 'store stock']),
    )
    await page.getByLabel('over the steps').selectOption('actions')
    expect(await page.locator('.legend button').allTextContents()).toContainEqual(
      expect.stringMatching(/^\s*stage 1 to|supplier/),
    )
  })

  test('two policies stand side by side on the instances of another seed', async () => {
    const other = await keyOf(page, 'mapf/lifelong:tiny', 'ppo')
    await follow(page, `#/replay/${await keyOf(page, 'mapf/lifelong:tiny', 'mapf/pibt')}?seed=77`)
    await page.locator('.digest').waitFor()
    await page.getByLabel('beside it').selectOption(other)
    await page.locator('.digest').nth(1).waitFor()
    const worlds = page.locator('.world')
    const [first, second] = await worlds.allTextContents()
    expect(first).toBe(second)
    await page.getByRole('slider').press('End')
    const [mine, its] = await worlds.allTextContents()
    expect(mine).not.toBe(its)
  })

  test('it works from a folder of a host, dark and narrow', async () => {
    writeFileSync(join(folder, 'host/index.html'), '')
    const served = await serveSite(join(folder, 'host'), 0)
    const url = `${served.url}leaderboard/`
    try {
      await page.setViewportSize({ width: 390, height: 844 })
      loaded.splice(0)
      await page.goto(url)
      for (const link of ['#/', '#/setting/mapf/lifelong:tiny', '#/environment/mapf/lifelong', '#/notes']) {
        await follow(page, link)
        const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
        expect(await page.evaluate(excess), link).toBe(0)
      }
      await page.getByLabel('theme').selectOption('dark')
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(20, 21, 23)')
      expect(loaded.filter((one) => !one.startsWith(url))).toEqual([])
    } finally {
      served.close()
    }
  })

  test('a bundle gives the site of its store, alone and beside it', async () => {
    const bundle = join(folder, 'bundle')
    await node(GAUNTLET, 'export', '--config', config, '--bundle', bundle)
    const store = join(folder, 'store')
    for (const [k, stores] of [[bundle], [store, bundle]].entries()) {
      const out = join(folder, `of-${k}`)
      await node(
        GAUNTLET,
        'site',
        'build',
        ...stores.flatMap((path) => ['--store', path]),
        '--config',
        config,
        '--out',
        out,
      )
      expect(dataOf(out)).toEqual(dataOf(site))
    }
  })

  test('what is not comparable stands apart with its reason, and is filtered by version', async () => {
    const matrix = input([
      ...cells(line, 'easy', rule, [3, 4]),
      ...[7, 8].flatMap((version) =>
        cells(line, 'easy', rule, [9, 9], {
          change: (one) => ({ ...one, environment: { ...one.environment, version } }),
        }),
      ),
    ])
    const apart = join(folder, 'apart')
    buildSite(toyInput(matrix), apart)
    await page.goto(pathToFileURL(join(apart, 'index.html')).href)
    await settled(page)
    for (const link of ['#/setting/toy/line:easy', '#/notes']) {
      await follow(page, link)
      const reasons = page
        .getByRole('region', { name: 'Results that are in no table' })
        .locator('td:last-child')
      expect(await reasons.allTextContents(), link).toEqual([
        'not comparable: environment version 7, now 1',
        'not comparable: environment version 8, now 1',
      ])
      await page.getByRole('main').getByLabel('version').selectOption('toy/line v8')
      expect(await reasons.allTextContents()).toEqual(['not comparable: environment version 8, now 1'])
    }
  })

  test('a store of failed cells alone, and an empty one, give pages that say so', async () => {
    const failed = failedCell(toyDescriptor(line, 'easy', rule), 'threw', '<img src=x onerror=alert(1)>')
    for (const [k, matrix] of [input([], { failed: [failed] }), input([])].entries()) {
      const place = join(folder, `bare-${k}`)
      buildSite(toyInput(matrix), place)
      await page.goto(pathToFileURL(join(place, 'index.html')).href)
      await settled(page)
      const seen = await visitAll(page, ['#/', '#/notes'])
      expect([...seen].filter(([, lacking]) => lacking !== '')).toEqual([])
      await follow(page, k === 0 ? '#/notes' : '#/')
      expect(await page.getByRole('main').textContent()).toContain(
        k === 0 ? '<img src=x onerror=alert(1)>' : 'no comparable results yet',
      )
    }
  })

  test('names that hold HTML are shown as text', async () => {
    const name = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`
    const toys = toyInput()
    const written = JSON.stringify(toys.leaderboards).replaceAll(
      '"name":"toy/walker"',
      () => `"name":${JSON.stringify(name)}`,
    )
    const hostile = join(folder, 'hostile')
    buildSite({ ...toys, leaderboards: JSON.parse(written) as typeof toys.leaderboards }, hostile)
    await page.goto(pathToFileURL(join(hostile, 'index.html')).href)
    await settled(page)
    expect(await page.locator('table.boards tbody th a').allTextContents()).toContain(name)
    for (const link of ['#/notes', '#/setting/toy/line:easy', '#/algorithm/toy/walker']) {
      await follow(page, link)
      expect(await page.locator('main').textContent()).toMatch(/<(img|b)/)
    }
    expect(await page.locator('img, main script').count()).toBe(0)
    expect(await page.title()).not.toBe('run')
  })
})

/** Waits until a page has what it shows. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.locator('[role=status]', { hasText: 'Loading' }).first().waitFor({ state: 'detached' })
}

/** Goes to another page of the site, and waits until that is there. */
async function follow(page: Page, link: string): Promise<void> {
  await page.evaluate(`new Promise((done) => {
    const link = ${JSON.stringify(link)}
    if (location.hash === link) return done()
    addEventListener('hashchange', () => requestAnimationFrame(() => setTimeout(done)), { once: true })
    location.hash = link
  })`)
  await settled(page)
}

/** Opens every page that is linked, but replays, which take their time; gives what each says it lacks. */
async function visitAll(page: Page, links: readonly string[]): Promise<Map<string, string>> {
  const seen = new Map<string, string>()
  const waiting = [...links]
  for (let link = waiting.pop(); link !== undefined; link = waiting.pop()) {
    if (seen.has(link) || link.startsWith('#/replay/')) continue
    await follow(page, link)
    seen.set(link, (await page.locator('[role=alert]').allTextContents()).join())
    waiting.push(
      ...(await page.evaluate<string[]>(
        `[...document.querySelectorAll('a[href^="#/"]')].map((one) => one.getAttribute('href'))`,
      )),
    )
  }
  return seen
}

/** The key of a row's first cell, from its board. */
async function keyOf(page: Page, setting: string, algorithm: string): Promise<string> {
  await follow(page, `#/setting/${setting}`)
  const play = page.getByRole('link', { name: `replay of ${algorithm}`, exact: true })
  await play.waitFor()
  return ((await play.getAttribute('href')) ?? '').replace('#/replay/', '')
}

/**
 * How many colours the canvas shows, and how far it is from what the browser makes of the picture by itself: both an eighth of their
 * size, so that the edges of letters do not count; the mean over pixels and channels, as a share.
 */
function compared(page: Page, svg: string): Promise<{ readonly inks: number; readonly apart: number }> {
  return page.evaluate<{ inks: number; apart: number }>(`(async () => {
    const canvas = document.querySelector('canvas.stage')
    const { width, height } = canvas
    const image = new Image()
    const sized = ${JSON.stringify(svg)}.replace(/<svg[^>]*>/, (root) =>
      root.replaceAll(/ (width|height)="[^"]*"/g, '').replace('<svg', '<svg width="' + width + '" height="' + height + '"'))
    image.src = URL.createObjectURL(new Blob([sized], { type: 'image/svg+xml' }))
    await image.decode()
    const drawn = (source, share) => {
      const size = [Math.round(width * share), Math.round(height * share)]
      const context = Object.assign(document.createElement('canvas'), { width: size[0], height: size[1] }).getContext('2d')
      context.fillStyle = '#fff'
      context.imageSmoothingQuality = 'high'
      context.fillRect(0, 0, ...size)
      context.drawImage(source, 0, 0, ...size)
      return context
    }
    const pixels = ({ canvas }, share) => drawn(canvas, share)
      .getImageData(0, 0, Math.round(width * share), Math.round(height * share)).data
    const [mine, its] = [drawn(canvas, 1), drawn(image, 1)].map((one) => pixels(one, 1 / 8))
    let sum = 0
    for (let i = 0; i < mine.length; i++) sum += Math.abs(mine[i] - its[i])
    return { inks: new Set(new Uint32Array(pixels({ canvas }, 1).buffer)).size, apart: sum / mine.length / 255 }
  })()`)
}

/** The site's data by file. */
function dataOf(site: string): Map<string, string> {
  const folder = join(site, 'data')
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  )
  return new Map(names.toSorted().map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** Runs Node on what was built, and gives what it prints. */
async function node(...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: ROOT, maxBuffer: 2 ** 28 })
  return stdout
}
