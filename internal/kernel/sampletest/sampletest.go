// Package sampletest reads the samples of others, real files of banks, suppliers and authorities, which lie beside the project and are never part of it.
// Without them a test is skipped, saying so; KOPROGO_TEST_REQUIRE=samples turns their absence into a failure.
package sampletest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Find finds the files whose names match a pattern such as coda/*.cod; none where there are no samples.
func Find(pattern string) []string {
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	found, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), "shared", "data", filepath.FromSlash(pattern)))
	return found
}

// Files are the files whose names match a pattern, one at least.
func Files(t testing.TB, pattern string) []string {
	t.Helper()
	found := Find(pattern)
	if len(found) == 0 {
		if strings.Contains(os.Getenv("KOPROGO_TEST_REQUIRE"), "samples") {
			t.Fatalf("samples %s are required and absent", pattern)
		}
		t.Skipf("SKIPPED: samples %s are absent", pattern)
	}
	return found
}

// Read reads the sample of this name.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(Files(t, name)[0])
	if err != nil {
		t.Fatal(err)
	}
	return data
}
