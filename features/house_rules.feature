@house-rule
Feature: The house rules
  As the user of a tool
  I want the promises that hold everywhere to be seen to hold
  So that I need not read the code of every part

  Scenario Outline: Every unknown ends at off: <unknown>
    Given <unknown>
    When I record "should.not.emit"
    Then the sink has 0 events
    And the Recorder's policy is Disabled

    Examples:
      | unknown                            |
      | a nil Recorder                     |
      | a zero Recorder                    |
      | a Recorder whose policy is left out|
      | a Recorder of an unknown policy    |
      | a Recorder that could not be made  |

  Scenario Outline: Off means untouched: <who>
    Given <who>
    When the tool runs and records "command.invoke"
    Then the tool made no file and no directory
    And the machine ID was asked for 0 times

    Examples:
      | who                                            |
      | nobody has decided                             |
      | the person disabled telemetry on "2026-05-08"  |
      | the consent file is "garbage"                  |
      | the environment variable "DO_NOT_TRACK" is "1" |

  Scenario: A yes is what makes a file
    Given the person enabled telemetry on "2026-05-08"
    When the tool runs and records "command.invoke"
    Then the file has 1 line
    And line 1 has the name "command.invoke"
    And the machine ID was asked for 1 time

  Scenario: Opting out is a boundary
    Given the person enabled telemetry on "2026-05-08"
    When the tool runs and records "while.on"
    And the person disables telemetry on "2026-05-09"
    And the tool runs and records "while.off"
    Then the file has 1 line
    And line 1 has the name "while.on"

  Scenario: Reset asks for a new decision
    Given the person enabled telemetry on "2026-05-08"
    When the tool runs and records "while.on"
    And the consent file is reset
    And the tool runs and records "while.undecided"
    Then the file has 1 line
    And line 1 has the name "while.on"

  Scenario: One encoder
    Given a Recorder with a memory sink and a file sink
    When I record "shown.and.stored" with the attributes
      | command | deploy                 |
      | text    | <tags> & "quotes" in ü |
    Then the bytes of the file are those that the event in memory is shown as
    And the file's only line matches its snapshot

  Scenario: An event is in the file before Record returns
    Given a Recorder with a memory sink and a file sink
    When I record "written.first"
    Then the file contains a JSON line with name "written.first"

  Scenario: What was recorded outlives a process that is killed
    When another process records "last.words" and is killed at once
    Then the file contains a JSON line with name "last.words"

  Scenario: Two processes write one file and no line is lost
    When 2 processes record 500 events each in one file
    Then the file holds every event of each process, in its order

  Scenario Outline: A required thing fails at construction and names the field: <field>
    When I try to make a Recorder whose other fields are "planted-value" but without <field>
    Then it fails with a configuration error that mentions "Config.<field>"
    And the error does not mention "planted-value"
    And there is no Recorder

    Examples:
      | field       |
      | Tool        |
      | ToolVersion |
      | Salt        |
      | MachineID   |

  Scenario: A machine ID that panics does not take the tool down, and its text does not get out
    When I try to make a Recorder whose MachineID panics with "planted-raw-id"
    Then it fails with a configuration error that mentions "Config.MachineID"
    And the error does not mention "planted-raw-id"
    And there is no Recorder
