package org.conv4j.verify.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Something to look at: one line of {@code pictures.jsonl}, which lies beside {@code report.jsonl}.
 * A report without that file is whole, only less vivid.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "picture")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ErrorPicture.class, name = "error"),
  @JsonSubTypes.Type(value = NamedPicture.class, name = "named")
})
public sealed interface Picture permits ErrorPicture, NamedPicture {

  /** What it shows; two pictures of one report differ in it. */
  @JsonIgnore
  String key();
}
