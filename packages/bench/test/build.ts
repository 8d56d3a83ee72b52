/** Before any test: builds `dist`, which worker threads and child processes run: `setup`. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))

/** Building what is built takes a second. */
export function setup(): void {
  try {
    execFileSync('npx', ['tsc', '-b', 'tsconfig.build.json'], { cwd: PACKAGE, stdio: 'pipe' })
  } catch (error) {
    const said = String((error as { stdout?: Buffer }).stdout)
    throw new Error(said, { cause: error })
  }
}
