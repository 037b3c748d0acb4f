package io.github.influx2tdengine.testkit.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP proxy as companies have one: takes requests with whole addresses and tunnels, and may ask
 * for a login. A connection goes to the server that its first request names.
 */
public final class ForwardProxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Optional<String> login;
  private final AtomicInteger passed = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Queue<ByteArrayOutputStream> asked = new ConcurrentLinkedQueue<>();

  private ForwardProxy(Optional<String> login) throws IOException {
    this.login = login;
    run(
        () -> {
          while (true) {
            Socket client = listener.accept();
            sockets.add(client);
            run(() -> serve(client));
          }
        });
  }

  /** A proxy for everyone. */
  public static ForwardProxy open() throws IOException {
    return new ForwardProxy(Optional.empty());
  }

  /** A proxy that asks for a login (Basic). */
  public static ForwardProxy withLogin(String user, String password) throws IOException {
    return new ForwardProxy(
        Optional.of(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8))));
  }

  /** The address, without a slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** How many connections went on to a server. */
  public int connections() {
    return passed.get();
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void run(Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (IOException e) {
                // Closed by either side: the connection, or the proxy, is over.
                return;
              }
            },
            "forward-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      String head = head(client.getInputStream());
      OutputStream out = client.getOutputStream();
      if (login.isPresent() && !login.get().equals(header(head, "proxy-authorization"))) {
        out.write(
            ("HTTP/1.1 407 Proxy Authentication Required\r\n"
                    + "Proxy-Authenticate: Basic realm=\"proxy\"\r\n"
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return;
      }
      boolean tunnel = head.startsWith("CONNECT ");
      String target = head.split(" ")[1];
      URI address = URI.create(tunnel ? "https://" + target : target);
      try (Socket server = new Socket(address.getHost(), address.getPort())) {
        sockets.add(server);
        passed.incrementAndGet();
        if (tunnel) {
          out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } else {
          server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        said.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        asked.add(said);
        run(() -> copy(client.getInputStream(), server.getOutputStream(), said));
        server.getInputStream().transferTo(out);
      }
    }
  }

  private static void copy(InputStream in, OutputStream out, ByteArrayOutputStream said)
      throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      synchronized (said) {
        said.write(buffer, 0, read);
      }
      out.write(buffer, 0, read);
    }
  }

  /**
   * The bodies of the POST requests that passed, in the order of each connection; not of those in
   * tunnels.
   */
  public List<String> bodies() {
    List<String> bodies = new ArrayList<>();
    for (ByteArrayOutputStream connection : asked) {
      String text;
      synchronized (connection) {
        text = connection.toString(StandardCharsets.ISO_8859_1);
      }
      int at = 0;
      for (int end = text.indexOf("\r\n\r\n", at); end >= 0; end = text.indexOf("\r\n\r\n", at)) {
        String length = header(text.substring(at, end), "content-length");
        int body = end + 4;
        at = Math.min(text.length(), body + (length.isEmpty() ? 0 : Integer.parseInt(length)));
        if (at > body) {
          bodies.add(text.substring(body, at));
        }
      }
    }
    return bodies;
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client is gone");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
