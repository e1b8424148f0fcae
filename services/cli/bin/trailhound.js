#!/usr/bin/env node
// Committed launcher: npm links it at install time, before anything is built.
import { main } from '../dist/index.js';

await main(process.argv.slice(2));
