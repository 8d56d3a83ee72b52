#!/usr/bin/env node
import { runProcess } from '../dist/process.js'

await runProcess(process.argv.slice(2))
