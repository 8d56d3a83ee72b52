#!/usr/bin/env node
/**
 * Compiles the kernels of this folder into `src/dense/dense-kernel-bytes.ts`: `node kernels/build.mjs`.
 * The same source gives the same bytes: `test/dense-kernel.test.ts` compares.
 */
import { compile, writeKernel } from '../../../scripts/lib/kernel.mjs'

const KERNEL = {
  sources: [
    new URL('products.ts', import.meta.url),
    new URL('activations.ts', import.meta.url),
    new URL('links.ts', import.meta.url),
    new URL('convolutions.ts', import.meta.url),
    new URL('adam.ts', import.meta.url),
  ],
  target: new URL('../src/dense/dense-kernel-bytes.ts', import.meta.url),
}

/** The kernel's bytes in hexadecimal digits. */
export const compileKernel = () => compile(KERNEL)

if (process.argv[1] === import.meta.filename) await writeKernel(KERNEL)
