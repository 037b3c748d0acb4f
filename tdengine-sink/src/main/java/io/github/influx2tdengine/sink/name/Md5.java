package io.github.influx2tdengine.sink.name;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * MD5 over UTF-8, in lower-case hex: TDengine's line-protocol endpoint names subtables with it, so
 * it is needed here for names, not for secrecy.
 */
final class Md5 {
  private Md5() {}

  /** All 32 digits. */
  static String hex(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** The first 8 digits: the suffix of names that were cut or that met another name. */
  static String hex8(String text) {
    return hex(text).substring(0, 8);
  }
}
