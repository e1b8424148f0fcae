export { type NotifierConfig, type OpenedDestinations, openDestinations } from './config/open-destinations.js';
export { BodyShaper, type BodyShaperParts } from './deliver/body-shaper.js';
export { combineSenders, type Senders } from './deliver/combine-senders.js';
export {
  createNotifier,
  type DestinationHealth,
  type Notifier,
  type NotifierOptions,
  type Undelivered,
} from './notifier.js';
