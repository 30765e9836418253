package app

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"koprogo/internal/kernel/i18n"
	"koprogo/internal/oversight/audit"
)

var factKind = regexp.MustCompile(`act\.About\{Kind: "([a-z]+)\.([a-z_]+)"`)

// The audit page says every fact in words, and offers every room that has facts.
func TestEveryFactHasItsSentence(t *testing.T) {
	files, err := filepath.Glob(root + "/internal/*/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	facts := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range factKind.FindAllStringSubmatch(string(text), -1) {
			facts++
			if !i18n.Has(m[1] + ".fact_" + m[2]) {
				t.Errorf("the room %s has no word fact_%s for its fact %s.%s", m[1], m[2], m[1], m[2])
			}
			if !slices.Contains(audit.Rooms, m[1]) || !i18n.Has("audit.room_"+m[1]) {
				t.Errorf("the audit page does not offer the room %s", m[1])
			}
		}
	}
	if facts < 20 {
		t.Errorf("only %d facts were found; does the pattern still match?", facts)
	}
}
