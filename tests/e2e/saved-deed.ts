/** Whether the browser has kept the session with this deed in it. Runs in the page. */
export async function savedDeed(deed: string): Promise<boolean> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('kubarium');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(new Error('the saved sessions cannot be opened'));
  });
  const saved = await new Promise<{ readonly text: Blob } | undefined>((resolve) => {
    const reading = database.transaction('saved').objectStore('saved').get('session');
    reading.onsuccess = () => resolve(reading.result as { readonly text: Blob } | undefined);
  });
  database.close();
  return (await saved?.text.text())?.includes(deed) ?? false;
}
