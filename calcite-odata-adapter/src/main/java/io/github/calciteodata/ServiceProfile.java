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

import io.github.calciteodata.edm.ServiceModel;
import io.github.calciteodata.query.Expression.Function;
import java.util.Locale;
import java.util.Set;

/**
 * What is known about a family of services beyond its metadata.
 *
 * @param name as in the property {@code ServiceProfile}
 * @param trusted false when every pushed condition has to be checked again by the engine
 * @param known whether the family is known to do what it is asked, or to refuse: nothing has to be
 *     verified
 * @param arithmetic whether arithmetic may be sent
 * @param denied functions that must not be sent
 * @param in whether the {@code in} operator may be sent
 */
record ServiceProfile(
    String name,
    boolean trusted,
    boolean known,
    boolean arithmetic,
    Set<Function> denied,
    boolean in) {
  private static final ServiceProfile GENERIC =
      new ServiceProfile("generic", true, false, true, Set.of(), false);
  private static final ServiceProfile UNVERIFIED =
      new ServiceProfile("unverified", false, false, true, Set.of(), false);
  // Seen with 16.0: (price add 1) ne 84 and price gt 56 answers a price of 48, as constants in
  // arithmetic change places; 7 div 3 is no whole number; a count with substring(t,1) is refused.
  private static final ServiceProfile TEIID =
      new ServiceProfile("teiid", true, true, false, Set.of(Function.SUBSTRING), false);

  /** The profile of this name; {@code auto} looks for signs in the metadata. */
  static ServiceProfile of(String name, ServiceModel model) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "unverified" -> UNVERIFIED;
      case "teiid" -> TEIID;
      case "auto" -> isTeiid(model) ? TEIID : GENERIC;
      default -> GENERIC;
    };
  }

  /** Teiid names its own vocabulary in every document. */
  private static boolean isTeiid(ServiceModel model) {
    return model.annotations().values().stream()
        .flatMap(java.util.List::stream)
        .anyMatch(a -> a.term().startsWith("teiid.") || a.term().startsWith("org.teiid."));
  }
}
