package io.github.influx2tdengine.testkit.influx;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * HTTP/1.1 on a loopback port, as plain as can be: the stand-in has to break off in the middle of a
 * chunk, end a body early or go silent, which servers made for good behaviour do not allow.
 */
final class LoopbackHttp implements AutoCloseable {
  /**
   * A request.
   *
   * @param parameters of the address and of a form body; the address wins
   * @param headers by lower-case name
   */
  record Request(
      String method,
      String path,
      Map<String, String> parameters,
      Map<String, String> headers,
      byte[] body) {
    String parameter(String name) {
      return parameters.getOrDefault(name, "");
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** Answers one request on the raw stream; returns whether the connection may be used again. */
  interface Handler {
    boolean handle(Request request, OutputStream out) throws IOException;
  }

  private final Handler handler;
  private final int port;
  private final ExecutorService threads;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket listener;
  private volatile Socket keeper = new Socket();

  LoopbackHttp(Handler handler) throws IOException {
    this.handler = handler;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "influx-stand-in");
              thread.setDaemon(true);
              return thread;
            });
    this.listener = listen(0);
    this.port = listener.getLocalPort();
    accept();
  }

  int port() {
    return port;
  }

  /** Closes the port and every connection; {@link #open()} opens the same port again. */
  void refuse() {
    closeQuietly(listener);
    keepPort();
    connections.forEach(LoopbackHttp::closeQuietly);
  }

  /**
   * Bound and not listening, a socket refuses connections; without it another program could get the
   * port meanwhile, and answer.
   */
  private void keepPort() {
    Socket socket = new Socket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      keeper = socket;
    } catch (IOException e) {
      closeQuietly(socket);
    }
  }

  /** Opens the port again after {@link #refuse()}. */
  void open() throws IOException {
    if (listener.isClosed()) {
      closeQuietly(keeper);
      listener = listen(port);
      accept();
    }
  }

  @Override
  public void close() {
    refuse();
    closeQuietly(keeper);
    threads.shutdownNow();
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
    return socket;
  }

  private void accept() {
    ServerSocket server = listener;
    threads.execute(
        () -> {
          while (!server.isClosed()) {
            try {
              Socket connection = server.accept();
              connection.setTcpNoDelay(true);
              connections.add(connection);
              if (server.isClosed()) {
                // An accept that was under way outlives the close; refuse() may not have seen it.
                connections.remove(connection);
                closeQuietly(connection);
                return;
              }
              threads.execute(() -> serve(connection));
            } catch (IOException e) {
              // Closed: the loop ends.
            }
          }
        });
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      boolean open = true;
      while (open) {
        String line = line(in);
        if (line == null) {
          return;
        }
        open = handler.handle(request(line, in, out), out);
        out.flush();
      }
    } catch (IOException e) {
      // The client is gone, or a fault ended the connection; both are meant to be silent here.
    } finally {
      connections.remove(connection);
    }
  }

  private static Request request(String line, InputStream in, OutputStream out) throws IOException {
    String[] parts = line.split(" ");
    if (parts.length < 3) {
      throw new IOException("not HTTP");
    }
    Map<String, String> headers = new HashMap<>();
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        headers.put(
            header.substring(0, colon).toLowerCase(Locale.ROOT),
            header.substring(colon + 1).strip());
      }
    }
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    byte[] body = body(in, headers);
    URI target = URI.create(parts[1]);
    Map<String, String> parameters = new LinkedHashMap<>();
    if (headers.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded")) {
      parameters(new String(body, StandardCharsets.UTF_8), parameters);
    }
    parameters(target.getRawQuery(), parameters);
    return new Request(parts[0], target.getPath(), parameters, headers, body);
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    byte[] body;
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      ByteArrayOutputStream collected = new ByteArrayOutputStream();
      while (true) {
        int size = Integer.parseInt(line(in).split(";")[0].strip(), 16);
        collected.write(exactly(in, size));
        line(in);
        if (size == 0) {
          break;
        }
      }
      body = collected.toByteArray();
    } else {
      body = exactly(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }
    if ("gzip".equals(headers.get("content-encoding"))) {
      try (InputStream unzipped = new GZIPInputStream(new java.io.ByteArrayInputStream(body))) {
        return unzipped.readAllBytes();
      }
    }
    return body;
  }

  private static byte[] exactly(InputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException();
    }
    return bytes;
  }

  private static void parameters(String text, Map<String, String> into) {
    if (text == null || text.isEmpty()) {
      return;
    }
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      into.put(
          URLDecoder.decode(name, StandardCharsets.UTF_8),
          URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int c = in.read();
      if (c < 0) {
        return null;
      }
      if (c == '\n') {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      line.write(c);
    }
  }

  private static void closeQuietly(java.io.Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // Nothing is left to do for a socket that does not close.
    }
  }
}
