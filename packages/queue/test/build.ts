/** Before any test: builds `dist`, of this package and of those it needs, which child processes run: `setup`. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))

/** Building what is built takes a second. */
export function setup(): void {
  const projects = ['.', '../env-bandits', '../algos'].map((folder) => `${folder}/tsconfig.build.json`)
  try {
    execFileSync('npx', ['tsc', '-b', ...projects], { cwd: PACKAGE, stdio: 'pipe' })
  } catch (error) {
    const said = String((error as { stdout?: Buffer }).stdout)
    throw new Error(said, { cause: error })
  }
}
