#!/usr/bin/env node
/**
 * Compiles `kernels/swarm.ts` into `src/swarm-kernel-bytes.ts`: `node kernels/build.mjs`.
 * The same source gives the same bytes: `test/swarm-kernel.test.ts` compares.
 */
import { compile, writeKernel } from '../../../scripts/lib/kernel.mjs'

const KERNEL = {
  sources: [new URL('swarm.ts', import.meta.url)],
  target: new URL('../src/swarm-kernel-bytes.ts', import.meta.url),
}

/** The kernel's bytes in hexadecimal digits. */
export const compileKernel = () => compile(KERNEL)

if (process.argv[1] === import.meta.filename) await writeKernel(KERNEL)
