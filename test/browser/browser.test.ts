/**
 * Everything but the harness runs in the browser, to the same bits: the built packages, loaded there as
 * plain modules, give the digests that they give in Node.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, launchChromium } from './chromium.ts'
import { ROOT, type Site, browserPackages, serveSite } from './site.ts'

const executable = findChromium()
const missing = executable === undefined ? 'skipped: no Chromium on the path, and CHROMIUM names none' : ''
const packages = browserPackages()

describe.skipIf(missing !== '')(`in headless Chromium ${missing}`, { timeout: 120_000 }, () => {
  let site: Site
  let browser: Browser
  let inPage: Digests
  let inNode: Digests
  const faults: string[] = []

  beforeAll(async () => {
    for (const { folder } of packages) {
      const built = join(ROOT, 'packages', folder, 'dist/index.js')
      if (!existsSync(built)) throw new Error(`${built} is missing: run \`pnpm build\` first`)
    }
    site = await serveSite()
    browser = await launchChromium(executable ?? '')
    const page = await browser.newPage()
    page.on('pageerror', (error) => faults.push(String(error)))
    page.on('response', (response) => {
      if (!response.ok()) faults.push(`${response.status()} ${response.url()}`)
    })
    await page.goto(site.url)
    ;[inPage, inNode] = await Promise.all([digestsInPage(page), digestsInNode()])
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    site?.close()
  })

  test('every module loads', () => {
    expect(faults).toEqual([])
  })

  test('every learner learns the same as in Node', () => {
    expect(inPage.trained).toEqual(inNode.trained)
    expect(Object.keys(inPage.trained).length).toBeGreaterThanOrEqual(6)
  })

  test('every digest is the same as in Node', () => {
    expect(inPage.played).toEqual(inNode.played)
    const environments = new Set(Object.keys(inPage.played).filter((name) => name.endsWith(' spec')))
    expect(environments.size).toBeGreaterThan(50)
  })
})

/** By name. */
interface Digests {
  readonly played: Readonly<Record<string, string>>
  readonly trained: Readonly<Record<string, string>>
}

/** Text, since a function here would have been rewritten for Node. */
function digestsInPage(page: Page): Promise<Digests> {
  return page.evaluate<Digests>(`(async () => {
    const { digestsOf } = await import('/test/browser/digests.mjs')
    return digestsOf(${JSON.stringify(pluginNames())})
  })()`)
}

async function digestsInNode(): Promise<Digests> {
  const script = `import('./digests.mjs').then(async ({ digestsOf }) =>
    process.stdout.write(JSON.stringify(await digestsOf(${JSON.stringify(pluginNames())}))))`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
    cwd: import.meta.dirname,
    maxBuffer: 2 ** 26,
  })
  return JSON.parse(stdout) as Digests
}

function pluginNames(): string[] {
  return packages.filter(({ manifest }) => manifest.gauntlet).map(({ manifest }) => `${manifest.name}/plugin`)
}
