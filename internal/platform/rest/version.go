package rest

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
)

// Versioned says that the answer depends on nothing but the office's rows, the reader, his language and the day. It then carries an ETag made of
// them, and who asks again with If-None-Match is told 304 without any work, for as long as the office's chain of facts has not grown.
func Versioned() Option { return func(s *settings) { s.versioned = true } }

// build tells this program from another version of it, whose answer may look different: by the file that runs.
var build = func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	file, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprint(file.Size(), file.ModTime().UnixNano())
}()

// tag names the state from which an answer is made. It is taken before the answer: an answer newer than its tag is only asked for once more.
func (s *Server) tag(ctx context.Context, r *http.Request, who act.Who) (string, error) {
	version, err := s.House.Version(ctx, who.Office)
	if err != nil {
		return "", err
	}
	day := s.House.Now().BrusselsDate()
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d\n%s\n%s\n%s\n%v\n%s", build, who.Office, version, who.Person, day, i18n.From(ctx), who.Grants, r.URL.RequestURI()))
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`, nil
}

// again answers what was answered before, if it still holds: 304 to who has it, the same body to who has not.
func (s *Server) again(w http.ResponseWriter, r *http.Request, set settings, who act.Who) (answered bool, err error) {
	tag, err := s.tag(r.Context(), r, who)
	if err != nil {
		return false, err
	}
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("Vary", "Authorization, Accept-Language")
	if known(r, tag) {
		w.WriteHeader(http.StatusNotModified)
		return true, nil
	}
	body, made := s.made.get(tag)
	if made {
		send(w, set, body)
	}
	return made, nil
}

// known tells whether the caller holds the state already.
func known(r *http.Request, tag string) bool {
	for held := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(held), "W/") == tag {
			return true
		}
	}
	return false
}

// bodies are answers that were made already, each under its tag, which changes with anything that they depend on: they are never wrong, only
// forgotten. When the younger half is full, it becomes the older one, and what was not asked for since is gone.
type bodies struct {
	mu    sync.Mutex
	young map[string][]byte
	old   map[string][]byte
	size  int // of the younger half
}

// Bounds of what is kept in memory: both halves together, and one answer.
const (
	maxBodies = 8 << 20
	maxKept   = 256 << 10
)

func (b *bodies) get(tag string) ([]byte, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if body, made := b.young[tag]; made {
		return body, true
	}
	body, made := b.old[tag]
	if made {
		b.keep(tag, body)
	}
	return body, made
}

func (b *bodies) put(tag string, body []byte) {
	if len(body) > maxKept {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keep(tag, body)
}

func (b *bodies) keep(tag string, body []byte) {
	if b.young == nil || b.size > maxBodies/2 {
		b.old, b.young, b.size = b.young, map[string][]byte{}, 0
	}
	b.young[tag] = body
	b.size += len(body) + len(tag)
}
