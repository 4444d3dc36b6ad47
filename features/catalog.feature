@catalog
Feature: The catalogue of what is collected
  As the user of a tool
  I want nothing to be recorded but what I was told of
  So that the notice I read is true

  Scenario: What is declared is recorded
    Given a Recorder that holds to a catalogue
    When I record "command.invoke" with the attributes
      | command | deploy |
      | outcome | ok     |
    Then the sink has 1 event
    And the last event matches its snapshot

  Scenario Outline: What is not declared is refused and named: <what>
    Given a Recorder that holds to a catalogue
    When I try to record "<event>" with the attribute "<key>" of "<value>"
    Then it fails with a rejection that mentions "<named>"
    And the sink has 0 events

    Examples:
      | what         | event          | key     | value    | named    |
      | an event     | file.opened    | outcome | ok       | file.opened |
      | an attribute | command.invoke | path    | ok       | path     |
      | a value      | command.invoke | outcome | exploded | exploded |

  Scenario: Free text that nobody was told of is refused
    Given a Recorder that holds to a catalogue
    When I try to record "command.invoke" with the error "cannot open it"
    Then it fails with a rejection that mentions "ErrMsg"
    And the sink has 0 events

  Scenario: Free text that is declared is recorded, redacted
    Given a Recorder that holds to a catalogue that declares the text of errors
    When I try to record "command.invoke" with the error "cannot open it with token=planted-secret"
    Then the sink has 1 event
    And the last event matches its snapshot
    And its notice says "err_msg"

  Scenario: A catalogue with a mistake lets nothing through
    Given a Recorder that holds to a catalogue that declares "outcome" twice
    When I try to record "command.invoke" with the attribute "outcome" of "ok"
    Then it fails with a rejection that mentions "Catalog.Err"
    And the sink has 0 events
    And its author is told of "outcome"
    And it has no notice and no version

  Scenario Outline: Who agreed is asked again when more is collected: <change>
    Given a catalogue
    When it <change>
    Then its version has changed

    Examples:
      | change                     |
      | declares another event     |
      | declares another attribute |
      | declares another value     |

  Scenario: Better wording is nothing new that is collected
    Given a catalogue
    When it gives another reason for what it collects
    Then its version has not changed

  Scenario: A new command of the tool is nothing new that is collected
    Given a catalogue
    When the tool gets another command
    Then its version has not changed

  Scenario: The notice is made from what is declared
    Given a catalogue
    Then its notice matches its snapshot
    And its notice says "pseudonymous"
    And its notice does not say "anonymous"
