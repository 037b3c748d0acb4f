package io.github.influx2tdengine.testkit.influx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes one HTTP answer: with a length, or in HTTP chunks. */
final class HttpAnswer {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final OutputStream out;
  private final Map<String, String> headers = new LinkedHashMap<>();

  HttpAnswer(OutputStream out, Clock clock) {
    this.out = out;
    headers.put("Date", HTTP_DATE.format(clock.instant()));
  }

  HttpAnswer header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  void whole(String status, byte[] body) throws IOException {
    if (!status.startsWith("204")) {
      headers.put("Content-Length", Integer.toString(body.length));
    }
    head(status);
    out.write(body);
    out.flush();
  }

  void whole(String status, String body) throws IOException {
    whole(status, body.getBytes(StandardCharsets.UTF_8));
  }

  /** The body in HTTP chunks: each flush sends one, close sends the end. */
  OutputStream chunked(String status) throws IOException {
    headers.put("Transfer-Encoding", "chunked");
    head(status);
    return new ChunkedBody(out);
  }

  private void head(String status) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Collects up to 64 KiB for one HTTP chunk. */
  private static final class ChunkedBody extends OutputStream {
    private final OutputStream out;
    private final byte[] buffer = new byte[64 * 1024];
    private int size;
    private boolean closed;

    ChunkedBody(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      if (size == buffer.length) {
        flush();
      }
      buffer[size++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int from = offset;
      int left = length;
      while (left > 0) {
        if (size == buffer.length) {
          flush();
        }
        int part = Math.min(left, buffer.length - size);
        System.arraycopy(bytes, from, buffer, size, part);
        size += part;
        from += part;
        left -= part;
      }
    }

    @Override
    public void flush() throws IOException {
      if (size > 0) {
        byte[] head = (Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = new byte[head.length + size + 2];
        System.arraycopy(head, 0, chunk, 0, head.length);
        System.arraycopy(buffer, 0, chunk, head.length, size);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        size = 0;
        out.write(chunk);
      }
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        flush();
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    }
  }
}
