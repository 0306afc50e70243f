// Messages
export { message } from './messages/message.ts';
export {
  messageCodecs,
  messages,
  REMOVE_ALL,
  type MessagesKey,
  type MessagesUpdate,
  type Said,
} from './messages/messages.ts';
