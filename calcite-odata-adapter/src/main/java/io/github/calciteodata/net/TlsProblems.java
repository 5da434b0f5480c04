/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.calciteodata.net;

import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Says in words why there is no secure connection, and which property would change that. */
public final class TlsProblems {
  private TlsProblems() {}

  /** What is wrong, and what to do; without a full stop. */
  public static String explain(SSLException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      String message = t.getMessage() == null ? "" : t.getMessage();
      if (t instanceof CertificateExpiredException) {
        return "the server's certificate has expired (" + message + "). Its owner has to renew it";
      }
      if (t instanceof CertificateNotYetValidException) {
        return "the server's certificate is not valid yet ("
            + message
            + "). Check the clocks of both machines";
      }
      if (t instanceof SSLPeerUnverifiedException
          || message.startsWith("No subject alternative")
          || message.startsWith("No name matching")) {
        return "the server's certificate is for another host ("
            + message
            + "). Use the name that stands in the certificate in URL; host names are always checked";
      }
      if (t instanceof CertPathBuilderException
          || message.startsWith("No trusted certificate found")
          || message.contains("unable to find valid certification path")) {
        return "the server's certificate is signed by nobody that this Java process trusts. If it is the right"
            + " server, set SSLServerCert to the PEM file of the certificate that signed it";
      }
    }
    return byMessage(String.valueOf(e.getMessage()));
  }

  /**
   * What to add when a connection broke: TLS 1.3 servers learn too late that a client has no
   * certificate, so that their complaint often gets lost.
   */
  public static String hint(String url, IOException e) {
    return (e instanceof SocketException || e instanceof NoHttpResponseException)
            && url.regionMatches(true, 0, "https:", 0, 6)
        ? "; if the server asks for a client certificate, set SSLClientCert"
        : "";
  }

  private static String byMessage(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("certificate_required")
        || text.contains("bad_certificate")
        || text.contains("unknown_ca")
        || text.contains("certificate_unknown")
        || text.contains("access_denied")) {
      return "the server refuses the client's certificate, or misses it ("
          + message
          + "). Set SSLClientCert to the certificate and key that the server's owner gave you";
    }
    if (text.contains("handshake_failure")) {
      return message
          + ". The server may want a client certificate (SSLClientCert), or speaks no TLS that Java does";
    }
    if (text.contains("unrecognized ssl message") || text.contains("plaintext connection")) {
      return "the server does not speak TLS on that port. Check whether the URL is http, and its port";
    }
    return message + ". Check the server's certificate and SSLServerCert";
  }
}
