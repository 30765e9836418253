package identity

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"koprogo/internal/kernel/fault"
)

// common are the passwords that are tried first, folded and sorted, one per line; see NOTICE.
//
//go:embed common.txt
var common string

// shortest of a person's words that a password may not contain: shorter ones, such as "an", stand in half of all sentences.
const shortest = 4

// acceptable judges a new password: long enough, not one that everybody tries, not one that says whose it is.
func acceptable(password string, p Person) error {
	folded := fold(password)
	switch n := utf8.RuneCountInString(password); {
	case n < minPassword:
		return fault.Invalid("password_short", "password").With("min", minPassword)
	case n > maxPassword:
		return fault.Invalid("too_long", "password").With("max", maxPassword)
	case isCommon(folded):
		return fault.Invalid("password_common", "password")
	case isPattern(folded):
		return fault.Invalid("password_pattern", "password")
	case tellsWhose(folded, p):
		return fault.Invalid("password_personal", "password")
	}
	return nil
}

// isCommon finds a password on the list, as it is and without the digits and signs that people add at its end.
func isCommon(folded string) bool {
	bare := strings.TrimRightFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) })
	return listed(folded) || listed(bare)
}

func listed(word string) bool {
	if word == "" || strings.ContainsRune(word, '\n') {
		return false
	}
	return strings.HasPrefix(common, word+"\n") || strings.Contains(common, "\n"+word+"\n")
}

// rows are the walks of a finger over a keyboard, and the alphabet.
var rows = []string{"01234567890", "abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qwertyuiop", "qsdfghjklm", "asdfghjkl", "wxcvbn", "zxcvbnm"}

// isPattern finds what is long without being more than a short piece: the same piece again and again, one or two characters, one or two walks.
func isPattern(folded string) bool {
	runes := []rune(folded)
	for piece := 1; piece < minPassword && piece <= len(runes)/2; piece++ {
		if repeats(runes, piece) {
			return true
		}
	}
	seen := map[rune]bool{}
	for _, r := range runes {
		seen[r] = true
	}
	return len(seen) <= 2 || walks(runes) <= 2
}

// repeats tells whether the runes are their first piece again and again; the last time it may be cut short.
func repeats(runes []rune, piece int) bool {
	for i := piece; i < len(runes); i++ {
		if runes[i] != runes[i-piece] {
			return false
		}
	}
	return true
}

// walks counts the pieces in which each character is the one before it, or its neighbour in the same direction.
func walks(runes []rune) int {
	n, at := 0, 0
	for at < len(runes) {
		longest := 1
		for _, step := range []int{-1, 0, 1} {
			end := at + 1
			for end < len(runes) && neighbour(runes[end-1], runes[end], step) {
				end++
			}
			longest = max(longest, end-at)
		}
		at += longest
		n++
	}
	return n
}

func neighbour(a, b rune, step int) bool {
	if step == 0 {
		return a == b
	}
	for _, row := range rows {
		for i := strings.IndexRune(row, a); i >= 0 && i < len(row); i++ {
			if rune(row[i]) == a && i+step >= 0 && i+step < len(row) && rune(row[i+step]) == b {
				return true
			}
		}
	}
	return false
}

// tellsWhose finds the person's name, the part of the address before its sign, or the name of this program in a password.
func tellsWhose(folded string, p Person) bool {
	local, _, _ := strings.Cut(p.email, "@")
	words := append(strings.Fields(p.name), local, strings.Join(strings.Fields(p.name), ""), "koprogo")
	for _, w := range words {
		if w = fold(w); utf8.RuneCountInString(w) >= shortest && strings.Contains(folded, w) {
			return true
		}
	}
	return false
}
