@redaction
Feature: Credentials and personal data
  As the user of a tool
  I want what I typed by accident to stay with me
  So that agreeing to be counted is not agreeing to be read

  Scenario Outline: <what> does not survive
    When the text "<text>" is redacted
    Then it does not contain "<secret>"
    And it contains "<kept>"

    Examples:
      | what                       | text                                                       | secret                                   | kept     |
      | A GitHub token             | clone with ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa failed | ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | failed   |
      | An AWS access key          | using AKIAIOSFODNN7EXAMPLE now                             | AKIAIOSFODNN7EXAMPLE                     | now      |
      | A password in a URL        | dial postgres://app:hunter2@db.internal/main               | hunter2                                  | postgres |
      | A bearer token             | Authorization: Bearer abc.def-123                          | abc.def-123                              | Bearer   |
      | A flag with its value      | deploy --password hunter2 --verbose                        | hunter2                                  | verbose  |
      | A flag with an equals sign | deploy --password=hunter2 --verbose                        | hunter2                                  | verbose  |
      | A variable                 | DB_PASSWORD=hunter2 make                                   | hunter2                                  | make     |
      | An e-mail address          | mail ada.lovelace@example.org bounced                      | ada.lovelace                             | bounced  |
      | An IP address              | dial tcp 203.0.113.7:443 refused                           | 203.0.113.7                              | refused  |
      | A name in a home directory | open /home/ada/notes.txt: no such file                     | ada                                      | no such  |

  Scenario Outline: Plain text stays: <text>
    When the text "<text>" is redacted
    Then it is unchanged

    Examples:
      | text                                                |
      | token bucket exhausted                              |
      | invalid token at line 3                             |
      | took 1.5s                                           |
      | version 1.24.0-rc.1                                 |
      | listen on 127.0.0.1                                 |
      | open /usr/share/zoneinfo/UTC: no such file          |
      | request 88f4a1b2-3c4d-4e5f-8a9b-0c1d2e3f4a5b failed |

  Scenario: What was redacted once is not changed again
    When the text "login ada@example.org with --password=hunter2" is redacted
    Then redacting it again changes nothing

  Scenario: A value whose key says that it is a credential goes as a whole
    Given a Recorder with a memory sink and Enabled policy
    When I record "auth.login" with the attributes
      | password | correct horse |
      | outcome  | ok            |
    Then the last event's attribute "outcome" is "ok"
    And no event contains "correct horse"
    And the last event matches its snapshot

  @house-rule
  Scenario: No sink of anybody's sees a credential
    Given a Recorder with a stranger's sink
    When I record "cmd.run" with args, err_msg and attributes that hold "ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    Then the stranger's sink saw 1 event
    And the stranger's sink did not see "ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

  Scenario: The author's own rule removes more
    Given a Recorder with a memory sink and a rule that removes "project-x"
    When I record "cmd.run" with the arguments "open project-x --token hunter2-hunter2" and the error "project-x is locked"
    Then no event contains "project-x"
    And no event contains "hunter2"

  Scenario: The author's own rule sees what the built-in ones left
    Given a Recorder with a memory sink and a rule that removes "[redacted]"
    When I record "cmd.run" with the arguments "deploy --token hunter2-hunter2" and the error "no such region"
    Then no event contains "[redacted]"
    And no event contains "hunter2"
