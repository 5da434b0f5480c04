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
package io.github.calciteodata.edm;

/**
 * One annotation: the term's qualified name (alias resolved), qualifier or null, and value.
 *
 * <p>Values: {@code Boolean}, {@code String} (also numbers, dates, paths and enum members, as
 * written), {@code java.util.List} of values, {@code java.util.Map} of property name to value (a
 * record), or {@code Boolean.TRUE} for a tagging term without a value. Dynamic expressions are left
 * out. V2 attributes such as {@code sap:filterable} become terms {@code sap:filterable}.
 */
public record Annotation(String term, String qualifier, Object value) {}
