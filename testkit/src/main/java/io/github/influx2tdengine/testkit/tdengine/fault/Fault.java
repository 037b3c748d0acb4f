package io.github.influx2tdengine.testkit.tdengine.fault;

import java.time.Duration;

/** What goes wrong with one request. */
public sealed interface Fault {

  /** The request fails with this code and nothing is done. */
  record Fail(int code, String message) implements Fault {}

  /** The request is not done and never answered. */
  record Hang() implements Fault {}

  /** The connection is dropped and nothing is done. */
  record Drop() implements Fault {}

  /** The request is done and never answered. */
  record LoseAnswer() implements Fault {}

  /** The request is done, then the connection is dropped without an answer. */
  record DropAfter() implements Fault {}

  /** The request is done; the connection is dropped in the middle of the answer's frame. */
  record Cut() implements Fault {}

  /** The request is done after this time. */
  record Delay(Duration time) implements Fault {}

  /** The execution is done and says that this many rows fewer were written. */
  record FewerRows(int rows) implements Fault {}
}
