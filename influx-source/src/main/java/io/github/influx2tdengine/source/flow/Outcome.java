package io.github.influx2tdengine.source.flow;

import io.github.influx2tdengine.source.read.WindowContent;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How reading a slot ended, or that a part of it has come.
 *
 * @param busy nanoseconds that the server was busy with it
 * @param failure why it failed; empty when it did not
 * @param content the window's points, for {@link Slot.Kind#POINTS}
 * @param number the first point's time, for {@link Slot.Kind#FIRST_TIME}; the points' hash, for
 *     {@link Slot.Kind#SCAN}; empty where there is no point
 * @param ended false for a part
 */
record Outcome(
    Slot slot,
    long busy,
    Optional<Exception> failure,
    Optional<WindowContent> content,
    OptionalLong number,
    boolean ended) {

  static Outcome part(Slot slot) {
    return new Outcome(slot, 0, Optional.empty(), Optional.empty(), OptionalLong.empty(), false);
  }
}
