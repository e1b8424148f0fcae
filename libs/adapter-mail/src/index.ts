export { createMailSender, type MailSenderOptions } from './mail-sender.js';
