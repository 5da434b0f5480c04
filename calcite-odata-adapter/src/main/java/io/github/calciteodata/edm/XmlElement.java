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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An element of the document: local name, attributes and the children that belong to CSDL.
 *
 * <p>Attributes without a namespace go by their local name, SAP's and Microsoft's as {@code
 * sap:filterable} and {@code m:HttpMethod} whatever their prefix; others are left out.
 */
final class XmlElement {
  final String name;
  final String namespace;
  final Map<String, String> attributes;
  final int line;
  final List<XmlElement> children = new ArrayList<>(0);
  private String text = "";

  XmlElement(String name, String namespace, Map<String, String> attributes, int line) {
    this.name = name;
    this.namespace = namespace;
    this.attributes = attributes;
    this.line = line;
  }

  /** The attribute's value, or null. */
  String attribute(String attribute) {
    return attributes.get(attribute);
  }

  String attribute(String attribute, String absent) {
    return attributes.getOrDefault(attribute, absent);
  }

  /** {@code true} in any case, or {@code 1}; the default when absent or rubbish. */
  boolean flag(String attribute, boolean absent) {
    String value = attributes.getOrDefault(attribute, "").trim();
    if (value.equalsIgnoreCase("true") || value.equals("1")) {
      return true;
    }
    return absent && !value.equalsIgnoreCase("false") && !value.equals("0");
  }

  List<XmlElement> children(String childName) {
    return children.stream().filter(c -> c.name.equals(childName)).toList();
  }

  String text() {
    return text.strip();
  }

  void addText(String more) {
    if (!more.isBlank() || !text.isEmpty()) {
      text += more;
    }
  }
}
