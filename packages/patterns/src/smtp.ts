export { smtpNotifier, type SmtpOptions } from './people/smtp.ts';
