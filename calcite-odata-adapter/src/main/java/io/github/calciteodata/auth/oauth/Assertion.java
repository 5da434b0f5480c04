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
package io.github.calciteodata.auth.oauth;

/**
 * The claims of the assertion that stands for a user (RFC 7523, section 2.1).
 *
 * @param issuer null for the client's id
 * @param subject or null
 * @param audience null for the token endpoint
 */
public record Assertion(String issuer, String subject, String audience) {}
