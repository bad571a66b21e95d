/**
 * What survives a reload: recordings with their transcripts, and their audio, in IndexedDB. A
 * browser that forbids it (private windows of some) leaves the studio working, without memory.
 */

const NAME = 'hark-studio';
const STORES = ['recordings', 'audio', 'peaks'];

let database = null;

/** Opens the database; false if the browser has none for us. */
export async function open() {
  try {
    database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => STORES.forEach((store) => request.result.createObjectStore(store));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error('blocked'));
    });
  } catch {
    database = null;
  }
  return database !== null;
}

/** Keeps a value. Rejects when the disk is full. */
export function put(store, id, value) {
  return run(store, 'readwrite', (objects) => objects.put(value, id));
}

/** Keeps a value in each of several stores, or in none. */
export function putAll(id, values) {
  const names = Object.keys(values);
  return run(names, 'readwrite', (_, transaction) =>
    names.map((name) => transaction.objectStore(name).put(values[name], id)).at(-1),
  );
}

/** The value kept under this id, or undefined. */
export function read(store, id) {
  return run(store, 'readonly', (objects) => objects.get(id));
}

/** All values of a store. */
export async function readAll(store) {
  return (await run(store, 'readonly', (objects) => objects.getAll())) ?? [];
}

/** Forgets a recording with everything that belongs to it. */
export async function forget(id) {
  await Promise.all(STORES.map((store) => run(store, 'readwrite', (objects) => objects.delete(id))));
}

function run(stores, mode, action) {
  if (database === null) {
    return Promise.resolve(undefined);
  }
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode);
    const request = action(transaction.objectStore([stores].flat()[0]), transaction);
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}
