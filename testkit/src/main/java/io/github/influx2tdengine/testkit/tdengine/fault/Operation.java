package io.github.influx2tdengine.testkit.tdengine.fault;

/** What a client asks of the stand-in, as faults tell it apart. */
public enum Operation {
  CONNECT,
  /** Any SQL, over WebSocket or REST. */
  QUERY,
  /** The next block of a result. */
  FETCH,
  PREPARE,
  BIND,
  EXECUTE,
  /** Line protocol, over WebSocket or HTTP. */
  LINES
}
