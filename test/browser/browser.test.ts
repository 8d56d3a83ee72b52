/**
 * Everything but the harness runs in the browser, to the same bits: the built packages, loaded there as
 * plain modules, give the digests that their sources give in Node.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as core from '@gauntlet/core'
import type { Plugin } from '@gauntlet/core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, launchChromium } from './chromium.ts'
import { allDigests, trainingDigests } from './digests.mjs'
import { ROOT, type Site, browserPackages, serveSite } from './site.ts'

const executable = findChromium()
const missing = executable === undefined ? 'skipped: no Chromium on the path, and CHROMIUM names none' : ''
const packages = browserPackages()

describe.skipIf(missing !== '')(`in headless Chromium ${missing}`, { timeout: 120_000 }, () => {
  let site: Site
  let browser: Browser
  let found: Record<string, string>
  let trained: Record<string, string>
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
    found = await page.evaluate<Record<string, string>>(digestsInPage(pluginNames()))
    trained = await page.evaluate<Record<string, string>>(TRAINING_IN_PAGE)
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    site?.close()
  })

  test('every module loads', () => {
    expect(faults).toEqual([])
  })

  test('every learner learns the same as in Node', async () => {
    const expected = await trainingDigests(
      core,
      await importPlugin(join(ROOT, 'packages/algos/src/plugin.ts')),
    )
    expect(trained).toEqual(expected)
    expect(Object.keys(trained).length).toBeGreaterThanOrEqual(6)
  })

  test('every digest is the same as in Node', async () => {
    const plugins = await Promise.all(pluginFiles().map(importPlugin))
    expect(found).toEqual(await allDigests(core, plugins))
    const played = plugins.flatMap((plugin) => plugin.environments).map(({ id }) => `${id} uniform`)
    expect(played.length).toBeGreaterThan(0)
    expect(Object.keys(found)).toEqual(expect.arrayContaining(played))
  })
})

/** What the page runs to train. */
const TRAINING_IN_PAGE = `(async () => {
  const { trainingDigests } = await import('/test/browser/digests.mjs')
  const core = await import('@gauntlet/core')
  const { default: algos } = await import('@gauntlet/algos/plugin')
  return trainingDigests(core, algos)
})()`

/** What the page runs; text, since a function here would have been rewritten for Node. */
function digestsInPage(plugins: readonly string[]): string {
  return `(async () => {
    const { allDigests } = await import('/test/browser/digests.mjs')
    const core = await import('@gauntlet/core')
    const modules = await Promise.all(${JSON.stringify(plugins)}.map((name) => import(name)))
    return allDigests(core, modules.map((module) => module.default))
  })()`
}

function pluginNames(): string[] {
  return packages.filter(({ manifest }) => manifest.gauntlet).map(({ manifest }) => `${manifest.name}/plugin`)
}

function pluginFiles(): string[] {
  const providers = packages.filter(({ manifest }) => manifest.gauntlet !== undefined)
  return providers.map(({ folder }) => join(ROOT, 'packages', folder, 'src/plugin.ts'))
}

async function importPlugin(path: string): Promise<Plugin> {
  const { default: plugin } = (await import(path)) as { readonly default: Plugin }
  return plugin
}
