export { createLineSender, type LineSenderOptions } from './line-sender.js';
