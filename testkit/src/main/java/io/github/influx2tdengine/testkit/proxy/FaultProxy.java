package io.github.influx2tdengine.testkit.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy on a free loopback port before any server, which makes the network between go wrong
 * and right again while connections are open.
 */
public final class FaultProxy implements AutoCloseable {
  /** How long a port is waited for that someone else was given meanwhile. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final InetSocketAddress target;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong accepted = new AtomicLong();
  private final ExecutorService threads;
  private volatile ServerSocket listener;
  private volatile Injected injected = new Injected(Fault.none());

  /** A fault with what is counted since it was injected. */
  private static final class Injected {
    private final Fault fault;
    private final AtomicLong answered = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);

    Injected(Fault fault) {
      this.fault = fault;
    }
  }

  private FaultProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fault-proxy");
              thread.setDaemon(true);
              return thread;
            });
    this.listener = listen(0);
    this.port = listener.getLocalPort();
    accept();
  }

  /** A proxy before {@code host:port}. */
  public static FaultProxy before(String host, int port) {
    try {
      return new FaultProxy(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port for a proxy", e);
    }
  }

  /** A proxy before the server of an {@code http://host:port} address. */
  public static FaultProxy before(String url) {
    URI address = URI.create(url);
    return before(address.getHost(), address.getPort());
  }

  public int port() {
    return port;
  }

  /** The proxy as an HTTP address, without a slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** A URL of the server, of any scheme, with the proxy's host and port in it. */
  public String through(String url) {
    return url.replaceFirst("//[^/?]+", "//127.0.0.1:" + port);
  }

  /** How many connections have been opened so far. */
  public long connections() {
    return accepted.get();
  }

  /** Replaces the present fault, for open connections as well as for new ones. */
  public void inject(Fault fault) {
    Injected previous = injected;
    injected = new Injected(fault);
    previous.over.countDown();
    try {
      switch (fault.kind()) {
        case REFUSE -> {
          close(listener);
          resetAll();
        }
        case DROP -> resetAll();
        default -> {}
      }
      if (fault.kind() != Fault.Kind.REFUSE && listener.isClosed()) {
        listener = listenAgain(port);
        accept();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " cannot be opened again", e);
    }
  }

  /** Ends the present fault. Bytes that it held back go through now. */
  public void heal() {
    inject(Fault.none());
  }

  /** Resets every connection that is open now, once; new ones are served. */
  public void resetConnections() {
    resetAll();
  }

  @Override
  public void close() {
    injected.over.countDown();
    close(listener);
    resetAll();
    threads.shutdownNow();
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * A client that tries a closed port again and again may be given that very port for its own end,
   * and then be connected to itself for a moment.
   */
  private static ServerSocket listenAgain(int port) throws IOException {
    long deadline = System.nanoTime() + AGAIN.toNanos();
    while (true) {
      try {
        return listen(port);
      } catch (BindException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
  }

  private void accept() {
    ServerSocket server = listener;
    threads.execute(
        () -> {
          while (!server.isClosed()) {
            try {
              Socket client = server.accept();
              accepted.incrementAndGet();
              sockets.add(client);
              threads.execute(() -> connect(client));
            } catch (IOException e) {
              // Closed: the loop ends.
            }
          }
        });
  }

  private void connect(Socket client) {
    Fault.Kind present = injected.fault.kind();
    // An accept that was under way when the port was closed outlives the close.
    if (present == Fault.Kind.DROP || present == Fault.Kind.REFUSE) {
      reset(client);
      return;
    }
    Socket server = new Socket();
    sockets.add(server);
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(target, 5_000);
      threads.execute(() -> pump(client, server, false));
      pump(server, client, true);
    } catch (IOException | java.util.concurrent.RejectedExecutionException e) {
      reset(client);
      reset(server);
    }
  }

  /** Copies one direction until it ends; then the other end hears of it. */
  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        pass(buffer, read, out, answers);
      }
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        forget(from);
        forget(to);
      }
    } catch (IOException e) {
      reset(from);
      reset(to);
    }
  }

  private void pass(byte[] bytes, int length, OutputStream out, boolean answers)
      throws IOException {
    Injected present = injected;
    switch (present.fault.kind()) {
      case DROP, REFUSE -> throw new IOException("dropped by a fault");
      case BLACK_HOLE -> awaitEnd(present, bytes, length, out, answers);
      case HANG -> {
        if (answers) {
          awaitEnd(present, bytes, length, out, true);
        } else {
          out.write(bytes, 0, length);
        }
      }
      case CUT -> {
        if (answers) {
          cut(present, bytes, length, out);
        } else {
          out.write(bytes, 0, length);
        }
      }
      case SLOW -> {
        if (answers) {
          slowly(present, bytes, length, out);
        } else {
          out.write(bytes, 0, length);
        }
      }
      default -> out.write(bytes, 0, length);
    }
  }

  /** Holds the bytes until the fault is over; then the next one decides over them. */
  private void awaitEnd(
      Injected present, byte[] bytes, int length, OutputStream out, boolean answers)
      throws IOException {
    await(present, Long.MAX_VALUE);
    pass(bytes, length, out, answers);
  }

  private static void cut(Injected present, byte[] bytes, int length, OutputStream out)
      throws IOException {
    long before = present.answered.getAndAdd(length);
    int allowed = (int) Math.max(0, Math.min(length, present.fault.amount() - before));
    out.write(bytes, 0, allowed);
    out.flush();
    if (allowed < length) {
      throw new IOException("cut by a fault");
    }
  }

  private static void slowly(Injected present, byte[] bytes, int length, OutputStream out)
      throws IOException {
    long rate = Math.max(1, present.fault.amount());
    // Twenty portions a second at most, each followed by the time it stands for.
    int portion = (int) Math.max(1, Math.min(length, rate / 20));
    for (int at = 0; at < length; at += portion) {
      int size = Math.min(portion, length - at);
      out.write(bytes, at, size);
      await(present, size * 1_000_000_000L / rate);
    }
  }

  private static void await(Injected present, long nanos) throws IOException {
    try {
      present.over.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("proxy was closed", e);
    }
  }

  private void resetAll() {
    sockets.forEach(this::reset);
  }

  /** Closes with RST, so that the other side sees an error and not an orderly end. */
  private void reset(Socket socket) {
    sockets.remove(socket);
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already.
    }
    close(socket);
  }

  private void forget(Socket socket) {
    sockets.remove(socket);
    close(socket);
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // Nothing is left to do for a socket that does not close.
    }
  }
}
