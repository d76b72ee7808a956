/** The YAML language server that editors run, as a process of its own, asked as an editor asks it (LSP over pipes). */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const SERVER = path.join(
  path.dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json')),
  'bin/yaml-language-server',
);

/** What an editor would show. */
export interface Editor extends AsyncDisposable {
  /** Opens a text as a file of this name and waits for its diagnostics. */
  open(file: string, text: string): Promise<readonly Marked[]>;
  /** What is offered where the cursor stands. */
  complete(file: string, position: Position): Promise<readonly Offered[]>;
  /** What is shown above the word there. */
  hover(file: string, position: Position): Promise<string>;
}

/** Line and column from 0, as the protocol counts. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A marked place. */
export interface Marked {
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

/** An offered word. */
export interface Offered {
  readonly label: string;
  readonly documentation?: string | { readonly value: string };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** Starts the server. */
export async function editor(folder: string): Promise<Editor> {
  const server = spawn(process.execPath, [SERVER, '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const answers = new Map<number, (result: unknown) => void>();
  const marks = new Map<string, (marked: readonly Marked[]) => void>();
  let received = Buffer.alloc(0);
  let lastId = 0;

  function send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }
  function ask(method: string, params: unknown): Promise<unknown> {
    const id = (lastId += 1);
    const answer = new Promise((resolve) => answers.set(id, resolve));
    send({ id, method, params });
    return answer;
  }
  function take({ id, method, params, result }: Message): void {
    if (method === undefined && id !== undefined) answers.get(id)?.(result);
    else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: readonly Marked[] }; // by the protocol
      marks.get(uri)?.(diagnostics);
    } else if (id !== undefined && method !== undefined) {
      // The server asks for settings; it has the defaults.
      send({
        id,
        result: method === 'workspace/configuration' ? [{ schemaStore: { enable: false } }, {}, {}, {}, {}] : null,
      });
    }
  }
  server.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n(?:[^\r]+\r\n)*\r\n/u.exec(received.toString('latin1'));
      const end = (head?.[0].length ?? 0) + Number(head?.[1] ?? 0);
      if (head === null || received.length < end) return;
      const body = received.subarray(head[0].length, end).toString('utf8');
      received = received.subarray(end);
      take(JSON.parse(body) as Message); // by the protocol
    }
  });
  function uriOf(file: string): string {
    return pathToFileURL(path.join(folder, file)).href;
  }
  function at(file: string, position: Position): unknown {
    return { textDocument: { uri: uriOf(file) }, position };
  }

  await ask('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {
      textDocument: { completion: { completionItem: { documentationFormat: ['markdown'], snippetSupport: true } } },
      workspace: { configuration: true },
    },
  });
  send({ method: 'initialized', params: {} });
  return {
    open(file, text) {
      const uri = uriOf(file);
      const marked = new Promise<readonly Marked[]>((resolve) => marks.set(uri, resolve));
      send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } });
      return marked;
    },
    async complete(file, position) {
      const result = (await ask('textDocument/completion', at(file, position))) as { items: readonly Offered[] } | null;
      return result?.items ?? [];
    },
    async hover(file, position) {
      const result = (await ask('textDocument/hover', at(file, position))) as { contents: { value: string } } | null;
      return result?.contents.value ?? '';
    },
    async [Symbol.asyncDispose]() {
      await ask('shutdown', null);
      send({ method: 'exit' });
      await ended;
    },
  };
}
