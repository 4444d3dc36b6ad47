@commands
Feature: What the user of a tool meets
  As the user of a tool
  I want to be asked before anything is recorded, to see it, and to stop it in one command
  So that I can leave it on without a second thought

  @house-rule
  Scenario: Who has not decided finds no trace
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool deploy staging"
    And the user runs "mytool telemetry status"
    And the user runs "mytool telemetry show"
    Then the tool made no file and no directory
    And the server received 0 requests

  Scenario: Who agrees finds every run in the list
    Given the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user runs "mytool telemetry show --past"
    Then it prints 1 line
    And the line that is printed matches its snapshot

  Scenario Outline: What is typed is not recorded: <line>
    Given the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user tries "<line>"
    And the user runs "mytool telemetry show"
    Then it prints "<recorded>"
    And it does not print "hunter2"
    And nothing in the home mentions "hunter2"

    Examples:
      | line                            | recorded |
      | mytool deploy hunter2           | deploy   |
      | mytool hunter2                  | unknown  |
      | mytool deploy --passwd=hunter2  | deploy   |

  Scenario: What waits arrives, for whoever still agrees
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user runs "mytool telemetry send"
    Then the server received 1 event

  @house-rule
  Scenario Outline: Nothing leaves after opting out: <how>
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user opts out by <how>
    And the user runs "mytool deploy production"
    And the user tries "mytool telemetry send"
    Then the exit code is 3
    And the server received 0 requests
    And a run is not recorded

    Examples:
      | how                              |
      | running mytool telemetry disable |
      | running mytool telemetry reset   |
      | setting DO_NOT_TRACK             |
      | removing the consent file        |

  @house-rule
  Scenario Outline: What waits is removed, not only held back: <command>
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user runs "mytool telemetry <command>"
    And the user runs "mytool telemetry show --pending"
    Then it prints "none"
    And it does not print "command.invoke"

    Examples:
      | command |
      | disable |
      | reset   |

  @house-rule
  Scenario Outline: Who agrees again starts anew: <how>
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user opts out by <how>
    And the user runs "mytool telemetry enable --yes"
    And the user runs "mytool telemetry send"
    Then the server received 0 requests

    Examples:
      | how                              |
      | running mytool telemetry disable |
      | running mytool telemetry reset   |
      | removing the consent file        |

  @house-rule
  Scenario: Opting out is not recorded
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool telemetry disable"
    And the user runs "mytool telemetry enable --yes"
    And the user runs "mytool telemetry send"
    And the user runs "mytool telemetry show"
    Then it prints "nothing has been recorded yet"
    And the server received 0 requests

  Scenario: What is shown is what arrives
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user runs "mytool telemetry show"
    And the user runs "mytool telemetry send"
    Then the server received the bytes that were shown

  Scenario Outline: Nobody can agree for a person: <variable>
    Given the user has a home
    And the variable "<variable>" of the user's shell is "1"
    When the user tries "mytool telemetry enable --yes"
    Then the exit code is 3
    And it notes "<variable> is set"
    And the tool made no file and no directory

    Examples:
      | variable |
      | CI       |
      | AI_AGENT |

  Scenario: Where nobody sits, only somebody who was asked can agree
    Given the user has a home
    When the user tries "mytool telemetry enable"
    Then the exit code is 3
    And it notes "add --yes"
    And the tool made no file and no directory

  Scenario Outline: Status says what happens: <decision>, <variable> is "<value>"
    Given the user has a home
    When the user tries "mytool telemetry <decision>"
    And the variable "<variable>" of the user's shell is "<value>"
    And the user tries "mytool telemetry status --check"
    Then the exit code is <code>
    And a run <is recorded or not>

    Examples:
      | decision | variable         | value   | code | is recorded or not |
      | enable --yes | PAGER            | less    | 0    | is recorded        |
      | enable --yes | MYTOOL_TELEMETRY | on      | 0    | is recorded        |
      | enable --yes | DO_NOT_TRACK     | 0       | 0    | is recorded        |
      | enable --yes | MYTOOL_TELEMETRY | off     | 3    | is not recorded    |
      | enable --yes | MYTOOL_TELEMETRY | perhaps | 3    | is not recorded    |
      | enable --yes | DO_NOT_TRACK     | 1       | 3    | is not recorded    |
      | enable --yes | CI               | true    | 3    | is not recorded    |
      | disable  | PAGER            | less    | 3    | is not recorded    |
      | disable  | MYTOOL_TELEMETRY | on      | 3    | is not recorded    |
      | reset    | PAGER            | less    | 3    | is not recorded    |
      | reset    | MYTOOL_TELEMETRY | on      | 3    | is not recorded    |

  @house-rule
  Scenario: A record that cannot be read is off, and can still be replaced by a no
    Given the user has a home
    When the user runs "mytool telemetry enable --yes"
    But the consent file is "garbage"
    And the user tries "mytool telemetry status --check"
    Then the exit code is 3
    And a run is not recorded
    When the user runs "mytool telemetry disable"
    And the user runs "mytool telemetry status"
    Then it prints "you disabled it"

  Scenario: Who wants to look first sees the event instead of having it recorded
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the variable "MYTOOL_TELEMETRY" of the user's shell is "log"
    And the user runs "mytool deploy staging"
    Then it notes "command.invoke"
    And it does not print "command.invoke"
    And that run changed nothing in the home
    And the server received 0 requests

  Scenario: Who agreed to less is off until asked again
    Given the user has a home
    When the user runs "mytool telemetry enable --yes"
    And a new version of the tool collects more
    And the user runs "mytool telemetry status"
    Then it prints "you agreed to less than what would now be recorded or sent"
    And a run is not recorded
    When the user runs "mytool telemetry enable --yes"
    Then a run is recorded

  Scenario: Who agreed to more is not asked again
    Given the user has a home
    And a new version of the tool collects more
    When the user runs "mytool telemetry enable --yes"
    And the user goes back to the version that collects less
    Then a run is recorded

  Scenario: A yes to what stays here is none to sending it
    Given the user has a home
    When the user runs "mytool telemetry enable --yes"
    And a new version of the tool sends to a server
    And the user runs "mytool telemetry status"
    Then it prints "you agreed to less than what would now be recorded or sent"
    And a run is not recorded

  Scenario: Reset gives the machine another identity
    Given the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user runs "mytool telemetry show"
    And the user runs "mytool telemetry reset"
    And the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user runs "mytool telemetry show"
    Then the machine ID is not the one that was shown before

  Scenario: A second process delivers, and nobody waits for it
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the tool's second process is started as "mytool telemetry send --detached"
    Then the server received 1 event
    And it prints 0 lines

  @house-rule
  Scenario: The second process runs no command of the user's
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the tool's second process is started as "mytool deploy production"
    Then the server received 1 event
    And it does not print "deployed"

  @house-rule
  Scenario Outline: The second process asks consent anew: <how>
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user opts out by <how>
    And the tool's second process is started as "mytool telemetry send --detached"
    Then the server received 0 requests

    Examples:
      | how                              |
      | running mytool telemetry disable |
      | setting DO_NOT_TRACK             |
      | removing the consent file        |

  Scenario: Who asks for deletion is answered, and gets another identity
    Given a server that accepts telemetry, and requests to delete, at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user runs "mytool telemetry show --pending"
    And the user runs "mytool telemetry delete"
    Then the server was asked to delete what was shown
    And it prints "It accepted"
    And a run is not recorded
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user runs "mytool telemetry show --pending"
    Then the machine ID is not the one that was shown before

  Scenario: Whose receiver deletes nothing is told whom to write to
    Given a server that accepts telemetry at "/ingest"
    And the user has a home
    When the user runs "mytool telemetry enable --yes"
    And the user runs "mytool deploy staging"
    And the user tries "mytool telemetry delete"
    Then the exit code is 3
    And it notes "takes no requests to delete"
    And it does not print "deleted"
    And a run is not recorded
