/** The leaderboard's page as a reader opens it: from disk, in a browser. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildLeaderboards, leaderboardsToHtml } from '@gauntlet/bench'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallMatrix } from '../../packages/bench/test/report/fixture.ts'
import { findChromium, launchChromium } from './chromium.ts'

const executable = findChromium()
const missing = executable === undefined ? 'skipped: no Chromium on the path, and CHROMIUM names none' : ''

describe.skipIf(missing !== '')(`the page in headless Chromium ${missing}`, { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-page-'))
  const faults: string[] = []
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    const file = join(folder, 'leaderboard.html')
    writeFileSync(file, leaderboardsToHtml(buildLeaderboards(smallMatrix())))
    browser = await launchChromium(executable ?? '')
    page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    page.on('pageerror', (error) => faults.push(String(error)))
    // Where its own policy forbids something, the browser says so on the console.
    page.on('console', (message) => faults.push(message.text()))
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) faults.push(request.url())
    })
    await page.goto(pathToFileURL(file).href)
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('every figure is drawn, and a button hides a line', async () => {
    expect(await page.locator('figure.chart').count()).toBe(3)
    expect(await page.locator('figure.chart canvas').count()).toBe(3)
    const button = page.locator('.legend button').first()
    await button.press('Enter')
    expect(await button.getAttribute('aria-pressed')).toBe('false')
  })

  test('tables sort by keyboard, and say how they are sorted', async () => {
    const header = page.locator('th.key-iqm').first()
    await header.locator('button').press('Enter')
    expect(await header.getAttribute('aria-sort')).toBe('descending')
    const first = page.locator('table.sortable tbody tr th').first()
    expect(await first.textContent()).toContain('toy/walker')
  })

  test('it is no wider than a telephone, asks nothing of the network and meets no fault', async () => {
    const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    expect(await page.evaluate(excess)).toBe(0)
    expect(faults).toEqual([])
  })
})
