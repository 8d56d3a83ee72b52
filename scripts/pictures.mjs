#!/usr/bin/env node
/**
 * `node scripts/pictures.mjs [STORE]`: the pictures of the README in docs/pictures, from a store of the quick matrix
 * (.gauntlet/store unless named, where `npm start` leaves it). Needs `pnpm build`, and Chromium: $CHROMIUM, or `chromium`.
 */
import './lib/check-node.mjs'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { ROOT } from './lib/root.mjs'
import { run } from './lib/run.mjs'

const store = resolve(process.argv[2] ?? join(ROOT, '.gauntlet/store'))
const pictures = join(ROOT, 'docs/pictures')
const work = mkdtempSync(join(tmpdir(), 'gauntlet-pictures-'))
try {
  mkdirSync(pictures, { recursive: true })
  const replay = ['replay', 'mapf/lifelong:random-32', 'mapf/pibt-swap', '0']
  await gauntlet(...replay, '--store', store, '--svg', join(pictures, 'replay.svg'))
  await gauntlet('site', 'build', '--store', store, '--preset', 'quick', '--out', join(work, 'site'))
  await photograph(pathToFileURL(join(work, 'site/index.html')).href)
} finally {
  rmSync(work, { recursive: true, force: true })
}

/** @param {...string} words */
async function gauntlet(...words) {
  const status = await run([process.execPath, join(ROOT, 'packages/bench/bin/gauntlet.js'), ...words])
  if (status !== 0) throw new Error(`gauntlet ${words.join(' ')} ended with status ${status}`)
}

/**
 * The board of the pole, where learners stand apart, in light and dark.
 *
 * @param {string} site
 */
async function photograph(site) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  // Chromium refuses its sandbox to root.
  const chromiumSandbox = process.getuid?.() !== 0
  const browser = await chromium.launch({ executablePath, chromiumSandbox, args: ['--disable-gpu'] })
  try {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      const page = await browser.newPage({ viewport: { width: 1030, height: 700 }, colorScheme })
      await page.goto(`${site}#/setting/classic/cart-pole:v1`)
      await page.locator('table').first().waitFor()
      await page.screenshot({ path: join(pictures, `board-${colorScheme}.png`) })
      await page.close()
    }
  } finally {
    await browser.close()
  }
}
