// Package workflows tests the workflows of the repository's continuous
// integration: that they are well formed, that each action is pinned to a commit,
// and that no job may write anything without a reason.
package workflows
