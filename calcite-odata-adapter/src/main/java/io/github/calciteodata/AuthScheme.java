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
package io.github.calciteodata;

/** How requests prove who they come from. */
public enum AuthScheme {
  NONE("None"),
  BASIC("Basic"),
  BEARER("Bearer"),
  DIGEST("Digest"),
  API_KEY("ApiKey"),
  OAUTH("OAuth"),
  OAUTH_CLIENT("OAuthClient"),
  OAUTH_PASSWORD("OAuthPassword"),
  AZURE_AD("AzureAD");

  private final String label;

  AuthScheme(String label) {
    this.label = label;
  }

  /** Whether requests carry an access token that an authorization server gave. */
  public boolean isOAuth() {
    return this == OAUTH || this == OAUTH_CLIENT || this == OAUTH_PASSWORD || this == AZURE_AD;
  }

  /** As written in a connection string. */
  @Override
  public String toString() {
    return label;
  }
}
