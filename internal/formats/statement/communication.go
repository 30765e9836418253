package statement

import (
	"strings"

	"koprogo/internal/kernel/belgium"
)

// Communicate reads the communications of a movement once its texts are complete: a structured one that is a valid OGM or RF becomes
// one, and an OGM that the payer wrote with its slashes into the free text is seen too. A structured communication that
// should have been one and is not stays text, with the warning statement_ogm or statement_rf.
func (s *Statement) Communicate(m *Movement, meantOGM bool) {
	switch text := strings.ReplaceAll(m.Structured, " ", ""); {
	case text == "":
	case strings.HasPrefix(text, "RF"):
		var err error
		if m.RF, err = belgium.ParseRF(text); err != nil {
			s.Warn("statement_rf", m.Place, m.Structured)
		}
	default:
		var err error
		if m.OGM, err = belgium.ParseOGM(text); err != nil && meantOGM {
			s.Warn("statement_ogm", m.Place, m.Structured)
		}
	}
	if m.OGM.None() && m.RF.None() {
		m.OGM = belgium.FindOGM(m.Text)
		m.OGMInText = !m.OGM.None()
	}
}
