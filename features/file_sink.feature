@file
Feature: Events in a file
  As the user of a tool
  I want to be able to read what was recorded, line by line
  So that I need not take anybody's word for it

  @spec
  Scenario: S5 — FileSink writes JSONL
    Given a file sink with a temporary path
    When I emit an event named "disk.one"
    Then the file contains a JSON line with name "disk.one"
    And the file's only line matches its snapshot

  @spec
  Scenario: S7 — FileSink redacts args and err_msg before writing to disk
    Given a file sink with a temporary path
    When I emit an event named "cmd.run" with args "deploy --token ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" and err_msg "auth: Bearer ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    Then the file does not contain "ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    And the file contains a JSON line with name "cmd.run"
    And the file's only line matches its snapshot

  Scenario: Events follow each other, one a line
    Given a file sink with a temporary path
    When I emit an event named "disk.one"
    And I emit an event named "disk.two"
    Then the file has 2 lines
    And line 1 has the name "disk.one"
    And line 2 has the name "disk.two"

  Scenario: A sink that is given no event touches nothing
    Given a file sink with a temporary path
    When the sink is flushed and closed
    Then neither the file nor its directory exists

  Scenario: Closing twice is fine, and emitting afterwards is an error
    Given a file sink with a temporary path
    When the sink is flushed and closed
    And the sink is flushed and closed
    And I try to emit an event named "too.late"
    Then it fails with an I/O error that mentions "closed"
    And neither the file nor its directory exists

  @unix
  Scenario: The file is for its user alone
    Given a file sink with a temporary path
    When I emit an event named "disk.one"
    Then the file has the mode 0600
    And the file's directory has the mode 0700

  @unix
  Scenario: A symbolic link in the file's place is refused
    Given a file sink whose path is a symbolic link to another file
    When I try to emit an event named "led.astray"
    Then it fails with an I/O error that mentions "symbolic link"
    And the other file is as it was

  Scenario: A directory in the file's place is refused
    Given a file sink whose path is a directory
    When I try to emit an event named "led.astray"
    Then it fails with an I/O error that mentions "directory"

  Scenario: An event is whole behind a line that was torn
    Given a file sink with a temporary path
    And the file ends in the middle of a line
    When I emit an event named "after.the.crash"
    Then the file contains a JSON line with name "after.the.crash"

  Scenario: A file that was removed meanwhile is made again by the next sink
    Given a file sink with a temporary path
    When I emit an event named "before"
    And the sink is flushed and closed
    And the user removes the file
    And another file sink for the same path is given an event named "after"
    Then the file has 1 line
    And line 1 has the name "after"

  Scenario: The file is bounded, and what is left of the events is the newest
    Given a file sink with a temporary path that keeps 1 older file and at most 4096 bytes in each
    When I emit 100 events, numbered from 1
    Then there are 2 files, none of more than 4096 bytes
    And the files together hold consecutive events, the last of them number 100
