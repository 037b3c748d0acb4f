package io.github.influx2tdengine.sink.error;

import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * The driver's exceptions without secrets: the one for a login that is not answered in time quotes
 * the request, password and all.
 */
public final class Redacted {
  private static final Pattern SECRET =
      Pattern.compile(
          "(\"(?:password|token|bearer_?token|totp_?code)\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\""
              + "|([?&](?:token|bearer_token|password)=)[^&\\s)\"]*",
          Pattern.CASE_INSENSITIVE);

  private Redacted() {}

  public static String text(String message) {
    return message == null
        ? ""
        : SECRET
            .matcher(message)
            .replaceAll(
                match ->
                    match.group(1) != null ? match.group(1) + "\"***\"" : match.group(2) + "***");
  }

  /** The same error with the same code; its causes are left behind, since they may tell too. */
  public static SQLException of(Exception e) {
    int vendorCode = e instanceof SQLException sql ? sql.getErrorCode() : 0;
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : text(e.getMessage());
    SQLException redacted = new SQLException(message, "", vendorCode);
    redacted.setStackTrace(e.getStackTrace());
    return redacted;
  }
}
