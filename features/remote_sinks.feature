@remote
Feature: Events on their way to the tool's author
  As the user of a tool
  I want what leaves my machine to be what I agreed to, and to stop when I say so
  So that agreeing is not for ever

  @spec
  Scenario: S8 — HttpSink posts redacted JSON to the configured endpoint
    Given a server that accepts telemetry at "/ingest"
    When I emit an HttpSink event named "cmd.http" with err_msg "auth: Bearer ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    Then the server received 1 request
    And the received body contains severity ERROR
    And the received body does not contain "ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    And the received body matches its snapshot

  @spec
  Scenario: S9 — OtlpSink rejects an endpoint with no recognised scheme
    When I try to build an OtlpSink targeting "tcp://not-a-collector"
    Then it fails with an OTLP error that mentions "Endpoint"
    And the error does not mention "not-a-collector"

  @house-rule
  Scenario: An event is queued without the network
    Given a server that accepts telemetry at "/ingest"
    And a queue in front of it
    When 3 events are recorded in the queue
    Then the server received 0 requests
    And 3 events are waiting

  Scenario: What is queued arrives, in one request
    Given a server that accepts telemetry at "/ingest"
    And a queue in front of it
    When 3 events are recorded in the queue
    And the queue is delivered
    Then the server received 1 request
    And the server received 3 events
    And 0 events are waiting

  Scenario: What a failing server did not take stays queued
    Given a server that answers 503
    And a queue in front of it
    When 3 events are recorded in the queue
    And I try to deliver the queue
    Then it fails with an HTTP error that mentions "503"
    And 3 events are waiting

  @house-rule
  Scenario: Nothing that was recorded before opting out leaves afterwards
    Given a server that accepts telemetry at "/ingest"
    And a queue in front of it
    When 3 events are recorded in the queue
    And the user opts out
    And the queue is delivered
    Then the server received 0 requests

  @house-rule
  Scenario: A purged queue is empty, also for whoever agrees again
    Given a server that accepts telemetry at "/ingest"
    And a queue in front of it
    When 3 events are recorded in the queue
    And the queue is purged
    And the queue is delivered
    Then the server received 0 requests
    And 0 events are waiting
