/**
 * Server-sent events read from a response body. EventSource would be shorter, but cannot send an
 * API key.
 */

/** The JSON objects of an event stream; comments, names and `[DONE]` are passed over. */
export async function* eventData(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let data = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/u);
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith('data:')) {
          data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
        } else if (line === '' && data.length > 0) {
          const text = data.join('\n');
          data = [];
          if (text !== '[DONE]') {
            yield JSON.parse(text);
          }
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
