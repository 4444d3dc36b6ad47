@machine-id
Feature: The machine's identity
  As the user of a tool
  I want to be counted without being recognised
  So that two tools cannot find out that they share a user

  @spec
  Scenario: S6 — MachineId::derive with a fixed salt is stable
    Given I derive the machine ID with the salt "bdd-salt-1"
    When I derive the machine ID with the salt "bdd-salt-1" again
    Then the two IDs are equal
    And each ID is 64 hex characters

  Scenario: Another salt gives another identity
    Given I derive the machine ID with the salt "one-tool.telemetry.v1"
    When I derive the machine ID with the salt "another-tool.telemetry.v1"
    Then the two IDs differ
    And each ID is 64 hex characters

  Scenario: A Recorder asks for the identity once, however much it records
    Given a Recorder with a memory sink and Enabled policy
    When I record "same.machine" 3 times
    Then the machine ID was asked for 1 time
    And every event has the machine ID that was given

  @house-rule
  Scenario: A Recorder that is off does not ask for the identity
    Given a Recorder with a memory sink and Disabled policy
    When I record "same.machine" 3 times
    Then the machine ID was asked for 0 times

  Scenario: A Recorder's description does not hold the identity
    Given a Recorder with a memory sink and Enabled policy
    Then printing the Recorder in any way does not show the machine ID
