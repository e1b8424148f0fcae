export { type ConditionProcessOptions, createConditionProcess } from './condition-process.js';
