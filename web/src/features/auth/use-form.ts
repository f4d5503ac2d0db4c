import { type FormEvent, useState } from 'react';

/** A form that is sent once at a time, and keeps what was typed when it is refused. */
export function useForm(send: (fields: (name: string) => string) => Promise<unknown>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const field = (name: string) => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    setBusy(true);
    setError(null);
    await send(field).catch(setError);
    setBusy(false);
  };
  return { busy, error, onSubmit: (event: FormEvent<HTMLFormElement>) => void submit(event) };
}
