@resolution
Feature: Whether a tool may collect
  As the user of a tool
  I want every way in which I can say no to be heard
  So that I am never counted against my will

  Scenario: Nobody was asked yet
    Given nobody has decided
    When the tool asks whether it may collect
    Then collection is off
    And the reason is "you have not decided yet"
    And the vetoes are "undecided"

  Scenario: A person's yes turns it on
    Given the person enabled telemetry on "2026-05-08"
    When the tool asks whether it may collect
    Then collection is on
    And the reason is "you enabled it on 2026-05-08"
    And there are no vetoes

  Scenario: A person's no turns it off
    Given the person disabled telemetry on "2026-05-08"
    When the tool asks whether it may collect
    Then collection is off
    And the reason is "you disabled it on 2026-05-08"
    And the vetoes are "denied"

  @house-rule
  Scenario Outline: Any no is a no: <variable> is "<value>"
    Given the person enabled telemetry on "2026-05-08"
    But the environment variable "<variable>" is "<value>"
    When the tool asks whether it may collect
    Then collection is off
    And the vetoes are "<veto>"
    And the reason is "<reason>"

    Examples:
      | variable         | value    | veto         | reason                                              |
      | DO_NOT_TRACK     | 1        | do_not_track | DO_NOT_TRACK is set                                 |
      | DO_NOT_TRACK     | true     | do_not_track | DO_NOT_TRACK is set                                 |
      | DO_NOT_TRACK     | please   | do_not_track | DO_NOT_TRACK is set                                 |
      | MYTOOL_TELEMETRY | 0        | env_off      | MYTOOL_TELEMETRY turns it off                       |
      | MYTOOL_TELEMETRY | false    | env_off      | MYTOOL_TELEMETRY turns it off                       |
      | MYTOOL_TELEMETRY | no       | env_off      | MYTOOL_TELEMETRY turns it off                       |
      | MYTOOL_TELEMETRY | OFF      | env_off      | MYTOOL_TELEMETRY turns it off                       |
      | MYTOOL_TELEMETRY | disabled | env_off      | MYTOOL_TELEMETRY turns it off                       |
      | MYTOOL_TELEMETRY | perhaps  | env_off      | MYTOOL_TELEMETRY turns it off                       |
      | CI               | true     | ci           | a CI system is running this (CI is set)             |
      | GITHUB_ACTIONS   | true     | ci           | a CI system is running this (GITHUB_ACTIONS is set) |
      | JENKINS_URL      | http://x | ci           | a CI system is running this (JENKINS_URL is set)    |

  Scenario Outline: A word that refuses nothing leaves a yes as it is: <variable> is "<value>"
    Given the person enabled telemetry on "2026-05-08"
    And the environment variable "<variable>" is "<value>"
    When the tool asks whether it may collect
    Then collection is on

    Examples:
      | variable         | value |
      | DO_NOT_TRACK     |       |
      | DO_NOT_TRACK     | 0     |
      | DO_NOT_TRACK     | false |
      | DO_NOT_TRACK     | No    |
      | DO_NOT_TRACK     | off   |
      | MYTOOL_TELEMETRY |       |
      | MYTOOL_TELEMETRY | 1     |
      | CI               | false |
      | CI               |       |
      | GITHUB_ACTIONS   |       |

  @house-rule
  Scenario Outline: A variable cannot consent: <value>
    Given nobody has decided
    And the environment variable "MYTOOL_TELEMETRY" is "<value>"
    When the tool asks whether it may collect
    Then collection is off
    And the vetoes are "undecided"
    And a note says "MYTOOL_TELEMETRY has no effect"

    Examples:
      | value   |
      | 1       |
      | true    |
      | yes     |
      | On      |
      | enabled |

  @house-rule
  Scenario Outline: No yes overrules a no: <variable> is "<value>"
    Given the person disabled telemetry on "2026-05-08"
    And the environment variable "<variable>" is "<value>"
    When the tool asks whether it may collect
    Then collection is off
    And the vetoes are "denied"

    Examples:
      | variable         | value |
      | MYTOOL_TELEMETRY | on    |
      | DO_NOT_TRACK     | 0     |
      | CI               | false |

  Scenario: A word that nobody knows is off, and the user is told without its being repeated
    Given the person enabled telemetry on "2026-05-08"
    But the environment variable "MYTOOL_TELEMETRY" is "planted-word"
    When the tool asks whether it may collect
    Then collection is off
    And a note says "the value of MYTOOL_TELEMETRY is not a known word, so it counts as off"
    And neither the reasons nor the notes mention "planted-word"

  Scenario: The word log shows events and stores nothing
    Given the person enabled telemetry on "2026-05-08"
    And the environment variable "MYTOOL_TELEMETRY" is "log"
    When the tool asks whether it may collect
    Then collection is off
    And events are to be shown

  Scenario: A tool's name with a hyphen names its variable with an underscore
    Given the tool is "my-tool"
    And the person enabled telemetry on "2026-05-08"
    But the environment variable "MY_TOOL_TELEMETRY" is "off"
    When the tool asks whether it may collect
    Then collection is off
    And the reason is "MY_TOOL_TELEMETRY turns it off"

  Scenario: Everything that keeps it off is named, the most important first
    Given the person disabled telemetry on "2026-05-08"
    And the environment variable "CI" is "true"
    And the environment variable "MYTOOL_TELEMETRY" is "off"
    And the environment variable "DO_NOT_TRACK" is "1"
    When the tool asks whether it may collect
    Then collection is off
    And the vetoes are "do_not_track, env_off, ci, denied"
    And the reason is "DO_NOT_TRACK is set"

  Scenario: Consent to another notice does not count
    Given the person enabled telemetry under the notice "first" on "2026-05-08"
    But the notice in force is "second"
    When the tool asks whether it may collect
    Then collection is off
    And the vetoes are "notice_outdated"
    And the reason is "what is collected has changed since you enabled it on 2026-05-08"

  Scenario: Consent to the notice in force counts
    Given the person enabled telemetry under the notice "first" on "2026-05-08"
    And the notice in force is "first"
    When the tool asks whether it may collect
    Then collection is on

  @house-rule
  Scenario: A corrupt record is off, and the error says why
    Given the consent file is "garbage"
    When I try to ask whether the tool may collect
    Then it fails with an encoding error that mentions "line 1 is not valid TOML"
    And collection is off
    And the vetoes are "record_unreadable"

  @house-rule
  Scenario: A record of newer software is off
    Given the consent file
      """
      version = 2
      state = "enabled"
      """
    When I try to ask whether the tool may collect
    Then it fails with an encoding error that mentions "newer version"
    And collection is off
    And the vetoes are "record_too_new"
    And the reason is "a newer version of this software recorded your decision"

  @house-rule
  Scenario: A record that is a directory is off
    Given the consent file's path is a directory
    When I try to ask whether the tool may collect
    Then it fails with an I/O error that mentions "not a regular file"
    And collection is off
    And the vetoes are "record_unreadable"

  @house-rule
  Scenario Outline: A tool whose name cannot be a directory is off: <tool>
    Given the tool is "<tool>"
    When I try to ask whether the tool may collect
    Then it fails with a configuration error that mentions "Tool"
    And collection is off

    Examples:
      | tool   |
      | ..     |
      | a/b    |
      | a tool |
      | con    |
