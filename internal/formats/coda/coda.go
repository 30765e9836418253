// Package coda reads the account statements of Belgian banks (CODA, the coded statement of account of Febelfin, version 2).
//
// A file is lines of 128 characters; the first character says what the line is. A statement is
//
//	0  head           who sends it to whom, and when
//	1  old balance    account, holder, balance before
//	2  movement       2.1 amount and communication, 2.2 references, 2.3 counterparty
//	3  information    what the bank adds about the movement above it
//	8  new balance
//	4  message        what the bank writes to the holder
//	9  trailer        how many lines and how much money came and went
//
// and a file may hold several. Banks trim lines, end them in one way or another and write Latin-1, Latin-9, Windows-1252 or UTF-8; all are read.
// A movement whose detail number is not 0000 is part of the total above it, and never money of its own.
//
// What cannot be read is a fault with the line and the position in it, and gives no statement at all. What can be read but does
// not agree with itself is a mismatch of the statement (see package statement), and what is only odd is a warning.
//
// Files: line.go lines and their fields, record.go one record after the other, movement.go movements and communications, trailer.go the end
// of a statement.
package coda

import (
	"bytes"

	"koprogo/internal/formats/statement"
	"koprogo/internal/kernel/fault"
)

// MaxBytes is the largest file: some twenty-five thousand movements.
const MaxBytes = 16 << 20

// Read gives the statements of a file.
//
// Faults: coda_too_large; with line and position as arguments: coda_empty, coda_binary, coda_no_head (the first line is not a head: this is
// no CODA), coda_version, coda_record (a line of no known kind), coda_length, coda_order (a line where it does not belong),
// coda_amount, coda_sign, coda_date, coda_number, coda_truncated (the end is missing), amount_too_large.
//
// Mismatches beside those of package statement: coda_records, coda_debit, coda_credit (the trailer tells otherwise),
// coda_account (old and new balance are not of one account), coda_orphan (a detail without its total).
// Warnings: coda_more_expected (the last trailer says that another file follows), coda_more_found, coda_gap (movements are
// not numbered one after the other), coda_version_unstated, coda_sequence; statement_ogm, statement_rf.
func Read(data []byte) ([]statement.Statement, error) {
	if len(data) > MaxBytes {
		return nil, fault.Of(fault.KindTooLarge, "coda_too_large").With("limit", MaxBytes>>20)
	}
	text, err := decode(data)
	if err != nil {
		return nil, err
	}
	r := &reader{}
	for number, raw := range lines(text) {
		l, err := newLine(number, raw)
		if err == nil && l.raw != "" {
			err = r.record(l)
		}
		if err != nil {
			return nil, err
		}
		r.last = number
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	if err := statement.Finish(r.list); err != nil {
		return nil, err
	}
	return r.list, nil
}

// Is tells whether the bytes look like CODA at all, so that a file can be given to its reader.
func Is(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	head := data[:min(len(data), 16)]
	return len(head) == 16 && string(head[:5]) == "00000" && string(head[14:16]) == "05"
}
