package io.github.influx2tdengine.source.read;

import io.github.influx2tdengine.source.config.SourceSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.common.config.ConfigException;

/** TLS that trusts the certificate authorities of a PEM file and no others. */
public final class TrustedAuthorities {
  private TrustedAuthorities() {}

  /**
   * @throws ConfigException when the file cannot be read or holds no certificate
   */
  public static SSLContext context(String file) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager(file)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  /**
   * @throws ConfigException as {@link #context(String)}
   */
  public static X509TrustManager manager(String file) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store(file));
      return Arrays.stream(trust.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException(
          SourceSettings.TLS_CA_FILE
              + ": '"
              + file
              + "' gives no certificate authorities: "
              + e.getMessage());
    }
  }

  private static KeyStore store(String file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
      if (number == 0) {
        throw new GeneralSecurityException("it holds no certificate in PEM form");
      }
    }
    return store;
  }
}
