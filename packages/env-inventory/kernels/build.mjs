#!/usr/bin/env node
/**
 * Compiles `kernels/network.ts` into `src/network/network-kernel-bytes.ts`: `node kernels/build.mjs`.
 * The same source gives the same bytes: `test/network/kernel.test.ts` compares.
 */
import { compile, writeKernel } from '../../../scripts/lib/kernel.mjs'

const KERNEL = {
  sources: [new URL('network.ts', import.meta.url)],
  target: new URL('../src/network/network-kernel-bytes.ts', import.meta.url),
}

/** The kernel's bytes in hexadecimal digits. */
export const compileKernel = () => compile(KERNEL)

if (process.argv[1] === import.meta.filename) await writeKernel(KERNEL)
