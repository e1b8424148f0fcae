/**
 * What Slack refuses in a message, by https://docs.slack.dev/reference/block-kit/blocks and the pages of each block, as
 * of November 2026. Written from the documentation, knowing nothing of what Trailhound sends.
 */
export type SlackObjection = 'no_text' | 'invalid_blocks' | 'msg_too_long';

type Json = Readonly<Record<string, unknown>>;

/** Why Slack refuses the message; `detail` is for whoever reads a failed test. Undefined where it takes it. */
export function slackObjection(message: Json): { readonly error: SlackObjection; readonly detail: string } | undefined {
  const { text, blocks } = message;
  if (blocks === undefined && (typeof text !== 'string' || text === '')) return { error: 'no_text', detail: 'no text' };
  if (typeof text === 'string' && text.length > 40_000) return { error: 'msg_too_long', detail: `${text.length}` };
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks', detail: 'blocks is no list' };
  const detail =
    blocks.length > 50
      ? `${blocks.length} blocks`
      : blocks.map((block) => blockObjection(block)).find((found) => found);
  return detail === undefined ? undefined : { error: 'invalid_blocks', detail };
}

function blockObjection(block: unknown): string | undefined {
  if (!isObject(block)) return 'a block that is no object';
  if (typeof block.block_id === 'string' && block.block_id.length > 255) return 'block_id';
  switch (block.type) {
    case 'header':
      return textObjection(block.text, 150, ['plain_text']);
    case 'section':
      return sectionObjection(block);
    case 'context':
      return listObjection(block.elements, 10, (element) => textObjection(element, 3_000));
    case 'actions':
      return listObjection(block.elements, 25, buttonObjection) ?? repeatedActionId(block.elements);
    case 'divider':
      return undefined;
    default:
      return `a block of type ${String(block.type)}`;
  }
}

function sectionObjection({ text, fields }: Json): string | undefined {
  if (text === undefined && fields === undefined) return 'a section without text and fields';
  const ofText = text === undefined ? undefined : textObjection(text, 3_000);
  return (
    ofText ?? (fields === undefined ? undefined : listObjection(fields, 10, (field) => textObjection(field, 2_000)))
  );
}

function buttonObjection(button: unknown): string | undefined {
  if (!isObject(button) || button.type !== 'button') return 'an action that is no button';
  const { url, value, action_id: id } = button;
  if (url !== undefined && (typeof url !== 'string' || url.length > 3_000 || !URL.canParse(url))) return 'a button url';
  if (typeof value === 'string' && value.length > 2_000) return 'a button value';
  if (typeof id === 'string' && id.length > 255) return 'an action_id';
  return textObjection(button.text, 75, ['plain_text']);
}

function repeatedActionId(elements: unknown): string | undefined {
  const ids = (elements as Json[]).flatMap(({ action_id: id }) => (typeof id === 'string' ? [id] : []));
  return new Set(ids).size < ids.length ? 'an action_id that is there twice' : undefined;
}

function listObjection(list: unknown, most: number, judge: (item: unknown) => string | undefined): string | undefined {
  if (!Array.isArray(list) || list.length === 0) return 'an empty list';
  return list.length > most ? `${list.length} elements` : list.map(judge).find((found) => found !== undefined);
}

function textObjection(text: unknown, most: number, types = ['plain_text', 'mrkdwn']): string | undefined {
  if (!isObject(text) || typeof text.type !== 'string' || !types.includes(text.type)) return 'a text of a wrong type';
  if (typeof text.text !== 'string' || text.text.length === 0) return 'an empty text';
  if (text.text.length > most) return `a text of ${text.text.length} characters`;
  // Slack: `emoji` is for plain_text, `verbatim` for mrkdwn.
  if (text.type === 'mrkdwn' && text.emoji !== undefined) return 'emoji in mrkdwn';
  return text.type === 'plain_text' && text.verbatim !== undefined ? 'verbatim in plain_text' : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every text of a message: those of its blocks, wherever they stand, and the one at its top. */
export function slackTexts(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(slackTexts);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'text' && typeof member === 'string' ? [member] : slackTexts(member),
  );
}

/**
 * What Slack acts on in a text: `<!channel>`, `<@U1>`, `<#C1>`, `<https://…|…>`, and a bare bracket or ampersand that
 * should have been escaped.
 */
export function slackControls(text: string): readonly string[] {
  return text.match(/<[^>]*>?|>|&(?!(?:amp|lt|gt);)/g) ?? [];
}
