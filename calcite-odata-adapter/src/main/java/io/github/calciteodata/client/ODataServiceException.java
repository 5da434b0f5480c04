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
package io.github.calciteodata.client;

import java.sql.SQLException;

/** A service answered, but not with what was asked for. The vendor code is the HTTP status. */
public final class ODataServiceException extends SQLException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String serviceCode;
  private final String serviceText;

  /**
   * Makes one.
   *
   * @param status HTTP status; 200 when an error came inside a good answer
   * @param serviceCode the service's own error code, or null
   */
  public ODataServiceException(String message, String sqlState, int status, String serviceCode) {
    this(message, sqlState, status, new ServiceError(serviceCode, null));
  }

  /** The same with what the service said. */
  ODataServiceException(String message, String sqlState, int status, ServiceError said) {
    super(message, sqlState, status);
    this.status = status;
    this.serviceCode = said.code();
    this.serviceText = said.message();
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The code in the service's error document, or null. */
  public String serviceCode() {
    return serviceCode;
  }

  /** The message in the service's error document, or null. */
  public String serviceText() {
    return serviceText;
  }
}
