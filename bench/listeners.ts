import { WebSocket } from 'ws';

export interface Listener {
  onMessage: (text: string) => void;
  socket: WebSocket;
}

const query =
  'subscription { exchange { cursor previous at ... on ItemChanged { change item { id reference title revision issuer { id } } } } }';

/** A subscriber of Concord that is ready once its subscription has been taken up. */
export function subscriber(url: string, token: string): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const listener: Listener = { socket, onMessage: () => undefined };
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`a subscriber was closed with ${code}`)));
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
    );
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8');
      if (text.includes('"connection_ack"')) {
        socket.send(JSON.stringify({ id: 's', type: 'subscribe', payload: { query } }));
        // Answered after the subscription before it has been taken up.
        socket.send(JSON.stringify({ id: 'q', type: 'subscribe', payload: { query: '{ __typename }' } }));
      } else if (text.includes('"id":"q","type":"complete"')) resolve(listener);
      else if (text.includes('"id":"s"')) listener.onMessage(text);
    });
  });
}

export function rawListener(url: string): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'));
    const listener: Listener = { socket, onMessage: () => undefined };
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => listener.onMessage(data.toString('utf8')));
    socket.on('open', () => resolve(listener));
  });
}

/** Milliseconds from before something is sent until each listener has the message that it causes. */
export async function broadcast(
  listeners: readonly Listener[],
  send: () => Promise<unknown>,
): Promise<{ times: readonly number[]; text: string }> {
  const times: number[] = [];
  let last = '';
  const began = performance.now();
  const received = listeners.map(
    (listener) =>
      new Promise<void>((resolve) => {
        listener.onMessage = (text) => {
          times.push(performance.now() - began);
          last = text;
          resolve();
        };
      }),
  );
  await Promise.all([send(), ...received]);
  return { times, text: last };
}
