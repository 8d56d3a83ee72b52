/** The named settings of `mapf/oneshot`: `oneshotSettings`. */
import type { Setting } from '@gauntlet/core'
import type { OneshotParameters } from './oneshot.ts'

export const oneshotSettings: Readonly<Record<string, Setting<OneshotParameters>>> = {}
