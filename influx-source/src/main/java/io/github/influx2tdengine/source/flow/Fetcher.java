package io.github.influx2tdengine.source.flow;

import io.github.influx2tdengine.source.late.ContentHash;
import io.github.influx2tdengine.source.read.WindowContent;
import io.github.influx2tdengine.source.read.WindowReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads slots on threads of its own and queues how each ended. */
final class Fetcher implements AutoCloseable {
  private final WindowReader reader;
  private final long memoryPerWindow;
  private final ExecutorService threads;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  Fetcher(WindowReader reader, int concurrency, long memoryPerWindow, String name) {
    this.reader = reader;
    this.memoryPerWindow = memoryPerWindow;
    this.threads =
        Executors.newFixedThreadPool(
            concurrency,
            task -> {
              Thread thread = new Thread(task, "influx-source-read-" + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  void submit(Slot slot) {
    Slot.Kind kind = slot.kind;
    threads.execute(() -> outcomes.add(read(slot, kind)));
  }

  /** The next outcome, waiting for it for at most this long. */
  Optional<Outcome> next(Duration wait) throws InterruptedException {
    return Optional.ofNullable(
        wait.isZero() || wait.isNegative()
            ? outcomes.poll()
            : outcomes.poll(wait.toNanos(), TimeUnit.NANOSECONDS));
  }

  // Errors, too, must reach the task: a slot without an outcome would be waited for for ever.
  private Outcome read(Slot slot, Slot.Kind kind) {
    long begin = System.nanoTime();
    try {
      Optional<WindowContent> content = Optional.empty();
      OptionalLong number = OptionalLong.empty();
      switch (kind) {
        case POINTS, LATE ->
            content = Optional.of(reader.read(slot.flow.measurement, slot.window, memoryPerWindow));
        case PARTS ->
            // A part is being made, one waits, one is held back.
            reader.readInParts(
                slot.flow.measurement,
                slot.window,
                memoryPerWindow / 3,
                part -> handOver(slot, part));
        case FIRST_TIME -> number = reader.firstTime(slot.flow.measurement, slot.window);
        case SCAN -> {
          ContentHash hash = new ContentHash();
          reader.readInParts(slot.flow.measurement, slot.window, memoryPerWindow / 3, hash::add);
          number = hash.value();
        }
        default -> throw new IllegalStateException("cannot read " + kind);
      }
      return new Outcome(slot, since(begin), Optional.empty(), content, number, true);
    } catch (IOException | RuntimeException e) {
      return failed(slot, begin, e);
    } catch (Error e) {
      return failed(slot, begin, new IllegalStateException(e.toString(), e));
    }
  }

  private static Outcome failed(Slot slot, long begin, Exception e) {
    return new Outcome(
        slot, since(begin), Optional.of(e), Optional.empty(), OptionalLong.empty(), true);
  }

  private static long since(long begin) {
    return System.nanoTime() - begin;
  }

  private void handOver(Slot slot, WindowContent part) throws IOException {
    try {
      slot.parts.put(part);
      outcomes.add(Outcome.part(slot));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("reading was stopped");
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
