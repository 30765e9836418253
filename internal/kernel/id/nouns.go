package id

// The nouns that have identifiers. Each is only a mark for the compiler; the noun itself lives in its room.
type (
	// Office is a tenant: the syndic's office, professional or volunteer.
	Office struct{}
	// Person is someone who signs in.
	Person struct{}
	// Session is one sign-in on one device.
	Session struct{}
	// Invitation is an offer to join an office in a role.
	Invitation struct{}
	// Role is a role held by a person in an office.
	Role struct{}
	// Pass is a secret that serves once within a short time: a reset, a new address, the second step of a sign-in.
	Pass struct{}
	// AccessKey lets a program act for a person.
	AccessKey struct{}
	// Building is an association of co-owners (ACP / VME) and what it stands on.
	Building struct{}
	// Account is a bank account of an association.
	Account struct{}
	// Lot is a private part with its share in the common parts.
	Lot struct{}
	// Party is one or more persons who hold a lot together.
	Party struct{}
	// Member is one person or company within a party.
	Member struct{}
	// Ownership is a stretch of time during which a party holds a lot.
	Ownership struct{}
	// Mandatary is who votes for those who hold a lot together.
	Mandatary struct{}
	// Consent is a member's agreement to be written to by e-mail.
	Consent struct{}
	// Occupant is who lives in a lot or works there.
	Occupant struct{}
	// Import is a list of a building on its way into the register.
	Import struct{}
	// Key is a distribution key.
	Key struct{}
	// Supplier is who sends invoices.
	Supplier struct{}
	// Invoice is a purchase invoice.
	Invoice struct{}
	// Decision is what an assembly decided.
	Decision struct{}
	// Mandate is an appointment: syndic, council, auditor, chair, secretary.
	Mandate struct{}
	// Comment is what the council or the syndic says of the execution of a decision.
	Comment struct{}
	// Mission is what the assembly gave to the council for a year.
	Mission struct{}
	// Entry is a note, minutes or a task of the council's own room.
	Entry struct{}
	// Report is a report of the council to the assembly.
	Report struct{}
	// LedgerEntry is a posting of the ledger.
	LedgerEntry struct{}
	// View is a way to look at a list that someone has kept.
	View struct{}
	// Document is a file kept for a building.
	Document struct{}
	// Fact is a recorded event of the chain.
	Fact struct{}
	// Job is a piece of work to be done later.
	Job struct{}
	// Any is an identifier whose noun is known from elsewhere.
	Any struct{}
)
