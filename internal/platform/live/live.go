// Package live tells open pages that something happened, so that they renew what it changed.
//
//	Hub       follows the chains of facts of the offices that have a page open, and tells each line what its reader may know
//	└── line  one open page: a stream of server-sent events at GET /live
//
// An event names a fact by its kind, its building and its subject, never by its content: the page asks for itself again, and gets what its reader
// may see. Its number is that of the fact, so that a line that broke off goes on where it ended (Last-Event-ID). One reading of an office's new
// facts serves all its lines. A commit of this node rings the bell of the database, one of another node too, where the engine can tell; a slow
// look now and then is the net under both.
//
// A line ends when its session does, when its reader's roles change, when the house closes, and when it does not keep up; the page then asks
// for a new one. Lines are few: so many for a person and so many in all. Files: hub.go who is told what, serve.go the stream itself.
package live

import (
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

// Follow is the right to be told that something happened; what one is told of depends on one's roles.
var Follow = act.NewAction("live.follow")

// Pages declares the stream.
func (h *Hub) Pages(p *ui.Pages) { ui.Stream(p, ui.LivePath, Follow, h.serve) }
