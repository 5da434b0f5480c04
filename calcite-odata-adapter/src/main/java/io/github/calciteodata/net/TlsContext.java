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

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes the {@link SSLContext} of a connection's settings. */
final class TlsContext {
  private TlsContext() {}

  /**
   * The context.
   *
   * @throws NetworkSettingsException when a file cannot be used
   */
  static SSLContext of(TlsSettings settings) {
    try {
      if (settings.serverCert() == null && settings.clientCert() == null) {
        // with what -Djavax.net.ssl.… says
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(settings), new TrustManager[] {trust(settings)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new NetworkSettingsException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static KeyManager[] keys(TlsSettings settings) {
    return settings.clientCert() == null
        ? null
        : new CertificateFile("SSLClientCert", settings.clientCert(), settings.clientCertPassword())
            .keys(settings.clientCertType());
  }

  private static X509ExtendedTrustManager trust(TlsSettings settings)
      throws GeneralSecurityException {
    X509ExtendedTrustManager usual = trust((KeyStore) null);
    if (settings.serverCert() == null) {
      return usual;
    }
    if (settings.serverCert().equals(TlsSettings.ANY_ON_LOOPBACK)) {
      return new AnyOnLoopback(usual);
    }
    KeyStore all;
    try {
      all = KeyStore.getInstance("PKCS12");
      all.load(null, null);
    } catch (java.io.IOException e) {
      throw new GeneralSecurityException(e);
    }
    int n = 0;
    for (X509Certificate certificate : usual.getAcceptedIssuers()) {
      all.setCertificateEntry("java-" + n++, certificate);
    }
    CertificateFile added =
        new CertificateFile("SSLServerCert", settings.serverCert(), settings.serverCertPassword());
    for (X509Certificate certificate : added.certificates()) {
      all.setCertificateEntry("added-" + n++, certificate);
    }
    return trust(all);
  }

  private static X509ExtendedTrustManager trust(KeyStore anchors) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("Java offers no X.509 trust manager"));
  }

  /** Trusts servers on this machine, and those that are trusted anyway. */
  private static final class AnyOnLoopback extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager usual;

    AnyOnLoopback(X509ExtendedTrustManager usual) {
      this.usual = usual;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      if (!(socket instanceof SSLSocket ssl && isLocal(ssl.getHandshakeSession()))) {
        usual.checkServerTrusted(chain, authType, socket);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      if (!isLocal(engine.getHandshakeSession())) {
        usual.checkServerTrusted(chain, authType, engine);
      }
    }

    private static boolean isLocal(SSLSession session) {
      return session != null && session.getPeerHost() != null && Loopback.is(session.getPeerHost());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      usual.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      usual.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      usual.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      usual.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return usual.getAcceptedIssuers();
    }
  }
}
