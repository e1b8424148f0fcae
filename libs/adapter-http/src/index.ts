export type { ResolveName } from './guarded-lookup.js';
export { createHttpSender, type HttpSenderOptions } from './http-sender.js';
