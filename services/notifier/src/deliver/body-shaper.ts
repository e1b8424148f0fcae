import { type Attempt, type Channel, maxWebhookBytes, type ShapedBody } from '@trailhound/alerting';
import type { Clock, ExpressionJson, TemplateWorker } from '@trailhound/ports';
import type { Logger } from '@trailhound/runtime';

/** Stops of one template, one after the other, before it is not tried for a while: each may have taken seconds. */
const maxStops = 3;
const restMs = 5 * 60_000;
const encoder = new TextEncoder();

export interface BodyShaperParts {
  readonly destination: string;
  readonly channel: Pick<Channel, 'template'>;
  readonly templates: Pick<TemplateWorker, 'json'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of every body that a template was to make. */
  readonly onShaped: (result: 'shaped' | 'failed') => void;
}

/**
 * Has the template of a destination make its bodies, behind the fence of the rules: bounded in steps, depth, time, memory
 * and size, with nothing to look at but the body. What it cannot make goes out as it would without a template; an alert
 * is never late or lost for its template's sake.
 */
export class BodyShaper {
  #stops = 0;
  #restsUntilMs = 0;
  #isSilent = false;

  constructor(private readonly parts: BodyShaperParts) {}

  /** The attempt with what the template made of it; as it is where the destination has none. Never rejects. */
  async shaped(attempt: Attempt): Promise<Attempt> {
    const { template } = this.parts.channel;
    if (template === undefined) return attempt;
    const shaped = await this.#shape(attempt, template);
    this.parts.onShaped(shaped.kind === 'shaped' ? 'shaped' : 'failed');
    if (shaped.kind === 'unshaped') this.#say(attempt, shaped.code);
    else this.#isSilent = false;
    return { ...attempt, shaped };
  }

  async #shape(attempt: Attempt, template: NonNullable<Channel['template']>): Promise<ShapedBody> {
    const { templates, clock } = this.parts;
    if (clock.now() < this.#restsUntilMs) return { kind: 'unshaped', code: 'resting' };
    const { json, timeMs } = template.body(attempt);
    const question = { key: 'template', engine: 'jsonata', expression: template.expression } as const;
    const questions = [{ ...question, root: 'record', values: {} } as const];
    const ask = { record: encoder.encode(json), eventTimeMs: Number.isFinite(timeMs) ? timeMs : undefined, questions };
    try {
      const [[made] = []] = await templates.json([ask]);
      return this.#judged(made);
    } catch {
      return { kind: 'unshaped', code: 'unavailable' };
    }
  }

  #judged(made: ExpressionJson | undefined): ShapedBody {
    this.#stops = made?.kind === 'stopped' ? this.#stops + 1 : 0;
    if (this.#stops >= maxStops) {
      this.#stops = 0;
      this.#restsUntilMs = this.parts.clock.now() + restMs;
    }
    if (made?.kind !== 'json') return { kind: 'unshaped', code: codeOf(made) };
    if (encoder.encode(made.json).byteLength > maxWebhookBytes) return { kind: 'unshaped', code: 'size' };
    return { kind: 'shaped', json: made.json };
  }

  /** Once, until the template works again: the metric counts all. */
  #say({ deliveryId, notice }: Attempt, code: string): void {
    const { logger, destination } = this.parts;
    const facts = { destination, deliveryId, notice: notice.notice, code };
    const message = 'the template of a webhook failed; the standard body is sent';
    if (this.#isSilent) logger.debug(facts, message);
    else logger.warn(facts, message);
    this.#isSilent = true;
  }
}

/** Stands in a header. */
function codeOf(made: Exclude<ExpressionJson, { kind: 'json' }> | undefined): string {
  return made !== undefined && /^[\w-]{1,40}$/.test(made.code) ? made.code : 'failed';
}
