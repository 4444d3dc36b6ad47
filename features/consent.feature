@consent
Feature: The recorded decision
  As the user of a tool
  I want my decision to be kept as I made it
  So that nothing but a clear yes of mine counts as one,
  and every no counts

  Scenario: Without a file nothing is decided
    Given there is no consent file
    When the consent file is read
    Then the state is unset
    And the policy is Disabled

  Scenario Outline: The state <state> is the policy <policy>
    Given the consent file
      """
      version = 1
      state = "<state>"
      decided_at = "2026-05-08T12:34:56Z"
      """
    When the consent file is read
    Then the state is <state>
    And the decision was made at "2026-05-08T12:34:56Z"
    And the policy is <policy>

    Examples:
      | state    | policy   |
      | enabled  | Enabled  |
      | disabled | Disabled |
      | unset    | Disabled |

  @house-rule
  Scenario Outline: A file that is not understood is no yes: <why>
    Given the consent file
      """
      <contents>
      """
    When I try to read the consent file
    Then it fails with an encoding error that mentions "<says>"
    And the state is unset
    And the policy is Disabled

    Examples:
      | why                      | contents                                            | says                               |
      | it is empty              |                                                     | version is missing                 |
      | it is cut short          | version = 1\nstate = "enab                          | line 2 is not valid TOML           |
      | it is JSON               | {"version": 1, "state": "enabled"}                  | line 1 is not valid TOML           |
      | it has no version        | state = "enabled"                                   | version is missing                 |
      | it has no state          | version = 1                                         | state is none of                   |
      | it is of a newer version | version = 2\nstate = "enabled"                      | newer version                      |
      | its version is text      | version = "1"\nstate = "enabled"                    | version is not a positive integer  |
      | its state is unknown     | version = 1\nstate = "yes"                          | state is none of                   |
      | its state is capitalised | version = 1\nstate = "Enabled"                      | state is none of                   |
      | its state is a truth     | version = 1\nstate = true                           | state is not a string              |
      | it has a key twice       | version = 1\nstate = "disabled"\nstate = "enabled"  | line 3 is not valid TOML           |
      | its time is none         | version = 1\nstate = "enabled"\ndecided_at = "soon" | decided_at is not an RFC 3339 time |

  @house-rule
  Scenario: A refusal followed by the same key in upper case is not read as a yes
    Given the consent file
      """
      version = 1
      state = "disabled"
      STATE = "enabled"
      """
    When I try to read the consent file
    Then it fails with an encoding error that mentions "only by case"
    And the policy is Disabled

  Scenario: A file over 4 KiB is refused before it is parsed
    Given a consent file of 1 MB that says enabled
    When I try to read the consent file
    Then it fails with an encoding error that mentions "larger than 4 KiB"
    And the policy is Disabled

  Scenario: An error does not repeat what the file holds
    Given the consent file
      """
      version = 1
      state = "planted-secret"
      """
    When I try to read the consent file
    Then it fails with an encoding error that mentions "state"
    And the error does not mention "planted-secret"

  Scenario: A file of the Rust crate is read
    Given the consent file
      """
      version = 1
      state = "enabled"
      decided_at = "2026-05-08T12:34:56.123456789Z"
      """
    When the consent file is read
    Then the state is enabled
    And the decision was made at "2026-05-08T12:34:56.123456789Z"

  Scenario: What is written is what the Rust crate reads
    Given there is no consent file
    When the decision enabled of "2026-05-08T12:34:56Z" is written
    Then the consent file holds
      """
      version = 1
      state = "enabled"
      decided_at = "2026-05-08T12:34:56Z"
      """

  Scenario: The notice is kept beside the decision
    Given there is no consent file
    When the decision enabled of "2026-05-08T12:34:56Z" under the notice "3f9a1c" is written
    Then the consent file holds
      """
      version = 1
      state = "enabled"
      decided_at = "2026-05-08T12:34:56Z"
      notice = "3f9a1c"
      """

  Scenario: A key that is not known is ignored
    Given the consent file
      """
      version = 1
      state = "enabled"
      theme = "dark"
      """
    When the consent file is read
    Then the state is enabled

  Scenario Outline: Opting out works whatever is in the file: <what>
    Given the consent file
      """
      <contents>
      """
    When the decision disabled of "2026-05-08T12:34:56Z" is written
    And the consent file is read
    Then the state is disabled

    Examples:
      | what              | contents                         |
      | an enabled record | version = 1\nstate = "enabled"   |
      | no record         | garbage                          |
      | a newer record    | version = 99\nstate = "whatever" |

  Scenario: Reset leaves it undecided
    Given the consent file
      """
      version = 1
      state = "enabled"
      """
    When the consent file is reset
    And the consent file is read
    Then the state is unset
    And there is no file at the consent file's path

  Scenario: Reset without a file is fine
    Given there is no consent file
    When the consent file is reset
    And the consent file is reset
    Then there is no file at the consent file's path

  Scenario: Reading makes no file and no directory
    Given there is no consent file
    When the consent file is read
    Then there is no directory for the consent file

  @unix
  Scenario: The record is for its user alone
    Given there is no consent file
    When the decision disabled of "2026-05-08T12:34:56Z" is written
    Then the consent file has the mode 0600
    And the consent file's directory has the mode 0700

  @unix @house-rule
  Scenario: A yes in a file to which others may write does not count
    Given the consent file
      """
      version = 1
      state = "enabled"
      """
    But everybody may write to the consent file
    When I try to read the consent file
    Then it fails with an I/O error that mentions "other users may write"
    And the policy is Disabled
