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

import java.nio.charset.StandardCharsets;

/** Wraps the body of a schema into a document, for tests. The first line of the body is line 4. */
final class Csdl {
  private Csdl() {}

  static ServiceModel v4(String body) {
    return document("4.0", body);
  }

  static ServiceModel v401(String body) {
    return document("4.01", body);
  }

  private static ServiceModel document(String version, String body) {
    return read(
        """
        <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="%s">
        <edmx:Reference Uri="http://unreachable.invalid/Core.xml"><edmx:Include Alias="Core" Namespace="Org.OData.Core.V1"/></edmx:Reference>
        <edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="NS" Alias="A">
        %s
        </Schema></edmx:DataServices></edmx:Edmx>"""
            .formatted(version, body));
  }

  static ServiceModel v2(String body) {
    return legacy("2008/09", body);
  }

  static ServiceModel v3(String body) {
    return legacy("2009/11", body);
  }

  private static ServiceModel legacy(String namespace, String body) {
    return read(
        """
        <edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0"
          xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" xmlns:sap="http://www.sap.com/Protocols/SAPData">
        <edmx:DataServices m:DataServiceVersion="1.0"><Schema xmlns="http://schemas.microsoft.com/ado/%s/edm" Namespace="NS" Alias="A">
        %s
        </Schema></edmx:DataServices></edmx:Edmx>"""
            .formatted(namespace, body));
  }

  static ServiceModel read(String document) {
    return CsdlReader.read(document.getBytes(StandardCharsets.UTF_8));
  }
}
