/** What somebody asked of our own listener. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Undefined where there is none, or where it is no JSON. */
  readonly json: unknown;
  /** Aborted when the listener closes. */
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** `text/plain; charset=utf-8` when absent. */
  readonly type?: string;
}

/** One thing that the listener answers; anything else is 404. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The bearer token that it takes; whoever reaches the port may ask where there is none. */
  readonly token?: string;
  /** What is thrown is answered with 503 and told to nobody but the log: a tool that can wait tries again. */
  answer(request: HttpRequest): Promise<HttpAnswer>;
}
