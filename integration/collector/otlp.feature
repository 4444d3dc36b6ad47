Feature: Events at OpenTelemetry's own Collector
  As the author of a tool
  I want events to arrive where my other telemetry is
  So that I need no server of my own

  Scenario: S9 — OtlpSink ships a log record with service.name from the event
    Given the Collector's receiver
    When I emit an OtlpSink event named "cmd.otlp" of the tool "mytool" with err_msg "auth: Bearer ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    Then the Collector received 1 log record
    And its resource says that "service.name" is "mytool"
    And its severity is ERROR
    And its event name is "cmd.otlp"
    And its attribute "exception.message" is "auth: Bearer [redacted]"
