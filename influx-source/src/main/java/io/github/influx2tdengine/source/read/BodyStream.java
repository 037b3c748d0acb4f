package io.github.influx2tdengine.source.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An answer's body as a stream that gives up when the server falls silent, which the JDK's own does
 * not. Takes a few buffers ahead and no more, so that a slow reader slows the server down. Closing
 * it early closes the connection, which makes InfluxDB cancel the query.
 */
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {
  /** Parts the client may deliver before the first is read; each is at most 16 KiB. */
  private static final int AHEAD = 8;

  private static final Part END = new Part(List.of(), null);

  private record Part(List<ByteBuffer> buffers, Throwable failure) {}

  private final Duration silence;
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Flow.Subscription subscription;
  private Iterator<ByteBuffer> buffers = List.<ByteBuffer>of().iterator();
  private ByteBuffer current = ByteBuffer.allocate(0);
  private boolean ended;

  BodyStream(Duration silence) {
    this.silence = silence;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed.get()) {
      given.cancel();
    } else {
      given.request(AHEAD);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    parts.add(new Part(buffers, null));
  }

  @Override
  public void onError(Throwable failure) {
    parts.add(new Part(List.of(), failure));
  }

  @Override
  public void onComplete() {
    parts.add(END);
  }

  @Override
  public int read() throws IOException {
    return advance() ? current.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int taken = Math.min(length, current.remaining());
    current.get(bytes, offset, taken);
    return taken;
  }

  private boolean advance() throws IOException {
    while (!current.hasRemaining()) {
      if (buffers.hasNext()) {
        current = buffers.next();
      } else if (ended) {
        return false;
      } else {
        next();
      }
    }
    return true;
  }

  private void next() throws IOException {
    Part part;
    try {
      part = parts.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("reading was stopped");
    }
    if (closed.get()) {
      throw new IOException("the answer was closed");
    }
    if (part == null) {
      close();
      throw new InfluxException(
          InfluxException.Kind.LIMIT,
          "InfluxDB has sent nothing for "
              + silence.toMillis()
              + " ms within an answer (influxdb.read.timeout.ms)");
    }
    if (part.failure() != null) {
      ended = true;
      throw new InfluxException(
          InfluxException.Kind.TRANSIENT,
          "InfluxDB's answer was cut short: " + part.failure().getMessage(),
          part.failure());
    }
    if (part == END) {
      ended = true;
      return;
    }
    buffers = part.buffers().iterator();
    subscription.request(1);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Flow.Subscription given = subscription;
      if (given != null) {
        given.cancel();
      }
      parts.add(END);
    }
  }
}
