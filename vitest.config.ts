import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Tests run on the packages' sources; what a user runs, `dist`, is tested by the tests in `test/`. */
const conditions = ['gauntlet-source']

const root = import.meta.dirname

const ALL = 'test/**/*.test.ts'
const CONFORMANCE = ['test/**/conformance.test.ts', 'test/check/**/*.test.ts']

/**
 * The check that a step allocates nothing means objects: a number is one only where the engine has yet to compile or to inline
 * what returns it, which by default depends on the machine's load.
 */
const COMPILER = [
  '--no-concurrent-recompilation',
  '--max-inlined-bytecode-size=2000',
  '--max-inlined-bytecode-size-cumulative=8000',
]

const project = (name: string, folder: string, files: object) => ({
  extends: true as const,
  root: join(root, folder),
  test: {
    name,
    setupFiles: [join(root, 'vitest.setup.ts')],
    // What users run, where tests start it.
    globalSetup: name === 'bench' || name === 'queue' ? [join(root, folder, 'test/build.ts')] : [],
    ...files,
  },
})

/** What checks allocation gets a process of its own, whose compiler has seen nothing else; other files share theirs. */
const projects = (name: string, folder: string) => [
  project(name, folder, { include: [ALL], exclude: CONFORMANCE, isolate: false }),
  project(`${name}-conformance`, folder, { include: CONFORMANCE, execArgv: COMPILER }),
]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      ...projects('workspace', '.'),
      ...readdirSync(join(root, 'packages')).flatMap((name) => projects(name, `packages/${name}`)),
    ],
    // Every core: the default leaves one idle, which on two cores is half of them.
    maxWorkers: '100%',
    // Generous: a test must not fail because the machine is busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
  },
})
