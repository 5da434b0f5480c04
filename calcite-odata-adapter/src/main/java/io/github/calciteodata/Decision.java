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

/**
 * Whether something may be asked of a set, and who decided.
 *
 * @param reason the property, annotation, key of the profile or lesson that decided; null for the
 *     default
 */
record Decision(boolean allowed, Source source, String reason) {

  /** Who decides, the first one that says something. */
  enum Source {
    PROPERTY,
    ANNOTATION,
    PROFILE,
    LEARNED,
    /** What the metadata describes, without an annotation. */
    METADATA,
    DEFAULT;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static final Decision DEFAULT = new Decision(true, Source.DEFAULT, null);
}
