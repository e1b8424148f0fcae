export { guardedLookup, type ResolveName, systemResolver } from './guarded-lookup.js';
export { createHttpSender, type HttpSenderOptions } from './http-sender.js';
