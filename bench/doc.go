// Command bench compares optin with libraries that do a part of its work, each used
// as its documentation says. It is a module and a workspace of its own and never
// released, so that nobody downloads what it compares with.
//
//	go -C bench run . off bytes          # print the tables of these groups
//	go -C bench run .                    # all groups, some minutes
//	go -C bench run . -smoke off bytes   # only see that they still work
//	go -C bench run . -draw ../docs      # and put tables and charts into docs/performance.md
//
// Each group has a floor: the same work done by hand, in the same run. The contenders
// take turns, and their best turns are compared, so that a ratio says more than a time. What is measured is what a user calls, from the Recorder to the end.
package main
