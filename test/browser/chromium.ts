/** The browser that the tests drive: `findChromium`, `launchChromium`. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome']

/** `$CHROMIUM`, or the first Chromium on the path; undefined where there is none. */
export function findChromium(): string | undefined {
  const { CHROMIUM, PATH = '' } = process.env
  if (CHROMIUM !== undefined && CHROMIUM !== '') return CHROMIUM
  return PATH.split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isExecutable)
}

/** Starts it headless, in a profile of its own, with nothing that would call out. */
export function launchChromium(executablePath: string): Promise<Browser> {
  const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
  const args = [...quiet, '--disable-component-update', '--disable-sync']
  // Chromium refuses its sandbox to root.
  const root = process.getuid?.() === 0
  return chromium.launch({ executablePath, headless: true, chromiumSandbox: !root, args })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
