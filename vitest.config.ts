import { readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const conditions = ['gauntlet-source']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: readdirSync('packages').map((name) => ({
      extends: true as const,
      root: `packages/${name}`,
      test: {
        name,
        include: ['test/**/*.test.ts'],
        benchmark: { include: ['test/**/*.bench.ts'] },
      },
    })),
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
  },
})
