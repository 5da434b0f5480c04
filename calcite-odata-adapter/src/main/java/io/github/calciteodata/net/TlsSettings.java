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

/**
 * Whom to trust, and as whom to appear. Null stands for what is not given.
 *
 * @param serverCert certificates to trust besides those of the Java process: PEM text, a file, or
 *     {@link #ANY_ON_LOOPBACK}
 * @param serverCertPassword opens {@code serverCert} when that is a key store
 * @param clientCert file with the client's certificate and key
 * @param clientCertType {@code auto}, {@code PEM}, {@code PKCS12} or {@code JKS}, or another
 *     driver's name for one of them
 * @param clientCertPassword opens {@code clientCert}
 */
public record TlsSettings(
    String serverCert,
    String serverCertPassword,
    String clientCert,
    String clientCertType,
    String clientCertPassword) {

  /** Trusts any certificate of a server on this machine, provided that it has the right name. */
  public static final String ANY_ON_LOOPBACK = "*";

  /** What the Java process trusts, no client certificate. */
  public static final TlsSettings DEFAULT = new TlsSettings(null, null, null, "auto", null);

  @Override
  public String toString() {
    return "TlsSettings[clientCert=" + clientCert + "]";
  }
}
