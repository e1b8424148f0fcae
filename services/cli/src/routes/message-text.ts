import type { OutgoingRequest } from '@trailhound/alerting';

/** What stands in a message for people or programs to read: the texts of its JSON, one a line, or the text it is. */
export function messageText(request: OutgoingRequest): string {
  switch (request.over) {
    case 'http':
      return textsOf(new TextDecoder().decode(request.body));
    case 'smtp':
      return `${request.subject}\n${request.text}`;
    case 'kafka':
      return textsOf(new TextDecoder().decode(request.value));
    case 'file':
      return textsOf(request.line);
    default:
      return request satisfies never;
  }
}

function textsOf(body: string): string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return body;
  }
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) walk(member);
  };
  walk(json);
  return texts.join('\n');
}
