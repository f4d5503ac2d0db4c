/** A committed log entry on its way to consumers: CloudEvents 1.0 attributes, JSON data. Key = `subject`. */
export interface EventEnvelope<Data = unknown> {
  specversion: '1.0';
  /** The entry's own id; the same for every repeat. */
  id: string;
  /** `<module>.<fact>.v<n>`. */
  type: string;
  source: string;
  /** The stream id. */
  subject: string;
  /** The entry's number in its stream; decimal string, as CloudEvents' `sequence` extension has it. */
  sequence: string;
  time: string;
  datacontenttype: 'application/json';
  actorid: string;
  aclversion: number;
  data: Data;
}
