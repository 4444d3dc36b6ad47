// Package posthogsink sends telemetry events to PostHog.
//
//	sink, err := posthogsink.New(posthogsink.Config{
//		Endpoint: "https://eu.i.posthog.com",
//		APIKey:   "phc_…",
//	})
//
// # On the wire
//
// One batch is one request to /i/v1/analytics/events, whose answer says of each
// event whether it was taken:
//
//	event          Name
//	uuid           ID, with the version and variant of a UUID of RFC 9562
//	distinct_id    MachineID
//	timestamp      TimestampUTC, which PostHog corrects by the clock of this machine
//	properties     Attrs, and
//	  tool, tool_version
//	  args, err_msg  when set
//	  severity       ERROR when err_msg is set, else INFO
//	  $geoip_disable true: no place is made from the address
//	options        process_person_profile: false, so that no profile is kept
//
// The sender's address reaches PostHog as it reaches any server. Turn on "Discard
// client IP data" in the project's settings.
//
// # Answers
//
// An event that PostHog drops is rejected, and one that it says to retry is sent
// again: a [telemetry.PartialError] names both. One that it takes with a warning is
// taken. A 5xx with Retry-After may pass: PostHog answers 500 so. All else is as in
// [github.com/optin-go/optin/sinks/http], whose rules about URLs, redirects, time, size
// and what an error may hold this package shares.
//
// PostHog takes no requests to delete from a tool: its authors delete, in its pages.
package posthogsink
