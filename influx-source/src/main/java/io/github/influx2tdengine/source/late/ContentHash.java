package io.github.influx2tdengine.source.late;

import io.github.influx2tdengine.source.read.WindowContent;
import java.util.OptionalLong;

/** The hash of points that come in parts and are not kept, as a cell of a look-back has it. */
public final class ContentHash {
  private long sum;
  private boolean any;

  public void add(WindowContent part) {
    part.visit(
        new PointHashes(
            (time, hash) -> {
              sum += hash;
              any = true;
            }));
  }

  /** Empty where there was no point. */
  public OptionalLong value() {
    return any ? OptionalLong.of(sum) : OptionalLong.empty();
  }
}
