@telemetry
Feature: Recording events
  As the author of a tool
  I want to record what my users agreed to
  So that I learn how the tool is used, and they keep control of it

  @spec
  Scenario: S1 — Disabled context emits nothing
    Given a Recorder with a memory sink and Disabled policy
    When I record "should.not.emit"
    Then the sink has 0 events

  @spec
  Scenario: S2 — Enabled context emits one event
    Given a Recorder with a memory sink and Enabled policy
    When I record "enabled.one"
    Then the sink has 1 event
    And the last event is named "enabled.one"
    And the last event matches its snapshot

  @spec
  Scenario: S3 — record_with_attrs attaches the attrs map
    Given a Recorder with a memory sink and Enabled policy
    When I record "with.attrs" with the attributes
      | command | deploy |
      | outcome | ok     |
    Then the last event's attribute "command" is "deploy"
    And the last event's attribute "outcome" is "ok"
    And the last event matches its snapshot

  @spec
  Scenario: S4 — Two sequential records appear in order
    Given a Recorder with a memory sink and Enabled policy
    When I record "first"
    And I record "second"
    Then the sink has 2 events
    And the event at index 0 is named "first"
    And the event at index 1 is named "second"

  Scenario: An event carries the command line and the error that the author chose to record
    Given a Recorder with a memory sink and Enabled policy
    When I record "command.invoke" with the arguments "deploy --verbose" and the error "no such region"
    Then the last event is of severity "ERROR"
    And the last event matches its snapshot

  Scenario: Attributes are sorted on the wire and the last of equal keys counts
    Given a Recorder with a memory sink and Enabled policy
    When I record "with.attrs" with the attributes
      | outcome | error  |
      | command | deploy |
      | outcome | ok     |
    Then the last event matches its snapshot

  Scenario: Text of any kind is one valid line
    Given a Recorder with a memory sink and Enabled policy
    When I record an event whose attribute holds quotes, line breaks, markup and broken UTF-8
    Then the last event is one line of JSON
    And the last event matches its snapshot

  Scenario: Every event has an ID of its own
    Given a Recorder with a memory sink and Enabled policy
    When I record "same.name" 100 times
    Then the sink has 100 events
    And no two events have the same ID

  Scenario Outline: An event outside the limits is refused: <what>
    Given a Recorder with a memory sink and Enabled policy
    When I try to record an event with <what>
    Then it fails with a rejection that mentions "<says>"
    And the sink has 0 events

    Examples:
      | what            | says                    |
      | no name         | has no name             |
      | a 129-byte name | name is longer          |
      | 65 attributes   | more than 64 attributes |
      | an empty key    | empty key               |
      | a 129-byte key  | key is longer           |

  Scenario: A long value is cut and says so
    Given a Recorder with a memory sink and Enabled policy
    When I record an event with a value of 10 MB
    Then the last event's attribute "value" has at most 8192 bytes and ends in "…[truncated]"

  Scenario: A sink that fails does not keep an event from the others
    Given a Recorder with a failing sink, a panicking sink and a memory sink
    When I try to record "still.there"
    Then it fails with an I/O error that mentions "the sink panicked"
    And the sink has 1 event
    And the last event is named "still.there"
