// Package pdftest reads papers as people do: the words that stand on them.
package pdftest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"koprogo/internal/platform/db/dbtest"
)

// Pages are the words of a paper, page by page, its lines as they stand. Without pdftotext the test is skipped aloud;
// KOPROGO_TEST_REQUIRE=pdftotext turns its absence into a failure.
func Pages(t testing.TB, paper []byte) []string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		dbtest.Absent(t, "pdftotext", "the words on the paper were NOT checked")
	}
	cmd := exec.Command(tool, "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(paper)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}

// Golden compares the words of a paper with those in testdata/<name>.txt, and writes them anew when they are to be updated. KOPROGO_PAPERS names a folder in which
// the papers are left, to be looked at. It tells the pages.
func Golden(t testing.TB, name string, paper []byte, update bool) []string {
	t.Helper()
	if dir := os.Getenv("KOPROGO_PAPERS"); dir != "" {
		_ = os.WriteFile(filepath.Join(dir, name+".pdf"), paper, 0o600)
	}
	pages := Pages(t, paper)
	var lines []string
	for line := range strings.Lines(strings.Join(pages, "\n")) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	got, path := strings.Join(lines, "\n")+"\n", filepath.Join("testdata", name+".txt")
	if update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != got {
		t.Errorf("%s reads otherwise (go test with -update writes it anew):\n%s", path, got)
	}
	return pages
}
